"""The evaluation after one year as a document: the text that a person approves, word for word, then the criteria as a table."""

from collections.abc import Iterator

from kraftkollen.report.checkpoint_approval import approval_sentence, approved
from kraftkollen.report.checkpoint_text import criterion_lines, decided_line, undecided_line
from kraftkollen.report.columns import fitted
from kraftkollen.report.document import Block, Document, Heading, Items, Paragraph
from kraftkollen.report.footing import foot
from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, by_part
from kraftkollen.views.reading import Reading


def checkpoint_document(reading: Reading, shown: CheckpointView) -> Document:
    """Return the evaluation of the day that the view is about; above it stands whether its text is approved, and by whom."""
    words = reading.words
    found = approved(reading, shown)
    return Document(
        title=words("The evaluation after one year: {name}", name=shown.programme.programme.name.in_language(reading.language)),
        kind=words("Evidence for a decision"),
        language=reading.language,
        at=reading.version.figures.published_at,
        foot=foot(reading),
        subtitle=words(
            "As of {day}. Computed by Kraftkollen; evidence for a decision, not a decision.", day=shown.on.isoformat()
        ),
        demo=reading.demo_notice,
        blocks=(
            Paragraph(approval_sentence(reading, found)),
            *_text(reading, shown),
            *_table(reading, shown),
            Paragraph(words("Fingerprint of the Swedish text (SHA-256): {digest}", digest=found.digest), "source"),
        ),
    )


def _text(reading: Reading, shown: CheckpointView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("Summary"))
    yield from (Paragraph(said) for said in (shown.days, shown.readiness, shown.budget) if said)
    yield Heading(words("Evidence"))
    for _, rows in by_part(shown.rows):
        yield Heading(rows[0].part, 2)
        for one in rows:
            first, *judged = criterion_lines(reading, one)
            yield Items((" ".join((first.removeprefix("- "), *map(str.strip, judged))),))
    if shown.outcomes:
        yield Heading(words("Verdicts of the primary indicators"), 2)
        yield Items(tuple(f"{one.name} ({one.indicator}): {one.verdict}" for one in shown.outcomes))
    yield Heading(words("Follow-up"))
    lacking = [row for row in shown.rows if row.missing]
    if lacking:
        yield Items(tuple(_missing(reading, row) for row in lacking))
    else:
        yield Paragraph(words("Nothing that can be entered is missing."))
    yield Heading(words("What was decided"))
    if shown.decided:
        yield Items(tuple(decided_line(one) for one in shown.decided))
    yield Paragraph(undecided_line(reading, shown))


def _missing(reading: Reading, row: CriterionRow) -> str:
    things = "; ".join(f"{one.title} ({one.whose})" for one in row.missing)
    return reading.words("Missing for {criterion}: {what}", criterion=row.what, what=things)


def _table(reading: Reading, shown: CheckpointView) -> Iterator[Block]:
    words = reading.words
    if shown.rows:
        headers = (words("Part"), words("Criterion"), words("By rule"), words("Figure"))
        lines = [(one.part, one.what, one.status_word, one.figure or "–") for one in shown.rows]
        yield Heading(words("The criteria in a table"))
        yield fitted(
            headers, lines, (False,) * 4, words("Each criterion by rule on {day}", day=shown.on.isoformat()), merged=(0,)
        )
