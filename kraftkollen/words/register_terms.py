"""Interventions and decisions in words: the reader's name of every term and of every field."""

from collections.abc import Mapping
from enum import StrEnum

from kraftkollen.model.calendar import CalendarKind
from kraftkollen.model.decision import BodyKind, Mandate
from kraftkollen.model.intervention import (
    Condition,
    Horizon,
    InterventionKind,
    OverlapAnswerKind,
    PlaceKind,
    Scale,
    Status,
    TargetGroup,
)
from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

# By class as well: "other" is a word of several of them.
_NAMES: Mapping[tuple[type[StrEnum], str], str] = {
    (InterventionKind, "direct"): mark("direct"),
    (InterventionKind, "preventive"): mark("preventive"),
    (InterventionKind, "physical"): mark("physical"),
    (TargetGroup, "age_0_5"): mark("children 0–5"),
    (TargetGroup, "age_6_12"): mark("children 6–12"),
    (TargetGroup, "age_13_15"): mark("young people 13–15"),
    (TargetGroup, "age_16_19"): mark("young people 16–19"),
    (TargetGroup, "age_20_25"): mark("young adults 20–25"),
    (TargetGroup, "parents"): mark("parents and guardians"),
    (TargetGroup, "adults"): mark("adults"),
    (TargetGroup, "everybody"): mark("everybody"),
    (Condition, "sex"): mark("sex"),
    (Condition, "age"): mark("age"),
    (Condition, "economy"): mark("economy"),
    (Condition, "housing"): mark("housing"),
    (Condition, "schooling"): mark("schooling"),
    (Condition, "language"): mark("language"),
    (Condition, "origin"): mark("origin"),
    (Condition, "disability"): mark("disability"),
    (Condition, "health"): mark("health"),
    (Condition, "family"): mark("family situation"),
    (Horizon, "long_term"): mark("long-term"),
    (Horizon, "project"): mark("project"),
    (Status, "planned"): mark("planned"),
    (Status, "ongoing"): mark("under way"),
    (Status, "paused"): mark("paused"),
    (Status, "ended"): mark("ended"),
    (PlaceKind, "barrier_removed"): mark("barrier removed"),
    (PlaceKind, "safe_school_route"): mark("safe route to school"),
    (PlaceKind, "other"): mark("another place"),
    (Scale, "levels"): mark("in the indicator's unit"),
    (Scale, "logarithm"): mark("by the logarithm (in per cent)"),
    (OverlapAnswerKind, "same"): mark("the same thing"),
    (OverlapAnswerKind, "complementary"): mark("they complement each other"),
    (OverlapAnswerKind, "merge"): mark("to be merged"),
    (Mandate, "own"): mark("own decision"),
    (Mandate, "delegation"): mark("delegation"),
    (BodyKind, "committee"): mark("committee"),
    (BodyKind, "company"): mark("company"),
    (BodyKind, "board"): mark("executive board"),
    (BodyKind, "council"): mark("council"),
    (BodyKind, "office"): mark("office"),
    (BodyKind, "steering_group"): mark("steering group"),
    (CalendarKind, "interim_report"): mark("interim report"),
    (CalendarKind, "annual_accounts"): mark("annual accounts"),
    (CalendarKind, "budget"): mark("the budget is decided"),
    (CalendarKind, "other"): mark("another day"),
}

_FIELDS: Mapping[str, str] = {
    "name": mark("Name"),
    "where": mark("Where"),
    "lead": mark("Led by"),
    "participants": mark("Taking part"),
    "kind": mark("Kind"),
    "complements": mark("Complements"),
    "start": mark("Start"),
    "end": mark("End"),
    "primary_indicator": mark("Primary indicator"),
    "expected": mark("Expected direction"),
    "note": mark("Note"),
    "purpose": mark("Purpose"),
    "target_groups": mark("For whom"),
    "conditions": mark("Conditions that it joins"),
    "logic": mark("How it is meant to work"),
    "horizon": mark("Long-term or project"),
    "links": mark("Part of"),
    "status": mark("Status"),
    "places": mark("On the ground"),
    "selection": mark("Chosen on the figure"),
    "smallest_difference": mark("Smallest difference that matters"),
    "first_period": mark("First period that counts as after"),
    "scale": mark("Compared"),
    "other_indicators": mark("Other indicators"),
    "evaluator": mark("Answers for the evaluation"),
    "cost": mark("Cost of the evaluation"),
}


def term(value: StrEnum, language: Language) -> str:
    """Return the reader's word for a term of the register."""
    return translate(language, _NAMES[type(value), value.value])


def field_name(field: str, language: Language) -> str:
    """Return the reader's name of a field of an intervention or its plan."""
    return translate(language, _FIELDS[field])


# Fields by the names that the code gives them, where a sentence names one.
REGISTER_TERMS: Mapping[str, str] = {
    "bodies": mark("the body"),
    "day": mark("the date"),
    "what": mark("what was decided"),
    "link": mark("the address of the document"),
    "name": mark("the name"),
    "purpose": mark("the purpose"),
    "note": mark("the note"),
    "reference": mark("the reference"),
    "interventions": mark("intervention"),
    "decisions": mark("decision"),
    "register_import": mark("import into the register"),
    "register_then": mark("register from that time"),
    "body": mark("body"),
    "structure": mark("process or structure"),
    "decision": mark("decision"),
    "reason": mark("the reason"),
}

REGISTER_PROBLEMS: Mapping[str, str] = {
    "entry_missing": mark("{column} is missing. Fill it in."),
    "entry_date": mark("{column}: the date cannot be read. Write it as 2026-11-21."),
    "entry_number": mark("{column}: the number cannot be read. Write it as 2,5."),
    "entry_period": mark("{column}: the period cannot be read. Write it as 2024, 2024/25, 2024H1, 2024T1, 2024Q1 or 2024-03."),
    "entry_ends_first": mark("It ends before it starts. Mend one of the dates."),
    "entry_named": mark("{value} is named by {by}. Change those first, or enter an end instead of withdrawing it."),
    "entry_link": mark("{column}: the address must begin with https:// or http:// and have no spaces."),
    "entry_place": mark(
        "{column}: the place cannot be read. Write latitude, longitude as 55.6050, 13.0038, with ; between points of a line."
    ),
    "register_header": mark("The file has no header that is known. Call a column insats, or one beslut, and begin anew."),
    "register_column": mark("{value} is no column of the register. It has: {known}."),
    "register_name": mark("There is no {what} called {value}. Look at the spelling."),
    "register_term": mark("{value} is not one of: {known}."),
    "register_twice": mark("{value} stands twice in the file. Leave one of them."),
    "register_level": mark("The areas of one intervention must be of one level. Write them in the names of one level."),
    "register_city": mark("Give either areas or the whole city, not both."),
    "register_kind": mark("A file may hold {known}, not {value}."),
    "register_list": mark("Write lists of records under interventions, decisions and so on, as programme.yaml does."),
    "register_record": mark("{field}: does not hold ({fault})."),
    "comparison_both": mark("{value} is both taken out and put in. Leave one of them."),
    "register_undone": mark("{value} has been changed since. Take it back by hand, so that nobody's later change is lost."),
}
