"""Decisions in the yearly evaluation: taken, proposed, with their dissent; and what became of last year's."""

from collections.abc import Iterable

from kraftkollen.model.decision import Decision
from kraftkollen.model.modules import Module
from kraftkollen.model.yearly import BodyComment, Evidence, Paragraph, Section, Table
from kraftkollen.programme.decisions import lacking
from kraftkollen.views.decisions_view import DecisionRow, decision_rows
from kraftkollen.views.interventions_view import status_words
from kraftkollen.views.yearly_basis import Basis, Row, table

_BESLUT = Evidence("beslut")


def decisions_section(basis: Basis) -> Section:
    """Return the decisions of the year, those that wait for a body, and those of the year before."""
    heading = basis.words("Decisions")
    if not basis.uses(Module.DECISIONS):
        return Section("decisions", heading, (Paragraph(basis.words("Decisions are not followed here.")),))
    return Section("decisions", heading, sections=(_taken(basis), _proposed(basis), *_checkpoint(basis), _last_year(basis)))


def _of_year(basis: Basis, year: int) -> list[Decision]:
    known = (one for one in basis.programme.decisions if one.day is not None and one.day <= basis.last)
    return [one for one in known if one.day is not None and one.day.year == year and one.entered]


def _table(basis: Basis, name: str, title: str, rows: Iterable[DecisionRow]) -> Table:
    headers = [
        basis.words("Date"),
        basis.words("Body"),
        basis.words("Reference"),
        basis.words("What"),
        basis.words("Dissent"),
        basis.words("Stands"),
    ]
    listed = (
        Row(one.id, (one.day, one.bodies, one.reference or "–", one.what, one.dissent or "–", one.flag or "–"), _BESLUT)
        for one in rows
    )
    return table(name, title, headers, listed)


def _part(basis: Basis, name: str, heading: str, title: str, decisions: list[Decision], none: str) -> Section:
    if not decisions:
        return Section(name, heading, (Paragraph(none, evidence=_BESLUT),))
    rows = decision_rows(basis.reading, basis.programme, decisions)
    return Section(name, heading, tables=(_table(basis, name, title, rows),))


def _taken(basis: Basis) -> Section:
    title = basis.words("Decisions of {year}, with their dissent", year=basis.year)
    none = basis.words("No decision of {year} is on record.", year=basis.year)
    return _part(basis, "taken", basis.words("Taken in the year"), title, _of_year(basis, basis.year), none)


def _proposed(basis: Basis) -> Section:
    waiting = {one.decision.id for one in lacking(basis.programme)}
    known = (one for one in basis.programme.decisions if one.day is None or one.day <= basis.last)
    found = [one for one in known if one.id in waiting or not one.entered]
    title = basis.words("What waits for a body")
    none = basis.words("Nothing waits for a body.")
    return _part(basis, "proposed", basis.words("Proposed, and not decided"), title, found, none)


def _checkpoint(basis: Basis) -> list[Section]:
    """Return what was decided after the evaluation after one year; nothing where no body has decided."""
    decided = basis.checkpoint.decided if basis.uses(Module.CHECKPOINT) else ()
    if not decided:
        return []
    headers = [basis.words("About"), basis.words("Decided"), basis.words("Body"), basis.words("Date"), basis.words("Dissent")]
    rows = (
        Row(f"{one.decision} {number}", (one.subject, one.outcome, one.bodies, one.day, one.dissent or "–"), _BESLUT)
        for number, one in enumerate(decided)
    )
    title = basis.words("What was decided after the evaluation")
    found = table("decided", title, headers, rows)
    return [Section("decided", basis.words("After the evaluation after one year"), tables=(found,))]


def _last_year(basis: Basis) -> Section:
    heading = basis.words("What became of last year's decisions")
    found = _of_year(basis, basis.year - 1)
    if not found:
        said = basis.words("No decision of {year} is on record.", year=basis.year - 1)
        return Section("last-year", heading, (Paragraph(said, evidence=_BESLUT),))
    headers = [
        basis.words("Date"),
        basis.words("Body"),
        basis.words("What"),
        basis.words("Dissent"),
        basis.words("What became of it"),
    ]
    shown = {one.id: one for one in decision_rows(basis.reading, basis.programme, found)}
    rows = (
        Row(
            one.id,
            (
                shown[one.id].day,
                shown[one.id].bodies,
                shown[one.id].what,
                shown[one.id].dissent or "–",
                _became(basis, one, shown[one.id]),
            ),
            _BESLUT,
        )
        for one in found
    )
    title = basis.words("The decisions of {year}, and what became of them", year=basis.year - 1)
    return Section("last-year", heading, tables=(table("last-year", title, headers, rows),))


def _became(basis: Basis, one: Decision, row: DecisionRow) -> str:
    """Return what is on record about a decision since: whether it holds, and how what it concerns stands."""
    said = [row.flag] if row.flag else []
    listed = {found.id: found for found in basis.programme.interventions}
    for name in one.concerns:
        state = status_words(basis.reading, listed[name], basis.last)
        said.append(f"{basis.names.called(name)}: {state}" if state else basis.names.called(name))
    outcomes = {row.decision: row.outcome for row in basis.checkpoint.decided}
    if one.id in outcomes:
        said.append(basis.words("After the evaluation: {outcome}", outcome=outcomes[one.id]))
    return "; ".join(said) or basis.words("nothing more is on record")


def comments(basis: Basis) -> tuple[BodyComment, ...]:
    """Return what named bodies have said of the year, in their own words, by day."""
    listed = (one for one in basis.programme.edition_comments if one.year == basis.year and one.day <= basis.day)
    return tuple(
        BodyComment(basis.names.body(one.body), one.day, one.text.in_language(basis.reading.language), one.document or "")
        for one in sorted(listed, key=lambda one: (one.day, one.id))
    )
