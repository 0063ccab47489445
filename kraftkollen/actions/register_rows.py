"""Makes register entries of the rows of a file: an intervention or a decision a row, every problem of every row at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kraftkollen.actions import decision_form, intervention_form
from kraftkollen.actions.decision_form import TypedDecision
from kraftkollen.actions.enter import Entry
from kraftkollen.actions.intervention_form import TypedDetails, TypedIntervention, TypedPlace, TypedPlan
from kraftkollen.actions.register_cells import Cells
from kraftkollen.errors import Problem
from kraftkollen.intake.names import fold
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.decision import Decision, Mandate
from kraftkollen.model.ids import id_of
from kraftkollen.model.intervention import (
    Condition,
    EvaluationPlan,
    Horizon,
    Intervention,
    InterventionKind,
    Status,
    TargetGroup,
)
from kraftkollen.model.text import Language, Text
from kraftkollen.words.register_terms import field_name

_DETAILS = frozenset(
    {"purpose", "target_groups", "conditions", "activity", "result", "effect", "horizon", "links", "status", "note"}
)
_PLAN = frozenset(
    {
        "selection_indicator",
        "selection_period",
        "selection_figure",
        "smallest_difference",
        "first_period",
        "other_indicators",
        "evaluator",
        "evaluator_function",
        "cost_kronor",
    }
)


def intervention_entry(
    cells: Cells, catalogue: Catalogue, standing: Mapping[str, Mapping[str, Any]], taken: set[str], language: Language
) -> Entry | None:
    """Return the entry that a row of interventions makes; None if it has problems, which are then among those of the cells.

    Parameters
    ----------
    standing
        The records of interventions that stand, by id: a row changes the one of its id or name, and only what has a column.
    taken
        Ids of the rows before; the row's own is added.
    """
    cells.refuse_persons()
    there = cells.known.interventions.get(fold(cells.text("id") or cells.text("name")))
    record = standing.get(there or "")
    typed = _intervention(cells, Intervention.model_validate(record) if record else None, language)
    # An area that nothing has is told once, by its own name.
    told = {field_name("where", language)} if cells.faulty("areas") else set()
    faults = [one for one in intervention_form.faults(typed, language) if one.column not in told]
    cells.problems += [replace(one, row=cells.row) for one in faults]
    if cells.problems:
        return None
    name = there or id_of(cells.text("id") or typed.name, standing)
    indicator = catalogue.indicators.get(typed.primary_indicator)
    body = intervention_form.shortest(intervention_form.body_of(typed, language, name, record or {}, indicator))
    return _entry(cells, "interventions", name, body, taken)


def _intervention(cells: Cells, old: Intervention | None, language: Language) -> TypedIntervention:
    known = cells.known
    city_wide, level, areas = cells.places(
        old.level if old else known.programme.levels[-1].id, old.areas if old else (), city_wide=bool(old and old.city_wide)
    )
    return TypedIntervention(
        name=cells.text("name", old.name.in_language(language) if old else ""),
        city_wide=city_wide,
        level=level,
        areas=areas,
        lead=cells.name("lead", known.bodies, "body", old.lead if old else None),
        participants=cells.names("participants", known.bodies, "body", old.participants if old else ()),
        kind=cells.term("kind", InterventionKind, old.kind if old else None),
        start=cells.text("start", old.start.isoformat() if old and old.start else ""),
        end=cells.text("end", old.end.isoformat() if old and old.end else ""),
        primary_indicator=cells.name(
            "primary_indicator", known.indicators, "indicator", old.primary_indicator if old else None
        ),
        expected=cells.direction((old.expected or "") if old else None),
        complements=cells.name("complements", known.interventions, "intervention", old.complements if old else None),
        details=_details(cells, old, language) if _DETAILS & set(cells.texts) else None,
        plan=_plan(cells, old, language) if _PLAN & set(cells.texts) else None,
    )


def _said(text: Text | None, language: Language) -> str:
    return text.in_language(language) if text else ""


def _details(cells: Cells, old: Intervention | None, language: Language) -> TypedDetails:
    logic = old.logic if old else None
    place = old.places[0] if old and old.places else None
    points = "; ".join(f"{lat}, {lon}" for lon, lat in place.points) if place else ""
    return TypedDetails(
        purpose=cells.text("purpose", _said(old.purpose if old else None, language)),
        target_groups=cells.terms("target_groups", TargetGroup, old.target_groups if old else ()),
        conditions=cells.terms("conditions", Condition, old.conditions if old else ()),
        activity=cells.text("activity", _said(logic.activity if logic else None, language)),
        result=cells.text("result", _said(logic.result if logic else None, language)),
        effect=cells.text("effect", _said(logic.effect if logic else None, language)),
        horizon=cells.term("horizon", Horizon, old.horizon if old else None),
        links=cells.names("links", cells.known.wholes, "structure", old.links if old else ()),
        status=cells.term("status", Status, old.status if old else None),
        note=cells.text("note", _said(old.note if old else None, language)),
        place=TypedPlace(place.kind.value, points, _said(place.what, language)) if place else TypedPlace(),
    )


def _plan(cells: Cells, old: Intervention | None, language: Language) -> TypedPlan:
    plan, selection = (old.plan if old else None) or EvaluationPlan(), old.selection if old else None
    known = cells.known
    figure = selection.figure if selection else None
    return TypedPlan(
        selection_indicator=cells.name(
            "selection_indicator", known.indicators, "indicator", selection.indicator if selection else None
        ),
        selection_period=cells.text("selection_period", selection.period if selection else ""),
        selection_figure=cells.text("selection_figure", "" if figure is None else str(figure)),
        smallest_difference=cells.text("smallest_difference", str(plan.smallest_difference or "")),
        first_period=cells.text("first_period", plan.first_period or ""),
        scale=plan.scale.value,
        other_indicators=cells.names("other_indicators", known.indicators, "indicator", plan.other_indicators),
        evaluator=cells.name("evaluator", known.bodies, "body", plan.evaluator),
        evaluator_function=cells.text("evaluator_function", _said(plan.evaluator_function, language)),
        cost_kronor=cells.text("cost_kronor", "" if plan.cost_ore is None else f"{plan.cost_ore / 100:.2f}"),
    )


def decision_entry(
    cells: Cells, standing: Mapping[str, Mapping[str, Any]], taken: set[str], language: Language
) -> Entry | None:
    """Return the entry that a row of decisions makes; as `intervention_entry`. Or by body, day and reference."""
    cells.refuse_persons()
    bodies = cells.names("bodies", cells.known.bodies, "body")
    given = cells.known.decisions.get(fold(cells.text("id"))) if cells.text("id") else None
    there = given or _same(cells, bodies)
    record = standing.get(there or "")
    typed = _decision(cells, Decision.model_validate(record) if record else None, bodies, language)
    cells.problems += [replace(one, row=cells.row) for one in decision_form.faults(typed)]
    if cells.problems:
        return None
    name = there or id_of(cells.text("id") or f"{typed.bodies[0]} {typed.day or 'kommande'}", {*standing, *taken}, "beslut")
    body = decision_form.shortest(decision_form.body_of(typed, language, name, record or {}))
    return _entry(cells, "decisions", name, body, taken)


def _same(cells: Cells, bodies: tuple[str, ...]) -> str | None:
    """Return the decision of the same bodies, day and reference; without a reference the words must be the same too."""
    day, reference, what = (cells.text(name).strip() for name in ("day", "reference", "what"))
    for one in cells.known.programme.decisions:
        same_day = one.day is not None and one.day.isoformat() == day
        same_words = bool(reference) or what in (one.what.sv, one.what.en)
        if same_day and same_words and one.bodies == bodies and (one.reference or "") == reference:
            return one.id
    return None


def _decision(cells: Cells, old: Decision | None, bodies: tuple[str, ...], language: Language) -> TypedDecision:
    known = cells.known
    parties = {
        kind: "; ".join("+".join(one.parties) for one in (old.dissent if old else ()) if one.kind == kind)
        for kind in ("reservation", "statement")
    }
    return TypedDecision(
        day=cells.text("day", old.day.isoformat() if old and old.day else ""),
        bodies=bodies or (old.bodies if old else ()),
        what=cells.text("what", _said(old.what if old else None, language)),
        reference=cells.text("reference", (old.reference or "") if old else ""),
        mandate=cells.term("mandate", Mandate, old.mandate if old else None),
        mandate_from=cells.names("mandate_from", known.bodies, "body", old.mandate_from if old else ()),
        needs=cells.names("needs", known.bodies, "body", old.needs if old else ()),
        settles=cells.name("settles", known.decisions, "decision", old.settles if old else None),
        reservations=cells.text("reservations", parties["reservation"]),
        statements=cells.text("statements", parties["statement"]),
        document=cells.text("document", (old.document or "") if old else ""),
        concerns=cells.names("concerns", known.interventions, "intervention", old.concerns if old else ()),
    )


def _entry(cells: Cells, kind: str, name: str, body: Mapping[str, Any], taken: set[str]) -> Entry | None:
    if name in taken:
        cells.problems.append(Problem("register_twice", cells.row, value=name))
        return None
    taken.add(name)
    return Entry(kind, name, body)
