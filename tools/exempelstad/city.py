"""Exempelstad for one seed: its people, figures, programme and deliveries, all in memory."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kraftkollen.model.catalogue import Catalogue, load_catalogue
from kraftkollen.model.period import Period
from tools.exempelstad.figures import Figures, draw_figures, draw_need, random_for
from tools.exempelstad.levels import BEHAVIOURS
from tools.exempelstad.people import YEARS, People, draw_people
from tools.exempelstad.places import EMPTY, NEW, RURAL, places
from tools.exempelstad.programme import amendments, treated
from tools.exempelstad.truth import BAD_YEAR

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_SEED = 2023
_POPULATION = "population"


@dataclass(frozen=True)
class City:
    """One Exempelstad. `bad_year_area` is the delområde that an intervention chose because one figure had fallen most."""

    seed: int
    catalogue: Catalogue
    people: People
    figures: Mapping[str, Figures]
    bad_year_area: str


@cache
def catalogue() -> Catalogue:
    """Return the definitions that Exempelstad's figures follow: indicators.yaml with the city's amendments."""
    return load_catalogue(ROOT / "indicators.yaml", amendments())


def generate(seed: int = DEFAULT_SEED) -> City:
    """Make the city of a seed: borders and programme are the same for every seed, but for the area with the bad year."""
    people = draw_people(random_for(seed, "people"))
    definitions = catalogue()
    if set(definitions.indicators) != {_POPULATION, *BEHAVIOURS}:
        raise ValueError("levels.py must have a line for each indicator of indicators.yaml, and no other")
    figures = {_POPULATION: _population(definitions, people)}
    figures |= {one: draw_figures(definitions.indicators[one], people, seed) for one in BEHAVIOURS}
    return City(seed, definitions, people, figures, _worst_fall(figures[BAD_YEAR.indicator], draw_need(seed)))


def _population(definitions: Catalogue, people: People) -> Figures:
    indicator = definitions.indicators[_POPULATION]
    periods = tuple(Period(indicator.period, year) for year in YEARS)
    everybody = people.aged(0, 99)
    missing = np.zeros(everybody.shape[:2], dtype=bool)
    return Figures(indicator, tuple(place.code for place in places()), periods, everybody, None, missing)


def _worst_fall(figures: Figures, need: np.ndarray) -> str:
    """Return the area, among the worse-off that nothing else is done in, whose figure had fallen most in the bad year."""
    values = figures.values()
    years = [period.year for period in figures.periods]
    first, last = (years.index(year) for year in BAD_YEAR.compared_with)
    fall = values[:, years.index(BAD_YEAR.year)] - values[:, first : last + 1].mean(axis=1)
    _, below = figures.totals()
    assert below is not None
    possible = (below.min(axis=1) >= BAD_YEAR.least_denominator) & (need > np.median(need))
    possible &= np.array([place.kind not in (EMPTY, NEW, RURAL) and place.code not in treated() for place in places()])
    return figures.areas[int(np.argmin(np.where(possible, fall, np.inf)))]
