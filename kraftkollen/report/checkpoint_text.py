"""The evaluation after one year as plain text, in the form of a decision paper: summary, evidence, follow-up, decisions."""

from collections.abc import Iterator

from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, DecidedRow, by_part
from kraftkollen.views.reading import Reading


def as_text(reading: Reading, shown: CheckpointView) -> str:
    """Return the computed text of the evaluation: what a person approves.

    The same for the same figures, whoever reads and whenever: it holds the day that it is about, never the day on which it is
    read, and nothing of its own approval. In the reader's language; what is approved is the Swedish one.

    Parameters
    ----------
    shown
        The evaluation in the reading's language: `views.checkpoint_view.checkpoint_view`.
    """
    return "\n".join(_lines(reading, shown)) + "\n"


def _lines(reading: Reading, shown: CheckpointView) -> Iterator[str]:
    words, programme = reading.words, shown.programme
    yield words("The evaluation after one year: {name}", name=programme.programme.name.in_language(reading.language))
    if reading.demo_notice:
        yield reading.demo_notice
    yield words("As of {day}. Computed by Kraftkollen; evidence for a decision, not a decision.", day=shown.on.isoformat())
    yield from ("", words("Summary").upper(), "", shown.days, shown.readiness, *([shown.budget] if shown.budget else []))
    yield from ("", words("Evidence").upper())
    for _, rows in by_part(shown.rows):
        yield from ("", rows[0].part, "")
        yield from (line for one in rows for line in criterion_lines(reading, one))
    if shown.outcomes:
        yield from ("", words("Verdicts of the primary indicators"), "")
        yield from (f"- {one.name} ({one.indicator}): {one.verdict}" for one in shown.outcomes)
    yield from ("", words("Follow-up").upper(), "", *_follow_up(reading, shown))
    yield from ("", words("What was decided").upper(), "")
    yield from (f"- {decided_line(one)}" for one in shown.decided)
    yield undecided_line(reading, shown)


def criterion_lines(reading: Reading, one: CriterionRow) -> Iterator[str]:
    """Yield the text of one criterion: the rule's answer with what is enough and whose wish it is, then what people judge."""
    enough = reading.words("Enough: {threshold}.", threshold=one.threshold)
    wish = reading.words("Whose wish: {whose}.", whose=one.whose) if one.whose else ""
    yield f"- {one.sentence} {enough} {wish}".rstrip()
    yield from (f"  {said}" for said in one.judgements)


def _follow_up(reading: Reading, shown: CheckpointView) -> Iterator[str]:
    for row in shown.rows:
        if row.missing:
            things = "; ".join(f"{one.title} ({one.whose})" for one in row.missing)
            yield "- " + reading.words("Missing for {criterion}: {what}", criterion=row.what, what=things)
    if not shown.missing:
        yield reading.words("Nothing that can be entered is missing.")


def decided_line(one: DecidedRow) -> str:
    """Return what a body has decided, with who, when, reference and dissent."""
    parts = (one.bodies, one.day, one.reference, one.note.rstrip("."), one.dissent)
    return f"{one.subject}: {one.outcome}. {', '.join(part for part in parts if part)}."


def undecided_line(reading: Reading, shown: CheckpointView) -> str:
    """Return what no body has decided of: the field is empty until one has."""
    if not shown.decided:
        return reading.words("No body has decided yet.")
    if not shown.undecided:
        return reading.words("A body has decided of everything.")
    return reading.words("No body has decided yet of: {subjects}.", subjects=", ".join(shown.undecided))
