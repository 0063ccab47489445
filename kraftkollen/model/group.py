"""Groups (redovisningsgrupper): a category of each dimension that is broken down; everybody when none is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from pydantic import Field

from kraftkollen.model.text import Definition, Language, Text

TOTAL = "total"
_JOIN = "."


class Category(Definition):
    """One value of a dimension, such as women, or 16 to 19 years."""

    title: Text = Field(description="What the reader sees.")
    aliases: tuple[str, ...] = Field(default=(), description="Other ways in which files write it; case does not matter.")


class Dimension(Definition):
    """A way of dividing people into parts that together are everybody."""

    title: Text = Field(description="What the reader sees, such as Kön.")
    categories: Mapping[str, Category] = Field(min_length=2, description="The parts, by id, in the order shown.")


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its id is "total", or the ids of its categories joined by a point in the order of the dimensions."""

    categories: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return _JOIN.join(category for _, category in self.categories) or TOTAL

    def title(self, dimensions: Mapping[str, Dimension], language: Language) -> str:
        """Return what the reader sees."""
        if not self.categories:
            return "Totalt" if language == "sv" else "Total"
        titles = (dimensions[name].categories[category].title for name, category in self.categories)
        return ", ".join(title.in_language(language) for title in titles)


def groups_of(breakdowns: Iterable[Iterable[str]], dimensions: Mapping[str, Dimension]) -> tuple[Group, ...]:
    """Return everybody, then the groups of each breakdown (a list of dimensions that are crossed)."""
    return (Group(), *(group for names in breakdowns for group in _crossed(tuple(names), dimensions)))


def _crossed(names: tuple[str, ...], dimensions: Mapping[str, Dimension]) -> Iterator[Group]:
    for combination in product(*(dimensions[name].categories for name in names)):
        yield Group(tuple(zip(names, combination, strict=True)))
