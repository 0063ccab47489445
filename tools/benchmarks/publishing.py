"""How long publishing takes for a city of Malmö's size (136 areas, 20 measures, 14 years, all, women and men) or a nation's.

From nothing (every table is protected anew), after an ordinary delivery (a new year of one measure), after a year that is
delivered again, and with nothing new.
"""

import cProfile
import pstats
import resource
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from kraftkollen.actions import decide, deliver, publish, setup
from kraftkollen.actions.attack import Asked, attack_published
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.site import Site
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import SystemClock
from kraftkollen.model.delivery import Form
from kraftkollen.store import places
from tools.benchmarks.machine import ROOT
from tools.benchmarks.national import import_areas

_ACTOR = local_actor("Bench")
# Of ten measures, seven are shares.
_SHARES, _OF = 7, 10
_RESIDENTS, _SPREAD = 1800, 1.0
_LINES = 30


@dataclass(frozen=True, slots=True)
class City:
    """What is published: in how many areas (as the city has them, if left out), of how many measures, which years and groups.

    `at_once`: so many measures are published together until all are there.
    """

    name: str
    measures: int
    years: range
    sexes: bool
    areas: int | None = None
    at_once: int = 1000


MALMO = City("malmo", 20, range(2011, 2025), sexes=True)
# 6,160 areas by 100 measures by 12 years; Exempelstad's own areas are among them, in its four stadsdelar.
NATION = City("exempelstad", 100, range(2012, 2024), sexes=False, areas=6160, at_once=25)


def bench_publishing(folder: Path, city: City, sample: int = 100) -> dict[str, Any]:
    """Return what each way of publishing took, what was hidden, and what an attack on a sample found."""
    definitions = folder / "indicators.yaml"
    names = [f"matt_{number:02}" for number in range(city.measures)]
    definitions.write_text(yaml.safe_dump(_definitions(names), allow_unicode=True), encoding="utf-8")
    site = replace(Site.at(folder / "store", SystemClock()), indicators=definitions)
    setup.init(site, _ACTOR, city.name, empty=True, progress=lambda *_: None)
    areas = _areas(site) if city.areas is None else import_areas(site, folder, city.areas)
    found: dict[str, Any] = {"areas": len(areas), "indicators": len(names)}
    found["from_nothing"] = []
    for first in range(0, len(names), city.at_once):
        for name in names[first : first + city.at_once]:
            _approved(site, _rows(name, areas, city.years, city))
        done, took, found["profile"] = _published(site, profiled=True)
        found["from_nothing"].append(took)
    found |= {"figures": done.observations, "hidden": done.hidden}
    # A new year, of which the others have nothing yet; the year before again, of which they all have something.
    _approved(site, _rows(names[0], areas, range(city.years.stop, city.years.stop + 1), city, again=True))
    found["ordinary_delivery"] = _published(site)[1]
    _approved(site, _rows(names[1], areas, range(city.years.stop - 1, city.years.stop), city, again=True))
    found["a_year_again"] = _published(site)[1]
    found["nothing_new"] = _published(site)[1]
    tried = attack_published(site, _ACTOR, Asked(indicators=tuple(names[:2]), sample=sample))
    found["attack"] = {"tried": tried.attacked, "failed": tried.failed, "hidden_by_the_rule": tried.hidden_by_the_rule}
    shutil.rmtree(site.folder.path)
    return found


def _areas(site: Site) -> list[str]:
    with site.journal.read() as transaction:
        divisions = places.current_divisions(transaction)
        return [one.code for one in places.areas(transaction, [one for one in divisions if one.level == "delomrade"])]


def _definitions(names: list[str]) -> dict[str, Any]:
    raw = yaml.safe_load((ROOT / "indicators.yaml").read_text(encoding="utf-8"))
    share, count = (next(one for one in raw["indicators"] if one["kind"] == kind) for kind in ("share", "count_people"))
    made = []
    for number, name in enumerate(names):
        like = share if _is_share(name) else count
        own = {"id": name, "title": {"sv": f"Mått {number}", "en": f"Measure {number}"}, "breakdowns": [["sex"]]}
        dropped = {"pooling", "public_shares_at", "period", "target", "aliases"}
        made.append({**{key: value for key, value in like.items() if key not in dropped}, **own, "period": "year"})
    # The city's programme names some of the product's own.
    return {**raw, "indicators": [*raw["indicators"], *made]}


def _rows(name: str, areas: list[str], years: range, city: City, *, again: bool = False) -> Iterator[str]:
    """Yield lines of a tidy file: sizes of areas differ as those of a city do, and groups are part of them."""
    yield "indikator;område;period;grupp;värde;täljare;nämnare"
    number = int(name.rsplit("_", 1)[1])
    chance = np.random.default_rng([20260107, number, again])
    residents = np.random.default_rng(20260107).lognormal(np.log(_RESIDENTS), _SPREAD, len(areas))
    groups = (("total", [0, 1]), ("women", [0]), ("men", [1])) if city.sexes else (("total", [0, 1]),)
    part, rate = chance.uniform(0.02, 0.2), chance.uniform(0.05, 0.9)
    for year in years:
        people = np.stack([chance.poisson(residents * part / 2) for _ in range(2)])
        chosen = chance.binomial(people, np.clip(rate + chance.normal(0, 0.05, people.shape), 0, 1))
        for place, area in enumerate(areas):
            for group, at in groups:
                below, above = people[at, place].sum(), chosen[at, place].sum()
                figures = f";{above};{below}" if _is_share(name) else f"{below};;"
                yield f"{name};{area};{year};{group};{figures}"


def _is_share(name: str) -> bool:
    return int(name.rsplit("_", 1)[1]) % _OF < _SHARES


def _approved(site: Site, lines: Iterator[str]) -> None:
    parcel = Parcel("\n".join(lines).encode(), "figures.csv")
    receipt = deliver.deliver(site, _ACTOR, parcel, Form())
    if not receipt.approved:
        decide.approve(site, _ACTOR, receipt.batch)


def _published(site: Site, *, profiled: bool = False) -> tuple[publish.Published, dict[str, float], list[str]]:
    profile = cProfile.Profile()
    wall, cpu = time.perf_counter(), time.process_time()
    if profiled:
        profile.enable()
    done = publish.publish(site, _ACTOR)
    profile.disable()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    took = {"wall_s": round(time.perf_counter() - wall, 2), "cpu_s": round(time.process_time() - cpu, 2), "peak_mb": most}
    return done, took, _told(profile) if profiled else []


def _told(profile: cProfile.Profile) -> list[str]:
    """Return what took longest by itself: seconds, and where."""
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    longest = sorted(stats.items(), key=lambda item: -item[1][2])[:_LINES]
    return [f"{own:.2f} {Path(where[0]).name}:{where[2]}" for where, (_, _, own, _, _) in longest]
