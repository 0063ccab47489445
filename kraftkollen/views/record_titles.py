"""What a reader calls a record of the register in a list to choose from."""

from kraftkollen.views.feedback_view import receiver_title
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import day

_LENGTH = 70


def picture_titles(reading: Reading) -> dict[tuple[str, str], str]:
    """Return insights, answers to pictures and dialogues by kind and id, the newest first."""
    known, language = reading.version.programme, reading.language
    dialogue = reading.words("Dialogue")
    found = [
        (one.day, ("insights", one.id), f"{known.body_name(one.committee)} · {_short(one.text.in_language(language))}")
        for one in known.insights
    ]
    for answer in known.agreements:
        said = reading.words("shares the picture") if answer.agrees else reading.words("does not share the picture")
        found.append((answer.day, ("agreements", answer.id), f"{known.body_name(answer.committee)} · {said}"))
    for talk in known.dialogues:
        found.append((talk.day, ("dialogues", talk.id), f"{dialogue} · {_short(talk.what.in_language(language))}"))
    return {key: f"{day(when)} · {title}" for when, key, title in sorted(found, key=lambda one: -one[0].toordinal())}


def feedback_titles(reading: Reading) -> dict[tuple[str, str], str]:
    """Return answers, findings and briefings by kind and id, the newest first."""
    known, language = reading.version.programme, reading.language
    found = [
        (
            one.day,
            ("answers", one.id),
            f"{receiver_title(reading, known, one.receiver)} · {_short(one.text.in_language(language))}",
        )
        for one in known.answers
    ]
    answered = {one.finding for one in known.answers}
    for finding in known.findings:
        # What somebody has answered stays: the answer would answer nothing.
        if finding.id not in answered:
            found.append((finding.day, ("findings", finding.id), _short(finding.what.in_language(language))))
    briefing_word = reading.words("Briefing")
    for briefing in known.briefings:
        title = f"{briefing_word} · {known.body_name(briefing.committee)} · {briefing.document or ''}"
        found.append((briefing.day, ("briefings", briefing.id), title.rstrip(" ·")))
    return {key: f"{day(when)} · {title}" for when, key, title in sorted(found, key=lambda one: -one[0].toordinal())}


def _short(text: str) -> str:
    return text if len(text) <= _LENGTH else f"{text[:_LENGTH].rsplit(' ', 1)[0]} …"
