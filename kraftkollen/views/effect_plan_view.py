"""What could be told of an intervention that has no figure yet, so that the steering group chooses what can be evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite

from kraftkollen.effect import Plan
from kraftkollen.errors import NoFiguresThere, UserError
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.effect_panel import Question
from kraftkollen.views.effect_told import at_most_texts, basis_text, first_figure_text, horizon_text, matters_texts, size_text
from kraftkollen.views.effect_view import Planned, Scale, areas_question, planned
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import with_unit
from kraftkollen.words.problems import error_sentence
from kraftkollen.words.verdicts import exclusion_text, reason_texts

MOST_AFTER = 6
USUAL_AFTER = 3


@dataclass(frozen=True, slots=True)
class HorizonRow:
    """With so many periods after the start, the smallest difference that would be found four times of five."""

    periods: str
    smallest: str


@dataclass(frozen=True)
class PlanView:
    """A plan in words: the finding first. `planned` is None where the figures do not reach, and then the finding says why."""

    place: str
    indicator: str
    finding: str
    sentences: tuple[str, ...]
    horizons: tuple[HorizonRow, ...]
    comparison: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]
    planned: Planned | None


@dataclass(frozen=True)
class PlanForm:
    """What can be chosen in plan mode: places, indicator, how many periods after, levels or logarithm.

    `unknown` are places that do not exist; `unknown_after`, `unknown_scale` what was asked for and is no choice, else None.
    """

    places: tuple[Option, ...]
    chosen: tuple[str, ...]
    unknown: tuple[str, ...]
    indicator: Choice
    after: int
    logarithm: bool
    unknown_after: str | None = None
    unknown_scale: str | None = None


def plan_form(
    reading: Reading, places: Sequence[str], indicator: str | None, after: str | None, scale: str | None = None
) -> PlanForm:
    """Return the form as the address asks; the first priority area and the first indicator are there at the start."""
    options = _places(reading)
    known = {one.id for one in options}
    chosen = tuple(one for one in dict.fromkeys(places) if one in known)
    there = {one.indicator for one in reading.version.figures.extents}
    defined = reading.version.catalogue.indicators
    titles = [Option(name, one.title.in_language(reading.language)) for name, one in defined.items() if name in there]
    count = int(after) if after in {str(one) for one in range(1, MOST_AFTER + 1)} else None
    return PlanForm(
        options,
        chosen or tuple(one.id for one in options[:1]),
        tuple(one for one in dict.fromkeys(places) if one not in known),
        choose(sorted(titles, key=lambda one: one.title.casefold()), indicator, "school_attendance"),
        count or USUAL_AFTER,
        scale == Scale.LOG,
        after if count is None else None,
        scale if scale not in list(Scale) else None,
    )


def _places(reading: Reading) -> tuple[Option, ...]:
    """Return the priority areas, then the areas of the finest level by name."""
    priority = [Option(one.id, one.name) for one in reading.version.programme.priority_areas]
    registry = reading.version.registry
    finest = registry.divisions[-1].id if registry.divisions else ""
    return (*priority, *(Option(one.code, one.name) for one in registry.areas if one.division == finest))


def plan_of(
    reading: Reading,
    areas: Sequence[str],
    indicator: str,
    *,
    today: date | None = None,
    question: Question | None = None,
    after: int = USUAL_AFTER,
    matters: float | None = None,
    logarithm: bool = False,
) -> PlanView:
    """Return what could be told.

    Parameters
    ----------
    question
        As the register has it; without one the start is the first period that begins after the last figure, and after `today`.
    matters, logarithm
        The smallest difference that matters and the scale, where there is no question that has them.
    """
    defined = reading.version.catalogue.indicators[indicator]
    place = _named(reading, areas)
    title = defined.title.in_language(reading.language)
    try:
        asked = question or replace(
            areas_question(reading, indicator, areas, str(_next(reading, defined, today))),
            smallest_that_matters=matters,
            logarithm=logarithm,
        )
        found = planned(reading, asked, after)
    except NoFiguresThere:
        refusal = error_sentence(NoFiguresThere(indicator=title, place=place), reading.language)
        return PlanView(place, title, refusal, (), (), (), (), None)
    except UserError as error:
        return PlanView(place, title, error_sentence(error, reading.language), (), (), (), (), None)
    return _view(reading, found, place)


def _named(reading: Reading, areas: Sequence[str]) -> str:
    names = {one.code: one.name for one in reading.version.registry.areas}
    names |= {one.id: one.name for one in reading.version.programme.priority_areas}
    return ", ".join(names.get(one, one) for one in areas)


def _next(reading: Reading, indicator: Indicator, today: date | None) -> Period:
    """Return the first single period after the last figure that begins after `today`."""
    there = [indicator.read_period(one.period) for one in reading.version.figures.extents if one.indicator == indicator.id]
    if not there:
        raise NoFiguresThere(indicator=indicator.id, place="")
    last = max(there, key=lambda one: one.last_day)
    found = replace(last, length=1)
    while found.first_day <= last.last_day or (today is not None and found.first_day <= today):
        found = found.shifted(1)
    return found


def _view(reading: Reading, found: Planned, place: str) -> PlanView:
    plan, indicator, language = found.plan, found.question.indicator, reading.language
    names = {one.code: one.name for one in reading.version.registry.areas if one.division == found.question.division}
    rows = []
    for one in plan.horizons:
        seen = isfinite(one.smallest_detectable)
        rows.append(
            HorizonRow(
                str(one.periods_after),
                size_text(one.smallest_detectable, plan.scale, indicator, language)
                if seen
                else reading.words("no difference, however large"),
            )
        )
    sentences = [
        *at_most_texts(plan, language),
        *_scale_texts(reading, plan, indicator, found.question.intervention is not None),
        basis_text(plan, language),
        first_figure_text(found, language),
        *matters_texts(plan, indicator, language),
    ]
    return PlanView(
        place,
        indicator.title.in_language(language),
        _finding(reading, plan, indicator),
        (*reason_texts(plan.reasons, language), *sentences),
        () if plan.hopeless else tuple(rows),
        tuple(names.get(one, one) for one in plan.comparison),
        tuple((names.get(unit, unit), exclusion_text(reason, language)) for unit, reason in plan.excluded),
        found,
    )


def _finding(reading: Reading, plan: Plan, indicator: Indicator) -> str:
    if plan.hopeless:
        return reading.words("Whatever the figures become, the answer will be that it cannot be told.")
    seen = [one for one in plan.horizons if isfinite(one.smallest_detectable)]
    if not seen:
        return reading.words("There are too few periods to work out how large a difference could be seen.")
    return horizon_text(seen[-1], plan.scale, indicator, reading.language)


def _scale_texts(reading: Reading, plan: Plan, indicator: Indicator, registered: bool) -> tuple[str, ...]:
    """Return what the logarithm means, and for whose sake it was chosen; in levels there is nothing to say."""
    if plan.scale is not Scale.LOG:
        return ()
    if registered:
        chosen = reading.words(
            "Worked out on the logarithmic scale, as the evaluation plan chose: differences are in per cent."
        )
    else:
        chosen = reading.words("Worked out on the logarithmic scale: differences are in per cent.")
    if plan.level is None:
        return (chosen,)
    level = with_unit(plan.level, indicator, reading.language)
    return (chosen, reading.words("The area has been at {level} on average so far.", level=level))
