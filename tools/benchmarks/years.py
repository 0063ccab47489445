"""What a store costs that has been used for ten years: thousands of deliveries, most of them of figures that were there."""

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from kraftkollen.actions import decide, deliver, publish, setup
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.delivery import Form
from kraftkollen.store import places
from kraftkollen.views.delivery_state_view import delivery_state_view
from kraftkollen.views.reading import Reading, open_newest
from tools.benchmarks.safety import measured

_ACTOR = local_actor("Bench")
_INDICATORS: Final = ("school_attendance", "safe_school_routes", "childrens_loans")
_YEARS: Final = range(2015, 2026)
_HEADER: Final = "indikator;område;period;värde;täljare;nämnare"
# So many deliveries at each end are compared.
_END: Final = 50


def bench_years(folder: Path, count: int) -> dict[str, Any]:
    """Deliver and approve so many files of Malmö's 136 areas, each a year of an indicator, and return what each act then takes.

    A delivery of a year that was there before revises a tenth of it.
    """
    site = Site.at(folder / "store", SystemClock())
    setup.init(site, _ACTOR, "malmo", empty=True, progress=lambda *_: None)
    with site.journal.read() as transaction:
        divisions = [one for one in places.current_divisions(transaction) if one.level == "delomrade"]
        areas = [one.code for one in places.areas(transaction, divisions)]
    chance, last = random.Random(20260107), dict[tuple[str, int, str], int]()  # noqa: S311 (figures for a bench)
    took = [_delivered(site, number, areas, chance, last) for number in range(count)]
    end = min(_END, count // 2)
    found: dict[str, Any] = {
        "deliveries": count,
        "delivery_seconds": {"first": _middle(took[:end]), "last": _middle(took[-end:])},
        "publish": _seconds(lambda: publish.publish(site, _ACTOR)),
        "publish_with_nothing_new": _seconds(lambda: publish.publish(site, _ACTOR)),
    }
    reading = Reading(_ACTOR, open_newest(site.folder.path), "sv")
    found["delivery_state"] = _seconds(lambda: delivery_state_view(reading, SystemClock().now().date()))
    found["list_of_deliveries"] = _seconds(lambda: deliver.batches(site, _ACTOR))
    found["bytes"] = {name: _size(site.folder.path / name) for name in ("journal.duckdb", "uploads", "published")}
    return {**found, **measured(site, folder)}


def _delivered(
    site: Site, number: int, areas: list[str], chance: random.Random, last: dict[tuple[str, int, str], int]
) -> float:
    indicator, year = _INDICATORS[number % len(_INDICATORS)], _YEARS[number // len(_INDICATORS) % len(_YEARS)]
    content = "\n".join([_HEADER, *(_line(indicator, year, one, chance, last) for one in areas)]).encode()
    start = time.perf_counter()
    receipt = deliver.deliver(site, _ACTOR, Parcel(content, f"{indicator}_{year}_{number}.csv"), Form())
    if not receipt.approved:
        decide.approve(site, _ACTOR, receipt.batch)
    return time.perf_counter() - start


def _line(indicator: str, year: int, area: str, chance: random.Random, last: dict[tuple[str, int, str], int]) -> str:
    key = (indicator, year, area)
    if key not in last or chance.random() < 0.1:
        last[key] = chance.randrange(400, 900)
    period = f"{year}/{(year + 1) % 100:02}" if indicator == "school_attendance" else str(year)
    return (
        f"{indicator};{area};{period};;{last[key]};1000"
        if indicator != "safe_school_routes"
        else f"{indicator};{area};{period};{last[key]};;"
    )


def _middle(took: list[float]) -> float:
    return round(statistics.median(took), 3)


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return round(time.perf_counter() - start, 2)


def _size(path: Path) -> int:
    return sum(one.stat().st_size for one in (path, *path.rglob("*")) if one.is_file())
