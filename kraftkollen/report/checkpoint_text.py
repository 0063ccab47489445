"""The evaluation after one year as plain text, in the form of a decision paper: summary, evidence, follow-up."""

from collections.abc import Iterator

from kraftkollen.views.checkpoint_view import CheckpointView, by_part
from kraftkollen.views.reading import Reading


def as_text(reading: Reading, shown: CheckpointView) -> str:
    """Return the computed text, the same for the same figures: what a person approves."""
    return "\n".join(_lines(reading, shown)) + "\n"


def _lines(reading: Reading, shown: CheckpointView) -> Iterator[str]:
    words, programme = reading.words, reading.version.programme
    yield words("The evaluation after one year: {name}", name=programme.programme.name.in_language(reading.language))
    if programme.city.demo:
        yield words("Demo data: Exempelstad is a made-up city. No figure here is about a real place.")
    yield words("As of {day}. Computed by Kraftkollen; evidence for a decision, not a decision.", day=shown.on.isoformat())
    yield from ("", words("Summary").upper(), "")
    yield from (shown.days, shown.readiness, shown.budget)
    yield from ("", words("Evidence").upper())
    for _, rows in by_part(shown.rows):
        yield from ("", rows[0].part, "")
        for one in rows:
            enough = words("Enough: {threshold}.", threshold=one.threshold)
            yield f"- {one.sentence} {enough}"
            yield from (f"  {said}" for said in one.judgements)
    if shown.outcomes:
        yield from ("", words("Verdicts of the primary indicators"), "")
        yield from (f"- {one.name} ({one.indicator}): {one.verdict}" for one in shown.outcomes)
    yield from ("", words("Follow-up").upper(), "")
    for row, item in shown.missing:
        said = words("Missing for {criterion}: {what}", criterion=row.what, what=item.title)
        yield f"- {said} ({item.whose})"
    if not shown.missing:
        yield words("Nothing that can be entered is missing.")
    yield from ("", words("What was decided").upper(), "")
    if not shown.decided:
        yield words("No body has decided yet.")
    for decided in shown.decided:
        parts = (decided.bodies, decided.day, decided.reference, decided.note, decided.dissent)
        yield f"- {decided.subject}: {decided.outcome}. {', '.join(part for part in parts if part)}"
