"""Files of interventions and decisions: any dialect, every problem at once by row and column, a dry run, and the way back."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.register_file import RegisterReceipt, import_register, preview_register, undo_import
from kraftkollen.errors import DeliveryRefused, EntryRefused, NotAllowed, NotFound, ReasonNeeded
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.programme import Programme
from kraftkollen.views.reading import open_newest
from tests import stores
from tests.store_fixtures import LOCAL, Store

HEADER = "Insats;Områden;Leds av;Medverkar;Typ;Start;Primär indikator"
ROW = "Läxhjälp;Hela staden;Grundskolenämnden;Fritidsnämnden;direkt;2026-02-01;school_attendance"


def _parcel(*lines: str, name: str = "insatser.csv", encoding: str = "utf-8") -> Parcel:
    return Parcel("\r\n".join(lines).encode(encoding), name)


def _take(store: Store, *lines: str, **how: Any) -> RegisterReceipt:
    return import_register(store.site, LOCAL, _parcel(*lines, **how))


def _programme(store: Store) -> Programme:
    return open_newest(store.path).programme


def _problems(store: Store, *lines: str, **how: Any) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(DeliveryRefused) as refused:
        _take(store, *lines, **how)
    return [(one.code, one.row, one.column) for one in refused.value.problems]


def _counts(done: RegisterReceipt) -> tuple[int, int, int]:
    return done.new, done.changed, done.unchanged


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_as_excel_saves_it_goes_in_by_names(malmo: Store, encoding: str) -> None:
    assert _counts(_take(malmo, "Insatser 2026;;;;;;", HEADER, ROW, encoding=encoding)) == (1, 0, 0)
    one = next(one for one in _programme(malmo).interventions if one.id == "laxhjalp")
    assert (one.city_wide, one.lead, one.participants) == (True, "grundskolenamnden", ("fritidsnamnden",))
    assert (one.primary_indicator, one.expected) == ("school_attendance", "up")


def test_a_workbook_goes_in_as_well(malmo: Store) -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Insatser")
        for row, line in enumerate((HEADER, ROW)):
            sheet.write_row(row, 0, line.split(";"))
    done = import_register(malmo.site, LOCAL, Parcel(made.getvalue(), "insatser.xlsx"))
    assert _counts(done) == (1, 0, 0)


def test_names_with_commas_in_them_are_told_from_lists(malmo: Store) -> None:
    taking_part = '"Hälsa-, vård- och omsorgsnämnden | Kulturnämnden, MKB"'
    _take(malmo, HEADER, ROW.replace("Fritidsnämnden", taking_part))
    one = next(one for one in _programme(malmo).interventions if one.id == "laxhjalp")
    assert one.participants == ("halsa_vard_och_omsorgsnamnden", "kulturnamnden", "mkb")


def test_a_row_changes_only_what_it_has_a_column_for(malmo: Store) -> None:
    _take(malmo, HEADER, ROW)
    assert _counts(_take(malmo, "Insats;Minsta skillnad;Syfte", "Läxhjälp;1,5;Fler i skolan.")) == (0, 1, 0)
    one = next(one for one in _programme(malmo).interventions if one.id == "laxhjalp")
    assert one.plan is not None
    assert (one.lead, one.plan.smallest_difference) == ("grundskolenamnden", 1.5)


def test_the_same_file_twice_writes_once(malmo: Store) -> None:
    assert [_counts(_take(malmo, HEADER, ROW)) for _ in range(2)] == [(1, 0, 0), (0, 0, 1)]


def test_every_problem_of_every_row_is_told_at_once_by_row_and_column(malmo: Store) -> None:
    found = _problems(
        malmo,
        HEADER + ";Färg",
        ";Hela staden;Grundskolenämnden;;direkt;2026-02-01;;",
        "Simskola;Ingenstans;Grundskolenämden;;snäll;i somras;;",
        "Ring 070-123 45 67;Hela staden;;;direkt;;;",
    )
    assert found == [
        ("register_column", 1, None),
        ("entry_missing", 2, "Namn"),
        ("register_name", 3, "Områden"),
        ("register_name", 3, "Leds av"),
        ("register_term", 3, "Typ"),
        ("entry_date", 3, "Start"),
        ("person_in_text", 4, "Insats"),
    ]
    assert {one.id for one in _programme(malmo).interventions} == {"lokal_utveckling", "universell_prevention"}


def test_a_personal_number_anywhere_is_refused_and_never_repeated(malmo: Store) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        _take(malmo, HEADER, ROW, "850709-9805;Hela staden;;;direkt;;")
    assert "850709" not in str(refused.value.problems)


def test_the_same_intervention_twice_in_a_file_is_refused(malmo: Store) -> None:
    assert _problems(malmo, HEADER, ROW, ROW) == [("register_twice", 3, None)]


def test_a_file_that_is_neither_is_refused_with_what_to_do(malmo: Store) -> None:
    assert _problems(malmo, "a;b", "1;2") == [("register_header", 1, None)]


def test_decisions_go_in_with_dissent_mandate_and_what_they_need(malmo: Store) -> None:
    lines = (
        "Datum;Organ;Beslut;Diarienummer;Mandat;Måste också beslutas av;Reservationer;Särskilda yttranden;Gäller;Protokoll",
        "2026-02-10;Kulturnämnden;Ja.;§ 4;eget beslut;Fritidsnämnden;SD;M+C;Lokal utveckling;https://malmo.example/a",
    )
    assert [_counts(_take(malmo, *lines)) for _ in range(2)] == [(1, 0, 0), (0, 0, 1)]
    one = next(one for one in _programme(malmo).decisions if one.id == "kulturnamnden_2026_02_10")
    assert (one.mandate, one.needs, one.concerns) == ("own", ("fritidsnamnden",), ("lokal_utveckling",))
    assert [(found.kind, found.parties) for found in one.dissent] == [("reservation", ("SD",)), ("statement", ("M", "C"))]


YAML = """
structures:
  - id: samverkansmodell
    name: {sv: Samverkansmodellen, en: The model of collaboration}
