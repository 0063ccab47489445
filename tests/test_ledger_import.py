"""A file of the city's accounts: any headers, every problem at once, twice harmless, taken back without losing a row."""

import io
from dataclasses import replace
from datetime import datetime

import pytest
import xlsxwriter

from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.ledger import correct
from kraftkollen.actions.ledger_import import import_ledger, preview_ledger, withdraw_import
from kraftkollen.actions.site import programme
from kraftkollen.errors import DeliveryRefused, NotAllowed, ReasonNeeded
from kraftkollen.intake.ledger_cells import amount_in_ore, day_of
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.ledger import CostKind, LedgerForm, LedgerRow, RowType, Source
from kraftkollen.programme.money import standing_on, total
from tests import stores
from tests.store_fixtures import LOCAL, Store

HEADER = "År;Insats;Nämnd;Källa;Slag;Typ;Belopp (kr);Bokföringsdatum;Ver.nr"
CALL_OFF = "2026;Lokal utveckling;Fritidsnämnden;kommuncentrala medel;verksamhet;avrop;2 400 000,00;2026-02-02;V1"
USED = "2026;universell prevention;Arbetsmarknads- och socialnämnden;Kommunbidrag;administration;utfall;12 345,50;2026-01-31;V2"


def accounts(*lines: str, header: str = HEADER, name: str = "bokforing.csv", encoding: str = "cp1252") -> Parcel:
    return Parcel("\r\n".join([header, *lines]).encode(encoding), name)


def rows(store: Store) -> tuple[LedgerRow, ...]:
    with store.site.journal.read() as transaction:
        return programme(transaction).ledger


def codes(store: Store, file: Parcel, form: LedgerForm | None = None) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(DeliveryRefused) as refused:
        import_ledger(store.site, LOCAL, file, form)
    assert rows(store) == ()
    return [(one.row, one.column, one.code) for one in refused.value.problems]


def test_a_file_as_the_accounts_give_it_goes_in(malmo: Store) -> None:
    done = import_ledger(malmo.site, LOCAL, accounts(CALL_OFF, USED))
    assert (done.rows, done.new, done.unchanged) == (2, 2, 0)
    first, second = rows(malmo)
    assert (first.type, first.amount_ore, first.allotment) == (RowType.CALL_OFF, 240_000_000, "budget_2026")
    assert (second.kind, second.source, second.amount_ore) == (CostKind.ADMINISTRATION, Source.ORDINARY, 1_234_550)
    assert {one.batch for one in rows(malmo)} == {done.batch}


def test_a_dry_run_stores_nothing_and_says_what_the_file_would_do(malmo: Store) -> None:
    found = preview_ledger(malmo.site, LOCAL, accounts(CALL_OFF, USED))
    assert (found.new, [(one.key, one.amount_ore) for one in found.sums]) == (
        2,
        [(("2026", "actual"), 1_234_550), (("2026", "call_off"), 240_000_000)],
    )
    assert rows(malmo) == ()


def test_the_same_file_twice_is_harmless_and_a_longer_one_adds_only_what_is_new(malmo: Store) -> None:
    import_ledger(malmo.site, LOCAL, accounts(CALL_OFF))
    again = import_ledger(malmo.site, LOCAL, accounts(CALL_OFF))
    assert (again.batch, again.new, again.unchanged) == (None, 0, 1)
    longer = import_ledger(malmo.site, LOCAL, accounts(CALL_OFF, USED))
    assert (longer.new, longer.unchanged) == (1, 1)
    assert len(rows(malmo)) == 2


def test_two_equal_rows_of_one_file_are_two(malmo: Store) -> None:
    assert import_ledger(malmo.site, LOCAL, accounts(USED, USED)).new == 2
    assert import_ledger(malmo.site, LOCAL, accounts(USED, USED)).new == 0
    assert total(standing_on(rows(malmo))) == 2 * 1_234_550


