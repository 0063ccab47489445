"""How fast a file is taken in and published, beside DuckDB's own read and insert of the same file in the same run.

Run in a process of its own, so that its peak memory is its own: `python -m tools.benchmarks.intake ours|duckdb FOLDER`.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import duckdb

from kraftkollen.actions import areas, decide, deliver, publish, setup
from kraftkollen.actions.examine import Parcel, preview
from kraftkollen.actions.site import Site, reference
from kraftkollen.aggregation import wholes
from kraftkollen.intake import check, compare, doubts, read
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.delivery import OBSERVATION_SCHEMA, Form
from kraftkollen.store.folder import Folder
from kraftkollen.store.journal import Journal, Transaction
from tools.benchmarks import data
from tools.benchmarks.machine import ROOT, seconds

FIGURES, ORDINARY, LAYER = "figures.csv", "ordinary.csv", "areas.geojson"


class _Timed(Journal):
    """The journal, with the time that its writes took."""

    took: ClassVar[list[float]] = []

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        start = time.perf_counter()
        with super().write() as transaction:
            yield transaction
        self.took.append(time.perf_counter() - start)


def bench_intake(folder: Path, rows: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what intake and publishing took for a file of so many rows."""
    data.write_layer(folder / LAYER)
    data.write_figures(folder / FIGURES, rows)
    theirs, ours = _apart("duckdb", folder), _apart("ours", folder)
    took, bare = ours["seconds"], theirs["seconds"]["read"] + theirs["seconds"]["insert"]
    found = {
        "rows": ours["rows"],
        "megabytes": round((folder / FIGURES).stat().st_size / 1e6, 1),
        "seconds": took,
        "rows_per_second": round(ours["rows"] / took["deliver"]),
        "duckdb_seconds": theirs["seconds"],
        "ratio_to_duckdb": round(took["deliver"] / bare, 2),
        "ratio_to_duckdb_with_doubts": round((took["deliver"] + took["doubts"]) / bare, 2),
        "ordinary_preview_seconds": ours["ordinary_preview"],
        "peak_megabytes": ours["peak_megabytes"],
        "duckdb_peak_megabytes": theirs["peak_megabytes"],
    }
    return found, ours["publish"]


def _apart(part: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tools.benchmarks.intake", part, str(folder)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return {**found, "peak_megabytes": found["peak"]}


def _ours(folder: Path) -> dict[str, Any]:
    actor, form = local_actor("bench"), Form()
    site = Site(_Timed(Folder(folder / "store"), SystemClock()), ROOT / "indicators.yaml")
    setup.init(site, actor, "exempelstad", empty=True, progress=publish.silent)
    areas.import_areas(site, actor, areas.Layer((folder / LAYER).read_bytes(), LAYER, "delomrade", "kod", "namn", "bench"))
    content, before = (folder / FIGURES).read_bytes(), _peak()
    ordinary = _ordinary(site, folder)
    took = _steps(site, content)
    _Timed.took.clear()
    took["deliver"], receipt = seconds(lambda: deliver.deliver(site, actor, Parcel(content, FIGURES), form))
    # The write alone: it compares again under the lock, inserts, and commits to disk.
    took["commit"] = _Timed.took[0]
    peak = _peak()
    if not receipt.approved:
        decide.approve(site, actor, receipt.batch)
    published_in, published = seconds(lambda: publish.publish(site, actor))
    return {
        "rows": receipt.rows,
        "seconds": {name: round(one, 4) for name, one in took.items()},
        "ordinary_preview": round(ordinary, 4),
        "peak": peak,
        "peak_before": before,
        "publish": {"seconds": round(published_in, 4), "observations": published.observations, "peak_megabytes": _peak()},
    }


def _steps(site: Site, content: bytes) -> dict[str, float]:
    """Return what each step takes by itself; the delivery below takes them all, and writes."""
    took: dict[str, float] = {}
    took["read"], sheet = seconds(lambda: read(content, FIGURES, Form()))
    took["check"], checked = seconds(lambda: check(sheet, reference(site), Form()))
    assert not checked.problems, checked.problems[:3]
    nothing = OBSERVATION_SCHEMA.empty_table()
    took["compare"], _ = seconds(lambda: compare(checked.rows, nothing))
    against = reference(site)
    larger = wholes(against.divisions, against.areas)
    # The dearest case: every figure is new, and the file is its own history.
    took["doubts"], _ = seconds(lambda: doubts(checked.rows, nothing, against, larger, sheet.understood.columns))
    return took


def _ordinary(site: Site, folder: Path) -> float:
    """Return what an officer waits for the preview of an ordinary file, 136 areas by 12 periods."""
    data.write_figures(folder / ORDINARY, 136 * 12)
    parcel = Parcel((folder / ORDINARY).read_bytes(), ORDINARY)
    took, _ = seconds(lambda: preview(site, local_actor(), parcel, Form()))
    return took


def _duckdb(folder: Path) -> dict[str, Any]:
    """What DuckDB itself takes to read the file as text and to insert it into a file of its own."""
    connection = duckdb.connect(str(folder / "bare.duckdb"))
    source = f"read_csv('{folder / FIGURES}', delim=';', header=true, all_varchar=true)"
    read_in, table = seconds(lambda: connection.execute(f"SELECT * FROM {source}").to_arrow_table())  # noqa: S608 (our own path)
    connection.register("figures", table)
    inserted_in, _ = seconds(lambda: connection.execute("CREATE TABLE observation AS SELECT * FROM figures"))
    return {"seconds": {"read": round(read_in, 4), "insert": round(inserted_in, 4)}, "peak": _peak()}


def _peak() -> int:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    print(json.dumps((_ours if sys.argv[1] == "ours" else _duckdb)(Path(sys.argv[2]))))
