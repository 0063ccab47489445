"""Small cities for disclosure control: figures of delområden, added up by the product's own code, protected and attacked."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from kraftkollen.aggregation import Whole, with_wholes
from kraftkollen.disclosure.attack import Bounds, attack
from kraftkollen.disclosure.attacker import Edition
from kraftkollen.disclosure.cells import State
from kraftkollen.disclosure.lattice import Protected, members, protect
from kraftkollen.disclosure.primary import Mask, hide, primary_marks
from kraftkollen.disclosure.sums import Members
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA
from kraftkollen.model.group import Dimension
from kraftkollen.model.indicator import Indicator
from tests.test_disclosure_primary import indicator

Figure = float | None
# (area, group) to a count, or to numerator and denominator.
Counts = Mapping[tuple[str, str], Figure | tuple[Figure, Figure]]
DIMENSIONS = {
    "sex": Dimension.model_validate(
        {"title": {"sv": "x", "en": "x"}, "categories": {one: {"title": {"sv": "x", "en": "x"}} for one in ("women", "men")}}
    ),
    "age": Dimension.model_validate(
        {
            "title": {"sv": "x", "en": "x"},
            "categories": {one: {"title": {"sv": "x", "en": "x"}} for one in ("0-9", "10-19", "20-")},
        }
    ),
}


def catalogue(kind: str = "count_people", **fields: object) -> Catalogue:
    one: Indicator = indicator(kind, **fields)
    return Catalogue({one.id: one}, DIMENSIONS)


def observations(counts: Counts, ratio: bool, division: str = "d", period: str = "2024") -> pa.Table:
    rows = []
    for (area, grp), count in counts.items():
        top, bottom = count if isinstance(count, tuple) else (count, None)
        value = (top / bottom * 100 if bottom else None) if ratio and top is not None else top
        rows.append(
            dict.fromkeys(OBSERVATION_SCHEMA.names)
            | {"indicator": "one", "division": division, "area": area, "period": period, "grp": grp, "value": value}
            | ({"numerator": top, "denominator": bottom} if ratio else {})
            | {"status": "missing" if value is None else "final", "source_row": 1}
        )
    return pa.Table.from_pylist(rows, schema=OBSERVATION_SCHEMA)


class City:
    """A city of delområden in stadsdelar, and what is published of it in one version after another."""

    def __init__(
        self, stadsdelar: Mapping[str, Sequence[str]], defined: Catalogue, priority: Mapping[str, Sequence[str]] | None = None
    ):
        self.catalogue = defined
        larger = [Whole("s", name, "d", frozenset(parts)) for name, parts in stadsdelar.items()]
        larger.append(Whole("c", "city", "s", frozenset(stadsdelar)))
        larger += [Whole("priority", name, "d", frozenset(parts)) for name, parts in (priority or {}).items()]
        self.wholes = tuple(larger)
        self.states: list[State] = []
        self.protected: list[Protected] = []

    @property
    def members(self) -> Members:
        return members((one.division, one.code, one.parts_division, one.parts) for one in self.wholes)

    def figures(self, counts: Counts, *further: pa.Table) -> pa.Table:
        ratio = any(isinstance(one, tuple) for one in counts.values())
        rows = pa.concat_tables([observations(counts, ratio), *further])
        return with_wholes(rows, self.wholes, self.catalogue.indicators)

    def publish(self, counts: Counts, *further: pa.Table) -> "City":
        figures = self.figures(counts, *further)
        done = protect(figures, self.catalogue, self.members, self.states)
        self.protected.append(done)
        self.states.append(State(figures, done.marks, self.members))
        return self

    def with_marks(self, marks: Mask) -> "City":
        """Return the city as if the newest version had gone out with other marks."""
        other = City({}, self.catalogue)
        other.wholes = self.wholes
        newest = self.states[-1]
        other.states = [*self.states[:-1], State(newest.figures, marks, newest.members)]
        return other

    def with_primary_only(self) -> "City":
        return self.with_marks(primary_marks(self.states[-1].figures, self.catalogue.indicators))

    def attacked(self, sample: int | None = None) -> list[Bounds]:
        parts = {(one.division, one.code): (one.parts_division, sorted(one.parts)) for one in self.wholes}
        editions = []
        for number, state in enumerate(self.states):
            same = _unchanged(self.states[number - 1].figures, state.figures) if number else frozenset()
            editions.append(Edition(hide(state.figures, state.marks), parts, same))
        return attack(editions, self.catalogue, sample=sample)

    def failures(self) -> list[Bounds]:
        return [one for one in self.attacked() if one.failed]

    def hidden(self, version: int = -1) -> dict[tuple[str, str], int]:
        """Return area and group of each marked row, and its mark."""
        state = self.states[version]
        rows = zip(state.figures.column("area").to_pylist(), state.figures.column("grp").to_pylist(), state.marks, strict=True)
        return {(area, grp): int(mark) for area, grp, mark in rows if mark}

    def beyond_the_rule(self) -> int:
        state = self.states[-1]
        return int(((state.marks != 0) & (primary_marks(state.figures, self.catalogue.indicators) == 0)).sum())


def _unchanged(before: pa.Table, now: pa.Table) -> frozenset[tuple[str, str, str, str, str]]:
    names = [*KEY, "value", "numerator", "denominator"]
    then = {tuple(row[name] for name in names) for row in before.select(names).to_pylist()}
    rows = ({name: row[name] for name in names} for row in now.select(names).to_pylist())
    return frozenset(tuple(row[name] for name in KEY) for row in rows if tuple(row.values()) in then)


def sexes(areas: Mapping[str, tuple[int, int]]) -> dict[tuple[str, str], float]:
    """Return total, women and men from (women, men) of each area."""
    found: dict[tuple[str, str], float] = {}
    for area, (women, men) in areas.items():
        found |= {(area, "total"): women + men, (area, "women"): women, (area, "men"): men}
    return found


def marks_of(city: City, hidden: set[int]) -> Mask:
    """Return marks of a version of counts in which these rows are hidden."""
    marks = np.zeros(city.states[-1].figures.num_rows, dtype=np.int16)
    marks[list(hidden)] = 1
    return marks
