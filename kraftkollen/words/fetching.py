"""What came of fetching from a source, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate, translate_counted

_OUTCOMES: Mapping[str, str] = {
    "delivered": mark("New: {new}. Changed: {changed}."),
    "would_deliver": mark("New: {new}. Changed: {changed}. Nothing is stored."),
    "same": mark("The source says the same as before."),
    "waiting": mark("The same figures wait for approval already."),
    "declined": mark("The same figures have been rejected or taken back before. They were not delivered again."),
    "nothing_due": mark("Nothing new can exist yet. The source was not asked."),
    "nothing_yet": mark("The source has nothing new yet."),
    "refused": mark("Nothing was taken in."),
}


class Lack(Protocol):
    """A period that could exist and is not there."""

    @property
    def period(self) -> str: ...

    @property
    def since(self) -> date: ...


def what_came(outcome: str, new: int, changed: int, lacking: Sequence[Lack], language: Language) -> str:
    """Return what came of one source, and what is lacking, the longest first."""
    said = translate(language, _OUTCOMES[outcome], new=new, changed=changed)
    lacks = what_lacks(lacking, language)
    return f"{said} {lacks}" if lacks else said


def what_lacks(lacking: Sequence[Lack], language: Language) -> str:
    """Return which periods are lacking, and since when; "" if none is."""
    if not lacking:
        return ""
    first = min(lacking, key=lambda one: one.since)
    return translate_counted(
        language,
        "{count} period is not there: {period}, which could be there since {since}.",
        "{count} periods are not there; the first, {period}, could be there since {since}.",
        len(lacking),
        period=first.period,
        since=first.since.isoformat(),
    )
