"""What can be put down to interventions, in the yearly evaluation: verdicts in the words that they carry, and no other."""

from collections.abc import Iterable

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.model.yearly import Paragraph, Section, Table, VerdictLine
from kraftkollen.views.effect_told import told_of
from kraftkollen.views.outcomes import ReadOutcome
from kraftkollen.views.places import Place
from kraftkollen.views.yearly_basis import Basis, Row, of_effect, table
from kraftkollen.words.numbers import day
from kraftkollen.words.verdicts import finding_text, reason_texts, verdict_name


def verdict_lines(basis: Basis) -> tuple[VerdictLine, ...]:
    """Return what can be said of every intervention that had started, in the order of the register."""
    return tuple(_line(basis, one) for one in basis.read)


def _line(basis: Basis, one: ReadOutcome) -> VerdictLine:
    found = one.intervention
    return VerdictLine(
        found.id,
        basis.names.called(found.id),
        basis.names.indicator(found.primary_indicator),
        one.outcome.verdict.value if one.outcome.verdict else "",
        _words(basis, one),
        _sentence(basis, one),
        of_effect(found.id),
    )


def _indicator(basis: Basis, one: ReadOutcome) -> Indicator | None:
    return basis.reading.version.catalogue.indicators.get(one.intervention.primary_indicator or "")


def _words(basis: Basis, one: ReadOutcome) -> str:
    language = basis.reading.language
    if one.answered is None or one.outcome.verdict is None:
        return basis.words("too early") if one.outcome.first_readable else basis.words("cannot be worked out")
    told = told_of(one.answered.estimate, language, _indicator(basis, one))
    said = verdict_name(one.outcome.verdict, language, told.limit)
    if one.outcome.right_way is not None and one.outcome.verdict in (VerdictCode.CLEAR, VerdictCode.SIGNS):
        way = basis.words(", the expected way") if one.outcome.right_way else basis.words(", not the expected way")
        return said + way
    return said


def _sentence(basis: Basis, one: ReadOutcome) -> str:
    language = basis.reading.language
    if one.answered is None or one.outcome.verdict is None:
        if one.outcome.first_readable is not None:
            return basis.words("It is too early: it can be read first on {at}.", at=day(one.outcome.first_readable))
        return basis.words("The figures do not suffice for a comparison.")
    told = told_of(one.answered.estimate, language, _indicator(basis, one))
    reasons = reason_texts(one.answered.estimate.verdict.reasons, language)
    return " ".join((finding_text(one.outcome.verdict, told, language), *reasons))


def _difference(basis: Basis, one: ReadOutcome) -> str:
    """Return the difference where the verdict carries one; a verdict that cannot tell carries none."""
    if one.answered is None:
        return "–"
    told = told_of(one.answered.estimate, basis.reading.language, _indicator(basis, one))
    if one.outcome.verdict in (VerdictCode.CLEAR, VerdictCode.SIGNS):
        return told.effect
    if one.outcome.verdict is VerdictCode.NONE_LARGER_THAN and told.limit:
        return basis.words("at most {limit}", limit=told.limit)
    return "–"


def _read_up_to(basis: Basis, one: ReadOutcome) -> str:
    if one.outcome.first_readable is not None:
        return day(one.outcome.first_readable)
    if one.answered is None:
        return "–"
    return basis.reading.period(one.answered.prepared.panel.periods[-1], one.answered.question.indicator)


def verdict_table(basis: Basis, name: str, title: str, listed: Iterable[ReadOutcome]) -> Table:
    """Return verdicts as a table. What cannot be told has no difference to show."""
    headers = [
        basis.words("Intervention"),
        basis.words("Primary indicator"),
        basis.words("Verdict"),
        basis.words("Difference"),
        basis.words("Read up to, or first on"),
    ]
    rows = (
        Row(
            one.intervention.id,
            (
                basis.names.called(one.intervention.id),
                basis.names.indicator(one.intervention.primary_indicator),
                _words(basis, one),
                _difference(basis, one),
                _read_up_to(basis, one),
            ),
            of_effect(one.intervention.id),
        )
        for one in listed
    )
    note = basis.words("An area's figure is not about persons: those who move in are others than those who move out.")
    return table(name, title, headers, rows, numbers=(3,), note=note)


def verdict_section(basis: Basis, place: Place, mine: tuple[Intervention, ...]) -> Section:
    """Return what can be put down to the interventions in a priority area."""
    name, heading = f"verdicts-{place.id}", basis.words("What can be put down to it")
    here = [one for one in basis.read if one.intervention.id in {found.id for found in mine}]
    if not here:
        said = basis.words("No intervention of the area's own has named an indicator in advance, so nothing can be compared.")
        return Section(name, heading, (Paragraph(said),), place=place.id)
    paragraphs = tuple(
        Paragraph(
            basis.words("{name}: {sentence}", name=basis.names.called(one.intervention.id), sentence=_sentence(basis, one)),
            (name,),
            of_effect(one.intervention.id),
        )
        for one in here
    )
    title = basis.words("Verdicts on the interventions in {place}", place=place.name)
    return Section(name, heading, paragraphs, tables=(verdict_table(basis, name, title, here),), place=place.id)
