"""What it takes to copy a store, to read it through and to lay it out again; beside a plain copy of the same folder."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kraftkollen.actions import decide, deliver
from kraftkollen.actions.backup import backup, restore
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.publish import publish_register
from kraftkollen.actions.site import Site
from kraftkollen.actions.verify import verify
from kraftkollen.model.actor import local_actor
from kraftkollen.model.catalogue import load_catalogue
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.delivery import Form
from kraftkollen.views.reading import Version, open_newest
from tools.benchmarks.machine import machine
from tools.benchmarks.national import Size, make_national

_ACTOR = local_actor("bench")
_FIGURES = "SELECT area, period, value, numerator, denominator FROM observation WHERE indicator = ? AND division = ?"


def bench_safety(folder: Path, size: Size) -> dict[str, Any]:
    """Make a store of the size, its figures delivered indicator by indicator, and return what each act took."""
    store, defined = make_national(folder, size)
    site = replace(Site.at(store, SystemClock()), indicators=defined)
    rows = _deliver(site)
    return {"figures": rows, **measured(site, folder)}


def measured(site: Site, folder: Path) -> dict[str, Any]:
    """Return seconds, on the clock and of the processor: a plain copy, a backup, a restoration (it verifies), `verify`."""
    new, copy = (
        replace(site, journal=replace(site.journal, folder=replace(site.folder, path=folder / "new"))),
        folder / "backup",
    )
    found = {
        "load_before": machine()["load_before"],
        "megabytes": round(sum(path.stat().st_size for path in site.folder.path.rglob("*") if path.is_file()) / 1e6, 1),
        "plain_copy": _took(lambda: shutil.copytree(site.folder.path, folder / "plain")),
        "backup": _took(lambda: backup(site, _ACTOR, copy)),
        "restore": _took(lambda: restore(new, _ACTOR, copy)),
        "verify": _took(lambda: verify(site, _ACTOR)),
    }
    found["backup_to_plain_copy"] = round(found["backup"]["seconds"] / found["plain_copy"]["seconds"], 2)
    return {**found, "load_after": machine()["load_before"]}


def _deliver(site: Site) -> int:
    """Deliver what was generated for the finest division, and approve it; return how many figures there are."""
    version, total = open_newest(site.folder.path), 0
    finest = version.registry.divisions[-1]
    for one in load_catalogue(site.indicators, version.programme.indicators).indicators.values():
        if finest.level in one.levels:
            content = "\n".join(_lines(version, one.id, finest.id)).encode()
            receipt = deliver.deliver(site, _ACTOR, Parcel(content, f"{one.id}.csv"), Form())
            total += receipt.rows
            if not receipt.approved:
                decide.approve(site, _ACTOR, receipt.batch)
    publish_register(site, _ACTOR)
    return total


def _lines(version: Version, indicator: str, division: str) -> Iterator[str]:
    yield "indikator;område;period;grupp;värde;täljare;nämnare"
    for area, period, value, above, below in version.figures.file.ask(_FIGURES, indicator, division).fetchall():
        figures = f";{above:.0f};{below:.0f}" if above is not None else f"{value:.0f};;"
        yield f"{indicator};{area};{period};total;{figures}"


def _took(act: Callable[[], object]) -> dict[str, float]:
    wall, processor = time.perf_counter(), _processor()
    act()
    return {"seconds": round(time.perf_counter() - wall, 2), "processor": round(_processor() - processor, 2)}


def _processor() -> float:
    """Return the seconds of the processor that this process and those that it has started have used."""
    return sum(os.times()[:4])
