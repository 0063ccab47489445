"""Measures a store that ten years of deliveries lie in, and prints one JSON document: docs/prestanda.md, "Tio år"."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.years import bench_years  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="deliveries")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kraftkollen-bench-") as name:
        before = machine()
        found = bench_years(Path(name), options.count)
    print(json.dumps({"machine": before, **found}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
