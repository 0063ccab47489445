"""What a delivery would move, figure by figure: the old value beside the new, in readers' words, filtered."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen.aggregation import COMPUTED, PRIORITY_DIVISION
from kraftkollen.model.delivery import Status
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import absent, bare, with_unit
from kraftkollen.words.numbers import exact

KINDS = ("changed", "new", "gone")


@dataclass(frozen=True, slots=True)
class MovedFigure:
    """One figure before and after, as a reader meets it. `difference` is "" where there is no value on one side.

    `computed` says whether it is added up from smaller areas.
    """

    kind: str
    indicator: str
    level: str
    area: str
    period: str
    group: str
    old: str
    new: str
    difference: str
    computed: bool


@dataclass(frozen=True, slots=True)
class MovesView:
    """The figures that fit what was asked for, the first of them; `count` is how many fit."""

    rows: tuple[MovedFigure, ...]
    count: int


def moves_view(
    reading: Reading,
    figures: pa.Table,
    *,
    kind: str | None = None,
    indicator: str | None = None,
    containing: str = "",
    most: int | None = None,
) -> MovesView:
    """Return what moves, with names.

    Parameters
    ----------
    figures : pa.Table
        One row a figure: KEY, `kind` (one of KINDS), `origin`, FIGURES, and FIGURES before under `old_…`. Only what the reader
        may see.
    containing
        A part of the name or code of the area; case does not matter.
    most
        How many rows at most; all if left out.
    """
    names = _Names(reading)
    for column, wanted in (("kind", kind), ("indicator", indicator)):
        if wanted is not None:
            figures = figures.filter(pc.equal(figures.column(column), wanted))
    if containing.strip():
        areas = pa.array(sorted(names.areas_with(containing)), pa.string())
        figures = figures.filter(pc.is_in(figures.column("area"), value_set=areas))
    shown = figures if most is None else figures.slice(0, most)
    return MovesView(tuple(_rows(names, shown)), figures.num_rows)


class _Names:
    """What ids are called in the reader's language."""

    def __init__(self, reading: Reading) -> None:
        version, language = reading.version, reading.language
        self.reading = reading
        self.areas = {(one.division, one.code): one.name for one in version.registry.areas}
        self.areas |= {(PRIORITY_DIVISION, one.id): one.name for one in version.programme.priority_areas}
        titles = {one.id: one.title_sv if language == "sv" else one.title_en for one in version.registry.levels}
        self.levels = {one.id: titles.get(one.level, one.level) for one in version.registry.divisions}
        self.levels[PRIORITY_DIVISION] = reading.words("priority area")
        catalogue = version.catalogue
        self.groups = {one: group.title(catalogue.dimensions, language) for one, group in catalogue.all_groups.items()}

    def areas_with(self, text: str) -> set[str]:
        wanted = text.strip().casefold()
        return {code for (_, code), name in self.areas.items() if wanted in name.casefold() or wanted == code.casefold()}


def _rows(names: _Names, figures: pa.Table) -> Iterator[MovedFigure]:
    for one in figures.to_pylist():
        old, new = (_said(names.reading, one, before) for before in ("old_", ""))
        if old == new:
            # The value is the same and what it is made of is not: that is what changed.
            old, new = (f"{text} ({_basis(names.reading, one, before)})" for text, before in ((old, "old_"), (new, "")))
        place = (one["division"], one["area"])
        defined = names.reading.version.catalogue.indicators.get(one["indicator"])
        yield MovedFigure(
            kind=one["kind"],
            indicator=defined.title.in_language(names.reading.language) if defined else one["indicator"],
            level=names.levels.get(one["division"], one["division"]),
            area=names.areas.get(place, one["area"]),
            period=one["period"],
            group=names.groups.get(one["grp"], one["grp"]),
            old=old,
            new=new,
            difference=_difference(names.reading, one),
            computed=one["origin"] == COMPUTED,
        )


def _said(reading: Reading, one: dict[str, object], before: str) -> str:
    value, status = one[f"{before}value"], one[f"{before}status"]
    if status is None:
        return "–"
    return figure_said(reading, str(one["indicator"]), value if isinstance(value, float) else None, str(status))


def figure_said(reading: Reading, indicator: str, value: float | None, status: str) -> str:
    """Return a delivered figure with its unit, and whether it is preliminary; or the word for why there is none."""
    defined = reading.version.catalogue.indicators.get(indicator)
    if value is None:
        return absent(status, reading.language)
    said = with_unit(value, defined, reading.language) if defined else exact(value, reading.language)
    # Outside of the braces: the tool that collects messages does not look into them.
    preliminary = reading.words("preliminary")
    return f"{said} ({preliminary})" if status == Status.PRELIMINARY else said


def _basis(reading: Reading, one: dict[str, object], before: str) -> str:
    made_of = basis_said(reading, one[f"{before}numerator"], one[f"{before}denominator"])
    return made_of or _exact_or_dash(reading, one[f"{before}value"])


def basis_said(reading: Reading, numerator: object, denominator: object) -> str:
    """Return what a share or rate is made of: "823 of 1 000"; "" where it is not known."""
    if not isinstance(numerator, float) or not isinstance(denominator, float):
        return ""
    of = (exact(number, reading.language) for number in (numerator, denominator))
    return reading.words("{numerator} of {denominator}", **dict(zip(("numerator", "denominator"), of, strict=True)))


def _exact_or_dash(reading: Reading, value: object) -> str:
    return exact(value, reading.language) if isinstance(value, float) else "–"


def _difference(reading: Reading, one: dict[str, object]) -> str:
    now, before = one["value"], one["old_value"]
    defined = reading.version.catalogue.indicators.get(str(one["indicator"]))
    if not isinstance(now, float) or not isinstance(before, float) or defined is None:
        return ""
    # Of the figures as they are shown, so that the row adds up.
    apart = round(now, defined.decimals) - round(before, defined.decimals)
    said = bare(apart, defined, reading.language)
    return f"+{said}" if apart > 0 else said
