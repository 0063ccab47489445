"""Simulates interventions without effect, and with a known one, and counts what the estimators say. Answers in JSON.

nice python tools/simulate_effect.py                   # the table of docs/effect.md, well over an hour
nice python tools/simulate_effect.py --runs 200        # to see that it works
nice python tools/simulate_effect.py --exempelstad 20  # Exempelstad's interventions over twenty seeds, each published
nice python tools/simulate_effect.py --exempelstad 20 --keep cities  # the same, each city kept: the next run is of minutes
nice python tools/simulate_effect.py --exempelstad 20 --hidden-as data/store  # the same in minutes: what one store hides is
                                                       # hidden for every seed
"""

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))
# Matrices of ten rows are not worth several threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tools.simulations.cells import CELLS, SEED, run_cell  # noqa: E402
from tools.simulations.cities import answers_of, city_answers, summed  # noqa: E402
from tools.simulations.masked import masked  # noqa: E402


def main() -> int:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--runs", type=int, default=None, help="runs in every cell, in place of each cell's own number")
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--cell", action="append", help="the name of a cell; may be given several times")
    asked.add_argument("--exempelstad", type=int, metavar="SEEDS", help="so many cities of the demo generator instead")
    asked.add_argument(
        "--hidden-as", type=Path, metavar="STORE", help="a published store of Exempelstad, in place of publishing"
    )
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="where published cities are kept, and taken from")
    given = asked.parse_args()
    if given.exempelstad:
        seeds, store = _seeds(given.exempelstad), given.hidden_as
        found = (city_answers(seed, given.keep) if store is None else answers_of(masked(store, seed), seed) for seed in seeds)
        answers = [one for city in found for one in city]
        print(
            json.dumps({"summary": summed(answers), "answers": [one.__dict__ for one in answers]}, ensure_ascii=False, indent=1)
        )
        return 0
    for cell in CELLS:
        if not given.cell or cell.name in given.cell:
            print(json.dumps(run_cell(cell, given.runs or cell.runs, given.seed)), flush=True)
    return 0


def _seeds(count: int) -> list[int]:
    """Return the seed of the demo city, and then 1, 2, 3 …"""
    return [2023, *range(1, count)]


if __name__ == "__main__":
    sys.exit(main())
