"""An intervention field by field, as a reader meets it; and what was changed between one form of it and the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from kraftkollen.model.intervention import EvaluationPlan, Intervention
from kraftkollen.model.text import Text
from kraftkollen.store.register import Recorded
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import day, exact, kronor, moment
from kraftkollen.words.register_terms import field_name, term


@dataclass(frozen=True, slots=True)
class Fact:
    """A field by its reader's name, and what it says; "" where nobody has said it."""

    field: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field as it was before and after. `late` says that a plan was changed after the intervention had started."""

    at: str
    by: str
    why: str
    label: str
    before: str
    after: str
    late: bool


LIGHT_FIELDS = ("name", "where", "lead", "participants", "kind", "start", "end", "primary_indicator", "expected")
PLAN_FIELDS = ("selection", "smallest_difference", "first_period", "scale", "other_indicators", "evaluator", "cost")

# What is to be settled before the outcome is known.
_SETTLED = frozenset({*PLAN_FIELDS, "primary_indicator", "expected"})


def facts(names: Names, one: Intervention) -> tuple[Fact, ...]:
    """Return every field but those of the evaluation plan."""
    reading = names.reading
    said: dict[str, str] = {
        "name": one.name.in_language(reading.language),
        "where": names.where(one),
        "lead": names.body(one.lead),
        "participants": names.bodies(one.participants),
        "kind": term(one.kind, reading.language) if one.kind else "",
        "complements": names.called(one.complements) if one.complements else "",
        "start": day(one.start) if one.start else "",
        "end": day(one.end) if one.end else "",
        "primary_indicator": names.indicator(one.primary_indicator),
        "expected": _expected(reading, one.expected),
        "status": term(one.status, reading.language) if one.status else "",
        "purpose": _text(reading, one.purpose),
        "target_groups": ", ".join(term(group, reading.language) for group in one.target_groups),
        "conditions": _conditions(reading, one),
        "logic": _logic(reading, one),
        "horizon": term(one.horizon, reading.language) if one.horizon else "",
        "links": ", ".join(names.called(link) for link in one.links),
        "places": "; ".join(_place(reading, one)),
        "note": _text(reading, one.note),
    }
    return tuple(Fact(name, field_name(name, reading.language), text) for name, text in said.items())


def plan_facts(names: Names, one: Intervention) -> tuple[Fact, ...]:
    """Return the fields of the evaluation plan."""
    reading, plan = names.reading, one.plan or EvaluationPlan()
    said = {
        "selection": _selection(names, one),
        "smallest_difference": _difference(names, one, plan),
        "first_period": plan.first_period or "",
        "scale": term(plan.scale, reading.language) if one.plan else "",
        "other_indicators": ", ".join(names.indicator(name) for name in plan.other_indicators),
        "evaluator": ", ".join(part for part in (names.body(plan.evaluator), _text(reading, plan.evaluator_function)) if part),
        "cost": kronor(plan.cost_ore, reading.language) if plan.cost_ore is not None else "",
    }
    return tuple(Fact(name, field_name(name, reading.language), text) for name, text in said.items())


def _text(reading: Reading, text: Text | None) -> str:
    return text.in_language(reading.language) if text else ""


def _expected(reading: Reading, direction: str | None) -> str:
    return {"up": reading.words("up"), "down": reading.words("down")}.get(direction or "", "")


def _conditions(reading: Reading, one: Intervention) -> str:
    said = ", ".join(term(condition, reading.language) for condition in one.conditions)
    joined = reading.words("intersectional")
    return f"{said} ({joined})" if len(one.conditions) > 1 else said


def _logic(reading: Reading, one: Intervention) -> str:
    if one.logic is None:
        return ""
    return " → ".join(_text(reading, part).rstrip(".") for part in (one.logic.activity, one.logic.result, one.logic.effect))


def _place(reading: Reading, one: Intervention) -> Iterable[str]:
    for place in one.places:
        kind = term(place.kind, reading.language)
        yield f"{kind}: {_text(reading, place.what).rstrip('.')}" if place.what else kind


def _selection(names: Names, one: Intervention) -> str:
    if one.selection is None:
        return ""
    figure = one.selection.figure
    said = f"{names.indicator(one.selection.indicator)}, {one.selection.period}"
    return said if figure is None else f"{said}: {exact(figure, names.reading.language)}"


def _difference(names: Names, one: Intervention, plan: EvaluationPlan) -> str:
    if plan.smallest_difference is None:
        return ""
    return f"{exact(plan.smallest_difference, names.reading.language)} {names.unit(one.primary_indicator)}".strip()


def changes(names: Names, forms: Sequence[Recorded]) -> tuple[Change, ...]:
    """Return every change to an intervention, the newest first: when, by whom, why, what stood before and what after.

    Parameters
    ----------
    forms
        Every form that the record has had, the newest first.
    """
    found: list[Change] = []
    for after, before in zip(forms, [*forms[1:], None], strict=True):
        found += _between(names, before.record.body if before else None, after)
    return tuple(found)


def _between(names: Names, before: Mapping[str, Any] | None, after: Recorded) -> Iterable[Change]:
    reading = names.reading
    at, by, why = moment(after.at), after.by, after.why or ""
    old, new = _said(names, before), _said(names, after.record.body)
    if not old or not new:
        label = reading.words("entered") if new else reading.words("withdrawn")
        yield Change(at, by, why, label, "", "", late=False)
        return
    start = _start(before)
    late = start is not None and start <= after.at.date()
    for field, text in new.items():
        if old[field] != text:
            label = field_name(field, reading.language)
            yield Change(
                at, by, why, label, old[field], text, late and field in (*PLAN_FIELDS, "primary_indicator", "expected")
            )


def _said(names: Names, body: Mapping[str, Any] | None) -> dict[str, str]:
    one = _intervention(body)
    return {} if one is None else {fact.field: fact.text for fact in (*facts(names, one), *plan_facts(names, one))}


def _start(body: Mapping[str, Any] | None) -> date | None:
    one = _intervention(body)
    return one.start if one else None


def _intervention(body: Mapping[str, Any] | None) -> Intervention | None:
    try:
        return Intervention.model_validate(body) if body else None
    except ValidationError:  # a form that an older version of the product took and this one does not
        return None
