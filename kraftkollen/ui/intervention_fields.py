"""The fields that an intervention may have besides the seven: more about it, and its evaluation plan. All of them optional."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import streamlit as st

from kraftkollen.actions.intervention_form import TypedDetails, TypedPlace, TypedPlan
from kraftkollen.model.decision import BodyKind
from kraftkollen.model.intervention import (
    Condition,
    EvaluationPlan,
    Horizon,
    Intervention,
    PlaceKind,
    Scale,
    Status,
    TargetGroup,
)
from kraftkollen.model.text import Text
from kraftkollen.ui.frame import Page
from kraftkollen.ui.prose import paragraph
from kraftkollen.ui.register_part import select, several
from kraftkollen.views.register_names import Names
from kraftkollen.words.register_terms import field_name, term

KEY = "intervention "
NONE = {"": "–"}
_ABLE = (BodyKind.COMMITTEE, BodyKind.COMPANY, BodyKind.BOARD, BodyKind.OFFICE)


@dataclass(frozen=True)
class Fields:
    """A form and what its fields are filled with. `record` is what stood, None for a new intervention."""

    page: Page
    names: Names
    one: Intervention
    record: Mapping[str, Any] | None

    @property
    def is_new(self) -> bool:
        return self.record is None

    def label(self, field: str) -> str:
        return field_name(field, self.page.language)

    def key(self, field: str) -> str:
        return f"{KEY}{'new' if self.is_new else self.one.id} {field}"

    def said(self, text: Text | None) -> str:
        return text.in_language(self.page.language) if text else ""

    def typed(self, field: str, value: str, label: str | None = None, example: str = "") -> str:
        """Draw a field of one line; return what is in it."""
        return st.text_input(label or self.label(field), value, key=self.key(field), placeholder=example, max_chars=300)

    def number(self, field: str, value: float | None, label: str | None = None) -> str:
        written = "" if value is None else f"{value:g}"
        return self.typed(field, written.replace(".", ",") if self.page.language == "sv" else written, label)

    def chosen(self, field: str, titles: Mapping[str, str], value: str | None, label: str | None = None) -> str:
        return select(label or self.label(field), titles, self.key(field), value or "")

    def term(self, field: str, terms: type[StrEnum], value: StrEnum | None, first: Mapping[str, str] = NONE) -> str:
        titles = {**first, **{one.value: term(one, self.page.language) for one in terms}}
        return self.chosen(field, titles, value.value if value else "")

    def terms(self, field: str, terms: type[StrEnum], values: Iterable[StrEnum]) -> tuple[str, ...]:
        titles = {one.value: term(one, self.page.language) for one in terms}
        return self.several(field, titles, [one.value for one in values])

    def several(self, field: str, titles: Mapping[str, str], values: Iterable[str]) -> tuple[str, ...]:
        return several(self.page, self.label(field), titles, self.key(field), tuple(values))

    @property
    def bodies(self) -> dict[str, str]:
        return {one.id: one.name for one in self.names.programme.bodies if one.kind in _ABLE}

    @property
    def indicators(self) -> dict[str, str]:
        titles = {name: self.names.indicator(name) for name in self.page.version.catalogue.indicators}
        return dict(sorted(titles.items(), key=lambda one: one[1].casefold()))

    @property
    def others(self) -> dict[str, str]:
        listed = (one.id for one in self.names.programme.interventions)
        return {name: self.names.called(name) for name in listed if self.is_new or name != self.one.id}

    @property
    def wholes(self) -> dict[str, str]:
        """Return what an intervention can be a part of: processes of the whole city, and structures that are there."""
        processes = [one.id for one in self.names.programme.interventions if one.city_wide and one.id in self.others]
        return {name: self.names.called(name) for name in (*processes, *(one.id for one in self.names.programme.structures))}


def details(form: Fields) -> TypedDetails:
    """Draw what may be said besides the seven fields."""
    page, one = form.page, form.one
    with st.expander(page.words("More about it (optional)")):
        purpose = st.text_area(form.label("purpose"), form.said(one.purpose), key=form.key("purpose"), height=80)
        first, second = st.columns(2)
        with first:
            groups = form.terms("target_groups", TargetGroup, one.target_groups)
            horizon = form.term("horizon", Horizon, one.horizon)
        with second:
            conditions = form.terms("conditions", Condition, one.conditions)
            status = form.term("status", Status, one.status)
        logic = one.logic
        activity = form.typed("activity", form.said(logic.activity if logic else None), page.words("Activity: what is done"))
        result = form.typed(
            "result", form.said(logic.result if logic else None), page.words("Result: what comes of it at once")
        )
        label = page.words("What is to be different in the end")
        effect = form.typed("effect", form.said(logic.effect if logic else None), label)
        links = form.several("links", form.wholes, one.links)
        place = _place(form)
        note = form.typed("note", form.said(one.note))
    return TypedDetails(purpose, groups, conditions, activity, result, effect, horizon, links, status, note, place)


def _place(form: Fields) -> TypedPlace:
    page, old = form.page, form.one.places[0] if form.one.places else None
    first, second, third = st.columns([1, 2, 1])
    with first:
        kind = form.term("places", PlaceKind, old.kind if old else None, first={})
    with second:
        points = "; ".join(f"{lat:.5f}, {lon:.5f}" for lon, lat in old.points) if old else ""
        label = page.words("Latitude, longitude; the next point of a line")
        points = st.text_input(label, points, key=form.key("points"))
    with third:
        what = form.typed("place what", form.said(old.what) if old else "", page.words("What is there"))
    return TypedPlace(kind, points, what)


def plan(form: Fields) -> TypedPlan:
    """Draw the evaluation plan."""
    page, one, old = form.page, form.one, form.one.plan or EvaluationPlan()
    selection = one.selection
    with st.expander(page.words("Evaluation plan (optional)")):
        paragraph(page.words("Settle it before the outcome is known. Later changes stay in sight with the plan."))
        first, second = st.columns(2)
        with first:
            difference = form.number("smallest_difference", old.smallest_difference)
            scale = form.term("scale", Scale, old.scale, first={})
            evaluator = form.chosen("evaluator", {**NONE, **form.bodies}, old.evaluator)
            label = page.words("Its function (never a person's name)")
            function = form.typed("function", form.said(old.evaluator_function), label)
            cost = "" if old.cost_ore is None else f"{old.cost_ore / 100:g}"
            cost = form.typed("cost", cost, page.words("Cost of the evaluation, in kronor"))
        with second:
            chosen_on = form.chosen("selection", {**NONE, **form.indicators}, selection.indicator if selection else None)
            period = form.typed("period", selection.period if selection else "", page.words("Of the period"), "2024")
            figure = form.number("figure", selection.figure if selection else None, page.words("The figure then"))
            after = form.typed("first_period", old.first_period or "", example="2025")
            others = form.several("other_indicators", form.indicators, old.other_indicators)
    return TypedPlan(chosen_on, period, figure, difference, after, scale, others, evaluator, function, cost)
