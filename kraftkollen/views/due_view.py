"""What is to be decided or answered next, as the register has it: who is asked, by when, and where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from kraftkollen.model.calendar import CalendarKind
from kraftkollen.model.modules import Module, used
from kraftkollen.model.period import months_later
from kraftkollen.model.programme import Programme
from kraftkollen.programme.checkpoint_calendar import BudgetDay, budget_days
from kraftkollen.programme.decisions import lacking
from kraftkollen.programme.feedback import Exchange, Standing, exchanges
from kraftkollen.views.decisions_view import dissent_words
from kraftkollen.views.feedback_view import receiver_title
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import day

# How far ahead a steering group looks: a budget decided later is not on its table yet, nor an intervention that ends later.
_MONTHS_AHEAD_BUDGET, _MONTHS_AHEAD_ENDING = 12, 6


class DueKind(StrEnum):
    """What is asked for."""

    BUDGET = "budget"
    OWN_DECISION = "own_decision"
    ANSWER = "answer"
    ENDING = "ending"
    TO_ENTER = "to_enter"
    NOT_DECIDED = "not_decided"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that waits for a decision or an answer. `id` is that of its record; `late`: its day has passed."""

    kind: DueKind
    id: str
    asked: str
    what: str
    whose: str
    when: str
    late: bool


_Placed = tuple[tuple[int, date], Due]
_LATE, _DATED, _WAITING, _OPEN = range(4)


def due_view(reading: Reading, programme: Programme, on: date) -> tuple[Due, ...]:
    """Return what is due on a day: what is late first, then by its day, then what has no day.

    What is dated after the day does not exist yet. A part that the city does not use says nothing.

    Parameters
    ----------
    programme
        The register as it stands, or as it stood at an earlier time.
    """
    names = Names(reading, programme)
    found: list[_Placed] = []
    if used(programme, Module.DECISIONS):
        found += [*_budgets(names, on), *_own_decisions(names, on), *_to_enter(names), *_not_decided(names)]
    if used(programme, Module.FEEDBACK):
        found += _answers(names, on)
    if used(programme, Module.INTERVENTIONS):
        found += _endings(names, on)
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def due_sentence(reading: Reading, due: Iterable[Due]) -> str:
    """Return how much waits, and how much of it is late."""
    listed = tuple(due)
    if not listed:
        return reading.words("Nothing waits for a decision or an answer.")
    said = reading.counted(
        "{count} thing waits for a decision or an answer", "{count} things wait for a decision or an answer", len(listed)
    )
    late = sum(one.late for one in listed)
    return said + (reading.counted(", {count} of them late.", ", {count} of them late.", late) if late else ".")


def _budgets(names: Names, on: date) -> Iterator[_Placed]:
    """Yield the days on which a budget is decided: the city's own, else the last by law, as the evaluation counts them."""
    for budget in budget_days(names.programme.calendar, on.year):
        if on <= budget.day <= months_later(on, _MONTHS_AHEAD_BUDGET):
            yield (_DATED, budget.day), _budget(names, budget, on)


def _budget(names: Names, budget: BudgetDay, on: date) -> Due:
    reading = names.reading
    days = (one for one in names.programme.calendar if one.kind is CalendarKind.BUDGET and one.day == budget.day)
    entered = None if budget.by_law else next(days, None)
    if entered is None:
        what = reading.words("The last day by law; the city has not entered its own")
    else:
        what = entered.title.in_language(reading.language) if entered.title else reading.words("The budget is decided")
    return Due(
        DueKind.BUDGET,
        entered.id if entered else "",
        reading.words("Decision on the budget"),
        what,
        names.bodies(entered.bodies) if entered else "",
        _until(reading, budget.day, on),
        late=False,
    )


def _own_decisions(names: Names, on: date) -> Iterator[_Placed]:
    """Yield the steering groups' decisions that do not hold until a committee has decided itself, each with its dissent."""
    reading = names.reading
    known = tuple(one for one in names.programme.decisions if one.day is None or one.day <= on)
    for one in lacking(names.programme.model_copy(update={"decisions": known})):
        decision = one.decision
        dissent = "; ".join(dissent_words(reading, said) for said in decision.dissent)
        what = decision.what.in_language(reading.language) + (f" ({dissent})" if dissent else "")
        when = reading.words("waits since {day}", day=day(decision.day)) if decision.day else reading.words("date not known")
        asked = reading.words("The committee's own decision")
        due = Due(DueKind.OWN_DECISION, decision.id, asked, what, names.bodies(one.bodies), when, late=False)
        yield (_WAITING, decision.day or date.max), due


def _to_enter(names: Names) -> Iterator[_Placed]:
    reading = names.reading
    for one in names.programme.decisions:
        if not one.entered:
            what, asked = one.what.in_language(reading.language), reading.words("To be entered")
            due = Due(DueKind.TO_ENTER, one.id, asked, what, names.bodies(one.bodies), reading.words("no day set"), late=False)
            yield (_OPEN, date.max), due


def _not_decided(names: Names) -> Iterator[_Placed]:
    reading = names.reading
    for one in names.programme.not_decided:
        whose = names.bodies(one.whose) or reading.words("nobody is named")
        what, asked = one.what.in_language(reading.language), reading.words("Not decided")
        due = Due(DueKind.NOT_DECIDED, one.id, asked, what, whose, reading.words("no day set"), late=False)
        yield (_OPEN, date.max), due


def _answers(names: Names, on: date) -> Iterator[_Placed]:
    """Yield each finding that somebody has not answered, once, with all who have not."""
    reading = names.reading
    waiting = (one for one in exchanges(names.programme.findings, names.programme.answers, on) if one.open)
    for _, group in groupby(waiting, key=lambda one: one.finding.id):
        mine = list(group)
        finding, late = mine[0].finding, any(one.standing is Standing.LATE for one in mine)
        due = Due(
            DueKind.ANSWER,
            finding.id,
            reading.words("Answer to a finding"),
            finding.what.in_language(reading.language),
            ", ".join(receiver_title(reading, names.programme, one.receiver) for one in mine),
            _answer_day(reading, mine[0], on),
            late,
        )
        yield (_LATE if late else _DATED if finding.due else _WAITING, finding.due or finding.day), due


def _answer_day(reading: Reading, one: Exchange, on: date) -> str:
    if one.finding.due is None:
        return reading.words("waits since {day}", day=day(one.finding.day))
    if one.overdue:
        return reading.counted("{day}: {count} day late", "{day}: {count} days late", one.overdue, day=day(one.finding.due))
    return _until(reading, one.finding.due, on)


def _endings(names: Names, on: date) -> Iterator[_Placed]:
    """Yield the interventions that end soon: somebody has to say whether they go on."""
    reading = names.reading
    for one in names.programme.interventions:
        if one.end is not None and on <= one.end <= months_later(on, _MONTHS_AHEAD_ENDING):
            what = reading.words("{name} ends: go on, adjust or stop?", name=one.name.in_language(reading.language))
            whose = names.body(one.lead) or reading.words("nobody is named")
            due = Due(
                DueKind.ENDING,
                one.id,
                reading.words("An end that comes"),
                what,
                whose,
                _until(reading, one.end, on),
                late=False,
            )
            yield (_DATED, one.end), due


def _until(reading: Reading, at: date, on: date) -> str:
    left = (at - on).days
    if left == 0:
        return reading.words("{day}: today", day=day(at))
    return reading.counted("{day}: {count} day left", "{day}: {count} days left", left, day=day(at))