def test_a_workbook_with_a_title_above_its_headers_is_read(malmo: Store) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Utfall")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["Utdrag ur redovisningen"])
        sheet.write_row(2, 0, ["Projekt", "Förvaltning", "Finansiering", "Typ", "Tkr", "Datum"])
        sheet.write_row(3, 0, ["Lokal utveckling", "Fritidsnämnden", "Kommunbidrag", "Utfall", 1234.5])
        sheet.write_datetime(3, 5, datetime.fromisoformat("2026-01-31"), day)
    import_ledger(malmo.site, LOCAL, Parcel(content.getvalue(), "utfall.xlsx"))
    (row,) = rows(malmo)
    assert (row.amount_ore, row.day.isoformat(), row.year) == (123_450_000, "2026-01-31", 2026)


def test_every_problem_is_told_at_once_by_row_and_column(malmo: Store) -> None:
    wrong = "26;Lokal;Fritidsnämden;kommunbidrg;x;utfal;1,234567;2026-13-02;V"
    late = USED.replace("2026-01-31", "2026-03-02")
    assert codes(malmo, accounts(wrong, CALL_OFF, late)) == [
        (2, "Nämnd", "ledger_name_unknown"),
        (2, "Insats", "ledger_name_unknown"),
        (2, "Källa", "ledger_name_unknown"),
        (2, "Slag", "ledger_name_unknown"),
        (2, "Typ", "ledger_name_unknown"),
        (2, "Belopp (kr)", "ledger_amount"),
        (2, "Bokföringsdatum", "ledger_day"),
        (2, "År", "ledger_year"),
        (4, "Bokföringsdatum", "ledger_day_future"),
    ]


def test_call_offs_that_go_beyond_what_remains_refuse_the_whole_file_by_row(malmo: Store) -> None:
    large = CALL_OFF.replace("2 400 000,00", "9 000 000").replace("V1", "V9")
    assert codes(malmo, accounts(CALL_OFF, USED, large)) == [(4, None, "ledger_call_off_beyond")]


@pytest.mark.parametrize("cell", ["Ring 070-123 45 67", "19121212-1212"])
def test_what_may_be_a_person_is_refused_and_never_repeated(malmo: Store, cell: str) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        import_ledger(malmo.site, LOCAL, accounts(USED.replace("V2", cell)))
    assert [one.row for one in refused.value.problems] == [2]
    assert {one.code for one in refused.value.problems} <= {"person_in_text", "person_identity_number"}
    assert cell not in str(refused.value.problems)


def test_a_column_of_another_name_is_said_once_and_remembered(malmo: Store) -> None:
    header = "Ansvarskod;Verks;Pengar;Dag"
    line = "Fritidsnämnden;Lokal utveckling;100;2026-01-31"
    missing = codes(malmo, accounts(line, header=header))
    assert {code for _, _, code in missing} == {"ledger_column_missing"}
    said = {"committee": "Ansvarskod", "intervention": "Verks", "amount": "Pengar", "day": "Dag"}
    form = LedgerForm({**said, "type": "=utfall", "source": "=kommunbidrag"})
    assert import_ledger(malmo.site, LOCAL, accounts(line, header=header), form).new == 1
    next_month = accounts(line.replace("01-31", "02-28"), header=header)
    assert preview_ledger(malmo.site, LOCAL, next_month).remembered
    assert import_ledger(malmo.site, LOCAL, next_month).new == 1


def test_an_import_taken_back_counts_nothing_and_stays_in_sight(malmo: Store) -> None:
    done = import_ledger(malmo.site, LOCAL, accounts(CALL_OFF, USED))
    assert done.batch is not None
    call_off = next(one for one in rows(malmo) if one.type is RowType.CALL_OFF)
    correct(malmo.site, LOCAL, call_off.id, 100, "fel")
    with pytest.raises(ReasonNeeded):
        withdraw_import(malmo.site, LOCAL, done.batch, "")
    assert withdraw_import(malmo.site, LOCAL, done.batch, "fel fil") == 2
    assert withdraw_import(malmo.site, LOCAL, done.batch, "fel fil") == 0
    assert (len(rows(malmo)), total(standing_on(rows(malmo)))) == (5, 0)


