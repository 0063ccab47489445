"""Turns figures into the rows of a delivery: tidy, in Swedish, group by group, with what the source kept back as two dots."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from tools.exempelstad.city import City
from tools.exempelstad.figures import Figures, random_for
from tools.exempelstad.people import SEXES
from tools.exempelstad.schedule import CHANGED_YEARS

HEADER = ("indikator", "område", "period", "grupp", "värde", "täljare", "nämnare", "status", "kommentar")
_TOTAL, _WORD = "Totalt", {"women": "Kvinnor", "men": "Män"}
_MISSING = ".."
CITY_NAME = "Exempelstad"
# Official figures whose total for the city is handed in beside the areas': with counts, or as the bare share that is public.
CITY_COUNTS, CITY_BARE = (
    ("population", "employment_20_24", "not_in_work_or_study"),
    ("low_economic_standard", "residential_turnover"),
)
_NOWHERE = 0.004  # of the city's residents are registered in no area
_SHARE_LOST = 0.03  # were left out of a preliminary figure, and before the correction

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The figures of one indicator in a delivery, after what its change did to them."""

    figures: Figures
    periods: tuple[Period, ...]
    change: str | None = None


def rows(city: City, content: Content) -> Iterator[Row]:
    """Yield the rows of the areas, period by period, then those of the city."""
    figures = content.figures
    indicator = figures.indicator
    above, below = _changed(city, content)
    for period in content.periods:
        at = figures.periods.index(period)
        for area, code in enumerate(figures.areas):
            cell = (above[area, at], None if below is None else below[area, at])
            start = (indicator.id, code, str(period))
            if figures.missing[area, at]:
                if cell[1] is None or cell[1].sum() > 0:
                    yield (*start, _TOTAL, _MISSING, "", "", "", "Uppgift saknas hos källan")
            elif indicator.id == "population":
                yield from _inhabitants(city, start, area, at)
            else:
                yield from _groups(indicator, start, cell, _status(indicator, content))
        yield from _of_city(city, indicator, period, above[:, at], None if below is None else below[:, at], content)


def _status(indicator: Indicator, content: Content) -> str:
    return "preliminär" if content.change == "preliminary" and indicator.id == "employment_20_24" else ""


def _changed(city: City, content: Content) -> tuple[np.ndarray, np.ndarray | None]:
    """Return the counts as they were known when the delivery was made."""
    figures = content.figures
    rng = random_for(city.seed, f"{figures.indicator.id} {content.change}")
    above, below = figures.numerator, figures.denominator
    if content.change == "half":
        return rng.binomial(above, 0.52), below
    if below is None or _untouched(figures.indicator.id, content.change):
        return above, below
    # Fewer were known of: the ones left out are as often among those counted as others.
    known_above = rng.binomial(above, 1 - _SHARE_LOST)
    known_below = known_above + rng.binomial(below - above, 1 - _SHARE_LOST)
    then = np.array([period.year in CHANGED_YEARS for period in figures.periods])[None, :, None]
    return np.where(then, known_above, above), np.where(then, known_below, below)


def _untouched(indicator: str, change: str | None) -> bool:
    touched = {"preliminary": "employment_20_24", "before_revision": "upper_secondary_completion"}
    return change is None or touched.get(change) != indicator


def _groups(indicator: Indicator, start: Row, cell: tuple[np.ndarray, np.ndarray | None], status: str) -> Iterator[Row]:
    above, below = cell
    yield (*start, _TOTAL, *_numbers(indicator, above.sum(), None if below is None else below.sum()), status, "")
    if ("sex",) in indicator.breakdowns:
        for number, sex in enumerate(SEXES):
            of_sex = None if below is None else below[number]
            yield (*start, _WORD[sex], *_numbers(indicator, above[number], of_sex), status, "")


def _numbers(indicator: Indicator, above: int, below: int | None) -> Row:
    if below is None:
        return str(above), "", ""
    if below == 0:
        return _MISSING, "", ""
    return _decimal(indicator.per * above / below, indicator.decimals), str(above), str(below)


def _decimal(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def _inhabitants(city: City, start: Row, area: int, at: int) -> Iterator[Row]:
    ages = city.catalogue.dimensions["age"].categories
    bands = {age: city.people.aged(*_limits(age))[area, at] for age in ages}
    everybody = np.array(list(bands.values()))
    yield (*start, _TOTAL, str(everybody.sum()), "", "", "", "")
    for number, sex in enumerate(SEXES):
        yield (*start, _WORD[sex], str(everybody[:, number].sum()), "", "", "", "")
    for age, count in bands.items():
        yield (*start, f"{age} år" if age[-1] != "-" else f"{age[:-1]}+ år", str(count.sum()), "", "", "", "")
    for number, sex in enumerate(SEXES):
        for age, count in bands.items():
            yield (*start, f"{sex}.{age}", str(count[number]), "", "", "", "")


def _limits(age: str) -> tuple[int, int]:
    low, _, high = age.partition("-")
    return int(low), int(high or 99)


def _of_city(
    city: City, indicator: Indicator, period: Period, above: np.ndarray, below: np.ndarray | None, content: Content
) -> Iterator[Row]:
    """Yield the city's total as the producer has it: with the few who are registered in no area."""
    if indicator.id not in (*CITY_COUNTS, *CITY_BARE):
        return
    rng = random_for(city.seed, f"{indicator.id} {period} city")
    nowhere = _NOWHERE if below is not None else _NOWHERE / 4
    whole = int(above.sum()) + int(rng.poisson(nowhere * above.sum()))
    start = (indicator.id, CITY_NAME, str(period), _TOTAL)
    if below is None:
        yield (*start, str(whole), "", "", "", "")
        return
    of = whole + int((below - above).sum()) + int(rng.poisson(nowhere * (below - above).sum()))
    numbers = _numbers(indicator, whole, of)
    comment = "Källans eget tal för hela staden"
    yield (*start, *(numbers if indicator.id in CITY_COUNTS else (numbers[0], "", "")), _status(indicator, content), comment)
