"""Areas: a division cuts the city into areas of one level, in one version; borders belong to a version and can be replaced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Level:
    """A size of area, such as delområde; `rank` 0 is the whole city and finer levels count upwards."""

    id: str
    title_sv: str
    title_en: str
    rank: int


@dataclass(frozen=True, slots=True)
class Division:
    """One version of one level's areas, such as "delomrade-2023". Codes are joined only within a division."""

    id: str
    level: str
    version: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area: `code` is unique within its division; `parent` is a code of the next coarser division, if known."""

    division: str
    code: str
    name: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class BorderSet:
    """The borders of a division as known at a time: which file they came from, and whether they are approximate."""

    id: str
    division: str
    source: str
    approximate: bool
    recorded: date


def nested(divisions: Sequence[Division], areas: Iterable[Area]) -> tuple[Division, ...]:
    """Return the divisions that make each other up, the coarsest first: without those that lie beside them.

    Statistics Sweden's RegSO cut the city in another way than its own districts do: none of them names a larger area that it
    is in, and none of the finer areas names one of them.
    """
    parents: dict[str, set[str | None]] = {}
    codes: dict[str, set[str]] = {}
    for area in areas:
        parents.setdefault(area.division, set()).add(area.parent)
        codes.setdefault(area.division, set()).add(area.code)
    found = list(divisions)
    for place, one in enumerate(divisions):
        finer = {name for other in divisions[place + 1 :] for name in parents.get(other.id, set())} - {None}
        alone = parents.get(one.id) == {None} and len(codes[one.id]) > 1
        if place and alone and finer and not finer & codes[one.id]:
            found.remove(one)
    return tuple(found)
