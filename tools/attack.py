"""Attacks what a store would publish: python tools/attack.py --data FOLDER [--sample N] [--indicator I …] [--period P …].

Takes what is approved, protects it, forgets the rest, and tries to work the hidden counts out again. Exit status 1 if it can.
"""

import argparse
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402

from kraftkollen.actions import publish  # noqa: E402
from kraftkollen.actions.site import Site  # noqa: E402
from kraftkollen.disclosure.attack import Bounds, attack  # noqa: E402
from kraftkollen.disclosure.attacker import Edition, noise_of  # noqa: E402
from kraftkollen.disclosure.equal import equal_of  # noqa: E402
from kraftkollen.disclosure.lattice import members, protect  # noqa: E402
from kraftkollen.disclosure.primary import hide, primary_marks  # noqa: E402
from kraftkollen.model.catalogue import load_catalogue  # noqa: E402
from kraftkollen.model.clock import SystemClock  # noqa: E402
from kraftkollen.model.delivery import KEY  # noqa: E402
from kraftkollen.model.record import programme_of  # noqa: E402


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=ROOT / "data" / "store")
    asked.add_argument("--sample", type=int, help="how many hidden counts to try; all if left out")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--indicator", nargs="*", default=[])
    asked.add_argument("--period", nargs="*", default=[])
    asked.add_argument("--loose", action="store_true", help="let totals differ from parts as far as they do: a weaker attack")
    asked.add_argument("--primary-only", action="store_true", help="without complementary hiding: then it must succeed")
    return asked.parse_args()


def _chosen(figures: pa.Table, asked: argparse.Namespace) -> np.ndarray:
    chosen = np.ones(figures.num_rows, dtype=bool)
    for names, column in ((asked.indicator, "indicator"), (asked.period, "period")):
        if names:
            chosen &= pc.is_in(figures.column(column), value_set=pa.array(names, pa.string())).to_numpy()
    return chosen


def main() -> int:
    asked = _asked()
    site = Site.at(asked.data, SystemClock())
    with site.journal.read() as transaction:
        basis = publish._basis(transaction, publish._heads(transaction))
    catalogue = load_catalogue(site.indicators, programme_of(basis.records).indicators)
    whole = publish._figures(basis, catalogue)
    chosen = _chosen(whole.figures, asked)
    figures, behind = whole.figures.filter(pa.array(chosen)), whole.behind[chosen]
    start = time.perf_counter()
    larger = members((one.division, one.code, one.parts_division, one.parts) for one in basis.wholes)
    protected = protect(figures, catalogue, larger, (), behind)
    seconds = time.perf_counter() - start
    marks = primary_marks(figures, catalogue.indicators) if asked.primary_only else protected.marks
    parts = {(one.division, one.code): (one.parts_division, sorted(one.parts)) for one in basis.wholes}
    noise = noise_of(Edition(figures, parts), catalogue) if asked.loose else {}
    # As its readers would have it: the single years behind pooled figures are not there at all.
    keys = zip(*(figures.column(name).to_pylist() for name in KEY), strict=True)
    absent = frozenset(key for key, one in zip(keys, behind.tolist(), strict=True) if one)
    shown = hide(figures, marks).filter(pa.array(~behind))
    edition = Edition(shown, parts, frozenset(), absent, equal_of(figures, catalogue))
    found = attack([edition], catalogue, noise, asked.sample, asked.seed)
    failed = [one for one in found if one.failed]
    answer = {
        "figures": figures.num_rows,
        "hidden_by_the_rule": protected.primary,
        "hidden": int((marks[~behind] != 0).sum()),
        "given_away": protected.given_away,
        "seconds_to_protect": round(seconds, 2),
        "attacked": len(found),
        "failed": len(failed),
        "seconds_to_attack": round(time.perf_counter() - start - seconds, 2),
        "failures": [_told(one) for one in failed[:20]],
    }
    sys.stdout.write(json.dumps(answer, indent=1, ensure_ascii=False) + "\n")
    return 1 if failed or protected.given_away else 0


def _told(one: Bounds) -> dict[str, object]:
    # How wide, never what: the report may be read by somebody who may not see the count.
    return {"cell": "/".join(one.key), "term": one.term, "width": one.high - one.low, "needed": one.needed}


if __name__ == "__main__":
    sys.exit(main())
