"""What we do not know, and why, in the yearly evaluation: as openly as what we know."""

from kraftkollen.disclosure.kept import MUCH
from kraftkollen.model.modules import Module
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.model.yearly import Evidence, Paragraph, Section, Table
from kraftkollen.views.delivery_state_view import Standing, delivery_state_view
from kraftkollen.views.kept_view import KeptView, kept_view, percent
from kraftkollen.views.outcomes import ReadOutcome
from kraftkollen.views.yearly_basis import Basis, Row, of_effect, table
from kraftkollen.words.numbers import day, number
from kraftkollen.words.verdicts import reason_texts

_DELIVERIES = Evidence("leveranslage")


def unknown_section(basis: Basis) -> Section:
    """Return what cannot be told, what is hidden, what has not come, and what nobody has decided."""
    parts = [*_verdicts(basis), *_hidden(basis), *_late(basis), *_missing(basis), *_open(basis)]
    heading = basis.words("What we do not know, and why")
    lead = basis.words("What a sentence above does not say is not known. Here is why, and what would change it.")
    return Section("unknown", heading, (Paragraph(lead),), sections=tuple(parts))


def _verdicts(basis: Basis) -> list[Section]:
    if not basis.uses(Module.EFFECTS):
        return []
    untold = [one for one in basis.read if one.outcome.verdict in (None, VerdictCode.CANNOT_TELL)]
    city_wide = [one for one in basis.running if one.city_wide]
    rows = [
        Row(one.intervention.id, (basis.names.called(one.intervention.id), _why(basis, one)), of_effect(one.intervention.id))
        for one in untold
    ]
    never = basis.words("It works in the whole city, so there is nothing to compare it with.")
    rows += [Row(one.id, (basis.names.called(one.id), never), of_effect(one.id)) for one in city_wide]
    if not rows:
        return []
    title = basis.words("What cannot be told of interventions and processes, and why")
    found = table("untold", title, [basis.words("Intervention"), basis.words("Why")], rows)
    return [Section("unknown-verdicts", basis.words("Whether it made a difference"), tables=(found,))]


def _why(basis: Basis, one: ReadOutcome) -> str:
    if one.outcome.first_readable is not None:
        return basis.words("It is too early: it can be read first on {at}.", at=day(one.outcome.first_readable))
    if one.answered is None:
        return basis.words("The figures do not suffice for a comparison.")
    return " ".join(reason_texts(one.answered.estimate.verdict.reasons, basis.reading.language))


def _hidden(basis: Basis) -> list[Section]:
    shown = kept_view(basis.reading)
    if not shown.rows:
        return []
    heading = basis.words("What is hidden to protect people")
    said = Paragraph(shown.sentence, ("hidden",), _DELIVERIES)
    return [Section("unknown-hidden", heading, (said,), tables=(_hidden_table(basis, shown),))]


def _hidden_table(basis: Basis, shown: KeptView) -> Table:
    """Return how much is hidden of each indicator and level of which something is, and of all published figures."""
    language = basis.reading.language
    headers = [
        basis.words("Indicator"),
        basis.words("Level"),
        basis.words("Figures"),
        basis.words("Hidden"),
        basis.words("Share"),
        basis.words("More than a third"),
    ]
    rows = [
        Row(
            f"{one.indicator} {one.division}",
            (
                one.title,
                one.level,
                number(one.cells, 0, language),
                number(one.hidden, 0, language),
                percent(basis.reading, one.share),
                basis.words("yes") if one.share > MUCH else basis.words("no"),
            ),
            _DELIVERIES,
        )
        for one in shown.rows
        if one.hidden
    ]
    sums = (number(shown.cells, 0, language), number(shown.hidden, 0, language), percent(basis.reading, shown.share))
    rows.append(Row("total", (basis.words("All published figures"), "", *sums, number(shown.worse, 0, language))))
    title = basis.words("Of which indicators and levels something is hidden")
    return table("hidden", title, headers, rows, numbers=(2, 3, 4))


def _late(basis: Basis) -> list[Section]:
    found = delivery_state_view(basis.reading, basis.day)
    late = [one for one in found.rows if one.standing is Standing.LATE]
    if not late:
        return []
    sv = basis.reading.language == "sv"
    levels = {one.id: one.title_sv if sv else one.title_en for one in basis.reading.version.registry.levels}
    headers = [
        basis.words("Indicator"),
        basis.words("Level"),
        basis.words("Answers for it"),
        basis.words("Period"),
        basis.words("Could exist from"),
    ]
    rows = (
        Row(
            f"{one.indicator} {one.level} {one.period}",
            (
                one.title,
                levels.get(one.level, one.level),
                basis.names.body(one.owner),
                basis.reading.period(one.period),
                day(one.first_readable),
            ),
            _DELIVERIES,
        )
        for one in late
    )
    title = basis.words("Figures that could exist on {day} and have not been delivered", day=basis.day.isoformat())
    return [Section("unknown-late", basis.words("What has not been delivered"), tables=(table("late", title, headers, rows),))]


def _missing(basis: Basis) -> list[Section]:
    if not basis.uses(Module.CHECKPOINT) or not basis.checkpoint.missing:
        return []
    headers = [basis.words("What"), basis.words("Whose"), basis.words("For the criterion")]
    rows = (
        Row(f"{row.criterion.id} {one.kind} {one.id}", (one.title, one.whose, row.what), Evidence("ettarsutvardering"))
        for row, one in basis.checkpoint.missing
    )
    title = basis.words("What is missing, and whose it is")
    return [
        Section("unknown-missing", basis.words("Evidence that is missing"), tables=(table("missing", title, headers, rows),))
    ]


def _open(basis: Basis) -> list[Section]:
    listed = basis.programme.not_decided
    if not listed:
        return []
    said = tuple(Paragraph(one.what.in_language(basis.reading.language), evidence=Evidence("")) for one in listed)
    return [Section("unknown-open", basis.words("Not decided on record"), said)]
