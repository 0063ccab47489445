"""Money as a page shows it: what is set aside, called off and left; what was used, on what; every row with its corrections."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.intervention import Horizon
from kraftkollen.model.ledger import LedgerRow, RowType, Source
from kraftkollen.model.programme import Money
from kraftkollen.programme.money import (
    AdministrationShare,
    AllotmentStanding,
    Cut,
    administration_share,
    allotment_standing,
    long_term_share,
    of,
    share,
    standing_on,
    sums,
    total,
)
from kraftkollen.views.choices import Choice, Option, choose
from kraftkollen.views.ledger_view import LedgerLine, intervention_names, ledger_lines
from kraftkollen.views.reading import Reading
from kraftkollen.words.ledger import ledger_name
from kraftkollen.words.numbers import day as written
from kraftkollen.words.numbers import kronor, number


@dataclass(frozen=True, slots=True)
class AllotmentRow:
    """Money set aside, as a reader meets it. `over_time` in öre, for a chart: each day of a call-off and the sum up to it."""

    id: str
    purpose: str
    source: str
    rule: str
    standing: str
    amount_ore: int
    amount: str
    called_off: str
    remaining: str
    remaining_ore: int
    by_process: tuple[tuple[str, str], ...]
    over_time: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class CutRow:
    """What one intervention, committee or source has: planned, called off, used. `key` is its id."""

    name: str
    budget: str
    called_off: str
    used: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class AdministrationRow:
    """Administration of one year: of everything that was used, and of the city-wide money alone."""

    year: str
    used: str
    booked: str
    booked_share: str
    with_rule: str
    city_wide_share: str


@dataclass(frozen=True, slots=True)
class MoneyView:
    """What the page of money says of a year, on a day."""

    year: Choice
    sentence: str
    used_sentence: str
    allotments: tuple[AllotmentRow, ...]
    by_intervention: tuple[CutRow, ...]
    by_committee: tuple[CutRow, ...]
    by_source: tuple[CutRow, ...]
    long_term: str
    administration: tuple[AdministrationRow, ...]
    rule: str
    lines: tuple[LedgerLine, ...]


def money_view(reading: Reading, on: date, wanted_year: str | None = None) -> MoneyView:
    """Return money of a year as it stands on a day; the year of that day, else the latest with money, if none is asked for."""
    programme = reading.version.programme
    years = sorted({one.year for one in programme.money} | {one.year for one in programme.ledger}, reverse=True)
    year = choose((Option(str(one), str(one)) for one in years), wanted_year, str(on.year))
    chosen = int(year.chosen.id) if year.chosen else on.year
    rows = [one for one in standing_on(programme.ledger, on) if one.year == chosen]
    standings = [allotment_standing(one, programme.ledger, on) for one in programme.money if one.year == chosen]
    names, bodies = intervention_names(reading), {one.id: one.name for one in programme.bodies}
    shares = [administration_share(programme.ledger, one, programme.administration_rules, on) for one in years]
    return MoneyView(
        year=year,
        sentence=_sentence(reading, chosen, standings),
        used_sentence=_used_sentence(reading, chosen, rows),
        allotments=tuple(_allotment(reading, one, names) for one in standings),
        by_intervention=_cut(reading, rows, Cut.INTERVENTION, lambda key: names.get(key, key)),
        by_committee=_cut(reading, rows, Cut.COMMITTEE, lambda key: bodies.get(key, key)),
        by_source=_cut(reading, rows, Cut.SOURCE, lambda key: ledger_name(Source(key), reading.language)),
        long_term=_long_term(reading, rows),
        administration=tuple(
            _administration(reading, year, one, on) for year, one in zip(years, shares, strict=True) if one.total_ore
        ),
        rule=next((one.rule.what.in_language(reading.language) for one in shares if one.rule and one.by_rule_ore), ""),
        lines=ledger_lines(reading, [one for one in programme.ledger if one.year == chosen]),
    )


def is_called_off(standing: AllotmentStanding) -> bool:
    """Return whether the money is of the kind that is called off during the year, rather than part of a budget."""
    return standing.money.rule is not None or standing.called_off_ore > 0


def _sentence(reading: Reading, year: int, standings: Iterable[AllotmentStanding]) -> str:
    mine = [one for one in standings if is_called_off(one)]
    if not mine:
        return reading.words("No money to be called off is set aside for {year}.", year=year)
    amount, called = sum(one.money.amount_ore for one in mine), sum(one.called_off_ore for one in mine)
    said = {
        "year": year,
        "amount": kronor(amount, reading.language),
        "called": kronor(called, reading.language),
        "left": kronor(amount - called, reading.language),
    }
    if not called:
        return reading.words("Of {amount} for {year} nothing is called off: all of it remains.", **said)
    if amount < called:
        over = kronor(called - amount, reading.language)
        return reading.words("Of {amount} for {year}, {called} is called off: {over} more than there is.", **said, over=over)
    return reading.words("Of {amount} for {year}, {called} is called off; {left} remains.", **said)


def _used_sentence(reading: Reading, year: int, rows: Iterable[LedgerRow]) -> str:
    actual = of(rows, RowType.ACTUAL)
    if not actual:
        return reading.words("Nobody has entered what was used in {year}.", year=year)
    last = max(one.day for one in actual)
    return reading.words(
        "Used in {year}, from every source and up to {day}: {amount}.",
        year=year,
        day=written(last),
        amount=kronor(total(actual), reading.language),
    )


def _long_term(reading: Reading, rows: Iterable[LedgerRow]) -> str:
    """Say what of the money that was used is ordinary funding, and what is for interventions that are no projects."""
    programme = reading.version.programme
    lasting = frozenset(one.id for one in programme.interventions if one.horizon is Horizon.LONG_TERM)
    found = long_term_share(of(rows, RowType.ACTUAL), lasting)
    if found.ordinary is None:
        return ""
    said = reading.words("Of what was used, {share} is ordinary funding.", share=percent(reading, found.ordinary))
    if not any(one.horizon for one in programme.interventions):
        return said
    more = reading.words("{share} is for interventions that are long-term.", share=percent(reading, found.long_term))
    return f"{said} {more}"


def _allotment(reading: Reading, one: AllotmentStanding, names: dict[str, str]) -> AllotmentRow:
    language, money = reading.language, one.money
    return AllotmentRow(
        id=money.id,
        purpose=money.purpose.in_language(language),
        source=money.source.in_language(language),
        rule=money.rule.in_language(language) if money.rule else "",
        standing=money.standing.in_language(language) if money.standing else "",
        amount_ore=money.amount_ore,
        amount=kronor(money.amount_ore, language),
        called_off=kronor(one.called_off_ore, language) if is_called_off(one) else reading.words("not to be called off"),
        remaining=kronor(one.remaining_ore, language) if is_called_off(one) else "–",
        remaining_ore=one.remaining_ore,
        by_process=_by_process(reading, money, one, names),
        over_time=one.over_time,
    )


def _by_process(reading: Reading, money: Money, one: AllotmentStanding, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what each process has called off, those that it is for and have called off nothing among them."""
    called = {found.key[0]: found.amount_ore for found in one.by_process}
    every = dict.fromkeys((*money.processes, *called))
    return tuple((names.get(key, key), kronor(called.get(key, 0), reading.language)) for key in every)


