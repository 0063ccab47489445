"""The tables of an evaluation as text: every figure in them is a field of the estimate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kraftkollen.effect import Method
from kraftkollen.effect.result import AreaEffect, Estimate
from kraftkollen.model.indicator import Indicator
from kraftkollen.views.effect_told import difference, size_text
from kraftkollen.views.effect_view import Answered, Scale
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import bare
from kraftkollen.words.numbers import number
from kraftkollen.words.translate import mark, translate
from kraftkollen.words.verdicts import exclusion_text, p_text

METHODS = {
    Method.WEIGHTED: mark("Weighted difference-in-differences"),
    Method.DID: mark("Plain difference-in-differences, all comparison areas alike"),
    Method.SDID: mark("Synthetic difference-in-differences"),
    Method.SC: mark("Synthetic control"),
    Method.DEMEANED_SC: mark("Synthetic control without levels"),
}


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A comparison area and how much it counts, as a share and in words."""

    code: str
    name: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class ExcludedRow:
    """An area that is not compared with."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One thing that could change the answer: what comes of it, and what to read out of that."""

    check: str
    answer: str
    note: str


@dataclass(frozen=True)
class EffectRows:
    """The tables of the page. `points` and `placebos` are cells of text, row by row."""

    points: tuple[tuple[str, ...], ...]
    weights: tuple[WeightRow, ...]
    excluded: tuple[ExcludedRow, ...]
    placebos: tuple[tuple[str, ...], ...]
    areas: tuple[tuple[str, ...], ...]
    checks: tuple[CheckRow, ...]


def rows_of(reading: Reading, answered: Answered, names: Mapping[str, str]) -> EffectRows:
    """Return the tables; `names` are the areas' by code."""
    estimate = answered.estimate
    weights = (
        WeightRow(one.unit, names.get(one.unit, one.unit), one.weight, f"{number(100 * one.weight, 1, reading.language)} %")
        for one in estimate.weights
    )
    excluded = (
        ExcludedRow(unit, names.get(unit, unit), exclusion_text(why, reading.language)) for unit, why in estimate.excluded
    )
    return EffectRows(
        points=tuple(_points(reading, answered)),
        weights=tuple(weights),
        excluded=tuple(sorted(excluded, key=lambda one: (one.reason, one.name))),
        placebos=tuple(_placebos(reading, answered, names)),
        areas=tuple(_area(reading, answered, one, names) for one in estimate.areas) if estimate.joint else (),
        checks=tuple(_checks(reading, answered, names)),
    )


def level_text(value: float, estimate: Estimate, indicator: Indicator, reading: Reading) -> str:
    """Return a value of a path, without its unit."""
    return number(value, 3, reading.language) if estimate.scale is Scale.LOG else bare(value, indicator, reading.language)


def _points(reading: Reading, answered: Answered) -> Iterator[tuple[str, ...]]:
    estimate, indicator = answered.estimate, answered.question.indicator
    for one in estimate.points:
        yield (
            reading.period(one.period, indicator),
            reading.words("after") if one.period in estimate.after else reading.words("before"),
            level_text(one.treated, estimate, indicator, reading),
            level_text(one.comparison, estimate, indicator, reading),
            _bare_gap(one.gap, estimate, indicator, reading),
        )


def _bare_gap(value: float, estimate: Estimate, indicator: Indicator, reading: Reading) -> str:
    text = level_text(value, estimate, indicator, reading)
    return f"+{text}" if value > 0 and any(one in "123456789" for one in text) else text


