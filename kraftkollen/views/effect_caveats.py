"""What an evaluation does not say: people who moved, other work in the same place, areas that cannot be shown."""

from collections.abc import Mapping

from kraftkollen.model.verdict import Exclusion
from kraftkollen.store.figures import Figure
from kraftkollen.views.effect_view import Answered
from kraftkollen.views.places import city_place
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import with_unit

_TURNOVER = "residential_turnover"


def not_said(reading: Reading, answered: Answered, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences; `names` are the areas' by code."""
    said = [reading.words("It is about the area, not about persons: those who move in are others than those who move out.")]
    said += _turnover(reading, answered, names)
    if answered.also_here:
        others = ", ".join(answered.also_here)
        said.append(
            reading.words("Other work goes on in the same area: {names}. The difference may be theirs as well.", names=others)
        )
    else:
        said.append(reading.words("The register has no other intervention in the same area. What is not in it is not seen."))
    incomplete = sum(reason == Exclusion.INCOMPLETE for _, reason in answered.prepared.selected.excluded)
    if incomplete:
        said.append(
            reading.counted(
                "{count} area could not take part since a figure is missing or hidden: nothing is said of it.",
                "{count} areas could not take part since a figure is missing or hidden: nothing is said of them.",
                incomplete,
            )
        )
    return tuple(said)


def _turnover(reading: Reading, answered: Answered, names: Mapping[str, str]) -> list[str]:
    """Return how many moved in the latest year that is shown, in each treated area and in the city."""
    indicator = reading.version.catalogue.indicators.get(_TURNOVER)
    city = city_place(reading)
    if indicator is None:
        return []
    places = [(answered.question.division, code, names.get(code, code)) for code in answered.question.areas]
    found = {name: _shown(reading, division, code) for division, code, name in places}
    periods = set.intersection(*(set(one) for one in found.values()))
    if not periods:
        return []
    last = max(periods, key=indicator.read_period)
    if city is not None and last in (of_city := _shown(reading, city.division, city.code)):
        found[city.name] = of_city
    figures = ", ".join(f"{name} {with_unit(of[last].value or 0.0, indicator, reading.language)}" for name, of in found.items())
    title, period = indicator.title.in_language(reading.language), reading.period(last, indicator)
    return [reading.words("{indicator}, {period}: {figures}.", indicator=title, period=period, figures=figures)]


def _shown(reading: Reading, division: str, code: str) -> dict[str, Figure]:
    figures = reading.version.figures.of_place(division, code, "total").get(_TURNOVER, [])
    return {one.period: one for one in figures if one.value is not None}
