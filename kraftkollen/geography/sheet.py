"""What a map for print shows, before it is drawn: looks of areas, outlines, marks and words."""

from dataclasses import dataclass

Point = tuple[float, float]
"""lon, lat in degrees."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Areas that look alike; `label` is what the legend calls them, "" for nothing. A `stripe` hatches them in its colour."""

    codes: tuple[str, ...]
    colour: str
    label: str = ""
    stripe: str = ""


@dataclass(frozen=True, slots=True)
class Outlined:
    """Areas with one line around them all, and the name that is written in them."""

    codes: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """Something by its number, at points and along lines of (lon, lat); `label` is what the legend calls its kind."""

    number: str
    label: str
    colour: str
    points: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn: looks of areas, outlines over them, marks over those, and the words.

    `title` and `description` are read aloud by a screen reader; the title stands above the map too if `titled`. `heading`
    stands above the legend, `outline` is what it calls an outline, `source` the lines below; "" for nothing. `width` in inches.
    """

    title: str
    description: str
    filled: tuple[Filled, ...]
    outlined: tuple[Outlined, ...] = ()
    marked: tuple[Marked, ...] = ()
    heading: str = ""
    outline: str = ""
    source: str = ""
    width: float = 7.0
    titled: bool = True
