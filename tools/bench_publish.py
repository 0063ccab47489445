"""Measures publishing for a city of Malmö's size, or a nation's, and prints one JSON document."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.publishing import MALMO, NATION, bench_publishing  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--national", action="store_true", help="6,160 areas by 100 indicators by 12 periods: some minutes")
    parser.add_argument("--sample", type=int, default=100, help="hidden counts to attack afterwards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kraftkollen-bench-") as name:
        before = machine()
        found = bench_publishing(Path(name), NATION if options.national else MALMO, options.sample)
    print(json.dumps({"machine": before, **found}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
