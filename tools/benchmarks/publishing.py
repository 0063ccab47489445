"""How long publishing takes for a city of Malmö's size: 136 areas, 20 indicators, 14 periods, everybody, women and men.

From nothing (every table is protected anew), after an ordinary delivery (a new year of one indicator), and with nothing new.
"""

import cProfile
import pstats
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
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

_ACTOR = local_actor("Bench")
_SHARES, _COUNTS, _YEARS = 14, 6, range(2011, 2025)
_RESIDENTS, _SPREAD = 1800, 1.0
_LINES = 30


def bench_publishing(folder: Path, indicators: int = _SHARES + _COUNTS, sample: int = 100) -> dict[str, Any]:
    """Return what each way of publishing took, what was hidden, and what an attack on a sample found."""
    definitions = folder / "indicators.yaml"
    names = [f"matt_{number:02}" for number in range(indicators)]
    definitions.write_text(yaml.safe_dump(_definitions(names), allow_unicode=True), encoding="utf-8")
    site = replace(Site.at(folder / "store", SystemClock()), indicators=definitions)
    setup.init(site, _ACTOR, "malmo", empty=True, progress=lambda *_: None)
    with site.journal.read() as transaction:
        divisions = places.current_divisions(transaction)
        areas = [one.code for one in places.areas(transaction, [one for one in divisions if one.level == "delomrade"])]
    _approved(site, _rows(names, areas, _YEARS))
    done, took, profile = _published(site, profiled=True)
    found: dict[str, Any] = {
        "areas": len(areas),
        "indicators": len(names),
        "figures": done.observations,
        "hidden": done.hidden,
        "from_nothing": took,
        "profile": profile,
    }
    _approved(site, _rows(names[:1], areas, range(_YEARS.stop, _YEARS.stop + 1)))
    found["ordinary_delivery"] = _published(site)[1]
    found["nothing_new"] = _published(site)[1]
    tried = attack_published(site, _ACTOR, Asked(sample=sample))
    found["attack"] = {"tried": tried.attacked, "failed": tried.failed, "hidden_by_the_rule": tried.hidden_by_the_rule}
    shutil.rmtree(site.folder.path)
    return found


def _definitions(names: list[str]) -> dict[str, Any]:
    raw = yaml.safe_load((ROOT / "indicators.yaml").read_text(encoding="utf-8"))
    share, count = (next(one for one in raw["indicators"] if one["kind"] == kind) for kind in ("share", "count_people"))
    made = []
    for number, name in enumerate(names):
        like = share if number < _SHARES else count
        own = {"id": name, "title": {"sv": f"Mått {number}", "en": f"Measure {number}"}, "breakdowns": [["sex"]]}
        dropped = {"pooling", "public_shares_at", "period", "target", "aliases"}
        made.append({**{key: value for key, value in like.items() if key not in dropped}, **own, "period": "year"})
    # The city's programme names some of the product's own.
    return {**raw, "indicators": [*raw["indicators"], *made]}


def _rows(names: list[str], areas: list[str], years: range) -> Iterator[str]:
    """Yield lines of a tidy file: sizes of areas differ as those of a city do, and groups are part of them."""
    yield "indikator;område;period;grupp;värde;täljare;nämnare"
    chance = np.random.default_rng(20260107)
    residents = chance.lognormal(np.log(_RESIDENTS), _SPREAD, len(areas))
    for name in names:
        part, rate = chance.uniform(0.02, 0.2), chance.uniform(0.05, 0.9)
        for year in years:
            people = np.stack([chance.poisson(residents * part / 2) for _ in range(2)])
            chosen = chance.binomial(people, np.clip(rate + chance.normal(0, 0.05, people.shape), 0, 1))
            for place, area in enumerate(areas):
                for group, at in (("total", [0, 1]), ("women", [0]), ("men", [1])):
                    below, above = people[at, place].sum(), chosen[at, place].sum()
                    figures = f";{above};{below}" if _is_share(name) else f"{below};;"
                    yield f"{name};{area};{year};{group};{figures}"


def _is_share(name: str) -> bool:
    return int(name.rsplit("_", 1)[1]) < _SHARES


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
    took = {"wall_s": round(time.perf_counter() - wall, 2), "cpu_s": round(time.process_time() - cpu, 2)}
    return done, took, _told(profile) if profiled else []


def _told(profile: cProfile.Profile) -> list[str]:
    """Return what took longest by itself: seconds, and where."""
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    longest = sorted(stats.items(), key=lambda item: -item[1][2])[:_LINES]
    return [f"{own:.2f} {Path(where[0]).name}:{where[2]}" for where, (_, _, own, _, _) in longest]
