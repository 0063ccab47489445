"""Areas: a division cuts the city into areas of one level, in one version; borders belong to a version and can be replaced."""

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
