"""What an indicator is. The field descriptions are the writing guide: `docs/indikatorer.md` is made from them.

A field says what it holds, with a good and, where people go wrong, a bad example.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from kraftkollen.model.fetching import FetchSource
from kraftkollen.model.period import Period, PeriodKind, parse_period, readings
from kraftkollen.model.text import Definition, Text


class Kind(StrEnum):
    """What a value is, and so how values of small areas make the value of a larger one."""

    SHARE = "share"
    RATE = "rate"
    MEAN = "mean"
    COUNT_PEOPLE = "count_people"
    COUNT_THINGS = "count_things"


RATIOS = frozenset({Kind.SHARE, Kind.RATE, Kind.MEAN})
COUNTS = frozenset({Kind.COUNT_PEOPLE, Kind.COUNT_THINGS})


class Better(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Counted(StrEnum):
    """What the numerator counts. People are protected by disclosure control; things are not."""

    PEOPLE = "people"
    THINGS = "things"


def _period_text(value: object) -> str:
    # YAML reads 2019 as a number; a period is a text everywhere else.
    text = str(value)
    if not readings(text):
        raise ValueError("not a period: write 2024, 2024/25, 2024H1, 2024T1, 2024Q1 or 2024-03")
    return text


PeriodText = Annotated[str, BeforeValidator(_period_text)]


def _in_both(value: object) -> object:
    return {"sv": value, "en": value} if isinstance(value, str) else value


# What a source is called that nobody else has made: the owner's own records.
OWN_RECORDS = "egen uppföljning"


class Source(Definition):
    """Where the figure comes from."""

    producer: str = Field(description="Who makes the figure. Good: SCB. Bad: the department that forwarded the file.")
    table: str | None = Field(default=None, description="The producer's table or register, if it has a name.")
    code: str | None = Field(default=None, description="The code in the producer's catalogue, such as N15428 in Kolada.")
    catalogue: str | None = Field(default=None, description="Whose catalogue the code belongs to. Good: Kolada.")
    licence: str | None = Field(default=None, description="The terms on which the figure may be passed on. Good: CC0.")
    passed_on: bool | None = Field(
        default=None,
        description="Whether the figure may go out as open data. Left out: yes where its terms are known, or the city made it.",
    )
    official: bool = Field(
        default=False,
        description="True if the producer publishes it itself. At levels that are public it needs no second person's approval.",
    )


class SmallNumbers(Definition):
    """When a cell is hidden. The defaults are the product's own; there is no national minimum."""

    hide_counts_to: int = Field(default=4, ge=0, description="Counts of people from 1 up to this are hidden.")
    least_denominator: int = Field(default=30, ge=0, description="Shares and rates on fewer people than this are hidden.")


class Pooling(Definition):
    """How a series is made steadier, and more of it shown, where its denominators are small by nature.

    A pooled figure is the sum of numerators over the sum of denominators of consecutive periods (counts are summed); where a
    part is missing it is missing, and none spans a break. Spans do not overlap: of three years, one ends in each year that
    three divides (2023--2025). The single periods behind them are not published.
    """

    years: int = Field(default=1, ge=1, le=5, description="How many periods each published figure spans. 1: not pooled.")
    levels: tuple[str, ...] = Field(
        default=(),
        description="The levels that are pooled, with the priority areas made of them. Left out: the usual level alone.",
    )
    level: str | None = Field(
        default=None,
        description="The finest level that is published, if not the finest delivered. Good: stadsdel, for rare events.",
    )


class Break(Definition):
    """A place where the series before and after cannot be compared."""

    period: PeriodText = Field(description="The first period of the new series.")
    what: Text = Field(description="What changed. Good: New curriculum and grading. Bad: Data error.")


class Target(Definition):
    """A value to reach, as a body decided it."""

    period: PeriodText = Field(description="When it is to be reached.")
    value: float = Field(description="The value, in the indicator's own unit.")
    area: str | None = Field(
        default=None, description="The id of a priority area or the code of an area; the city if left out."
    )
    decided: str | None = Field(default=None, description="Body, date and reference of the decision.")


