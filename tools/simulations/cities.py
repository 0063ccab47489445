"""Exempelstad's interventions over many seeds: put through the product's own store, and what the verdict then is."""

import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kraftkollen.actions import setup
from kraftkollen.actions.site import Site
from kraftkollen.errors import UserError
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import SystemClock
from kraftkollen.views.effect_view import answer, intervention_question
from kraftkollen.views.reading import Reading, open_newest
from tools.exempelstad import files, generate
from tools.exempelstad.truth import NULLS, TRUE_EFFECT

_NAME = "exempelstad"
# What says that a kept city was published to the end.
_DONE = "done"


@dataclass(frozen=True)
class CityAnswer:
    """What came of one intervention of one city; `refused` is the code of the error where there is no estimate."""

    seed: int
    intervention: str
    true: bool
    verdict: str | None = None
    reasons: tuple[str, ...] = ()
    effect: float | None = None
    p_value: float | None = None
    placebos: int = 0
    pre_fit_share: float | None = None
    refused: str | None = None


def city_answers(seed: int, kept: Path | None = None) -> list[CityAnswer]:
    """Make the city of a seed, deliver and publish it as the product does, and evaluate each intervention.

    With `kept` each published city stays in a folder of its own there, and one that is there already is only evaluated.
    """
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="kraftkollen-city-") as name:
            return _published_answers(seed, Path(name))
    return _published_answers(seed, kept / str(seed))


def _published_answers(seed: int, folder: Path) -> list[CityAnswer]:
    if not (folder / _DONE).exists():
        _publish(seed, folder)
        (folder / _DONE).touch()
    return answers_of(Reading(local_actor(), open_newest(folder / "store"), "en"), seed)


def _publish(seed: int, folder: Path) -> None:
    for path, content in files(generate(seed)).items():
        target = folder / "cities" / _NAME / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    os.environ["KRAFTKOLLEN_CITIES"] = str(folder / "cities")
    site = Site.at(folder / "store", SystemClock())
    setup.init(site, local_actor(), _NAME, empty=False, progress=lambda *_: None)


def answers_of(reading: Reading, seed: int) -> list[CityAnswer]:
    """Return the answers from a published version of Exempelstad."""
    return [_answer(reading, seed, intervention) for intervention in (TRUE_EFFECT.intervention, *NULLS)]


def _answer(reading: Reading, seed: int, intervention: str) -> CityAnswer:
    true = intervention == TRUE_EFFECT.intervention
    try:
        found = answer(reading, intervention_question(reading, intervention)).estimate
    except UserError as error:
        return CityAnswer(seed, intervention, true, refused=error.code)
    reasons = tuple(one.value for one in found.verdict.reasons)
    figures = (round(found.effect, 3), round(found.p_value, 4), found.placebos, round(found.pre_fit_share, 3))
    return CityAnswer(seed, intervention, true, found.verdict.code.value, reasons, *figures)


def summed(answers: Iterable[CityAnswer]) -> dict[str, Any]:
    """Return for each intervention how many cities gave which verdict, and the estimates' mean and standard deviation."""
    by_name: dict[str, list[CityAnswer]] = defaultdict(list)
    for one in answers:
        by_name[one.intervention].append(one)
    return {name: _summed(found) for name, found in by_name.items()}


def _summed(found: list[CityAnswer]) -> dict[str, Any]:
    effects = np.array([one.effect for one in found if one.effect is not None])
    told = [one for one in found if one.p_value is not None]
    return {
        "cities": len(found),
        "verdicts": dict(Counter(one.verdict or f"refused: {one.refused}" for one in found)),
        "reasons": dict(Counter(reason for one in found for reason in one.reasons)),
        "effect": {"mean": round(float(effects.mean()), 2), "sd": round(float(effects.std(ddof=1)), 2)}
        if len(effects) > 1
        else None,
        "fewest placebos": min((one.placebos for one in told), default=0),
        "p <= 0.05": sum(one.p_value is not None and one.p_value <= 0.05 for one in told),
        "p <= 0.10": sum(one.p_value is not None and one.p_value <= 0.10 for one in told),
    }