def _cut(reading: Reading, rows: Iterable[LedgerRow], cut: Cut, name: Callable[[str], str]) -> tuple[CutRow, ...]:
    amounts = {one.key: one.amount_ore for one in sums(rows, cut, Cut.TYPE)}
    keys = sorted({key for key, _ in amounts}, key=lambda key: name(key).casefold())

    def amount(key: str, kind: RowType) -> str:
        return kronor(amounts[key, kind.value], reading.language) if (key, kind.value) in amounts else "–"

    budget, called_off, used = RowType
    return tuple(CutRow(name(one), amount(one, budget), amount(one, called_off), amount(one, used), one) for one in keys)


def _administration(reading: Reading, year: int, one: AdministrationShare, on: date) -> AdministrationRow:
    ledger = reading.version.programme.ledger
    city_wide = administration_share([row for row in ledger if row.source is Source.CITY_WIDE], year, (), on)
    return AdministrationRow(
        year=str(year),
        used=kronor(one.total_ore, reading.language),
        booked=kronor(one.booked_ore, reading.language),
        booked_share=percent(reading, share(one.booked_ore, one.total_ore)),
        with_rule=percent(reading, one.with_rule) if one.rule else reading.words("no rule of thumb"),
        city_wide_share=percent(reading, city_wide.booked),
    )


def percent(reading: Reading, value: float | None) -> str:
    """Return a share from 0 to 1 as per cent with one decimal; a dash where there is none."""
    if value is None:
        return "–"
    return number(100 * value, 1, reading.language) + ("\u00a0%" if reading.language == "sv" else "%")
