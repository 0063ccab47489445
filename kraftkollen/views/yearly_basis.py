"""What the parts of the yearly evaluation start from: a year, its days, and what is worked out once for all parts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kraftkollen.model.intervention import Intervention, Status
from kraftkollen.model.modules import Module, used
from kraftkollen.model.programme import Programme
from kraftkollen.model.yearly import Evidence, Table
from kraftkollen.views.checkpoint_view import CheckpointView, checkpoint_view
from kraftkollen.views.money_view import MoneyView, money_view
from kraftkollen.views.movers_view import PlaceMovers, movers_view
from kraftkollen.views.outcomes import ReadOutcome, read_outcomes
from kraftkollen.views.places import Place, priority_places
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import Names, covers


@dataclass(frozen=True)
class Basis:
    """A year as it was known on a day. `day`: the day of knowledge, in the year or the one after it."""

    reading: Reading
    year: int
    day: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the year that has come: decisions, money and interventions after it are not in it."""
        return min(self.day, date(self.year, 12, 31))

    @property
    def programme(self) -> Programme:
        return self.reading.version.programme

    @cached_property
    def names(self) -> Names:
        return Names(self.reading, self.programme)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return priority_places(self.reading)

    @cached_property
    def read(self) -> tuple[ReadOutcome, ...]:
        """The verdicts on what had started in the year, on the figures that could exist on the day of knowledge."""
        return read_outcomes(self.reading, self.day, self.last)

    @cached_property
    def movers(self) -> dict[str, PlaceMovers]:
        """What has moved in each priority area up to the end of the year, by its id."""
        return {one.place.id: one for one in movers_view(self.reading, self.last)}

    @cached_property
    def money(self) -> MoneyView | None:
        """Money of the year; None where there is none, or the city does not use that part."""
        if not self.uses(Module.MONEY):
            return None
        found = money_view(self.reading, self.last, str(self.year))
        return found if found.year.chosen is not None and found.year.chosen.id == str(self.year) else None

    @cached_property
    def checkpoint(self) -> CheckpointView:
        return checkpoint_view(self.reading, self.programme, self.last, tuple(one.outcome for one in self.read))

    @cached_property
    def running(self) -> tuple[Intervention, ...]:
        """What was under way some day of the year: processes of the whole city first, then as the register has them."""
        found = (one for one in self.programme.interventions if self._in_year(one))
        return tuple(sorted(found, key=lambda one: not one.city_wide))

    def _in_year(self, one: Intervention) -> bool:
        begun = one.start is not None and one.start <= self.last
        over = one.end is not None and one.end < self.first
        return begun and not over and one.status_on(self.last) is not Status.PLANNED

    def here(self, place: str, listed: Iterable[Intervention]) -> tuple[Intervention, ...]:
        """Return those of the interventions that work in a priority area; processes of the whole city left out."""
        chosen = next(one for one in self.programme.priority_areas if one.id == place)
        finest = covers(self.reading)
        wanted = _finest(finest, chosen.level, chosen.areas)
        return tuple(one for one in listed if not one.city_wide and wanted & _finest(finest, one.level, one.areas))

    def uses(self, module: Module) -> bool:
        return used(self.programme, module)

    @property
    def words(self) -> Callable[..., str]:
        """What says a message in the reader's language: `Reading.words`."""
        return self.reading.words

    @property
    def counted(self) -> Callable[..., str]:
        """What says the form of a message that fits a count: `Reading.counted`."""
        return self.reading.counted


def _finest(finest: dict[tuple[str, str], frozenset[str]], level: str, codes: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(finest.get((level, code), frozenset({code})) for code in codes))


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name for ever, its cells, and where its evidence stands."""

    key: str
    cells: tuple[str, ...]
    link: Evidence | None = None


def table(
    name: str, title: str, headers: Sequence[str], rows: Iterable[Row], *, numbers: Iterable[int] = (), note: str = ""
) -> Table:
    """Return a table; `numbers` are the places of the columns of numbers. Its title says what it shows, also to the blind."""
    listed, right = tuple(rows), frozenset(numbers)
    return Table(
        id=name,
        title=title,
        alt=title,
        headers=tuple(headers),
        rows=tuple(one.cells for one in listed),
        keys=tuple(one.key for one in listed),
        numeric=tuple(place in right for place in range(len(headers))),
        links=tuple(one.link for one in listed),
        note=note,
    )


def of_intervention(name: str) -> Evidence:
    """Return where an intervention stands with all that is on record."""
    return Evidence("insatser", (("insats", name),))


def of_effect(name: str) -> Evidence:
    """Return where the evaluation of an intervention stands."""
    return Evidence("effektutvardering", (("insats", name),))


def of_place(name: str) -> Evidence:
    """Return where a priority area stands with every indicator."""
    return Evidence("omraden", (("omrade", name),))


def of_money(year: int) -> Evidence:
    """Return where the money of a year stands, row by row."""
    return Evidence("pengar", (("ar", str(year)),))
