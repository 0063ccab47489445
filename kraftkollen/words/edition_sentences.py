"""What is said of editions where something cannot be done, and what they are called as they stand."""

from collections.abc import Mapping

from kraftkollen.model.edition import EditionStatus
from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

EDITION_ERRORS: Mapping[str, str] = {
    "announced_too_late": mark(
        "The day {on} is no later than today, {today}: everybody must know beforehand. Announce a later day."
    ),
    "not_announced": mark("No edition of {year} is announced. Announce a day first, so that all get it at the same moment."),
    "not_yet_due": mark("The edition of {year} is announced for {on}, and today is {today}. Publish it that day or later."),
    "no_such_year": mark("There is no yearly evaluation of {year}. Choose a year from {first} to {last}."),
}
_STATUSES: Mapping[EditionStatus, str] = {
    EditionStatus.PUBLISHED: mark("published"),
    EditionStatus.SUPERSEDED: mark("superseded"),
    EditionStatus.ERASED_BEHIND: mark("no longer stands"),
}


def status_name(status: EditionStatus, language: Language) -> str:
    """Return how an edition stands, in a word or two."""
    return translate(language, _STATUSES[status])
