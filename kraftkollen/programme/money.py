"""Adds up the ledger: sums by any cut, what is called off and left, the share of administration. Whole öre all the way."""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from kraftkollen.model.ledger import AdministrationRule, CostKind, LedgerRow, RowType, Source, standing
from kraftkollen.model.programme import Money

_WHOLE = 10_000  # basis points


class Cut(StrEnum):
    """A column of the ledger that sums can be made by."""

    YEAR = "year"
    INTERVENTION = "intervention"
    COMMITTEE = "committee"
    SOURCE = "source"
    KIND = "kind"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Sum:
    """What the rows of one cut come to. `key` has a value for each column of the cut; "" where the row has none."""

    key: tuple[str, ...]
    amount_ore: int
    rows: int


@dataclass(frozen=True, slots=True)
class AllotmentStanding:
    """How much of money set aside is called off, on a day. `over_time`: each day of a call-off, and the sum up to it."""

    money: Money
    called_off_ore: int
    by_process: tuple[Sum, ...]
    over_time: tuple[tuple[date, int], ...]

    @property
    def remaining_ore(self) -> int:
        """What is left; below nought if the money was lowered after it was called off."""
        return self.money.amount_ore - self.called_off_ore


@dataclass(frozen=True, slots=True)
class AdministrationShare:
    """Administration among what was used, in öre: as booked, and what the rule of thumb adds where nothing is booked.

    The rule moves money from activity to administration; the total is the same.
    """

    total_ore: int
    booked_ore: int
    by_rule_ore: int
    rule: AdministrationRule | None

    @property
    def booked(self) -> float | None:
        """The share that is booked, 0 to 1; None if nothing was used."""
        return share(self.booked_ore, self.total_ore)

    @property
    def with_rule(self) -> float | None:
        """The share with the rule of thumb, 0 to 1; None if nothing was used."""
        return share(self.booked_ore + self.by_rule_ore, self.total_ore)


@dataclass(frozen=True, slots=True)
class LongTerm:
    """What is financed for long, in öre: from ordinary funding, and for interventions that are not projects."""

    total_ore: int
    ordinary_ore: int
    long_term_ore: int

    @property
    def ordinary(self) -> float | None:
        """The share from the committees' ordinary funding, 0 to 1; None if there is no money."""
        return share(self.ordinary_ore, self.total_ore)

    @property
    def long_term(self) -> float | None:
        """The share for long-term interventions, 0 to 1; None if there is no money."""
        return share(self.long_term_ore, self.total_ore)


def standing_on(rows: Iterable[LedgerRow], on: date | None = None) -> tuple[LedgerRow, ...]:
    """Return the rows that count on a day: not corrected, and about that day or an earlier one.

    A correction says what was right all along, so it takes the place of the row also for days before it was made. What was
    believed on an earlier day is another question: that of the register as it was recorded then.
    """
    return tuple(one for one in standing(rows) if on is None or one.day <= on)


def total(rows: Iterable[LedgerRow]) -> int:
    """Return what the rows come to, in öre."""
    return sum(one.amount_ore for one in rows)


def sums(rows: Iterable[LedgerRow], *cuts: Cut) -> tuple[Sum, ...]:
    """Return the sums by the cuts, in the order of their keys; without a cut one sum, of everything.

    Budget, call-off and actual do not add up to each other: whoever mixes them cuts by type as well.
    """
    amounts: dict[tuple[str, ...], int] = defaultdict(int)
    counts: dict[tuple[str, ...], int] = defaultdict(int)
    for one in rows:
        key = tuple(_value(one, cut) for cut in cuts)
        amounts[key] += one.amount_ore
        counts[key] += 1
    return tuple(Sum(key, amounts[key], counts[key]) for key in sorted(amounts))


def _value(row: LedgerRow, cut: Cut) -> str:
    found = getattr(row, cut.value)
    return "" if found is None else str(found)


def of(rows: Iterable[LedgerRow], kind: RowType, year: int | None = None) -> tuple[LedgerRow, ...]:
    """Return the rows of a type, and of a year if one is given."""
    return tuple(one for one in rows if one.type is kind and year in (None, one.year))


def allotment_standing(money: Money, rows: Iterable[LedgerRow], on: date | None = None) -> AllotmentStanding:
    """Return what is called off from the money and what is left, on a day."""
    mine = [one for one in standing_on(rows, on) if one.type is RowType.CALL_OFF and one.allotment == money.id]
    days = sorted({one.day for one in mine})
    by_day = [sum(one.amount_ore for one in mine if one.day == day) for day in days]
    over_time = tuple(zip(days, accumulate(by_day), strict=True))
    return AllotmentStanding(money, total(mine), sums(mine, Cut.INTERVENTION), over_time)


def administration_share(
    rows: Iterable[LedgerRow], year: int, rules: Sequence[AdministrationRule] = (), on: date | None = None
) -> AdministrationShare:
    """Return the share of administration in what was used in a year.

    The rule of thumb is the latest that counts from that year or an earlier one. It is laid on the activity of each
    intervention for which no administration is booked that year, rounded down to whole öre.
    """
    actual = of(standing_on(rows, on), RowType.ACTUAL, year)
    rule = max((one for one in rules if one.from_year <= year), key=lambda one: one.from_year, default=None)
    booked = [one for one in actual if one.kind is CostKind.ADMINISTRATION]
    has_booked = {one.intervention for one in booked}
    unbooked = [one for one in actual if one.kind is CostKind.ACTIVITY and one.intervention not in has_booked]
    by_rule = (
        sum(max(one.amount_ore, 0) * rule.basis_points // _WHOLE for one in sums(unbooked, Cut.INTERVENTION)) if rule else 0
    )
    return AdministrationShare(total(actual), total(booked), by_rule, rule)


def long_term_share(rows: Iterable[LedgerRow], long_term: Container[str]) -> LongTerm:
    """Return how much of the money is for long.

    Parameters
    ----------
    rows
        Rows that count, of one type.
    long_term
        Ids of the interventions that are no projects.
    """
    listed = tuple(rows)
    ordinary = total(one for one in listed if one.source is Source.ORDINARY)
    lasting = total(one for one in listed if one.intervention is not None and one.intervention in long_term)
    return LongTerm(total(listed), ordinary, lasting)


def share(part_ore: int, whole_ore: int) -> float | None:
    """Return the part of the whole; None where the whole is nought or less, and so has no parts."""
    return part_ore / whole_ore if whole_ore > 0 else None