def _placebos(reading: Reading, answered: Answered, names: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    estimate, indicator = answered.estimate, answered.question.indicator
    yes, no = reading.words("yes"), reading.words("no")
    for one in estimate.strip:
        told = difference(one.effect, estimate, reading.language, indicator)
        size = number(one.statistic, 2, reading.language)
        yield names.get(one.unit, one.unit), told, size, yes if one.alike else no


def _area(reading: Reading, answered: Answered, one: AreaEffect, names: Mapping[str, str]) -> tuple[str, ...]:
    told = difference(one.effect, answered.estimate, reading.language, answered.question.indicator)
    place = reading.words("{rank} of {places}", rank=one.rank, places=one.placebos + 1)
    return names.get(one.unit, one.unit), told, place, p_text(one.p_value, reading.language)


def _checks(reading: Reading, answered: Answered, names: Mapping[str, str]) -> Iterator[CheckRow]:
    estimate, indicator, language, words = answered.estimate, answered.question.indicator, reading.language, reading.words

    def told(value: float) -> str:
        return difference(value, estimate, language, indicator)

    if estimate.in_time is not None:
        moved_to = reading.period(estimate.in_time.start, indicator)
        note = words("Nothing had begun then: it should be small. p = {p}.", p=p_text(estimate.in_time.p_value, language))
        yield CheckRow(words("The start moved back to {period}", period=moved_to), told(estimate.in_time.effect), note)
    else:
        note = words("There are too few periods before the start.")
        yield CheckRow(words("The start moved back in time"), words("cannot be done"), note)
    if estimate.without_selection is not None:
        check, left = estimate.without_selection, reading.period(estimate.without_selection.start, indicator)
        note = words("What comes by itself after a bad year is taken away. p = {p}.", p=p_text(check.p_value, language))
        yield CheckRow(words("Without {period}, on which the area was chosen", period=left), told(check.effect), note)
    else:
        note = words("The register has no period among these on which the area was chosen.")
        yield CheckRow(words("Without the period on which the area was chosen"), words("cannot be done"), note)
    yield from _left_out(reading, answered, names)
    for one in estimate.beside:
        note = "" if one.p_value is None else words("p = {p}.", p=p_text(one.p_value, language))
        yield CheckRow(translate(language, METHODS[one.method]), told(one.effect), note)
    yield from _by_figures(reading, answered)


def _left_out(reading: Reading, answered: Answered, names: Mapping[str, str]) -> Iterator[CheckRow]:
    estimate, indicator = answered.estimate, answered.question.indicator
    if not estimate.leave_one_out:
        return
    ordered = sorted(estimate.leave_one_out, key=lambda one: one.effect)
    low, high = (difference(one.effect, estimate, reading.language, indicator) for one in (ordered[0], ordered[-1]))
    yield CheckRow(
        reading.words("One comparison area at a time left out"),
        reading.words("from {low} to {high}", low=low, high=high),
        reading.words(
            "Lowest without {first}, highest without {last}.",
            first=names.get(ordered[0].unit, ordered[0].unit),
            last=names.get(ordered[-1].unit, ordered[-1].unit),
        ),
    )


def _by_figures(reading: Reading, answered: Answered) -> Iterator[CheckRow]:
    """Yield what is read beside the difference: the most alike, the fit before, what could have been seen, the small t."""
    estimate, indicator, language, words = answered.estimate, answered.question.indicator, reading.language, reading.words
    places = words("place {rank} of {places}", rank=estimate.alike_rank, places=estimate.alike_placebos + 1)
    alike = reading.counted("Among the {count} area most alike", "Among the {count} areas most alike", len(estimate.alike))
    yield CheckRow(alike, places, words("p = {p}.", p=p_text(estimate.alike_p, language)))
    fit = difference(estimate.pre_fit, estimate, language, indicator).lstrip("+")
    share = number(100 * estimate.pre_fit_share, 0, language)
    yield CheckRow(
        words("The gap before the start (root mean square)"),
        fit,
        words("The comparison followed {share} per cent of the other areas better.", share=share),
    )
    small = estimate.smallest_detectable
    never = small == float("inf")
    yield CheckRow(
        words("The smallest difference that could have been seen"),
        words("no difference, however large") if never else size_text(small, estimate.scale, indicator, language),
        "" if never else words("It would have been found four times of five."),
    )
    if estimate.small_sample is not None:
        t, p_value = estimate.small_sample, _p_said(reading, estimate.small_sample.p_value)
        note = words("A figure only: it supposes what small areas do not hold, and never decides.")
        told = difference(t.effect, estimate, language, indicator)
        yield CheckRow(words("Lee and Wooldridge's t for small samples"), told, f"{p_value} {note}")


def _p_said(reading: Reading, value: float) -> str:
    """Return a p-value that is not from ranks, and can be smaller than three decimals show."""
    least = 0.001
    if value < least:
        return reading.words("p under {p}.", p=p_text(least, reading.language))
    return reading.words("p = {p}.", p=p_text(value, reading.language))
