"""What is marked in an indicator's picture over time: breaks, starts, the baseline, targets; and what stands below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.aggregation import DELIVERED
from kraftkollen.model.fetching import KoladaFetch
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from kraftkollen.store.figures import Figure
from kraftkollen.views.development_view import Development, baseline_day
from kraftkollen.views.places import city_place, every_place
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import with_unit


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to mark in time: a break, a start, the baseline. `period` is the first that it concerns."""

    period: str
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A target, as decided. `place` is the id of the place that it is for; None: the city, where it has no id."""

    period: str
    value: float
    text: str
    place: str | None


def goals(reading: Reading, indicator: Indicator) -> Iterable[Goal]:
    """Yield the indicator's targets, each with where, when and by whom it was decided."""
    names = {one.id: one.name for one in every_place(reading)}
    city = city_place(reading)
    for one in indicator.targets:
        value = with_unit(one.value, indicator, reading.language)
        where = names.get(one.area or "", one.area) if one.area else reading.words("the city")
        text = reading.words("Target for {place} {period}: {value}", place=where, period=one.period, value=value)
        place = one.area or (city.id if city else None)
        yield Goal(one.period, one.value, f"{text} ({one.decided})" if one.decided else text, place)


def breaks(reading: Reading, indicator: Indicator) -> Iterable[Mark]:
    """Yield the breaks of the series."""
    return (Mark(one.period, one.what.in_language(reading.language)) for one in indicator.breaks)


def starts(reading: Reading, indicator: Indicator, periods: list[str]) -> Iterable[Mark]:
    """Yield the starts of interventions that have named this indicator in advance, at the period in which they began."""
    for one in reading.version.programme.interventions:
        if one.primary_indicator == indicator.id and one.start is not None:
            at = _period_of(indicator, periods, one.start)
            if at is not None:
                name = one.name.in_language(reading.language)
                yield Mark(at, reading.words("{name} starts {day}", name=name, day=one.start.isoformat()))


def _period_of(indicator: Indicator, periods: list[str], day: date) -> str | None:
    later = (text for text in periods if indicator.read_period(text).last_day >= day)
    first = next(later, None)
    return first if first is not None and indicator.read_period(first).first_day <= day else None


def baseline(reading: Reading, indicator: Indicator, developments: Iterable[Development]) -> Mark | None:
    """Return the baseline that most places have; None where there is none."""
    used = [one.ends.before.period for one in developments if one.ends.before is not None]
    if not used or baseline_day(reading, indicator) is None:
        return None
    why = indicator.baseline.why if indicator.baseline else None
    most = max(used, key=used.count)
    text = reading.words("Baseline {period}", period=reading.period(most, indicator))
    at = str(indicator.read_period(most).parts[-1])
    return Mark(at, f"{text}: {why.in_language(reading.language)}" if why else text)


def source(reading: Reading, indicator: Indicator, figures: Iterable[Figure] = ()) -> str:
    """Return who makes the figures, who answers for them, and when they were published; Kolada, where raw values are its."""
    said = reading.words(
        "Source: {producer}. Answers for the indicator: {owner}. Published {at}.",
        producer=indicator.source.producer,
        owner=reading.version.programme.body_name(indicator.owner),
        at=reading.published_at,
    )
    if reading.version.programme.city.demo or not any(_is_koladas(indicator, one) for one in figures):
        return said
    raw = reading.words("The whole city's values as they were published: source Kolada.")
    return f"{said} {raw}"


def _is_koladas(indicator: Indicator, figure: Figure) -> bool:
    """Return whether a figure is a raw value as Kolada has it: of what is worked out from parts, it is not the source."""
    bare = figure.value is not None and figure.numerator is None and figure.origin == DELIVERED
    return indicator.is_ratio and bare and any(isinstance(one, KoladaFetch) for one in indicator.fetch)


def next_figure(reading: Reading, indicator: Indicator, figures: Iterable[Figure]) -> str:
    """Return when the next figure can exist, a sentence for each length: pooled ones come after a whole span of periods."""
    newest: dict[int, Period] = {}
    for one in figures:
        period = indicator.read_period(one.period)
        newest[period.length] = max(period, newest.get(period.length, period))
    return " ".join(_next(reading, indicator, newest[length]) for length in sorted(newest, reverse=True))


def _next(reading: Reading, indicator: Indicator, newest: Period) -> str:
    # Spans never overlap: the next begins where the newest ends.
    following = newest.shifted(indicator.every if newest.length == 1 else newest.length)
    at = following.first_readable(indicator.lag_months).isoformat()
    period = reading.period(str(following), indicator)
    return reading.words("The next figure, for {period}, can exist from {day}.", period=period, day=at)
