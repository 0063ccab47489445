"""Measures pages, map, intake, publishing and effects, and prints one JSON document. How to read it: docs/prestanda.md.

Ratios, not seconds: each figure stands beside something else of the same run, an empty page of ours or DuckDB itself.
"""

import argparse
import json
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from tools.benchmarks.effect import bench_effect  # noqa: E402
from tools.benchmarks.intake import bench_intake  # noqa: E402
from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.national import NATIONAL, SMALL, Size  # noqa: E402
from tools.benchmarks.pages import bench_pages  # noqa: E402


def main() -> int:
    """Run the benches that were asked for."""
    options = _options()
    # Streamlit remarks on each run outside of its server; only the document goes out.
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    if options.effect:
        found = {"machine": machine(), "effect": bench_effect(options.times)}
    else:
        found = measured(options, NATIONAL if options.national else SMALL)
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the delivery (1000000 for the full measure)")
    parser.add_argument("--times", type=int, default=15, help="runs of each page, of which the median counts")
    parser.add_argument("--national", action="store_true", help="pages also on 6,160 areas by 100 indicators by 12 periods")
    parser.add_argument("--demo", type=Path, help="a store of Exempelstad that is there already, to be copied")
    parser.add_argument("--effect", action="store_true", help="only the effects: some seconds")
    parser.add_argument("--quick", action="store_true", help="2,000 rows and three runs: to see that it works")
    options = parser.parse_args()
    if options.quick:
        options.rows, options.times = 2_000, 3
    return options


def measured(options: argparse.Namespace, size: Size) -> dict[str, Any]:
    """Return every measure, made in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kraftkollen-bench-") as name:
        folder = Path(name)
        before = machine()
        intake, publish = bench_intake(folder, options.rows)
        pages, sizes = bench_pages(folder, options.times, size, options.demo)
    return {
        "machine": before,
        "pages": pages,
        "map": sizes,
        "intake": intake,
        "publish": publish,
        "effect": bench_effect(options.times),
    }


if __name__ == "__main__":
    sys.exit(main())