def test_what_was_taken_back_can_be_sent_again(malmo: Store) -> None:
    done = import_ledger(malmo.site, LOCAL, accounts(CALL_OFF))
    withdraw_import(malmo.site, LOCAL, str(done.batch), "för tidigt")
    assert import_ledger(malmo.site, LOCAL, accounts(CALL_OFF)).new == 1
    assert import_ledger(malmo.site, LOCAL, accounts(CALL_OFF)).new == 0
    assert total(standing_on(rows(malmo))) == 240_000_000


def test_a_row_that_was_corrected_is_not_taken_in_again(malmo: Store) -> None:
    import_ledger(malmo.site, LOCAL, accounts(USED))
    correct(malmo.site, LOCAL, rows(malmo)[0].id, 5, "fel i källan")
    assert import_ledger(malmo.site, LOCAL, accounts(USED)).new == 0
    assert total(standing_on(rows(malmo))) == 5


def test_only_who_may_edit_the_register_looks_at_a_file_or_takes_it_in(malmo: Store) -> None:
    reader = Actor("Läsaren", frozenset({Role.POLITICIAN}))
    for act in (preview_ledger, import_ledger):
        with pytest.raises(NotAllowed):
            act(malmo.site, reader, accounts(USED))
    secretary = replace(reader, name="Sekreteraren", roles=frozenset({Role.SECRETARY}))
    assert import_ledger(malmo.site, secretary, accounts(USED)).new == 1


@pytest.mark.parametrize(
    ("text", "kronor", "thousands"),
    [
        ("1 234,50", 123_450, 123_450_000),
        ("1.234", 123_400, None),
        ("1234,567", None, 123_456_700),
        ("1.234.567,89", 123_456_789, 123_456_789_000),
        ("\u221212 500 kr", -1_250_000, -1_250_000_000),
        ("500-", -50_000, -50_000_000),
        ("1e5", None, None),
        ("0,001", None, 100),
        ("--5", None, None),
        ("9" * 20, None, None),
    ],
)
def test_an_amount_is_read_in_whole_ore_or_not_at_all(text: str, kronor: int | None, thousands: int | None) -> None:
    assert (amount_in_ore(text), amount_in_ore(text, 100_000)) == (kronor, thousands)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20260331", "2026-03-31"),
        ("202602", "2026-02-28"),
        ("2026-01-31 00:00", "2026-01-31"),
        ("2026-02-30", None),
        ("31/1", None),
    ],
)
def test_a_date_is_read_as_accounts_write_it(text: str, day: str | None) -> None:
    found = day_of(text)
    assert (found.isoformat() if found else None) == day


def test_the_commands_take_in_a_file_try_it_first_and_take_it_back(malmo: Store) -> None:
    file = malmo.path.parent / "bokforing.csv"
    file.write_bytes(accounts(CALL_OFF).content)
    tried = stores.answer(malmo.path, "ledger", "import", str(file), "--dry-run")
    assert (tried["batch"], tried["new"], len(rows(malmo))) == (None, 1, 0)
    done = stores.answer(malmo.path, "ledger", "import", str(file), "--by", "Sekreteraren")
    assert (done["rows"], done["new"], done["unchanged"], done["problems"]) == (1, 1, 0, [])
    taken_back = stores.answer(malmo.path, "ledger", "revert", done["batch"], "--by", "Sekreteraren", "--why", "fel fil")
    assert taken_back == {"batch": done["batch"], "withdrawn": 1}
    refused = stores.command(malmo.path, "ledger", "import", str(file), "--column", "amount=Ver.nr", "--json")
    assert (refused.returncode, '"ledger_amount"' in refused.stdout) == (2, True)
