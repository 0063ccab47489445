"""How much of each indicator and level is hidden, and what would show more: from published figures alone."""

from dataclasses import dataclass

import pyarrow.compute as pc

from kraftkollen.aggregation import PRIORITY_DIVISION
from kraftkollen.disclosure.kept import Kept, fewest_years, kept, pooled_enough
from kraftkollen.model.indicator import Indicator
from kraftkollen.views.reading import Reading
from kraftkollen.words.numbers import number


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One indicator and level. `pooled` says over how many periods, `more` what would show more, if anything was found."""

    indicator: str
    title: str
    level: str
    cells: int
    hidden: int
    share: float
    pooled: str
    more: str
    division: str = ""


@dataclass(frozen=True, slots=True)
class KeptView:
    """A sentence, and the indicators and levels of which something is hidden or pooled, most hidden first."""

    sentence: str
    rows: tuple[KeptRow, ...]
    cells: int = 0
    hidden: int = 0
    worse: int = 0

    @property
    def share(self) -> float:
        """The share of all published figures that is hidden, 0 to 1."""
        return self.hidden / self.cells if self.cells else 0.0


def kept_view(reading: Reading) -> KeptView:
    """Return how much is hidden in the version that is read."""
    every = kept(reading.version.figures.cells_by_status())
    defined = reading.version.catalogue.indicators
    told = [one for one in every if (one.hidden or one.pooled) and one.indicator in defined]
    rows = [_row(reading, one, every) for one in sorted(told, key=lambda one: (-one.share_hidden, one.indicator, one.division))]
    cells, hidden, worse = (sum(getattr(one, name) for one in every) for name in ("cells", "hidden", "much_hidden"))
    return KeptView(_sentence(reading, every), tuple(rows), cells, hidden, worse)


def _sentence(reading: Reading, every: tuple[Kept, ...]) -> str:
    cells, hidden = sum(one.cells for one in every), sum(one.hidden for one in every)
    if not cells:
        return reading.words("Nothing is published yet, so nothing is hidden.")
    said = reading.counted(
        "{hidden} of {every} published figures is hidden, to protect people in small groups ({share}).",
        "{hidden} of {every} published figures are hidden, to protect people in small groups ({share}).",
        hidden,
        hidden=number(hidden, 0, reading.language),
        every=number(cells, 0, reading.language),
        share=percent(reading, hidden / cells),
    )
    worse = sum(one.much_hidden for one in every)
    if not worse:
        return said
    more = reading.counted(
        "For {count} indicator and level more than a third is hidden.",
        "For {count} pairs of indicator and level more than a third is hidden.",
        worse,
    )
    return f"{said} {more}"


def _row(reading: Reading, one: Kept, every: tuple[Kept, ...]) -> KeptRow:
    indicator = reading.version.catalogue.indicators[one.indicator]
    years = reading.counted("{count} period", "{count} periods", indicator.pooling.years)
    return KeptRow(
        indicator=one.indicator,
        title=indicator.title.in_language(reading.language),
        level=_level(reading, one.division),
        cells=one.cells,
        hidden=one.hidden,
        share=one.share_hidden,
        pooled=years if one.pooled else reading.words("no"),
        more=_more(reading, indicator, one, every) if one.much_hidden else "",
        division=one.division,
    )


def _more(reading: Reading, indicator: Indicator, one: Kept, every: tuple[Kept, ...]) -> str:
    """Return what would show more, as far as what is published says: pooling, and a larger level."""
    return " ".join(filter(None, (_by_pooling(reading, indicator, one), _by_level(reading, one, every))))


def _by_pooling(reading: Reading, indicator: Indicator, one: Kept) -> str:
    if one.pooled or not indicator.is_ratio or indicator.every > 1:
        return ""
    rows = reading.version.figures.series(indicator.id)
    found = fewest_years(pooled_enough(rows.filter(pc.equal(rows["division"], one.division)), indicator))
    if found is None:
        return ""
    return reading.words(
        "Pooled over {years} periods, the denominator would be large enough for {share} of the figures.",
        years=found.years,
        share=percent(reading, found.enough / found.spans),
    )


def _by_level(reading: Reading, one: Kept, every: tuple[Kept, ...]) -> str:
    order = [division.id for division in reading.version.registry.divisions]
    if one.division not in order:
        return ""
    coarser = order[: order.index(one.division)]
    mine = {other.division: other for other in every if other.indicator == one.indicator and not other.much_hidden}
    found = next((mine[division] for division in reversed(coarser) if division in mine), None)
    if found is None:
        return ""
    level = _level(reading, found.division).lower()
    if not found.hidden:
        return reading.words("At the level {level} nothing is hidden.", level=level)
    return reading.words("At the level {level} {share} is hidden.", level=level, share=percent(reading, found.share_hidden))


def percent(reading: Reading, share: float) -> str:
    """Return a share from 0 to 1 as per cent, with a decimal where it is small."""
    text = number(100 * share, 1 if share < 0.1 else 0, reading.language)
    return f"{text}\u00a0%" if reading.language == "sv" else f"{text}%"


def _level(reading: Reading, division: str) -> str:
    if division == PRIORITY_DIVISION:
        return reading.words("Priority areas")
    registry = reading.version.registry
    level = next((one.level for one in registry.divisions if one.id == division), None)
    titles = {one.id: one.title_sv if reading.language == "sv" else one.title_en for one in registry.levels}
    return titles[level] if level is not None else division
