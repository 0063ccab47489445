"""Two interventions that overlap, in words: in what, since when, and what was answered."""

from dataclasses import dataclass

from kraftkollen.programme.overlaps import Overlap
from kraftkollen.views.register_names import Names
from kraftkollen.words.numbers import day
from kraftkollen.words.register_terms import term


@dataclass(frozen=True, slots=True)
class OverlapRow:
    """Two interventions that overlap, in words. `answer` is "" while nobody has answered."""

    overlap: Overlap
    first: str
    second: str
    shared: str
    since: str
    answer: str
    lead: str | None


def overlap_row(names: Names, one: Overlap) -> OverlapRow:
    """Return an overlap as a reader meets it."""
    reading = names.reading
    shared = [names.finest_areas(one.areas) or reading.words("the whole city"), term(one.kind, reading.language)]
    shared += [", ".join(term(group, reading.language) for group in one.groups)] if one.groups else []
    shared += [reading.words("the same primary indicator")] if one.same_indicator else []
    answer = ""
    if one.answer is not None:
        said = term(one.answer.answer, reading.language)
        answer = f"{said} ({names.body(one.answer.role)}, {day(one.answer.day)})"
        answer += f". {one.answer.note}" if one.answer.note else ""
    since = day(one.since) + (f"–{day(one.until)}" if one.until else "")
    leads = {found.id: found.lead for found in names.programme.interventions}
    lead = leads.get(one.first) or leads.get(one.second)
    return OverlapRow(one, names.called(one.first), names.called(one.second), "; ".join(shared), since, answer, lead)
