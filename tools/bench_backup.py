"""Measures backup, restore and verify on a generated store, and prints one JSON document."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.national import NATIONAL, SMALL  # noqa: E402
from tools.benchmarks.safety import bench_safety  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--national", action="store_true", help="6,160 areas by 100 indicators by 12 periods: some minutes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kraftkollen-bench-") as name:
        before = machine()
        found = bench_safety(Path(name), NATIONAL if options.national else SMALL)
    print(json.dumps({"machine": before, **found}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
