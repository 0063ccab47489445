"""What a source's answers come to: rows, the areas that they are of, and the producer's own date."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kraftkollen.errors import Detail, Problem
from kraftkollen.intake.jsonstat import loaded
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.fetching import Answer, Ask, Question
from kraftkollen.model.group import Group
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import PeriodKind, readings

MISSING = ".."
_MOST_TOLD = 10
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as the source wrote it; an empty text is not delivered, `..` is missing."""

    area: str
    period: str
    group: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    status: str = ""


@dataclass(frozen=True)
class Found:
    """What the answers hold.

    `areas` are the areas as the source names them (code, name), where it names them; `updated` is the producer's own date, ""
    where it says none; `decimal_mark` how the texts are written.
    """

    rows: tuple[Row, ...]
    areas: tuple[tuple[str, str], ...] = ()
    updated: str = ""
    decimal_mark: str = "."


# A question at a time, each with its answer, until everything is found. Stops by raising UnreadableError.
Dialogue = Generator[Question, Answer, Found]


@dataclass(frozen=True)
class Meaning:
    """What is asked, and the groups that the indicator has, by their categories."""

    ask: Ask
    indicator: Indicator
    groups: Mapping[frozenset[tuple[str, str]], str]

    @classmethod
    def of(cls, ask: Ask, indicator: Indicator, groups: Iterable[Group]) -> "Meaning":
        return cls(ask, indicator, {frozenset(one.categories): one.id for one in groups})

    @property
    def dimensions(self) -> frozenset[str]:
        """The dimensions that some group of the indicator has."""
        return frozenset(name for group in self.groups for name, _ in group)

    def period(self, text: str) -> str | None:
        """Return a period in the indicator's own form; None if it is none of its kind."""
        return period_of(text, self.indicator.period)


def period_of(text: str, kind: PeriodKind) -> str | None:
    """Return the period that a source's text names, in our form; None if it is no period of the kind."""
    return next((str(one) for one in readings(text) if one.kind is kind), None)


def stop(code: str, **details: Detail) -> UnreadableError:
    """Return what ends a dialogue: nothing of it is kept."""
    return UnreadableError(Problem(code, details=details))


def told(names: Iterable[str]) -> str:
    """Return some names as a message tells them."""
    listed = list(dict.fromkeys(names))
    return ", ".join(listed[:_MOST_TOLD]) + (", …" if len(listed) > _MOST_TOLD else "")


def content_of(answer: Answer, *keys: str) -> dict[str, Any]:
    """Return an answer's JSON object, which must have the keys; numbers stay as they are written."""
    content = loaded(answer.body)
    if not isinstance(content, dict):
        raise stop("answer_form", part="{}")
    for key in keys:
        if key not in content:
            raise stop("answer_form", part=key)
    return content


def parts(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """Yield the items in parts of at most so many."""
    return (items[start : start + most] for start in range(0, len(items), most))
