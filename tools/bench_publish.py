"""Measures publishing for a city of Malmö's size, and prints one JSON document."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.publishing import bench_publishing  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--indicators", type=int, default=20)
    parser.add_argument("--sample", type=int, default=100, help="hidden counts to attack afterwards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kraftkollen-bench-") as name:
        before = machine()
        found = bench_publishing(Path(name), options.indicators, options.sample)
    print(json.dumps({"machine": before, **found}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
