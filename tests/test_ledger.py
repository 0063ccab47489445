"""The ledger: called off, corrected, refused; the money of 2026 with its standing; exported and seeded again."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from kraftkollen.actions.enter import Entry, enter
from kraftkollen.actions.ledger import Typed, add_row, correct
from kraftkollen.actions.programme import exported
from kraftkollen.actions.site import ROOT, programme
from kraftkollen.errors import ConfigurationRefused, EntryRefused, NotAllowed, ReasonNeeded
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.ledger import LedgerRow, RowType, Source
from kraftkollen.model.programme import Programme, load_programme
from kraftkollen.model.record import records_of
from kraftkollen.programme.money import administration_share, allotment_standing, standing_on
from kraftkollen.views.reading import open_newest
from tests.store_fixtures import CALL_OFF, LOCAL, Store, in_another_process, store_at


def known(store: Store) -> Programme:
    with store.site.journal.read() as transaction:
        return programme(transaction)


def left(store: Store) -> int:
    found = known(store)
    return allotment_standing(found.money[0], found.ledger).remaining_ore


def refused(store: Store, typed: Typed, key: str = "en annan") -> list[str]:
    before = known(store).ledger
    with pytest.raises(EntryRefused) as error:
        add_row(store.site, LOCAL, key, typed)
    assert known(store).ledger == before
    return [one.code for one in error.value.problems]


def test_nothing_of_the_ten_million_of_2026_is_called_off_before_somebody_enters_it(malmo: Store) -> None:
    assert known(malmo).ledger == ()
    assert left(malmo) == 1_000_000_000


def test_a_call_off_is_seen_by_readers_at_once_and_the_rest_remains(malmo: Store) -> None:
    add_row(malmo.site, LOCAL, "k", CALL_OFF)
    seen = open_newest(malmo.path).programme
    found = allotment_standing(seen.money[0], seen.ledger, date(2026, 2, 10))
    assert (found.called_off_ore, found.remaining_ore) == (240_000_000, 760_000_000)
    assert allotment_standing(seen.money[0], seen.ledger, date(2026, 2, 9)).called_off_ore == 0


def test_the_same_form_sent_twice_is_one_row(malmo: Store) -> None:
    assert add_row(malmo.site, LOCAL, "k", CALL_OFF) == add_row(malmo.site, LOCAL, "k", CALL_OFF)
    assert len(known(malmo).ledger) == 1


def test_a_call_off_of_one_ore_too_much_is_refused_and_of_the_rest_is_not(malmo: Store) -> None:
    add_row(malmo.site, LOCAL, "k", CALL_OFF)
    assert refused(malmo, replace(CALL_OFF, amount="7 600 000,01")) == ["ledger_call_off_beyond"]
    add_row(malmo.site, LOCAL, "resten", replace(CALL_OFF, amount="7 600 000"))
    assert left(malmo) == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": "2025-12-31"}, "ledger_call_off_year"),
        ({"day": "2026-03-02"}, "ledger_day_future"),
        ({"day": "igår"}, "ledger_day"),
        ({"intervention": None}, "ledger_call_off_process"),
        ({"allotment": "budget_2027"}, "ledger_money_unknown"),
        ({"amount": "0"}, "ledger_call_off_not_positive"),
        ({"amount": "-5"}, "ledger_call_off_not_positive"),
        ({"amount": "tre"}, "ledger_amount"),
        ({"amount": ""}, "ledger_cell_empty"),
        ({"note": "Ring 070-123 45 67."}, "person_in_text"),
    ],
)
def test_a_call_off_that_does_not_hold_is_refused_by_its_reason(malmo: Store, changes: dict[str, str], code: str) -> None:
    assert refused(malmo, replace(CALL_OFF, **changes)) == [code]


TWO = """
import sys
from pathlib import Path
from kraftkollen.errors import EntryRefused
from tests.store_fixtures import CALL_OFF, LOCAL, store_at
from tests.test_ledger import CALL_OFF
from dataclasses import replace
from kraftkollen.actions.ledger import add_row
try:
    add_row(store_at(Path(sys.argv[1])).site, LOCAL, sys.argv[2], replace(CALL_OFF, amount="6 000 000"))
    print("entered")
except EntryRefused as refused:
    print(refused.problems[0].code)
