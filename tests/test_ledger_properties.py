"""Whatever is called off, corrected and withdrawn, in whatever order: nothing is created, nothing is lost, all sums agree."""

from datetime import date
from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kraftkollen.actions.site import ROOT
from kraftkollen.model.ledger import AdministrationRule, CostKind, LedgerRow, RowType, Source, ledger_faults, standing
from kraftkollen.model.programme import Programme, load_programme
from kraftkollen.programme.ledger_rules import row_problems
from kraftkollen.programme.money import Cut, administration_share, allotment_standing, of, standing_on, sums, total

SEED = load_programme(ROOT / "data" / "cities" / "malmo" / "programme.yaml")
MONEY = SEED.money[0]
PROCESSES = ("lokal_utveckling", "universell_prevention")
COMMITTEES = ("fritidsnamnden", "arbetsmarknads_och_socialnamnden")
FEBRUARY = date(2026, 2, 1)
RULE = AdministrationRule(id="r", from_year=2025, basis_points=733, what={"sv": "S.", "en": "R."})

ORE = st.integers(min_value=1, max_value=2 * MONEY.amount_ore)
DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))
KINDS, SOURCES = st.sampled_from(list(CostKind)), st.sampled_from(list(Source))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("call off"), ORE, st.sampled_from(PROCESSES), st.sampled_from(COMMITTEES), DAYS),
        st.tuples(st.just("correct"), st.integers(0, 30), st.integers(0, 2 * MONEY.amount_ore)),
        st.tuples(st.just("withdraw"), st.integers(0, 30)),
        st.tuples(st.just("use"), st.integers(-5_000_000, 5_000_000), KINDS, SOURCES),
    ),
    max_size=25,
)


def call_off(
    name: str, ore: int, process: str = PROCESSES[0], committee: str = COMMITTEES[0], day: date = date(2026, 2, 1)
) -> LedgerRow:
    common = {"intervention": process, "committee": committee, "source": Source.CITY_WIDE, "type": RowType.CALL_OFF}
    return LedgerRow(id=name, year=2026, amount_ore=ore, day=day, allotment=MONEY.id, **common)


def row_of(step: tuple[object, ...], name: str, rows: tuple[LedgerRow, ...]) -> LedgerRow | None:
    """Return the row that a step asks for; None for a correction where there is nothing to correct."""
    match step:
        case ("call off", int(ore), str(process), str(committee), date() as day):
            return call_off(name, ore, process, committee, day)
        case ("use", int(ore), CostKind() as kind, Source() as source):
            common = {"committee": COMMITTEES[0], "type": RowType.ACTUAL, "day": date(2026, 3, 1), "intervention": PROCESSES[0]}
            return LedgerRow(id=name, year=2026, amount_ore=ore, source=source, kind=kind, **common)
        case (_, int(place), *amount):
            old = rows[place % len(rows)] if rows else None
            ore = amount[0] if amount else 0
            return None if old is None else old.model_copy(update={"id": name, "corrects": old.id, "amount_ore": ore})
    raise AssertionError(step)


def taken(steps: list[tuple[object, ...]]) -> tuple[Programme, dict[str, int]]:
    """Return the programme after the steps that were not refused, and what each chain of rows should come to."""
    programme, expected, first = SEED, dict[str, int](), dict[str, str]()
    for number, step in enumerate(steps):
        row = row_of(step, f"t{number}", programme.ledger)
        if row is None or list(row_problems(programme, [row])):
            continue
        origin = first[row.corrects] if row.corrects else row.id
        first[row.id], expected[origin] = origin, row.amount_ore
        programme = programme.model_copy(update={"ledger": (*programme.ledger, row)})
    return programme, expected


@settings(deadline=None, max_examples=150)
@given(STEPS)
def test_nothing_is_created_or_lost_by_call_off_correction_and_withdrawal(steps: list[tuple[object, ...]]) -> None:
    programme, expected = taken(steps)
    assert total(standing(programme.ledger)) == sum(expected.values())
    assert len(standing(programme.ledger)) == len(expected)
    names = ({one.id for one in records} for records in (programme.bodies, programme.interventions, programme.money))
    assert list(ledger_faults(programme, *names)) == []


@settings(deadline=None, max_examples=150)
@given(STEPS)
def test_what_is_called_off_never_passes_what_there_is(steps: list[tuple[object, ...]]) -> None:
    programme, _ = taken(steps)
    found = allotment_standing(MONEY, programme.ledger)
    assert 0 <= found.called_off_ore <= MONEY.amount_ore
    assert found.called_off_ore + found.remaining_ore == MONEY.amount_ore
    assert sum(one.amount_ore for one in found.by_process) == found.called_off_ore
    assert (found.over_time[-1][1] if found.over_time else 0) == found.called_off_ore
    assert [day for day, _ in found.over_time] == sorted({day for day, _ in found.over_time})


@settings(deadline=None, max_examples=100)
@given(STEPS, DAYS)
def test_sums_by_every_cut_agree(steps: list[tuple[object, ...]], on: date) -> None:
    rows = standing_on(taken(steps)[0].ledger, on)
    every = chain.from_iterable(combinations(Cut, size) for size in range(len(Cut) + 1))
    for cuts in every:
        found = sums(rows, *cuts)
        assert sum(one.amount_ore for one in found) == total(rows)
        assert sum(one.rows for one in found) == len(rows)
    by_two = sums(rows, Cut.COMMITTEE, Cut.TYPE)
    for one in sums(rows, Cut.COMMITTEE):
        assert one.amount_ore == sum(part.amount_ore for part in by_two if part.key[0] == one.key[0])


@settings(deadline=None, max_examples=150)
@given(st.lists(ORE, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_call_off_beyond_what_remains_is_refused_in_any_order(amounts: list[int], chance: object) -> None:
    rows = [call_off(f"t{number}", ore) for number, ore in enumerate(amounts)]
    chance.shuffle(rows)  # type: ignore[attr-defined]
    programme = SEED
    for row in rows:
        left = allotment_standing(MONEY, programme.ledger).remaining_ore
        problems = list(row_problems(programme, [row]))
        assert ([one.code for one in problems] == ["ledger_call_off_beyond"]) == (row.amount_ore > left)
        if not problems:
            programme = programme.model_copy(update={"ledger": (*programme.ledger, row)})
    # All at once is as one after the other.
    together = [one.value for one in row_problems(SEED, rows)]
    assert {one.id for one in rows} - set(together) == {one.id for one in programme.ledger}


@settings(deadline=None, max_examples=100)
@given(STEPS)
def test_the_rule_of_thumb_moves_money_and_makes_none(steps: list[tuple[object, ...]]) -> None:
    rows = taken(steps)[0].ledger
    with_rule, without = (administration_share(rows, 2026, rules) for rules in ((RULE,), ()))
    assert with_rule.total_ore == without.total_ore == total(of(standing_on(rows), RowType.ACTUAL, 2026))
    assert (with_rule.booked_ore, without.by_rule_ore) == (without.booked_ore, 0)
    activity = total(one for one in of(standing_on(rows), RowType.ACTUAL) if one.kind is CostKind.ACTIVITY)
    assert 0 <= with_rule.by_rule_ore <= max(activity, 0)
