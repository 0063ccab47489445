"""The meeting sheet as a document of one page: where the areas stand, what is to be decided, what the evaluation lacks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kraftkollen.report.columns import fitted
from kraftkollen.report.document import Block, Document, Heading, Items, Paragraph
from kraftkollen.report.footing import foot
from kraftkollen.views.meeting_view import MeetingView
from kraftkollen.views.movers_view import Mover, PlaceMovers
from kraftkollen.views.reading import Reading

# What one page has room for; what is left out is counted on it, and stands in full on the start page.
_MOST_MOVERS, _MOST_DUE, _MOST_LACKS, _MOST_LETTERS, _MOST_NAMED = 3, 7, 9, 100, 2


def meeting_document(reading: Reading, shown: MeetingView) -> Document:
    """Return the sheet of the meeting that the view is about."""
    words = reading.words
    return Document(
        title=shown.name,
        kind=words("Meeting sheet for {day}.", day=shown.on.isoformat()).rstrip("."),
        language=reading.language,
        at=reading.version.figures.published_at,
        foot=foot(reading),
        demo=reading.demo_notice,
        blocks=(
            *_stand(reading, shown),
            *_due(reading, shown),
            *_evaluation(reading, shown),
            Paragraph(
                words("This is development, not effect: nothing here is compared with what would have happened otherwise."),
                "source",
            ),
        ),
    )


def _stand(reading: Reading, shown: MeetingView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("What has moved since the start"))
    yield Paragraph(shown.sentence, "lead")
    for one, said in zip(shown.places, shown.said, strict=True):
        yield Heading(f"{one.place.name}: {said}", 2)
        yield Items(tuple(_moved(reading, one)))


def _moved(reading: Reading, one: PlaceMovers) -> Iterator[str]:
    words = reading.words
    for title, found in (
        (words("The right way"), one.right),
        (words("The wrong way"), one.wrong),
        (words("Moved; no way is better"), one.neither),
    ):
        if found:
            yield f"{title}: {'; '.join(_movers(reading, found))}."


def _movers(reading: Reading, found: Sequence[Mover]) -> Iterator[str]:
    for one in found[:_MOST_MOVERS]:
        yield f"{one.title} {one.change}" + (f" ({one.beside})" if one.beside else "")
    yield from _rest(reading, len(found), _MOST_MOVERS)


def _rest(reading: Reading, count: int, shown: int) -> Iterator[str]:
    if count > shown:
        yield reading.counted("and {count} more", "and {count} more", count - shown)


def _due(reading: Reading, shown: MeetingView) -> Iterator[Block]:
    words = reading.words
    yield Heading(words("To decide and to answer"))
    yield Paragraph(shown.due_sentence)
    if not shown.due:
        return
    rows = [(one.when, f"{one.asked}: {_short(one.what)}", one.whose) for one in shown.due[:_MOST_DUE]]
    yield replace(fitted((words("When"), words("What"), words("Whose")), rows, (False,) * 3), dense=True)
    for said in _rest(reading, len(shown.due), _MOST_DUE):
        yield Paragraph(f"{said}.", "source")


def _evaluation(reading: Reading, shown: MeetingView) -> Iterator[Block]:
    words, found = reading.words, shown.evaluation
    if found is None:
        return
    yield Heading(words("The evaluation after one year"))
    yield Paragraph(" ".join(filter(None, (found.days, found.readiness, found.budget))))
    if found.lacks:
        rows = [(one.what, str(one.count), _whose(reading, one.whose)) for one in found.lacks[:_MOST_LACKS]]
        yield replace(fitted((words("Criterion"), words("Missing"), words("Whose")), rows, (False, True, False)), dense=True)
        for said in _rest(reading, len(found.lacks), _MOST_LACKS):
            yield Paragraph(f"{said}.", "source")


def _whose(reading: Reading, names: Sequence[str]) -> str:
    return " ".join((", ".join(names[:_MOST_NAMED]), *_rest(reading, len(names), _MOST_NAMED)))


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS].rsplit(' ', 1)[0]} …"