"""


def test_of_two_call_offs_at_once_that_do_not_both_fit_one_is_refused(malmo: Store) -> None:
    runs = [in_another_process(TWO, malmo.path, name) for name in ("a", "b")]
    said = sorted(run.communicate(timeout=120)[0].strip() for run in runs)
    assert said == ["entered", "ledger_call_off_beyond"], sys.version
    assert left(malmo) == 400_000_000


def test_a_correction_is_a_new_row_and_both_stay(malmo: Store) -> None:
    wrong = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    right = correct(malmo.site, LOCAL, wrong.id, 24_000_000, "en nolla för mycket")
    assert known(malmo).ledger == (wrong, right)
    assert right.corrects == wrong.id
    assert left(malmo) == 976_000_000
    assert correct(malmo.site, LOCAL, wrong.id, 24_000_000, "en nolla för mycket") == right
    assert len(known(malmo).ledger) == 2


def test_a_row_is_corrected_once_and_then_its_correction_is(malmo: Store) -> None:
    wrong = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    right = correct(malmo.site, LOCAL, wrong.id, 1, "fel")
    with pytest.raises(EntryRefused) as error:
        correct(malmo.site, LOCAL, wrong.id, 2, "fel igen")
    assert [one.code for one in error.value.problems] == ["ledger_corrected_already"]
    correct(malmo.site, LOCAL, right.id, 0, "återtaget")
    assert left(malmo) == 1_000_000_000


def test_a_correction_needs_a_reason_and_cannot_call_off_more_than_there_is(malmo: Store) -> None:
    row = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    with pytest.raises(ReasonNeeded):
        correct(malmo.site, LOCAL, row.id, 1, " ")
    with pytest.raises(EntryRefused):
        correct(malmo.site, LOCAL, row.id, 1_000_000_001, "fel")
    assert correct(malmo.site, LOCAL, row.id, 1_000_000_000, "allt").amount_ore == 1_000_000_000


def test_a_row_is_never_changed_or_withdrawn_by_any_way_into_the_register(malmo: Store) -> None:
    row = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    body = row.model_dump(mode="json", exclude_defaults=True)
    for other in (None, {**body, "amount_ore": 1}):
        with pytest.raises(EntryRefused) as error:
            enter(malmo.site, LOCAL, [Entry("ledger", row.id, other)])
        assert [one.code for one in error.value.problems] == ["ledger_row_changed"]
    assert known(malmo).ledger == (row,)


def test_the_register_refuses_a_call_off_beyond_however_it_is_entered(malmo: Store) -> None:
    row = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    body = {**row.model_dump(mode="json", exclude_defaults=True), "id": "large", "amount_ore": 900_000_000}
    with pytest.raises(EntryRefused) as error:
        enter(malmo.site, LOCAL, [Entry("ledger", "large", body)])
    assert [one.code for one in error.value.problems] == ["ledger_call_off_beyond"]


def test_money_that_is_called_off_can_be_lowered_but_not_taken_away(malmo: Store) -> None:
    row = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    money = exported(malmo.site, LOCAL)["money"][0]
    enter(malmo.site, LOCAL, [Entry("money", "budget_2026", {**money, "amount_ore": 200_000_000})])
    assert left(malmo) == -40_000_000
    assert correct(malmo.site, LOCAL, row.id, 230_000_000, "lägre").amount_ore == 230_000_000
    with pytest.raises(ConfigurationRefused):
        enter(malmo.site, LOCAL, [Entry("money", "budget_2026", None)])


def test_only_who_may_edit_the_register_enters_money(malmo: Store) -> None:
    with pytest.raises(NotAllowed):
        add_row(malmo.site, Actor("Läsaren", frozenset({Role.POLITICIAN})), "k", CALL_OFF)


def test_money_is_shown_as_it_was_recorded_on_an_earlier_day(malmo: Store) -> None:
    row = add_row(malmo.at(10).site, LOCAL, "k", CALL_OFF)
    correct(malmo.at(20).site, LOCAL, row.id, 100, "fel")
    at = [exported(malmo.site, LOCAL, malmo.at(minutes).site.clock.now()).get("ledger", []) for minutes in (5, 15, 25)]
    assert [len(one) for one in at] == [0, 1, 2]


@pytest.mark.parametrize("city", ["malmo", "exempelstad"])
def test_what_is_exported_seeds_an_equal_register(city: str, malmo: Store, empty_store: Path, tmp_path: Path) -> None:
    store = malmo if city == "malmo" else store_at(empty_store)
    if city == "malmo":
        row = add_row(store.site, LOCAL, "k", CALL_OFF)
        correct(store.site, LOCAL, row.id, 100, "fel")
    path = tmp_path / "programme.yaml"
    path.write_text(yaml.safe_dump(exported(store.site, LOCAL), allow_unicode=True, sort_keys=False), encoding="utf-8")
    again = load_programme(path)
    assert again == known(store)
    assert {(one.kind, one.id): one.body for one in records_of(again)} == {
        (one.kind, one.id): one.body for one in records_of(known(store))
    }


def demo() -> Programme:
    return load_programme(ROOT / "data" / "cities" / "exempelstad" / "programme.yaml")


def test_exempelstad_has_a_ledger_of_four_years_with_corrections() -> None:
    found = demo()
    assert {one.year for one in found.ledger} == {2023, 2024, 2025, 2026}
    assert {one.type for one in found.ledger} == set(RowType)
    assert {one.source for one in found.ledger} == set(Source)
    assert sum(one.corrects is not None for one in found.ledger) == 2
    remaining = {one.id: allotment_standing(one, found.ledger).remaining_ore for one in found.money if one.processes}
    assert remaining == {"ks_2023": 80_000_000, "ks_2024": 0, "ks_2025": 90_000_000, "ks_2026": 400_000_000}


def test_exempelstads_administration_is_high_in_2024_and_only_then() -> None:
    rows: list[LedgerRow] = [one for one in standing_on(demo().ledger) if one.source is Source.CITY_WIDE]
    shares = {year: administration_share(rows, year).booked or 0 for year in range(2023, 2027)}
    assert max(shares, key=lambda year: shares[year]) == 2024
    assert shares[2024] > 0.2 > 1.4 * max(shares[year] for year in (2023, 2025, 2026))
