"""Whether a person has approved the text of the evaluation as it stands, and what has changed since where it no longer does."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from kraftkollen.model.criterion import Approval, ApprovedText
from kraftkollen.report.checkpoint_text import as_text, criterion_lines
from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, checkpoint_view
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day


@dataclass(frozen=True, slots=True)
class Approved:
    """How the text of a day stands.

    `approval` is the one that holds, or else the last of that day, if there is one; it holds while the Swedish text is the
    same. `changed` are the criteria, in the reader's words, whose text is another now; `digest` and `texts` are what an
    approval of the text as it stands would hold; `other_days` are the days for which something was approved, the last first.
    """

    approval: Approval | None
    by: str
    holds: bool
    changed: tuple[str, ...]
    digest: str
    texts: tuple[ApprovedText, ...]
    other_days: tuple[date, ...]


def approved(reading: Reading, shown: CheckpointView) -> Approved:
    """Return how the text stands. It is always the Swedish text that is approved, whatever language the reader reads."""
    swedish = replace(reading, language="sv")
    view = shown if reading.language == "sv" else checkpoint_view(swedish, shown.programme, shown.on, shown.verdicts)
    digest = _digest(as_text(swedish, view))
    texts = tuple(ApprovedText(criterion=one.criterion.id, digest=_digest(*criterion_lines(swedish, one))) for one in view.rows)
    every = shown.programme.approvals
    mine = [one for one in every if one.day == shown.on]
    found = next((one for one in mine if one.digest == digest), mine[-1] if mine else None)
    holds = found is not None and found.digest == digest
    return Approved(
        approval=found,
        by=_by(reading, shown, found) if found else "",
        holds=holds,
        changed=() if holds or found is None else _changed(found, texts, shown.rows),
        digest=digest,
        texts=texts,
        other_days=tuple(sorted({one.day for one in every} - {shown.on}, reverse=True)),
    )


def approval_sentence(reading: Reading, found: Approved) -> str:
    """Return whether the text is approved, in words: by whom and when; or that it is a draft, and what has changed."""
    words = reading.words
    if found.approval is None:
        return words("Draft: nobody has approved this text yet.")
    when = day(found.approval.given or found.approval.day)
    if found.holds:
        said = words("Approved as it stands by {body} on {day}.", body=found.by, day=when)
        swedish = words("It is the Swedish text that is approved.")
        return said if reading.language == "sv" else f"{said} {swedish}"
    said = words("Draft: {body} approved the text on {day}, but it has changed since.", body=found.by, day=when)
    if found.changed:
        said += " " + words("Another text now: {criteria}.", criteria="; ".join(found.changed))
    return " ".join((said, words("The approval does not hold for what stands here.")))


def as_document(reading: Reading, shown: CheckpointView, found: Approved) -> str:
    """Return the text to take along: first whether it is approved and by whom, then the computed text."""
    return f"{approval_sentence(reading, found)}\n\n{as_text(reading, shown)}"


def _by(reading: Reading, shown: CheckpointView, found: Approval) -> str:
    function = f" ({found.function.in_language(reading.language)})" if found.function else ""
    return shown.programme.body_name(found.body) + function


def _changed(found: Approval, texts: tuple[ApprovedText, ...], rows: tuple[CriterionRow, ...]) -> tuple[str, ...]:
    then = {one.criterion: one.digest for one in found.texts}
    if not then:
        return ()
    titles = {one.criterion.id: one.what for one in rows}
    return tuple(titles[one.criterion] for one in texts if then.get(one.criterion) != one.digest)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