interventions:
  - id: bron
    name: {sv: Bron, en: The bridge}
    city_wide: true
    links: [samverkansmodell]
"""


def test_yaml_goes_in_as_it_is_in_the_programmes_own_form(malmo: Store) -> None:
    assert _counts(_take(malmo, YAML, name="insatser.yaml")) == (2, 0, 0)
    assert "bron" in {one.id for one in _programme(malmo).interventions}


def test_the_problems_of_yaml_are_told_by_line(malmo: Store) -> None:
    wrong = YAML.replace("city_wide: true", 'areas: ["99999"]').replace("sv: Samverkansmodellen, ", "")
    assert _problems(malmo, wrong, name="x.yaml") == [
        ("register_record", 3, "name.sv"),
        ("register_name", 6, "areas"),
    ]
    unknown = YAML.replace("[samverkansmodell]", "[ingen]")
    assert [code for code, _, _ in _problems(malmo, unknown, name="x.yaml")] == ["register_record"]
    assert _problems(malmo, "ledger:", "  - {id: a}", name="x.yaml") == [("register_kind", 2, None)]
    assert _problems(malmo, "a: [", name="x.yml")[0][0] == "yaml_fault"
    assert _problems(malmo, "a: b", name="x.yml") == [("register_list", 1, None)]


def test_a_dry_run_says_the_same_and_records_nothing(malmo: Store) -> None:
    before = malmo.count("SELECT count(*) FROM register")
    assert _counts(preview_register(malmo.site, LOCAL, _parcel(HEADER, ROW))) == (1, 0, 0)
    assert malmo.count("SELECT count(*) FROM register") == before


def test_an_import_is_taken_back_with_a_reason_and_what_stood_before_stands_again(malmo: Store) -> None:
    before = _programme(malmo)
    done = _take(malmo, HEADER, ROW, "Lokal utveckling;Hela staden;Fritidsnämnden;Kulturnämnden;direkt;2026-02-01;")
    with pytest.raises(ReasonNeeded):
        undo_import(malmo.site, LOCAL, done.number, " ")
    assert undo_import(malmo.site, LOCAL, done.number, "Fel fil.") == 2
    assert _programme(malmo) == before
    assert _counts(_take(malmo, HEADER, ROW)) == (1, 0, 0)
    with pytest.raises(NotFound):
        undo_import(malmo.site, LOCAL, "000000000000", "Fel fil.")


def test_nobodys_later_change_is_lost_by_taking_an_import_back(malmo: Store) -> None:
    done = _take(malmo, HEADER, ROW)
    _take(malmo, "Insats;Leds av", "Läxhjälp;Kulturnämnden", name="senare.csv")
    with pytest.raises(EntryRefused) as refused:
        undo_import(malmo.site, LOCAL, done.number, "Fel fil.")
    assert [one.code for one in refused.value.problems] == ["register_undone"]
    assert next(one.lead for one in _programme(malmo).interventions if one.id == "laxhjalp") == "kulturnamnden"


def test_only_who_may_edit_the_register_takes_in_a_file(malmo: Store) -> None:
    officer = Actor("O", frozenset({Role.OFFICER}))
    for act in (preview_register, import_register):
        with pytest.raises(NotAllowed):
            act(malmo.site, officer, _parcel(HEADER, ROW))


def test_the_command_line_does_the_same(malmo: Store, tmp_path: Path) -> None:
    file = tmp_path / "insatser.csv"
    file.write_text(f"{HEADER}\n{ROW}\n", encoding="utf-8")
    done = stores.answer(malmo.path, "register", "import", str(file))
    assert (done["new"], done["problems"]) == (1, [])
    undone = stores.answer(malmo.path, "register", "undo", done["batch"], "--by", "Sekreteraren", "--why", "Fel fil.")
    assert undone["undone"] == 1
    file.write_text(f"{HEADER}\n{ROW.replace('direkt', 'snäll')}\n", encoding="utf-8")
    refused = stores.command(malmo.path, "register", "import", str(file), "--dry-run", "--json")
    assert refused.returncode == 2