class Baseline(Definition):
    """The period that development is counted from."""

    period: PeriodText = Field(description="Good: the last whole period before the programme started.")
    why: Text | None = Field(default=None, description="Why that one, if it is not the last before the start.")


class Range(Definition):
    """What a value can possibly be. Outside it a file is refused."""

    low: float | None = Field(default=0.0, description="The least possible value; null if there is none.")
    high: float | None = Field(default=None, description="The greatest possible value; null if there is none.")

    def holds(self, value: float) -> bool:
        """Return whether the value is possible."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


_PER = {Kind.SHARE: 100, Kind.RATE: 100_000}
_UNIT = {
    Kind.SHARE: {"sv": "procent", "en": "per cent"},
    Kind.COUNT_PEOPLE: {"sv": "personer", "en": "people"},
    Kind.COUNT_THINGS: {"sv": "antal", "en": "number"},
}


class Indicator(Definition):
    """One indicator. Eight lines are enough: id, title, description, kind, better, numerator, denominator, owner."""

    id: str = Field(
        pattern=r"^[a-z][a-z0-9_]{2,49}$",
        description="In English, for addresses, files and code; never changed. Good: school_attendance. Bad: ind_7.",
    )
    title: Text = Field(
        description="What is measured, of whom, and where; no direction. Good: Närvaro i grundskolan. Bad: Ökad närvaro.",
    )
    description: Text = Field(
        description="One to three sentences for somebody outside the field: what a figure means, and what it does not.",
    )
    kind: Kind = Field(
        description="share (part of a whole), rate (events over people), mean, count_people or count_things.",
    )
    per: int = Field(default=1, description="100, 100000 or 1. Left out: 100 for a share, 100000 for a rate, else 1.")
    unit: Annotated[Text, BeforeValidator(_in_both)] = Field(
        description="The unit, as it stands after the number. Left out: per cent for a share, people or number for a count.",
    )
    unit_one: Annotated[Text, BeforeValidator(_in_both)] | None = Field(
        default=None,
        description="The unit after the number 1, where it is another word: timme. Left out: person for a count of people.",
    )
    decimals: int = Field(default=1, ge=0, le=4, description="Decimals shown. Left out: 1, for counts 0.")
    better: Better = Field(description="higher, lower, or neither where nobody has decided what is good.")
    numerator: Annotated[Text, BeforeValidator(_in_both)] | None = Field(
        default=None,
        description="What is counted above the line, in words. Good: Pupils eligible in year 9, per 15 June.",
    )
    denominator: Annotated[Text, BeforeValidator(_in_both)] | None = Field(
        default=None,
        description="What it is divided by, in words. Good: All pupils who left year 9. Bad: All.",
    )
    counted: Counted = Field(
        default=Counted.PEOPLE,
        description="What the numerator counts: people (protected) or things. Count crimes as people: each has a victim.",
    )
    range: Range = Field(default_factory=Range, description="What is possible. Left out: 0 to 100 for a share, else from 0.")
    period: PeriodKind = Field(default=PeriodKind.YEAR, description="year, school_year, half_year, tertial, quarter or month.")
    every: int = Field(default=1, ge=1, le=5, description="2 if only every second period is measured.")
    lag_months: int = Field(default=6, ge=0, le=36, description="Months after the period's end until a figure can exist.")
    breakdowns: tuple[tuple[str, ...], ...] = Field(
        default=(),
        description="Groups beside the total: lists of dimensions that are crossed. Good: [[sex]] or [[sex], [sex, age]].",
    )
    levels: tuple[str, ...] = Field(
        default=("delomrade",),
        min_length=1,
        description="The levels at which it is delivered, the usual first. Larger levels are computed.",
    )
    public_shares_at: tuple[str, ...] = Field(
        default=(),
        description="Levels at which the producer has made a bare share public: it is taken without numerator, never added up.",
    )
    pooling: Pooling = Field(default_factory=Pooling, description="Years or level to pool over where denominators are small.")
    source: Source = Field(
        default_factory=lambda: Source(producer=OWN_RECORDS),
        description="Where the figure comes from. Left out: the owner's own records.",
    )
    fetch: tuple[FetchSource, ...] = Field(
        default=(),
        description="Where its figures can be fetched: kolada, pxweb or ckan. How: docs/hamtning.md. Left out: nowhere.",
    )
    owner: str = Field(
        pattern=r"^[a-z][a-z0-9_]*$",
        description="The id of the committee or company that answers for it, never a person. Good: grundskolenamnden.",
    )
    why_it_matters: Text | None = Field(default=None, description="Why a city follows it, in one sentence.")
    checked_by: str | None = Field(default=None, description="The function that checked the definition, never a person's name.")
    reviewed: date | None = Field(default=None, description="When it was last checked.")
    next_review: date | None = Field(default=None, description="When it is to be checked again.")
    breaks: tuple[Break, ...] = Field(default=(), description="Where the series cannot be compared across.")
    small_numbers: SmallNumbers = Field(default_factory=SmallNumbers, description="When a cell is hidden.")
    targets: tuple[Target, ...] = Field(default=(), description="Values to reach, only those that a body has decided.")
    baseline: Baseline | None = Field(default=None, description="The period that development is counted from.")

    @model_validator(mode="before")
    @classmethod
    def _fill_in_by_kind(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        filled = dict(given)
        try:
            kind = Kind(str(filled.get("kind")))
        except ValueError:
            filled.setdefault("unit", "?")  # the kind itself is reported; a second fault for the unit would mislead
            return filled
        filled.setdefault("per", _PER.get(kind, 1))
        filled.setdefault("decimals", 0 if kind in COUNTS else 1)
        if kind is Kind.COUNT_PEOPLE and "unit" not in filled:
            filled.setdefault("unit_one", {"sv": "person", "en": "person"})
        if kind in _UNIT:
            filled.setdefault("unit", _UNIT[kind])
        if kind is Kind.SHARE:
            filled.setdefault("range", {"low": 0, "high": 100})
        if kind is Kind.COUNT_THINGS:
            filled.setdefault("counted", "things")
        return filled

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.per not in (1, 100, 100_000):
            raise ValueError("per must be 1, 100 or 100000")
        if self.kind in RATIOS and (self.numerator is None or self.denominator is None):
            raise ValueError("a share, rate or mean needs numerator and denominator in words")
        if self.kind in COUNTS and (self.numerator is not None or self.denominator is not None):
            raise ValueError("a count has neither numerator nor denominator")
        if self.pooling.years > 1 and self.every > 1:
            raise ValueError("a pooled figure spans consecutive periods: every must be 1")
        if self.pooling.levels and self.pooling.years == 1:
            raise ValueError("pooling.levels says what is pooled: give years as well")
        if bare := self.pooled_levels.intersection(self.public_shares_at):
            raise ValueError(f"a bare share cannot be pooled: {', '.join(sorted(bare))} is in public_shares_at")
        for name, period in self._periods_named():
            if not any(reading.kind is self.period for reading in readings(period)):
                raise ValueError(f"{name} {period} is not a {self.period.value}")
        return self

    def _periods_named(self) -> list[tuple[str, str]]:
        named = [("target", target.period) for target in self.targets]
        named += [("break", found.period) for found in self.breaks]
        return named + ([("baseline", self.baseline.period)] if self.baseline else [])

    @property
    def pooled_levels(self) -> frozenset[str]:
        """The levels whose published figures span several periods."""
        if self.pooling.years == 1:
            return frozenset()
        usual = self.pooling.level or self.levels[0]
        return frozenset(self.pooling.levels or (usual,))

    @property
    def is_ratio(self) -> bool:
        """Whether a value is a numerator over a denominator."""
        return self.kind in RATIOS

    def read_period(self, text: str) -> Period:
        """Return the period or span written in `text`, of this indicator's kind; ValueError if it is none."""
        return parse_period(text, self.period)
