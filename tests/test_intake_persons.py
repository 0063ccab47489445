"""Nothing that looks like a person comes in, and nothing repeats it."""

import pytest

from kraftkollen.intake import read
from kraftkollen.model.delivery import Form
from kraftkollen.model.persons import PersonKind, find_persons, holds_identity_number
from tests.intake.city import HEADER, checked


def _number(nine: str) -> str:
    """Return nine digits with their check digit: a test number, whose person need not exist."""
    products = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    return nine + str(-sum(product // 10 + product % 10 for product in products) % 10)


PERSON = _number("121212121")
COORDINATION = _number("121272121")
ORGANISATION = _number("556036079")
FORMS = [
    PERSON,
    f"{PERSON[:6]}-{PERSON[6:]}",
    f"{PERSON[:6]}+{PERSON[6:]}",
    f"19{PERSON}",
    f"19{PERSON[:6]}-{PERSON[6:]}",
    f"20{PERSON[:6]}\u2212{PERSON[6:]}",
    f"{PERSON},0",
    f"{PERSON}.0",
    f"(19{PERSON})",
    f"{COORDINATION[:6]}-{COORDINATION[6:]}",
    f"19{COORDINATION}",
]
GOOD = "employment;010;2023;;;20;40;;"


@pytest.mark.parametrize("text", FORMS)
def test_an_identity_number_is_found_in_every_form(text: str) -> None:
    assert holds_identity_number(text)
    assert holds_identity_number(f"Ärende om {text}: se akten")


@pytest.mark.parametrize(
    "text",
    [
        ORGANISATION,
        f"{ORGANISATION[:6]}-{ORGANISATION[6:]}",
        f"16{ORGANISATION}",
        f"0,{PERSON}",
        f"62.{PERSON}",
        f"{PERSON},5",
        PERSON[:9] + str((int(PERSON[9]) + 1) % 10),
        _number("121312121"),
        _number("121232121"),
        f"1{PERSON}",
        f"{PERSON}11111",
        "2024-12-12 12:12",
    ],
)
def test_what_is_no_identity_number_passes(text: str) -> None:
    assert not holds_identity_number(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("skriv till anna.x@exempelstad.se", PersonKind.EMAIL),
        ("ring 040-12 34 56", PersonKind.PHONE),
        ("ring 070-123 45 67", PersonKind.PHONE),
        ("ring 0701234567", PersonKind.PHONE),
        ("ring +46 40 12 34 56", PersonKind.PHONE),
        ("bor på Storgatan 5", PersonKind.ADDRESS),
        ("bor på Karl Johans väg 3 B", PersonKind.ADDRESS),
        ("uppgift av Anna Svensson", PersonKind.NAME),
    ],
)
def test_other_signs_of_a_person_are_found(text: str, kind: PersonKind) -> None:
    assert find_persons(text) == (kind,)


@pytest.mark.parametrize(
    "text",
    [
        "Västra Hamnen",
        "0-19 år",
        "Handlingsplan 2024",
        "Cykelvägen 2024",
        "Ny mätning från 2023, se not 2",
        "S:t Petri",
        "1 234 567",
    ],
)
def test_ordinary_remarks_pass(text: str) -> None:
    assert find_persons(text) == ()


def test_an_identity_number_is_refused_wherever_it_stands_and_never_repeated() -> None:
    number = f"19{PERSON[:6]}-{PERSON[6:]}"
    header = f"{HEADER};eget;{number}"
    lines = [
        f"Underlag {number}",
        header,
        f"employment;{number};2023;;;20;40;;;;",
        f"employment;011;2023;;;20;40;;se {number};;",
        f"employment;012;2023;;;20;40;;;{number};",
        f"employment;013;{number};;;20;40;{number};;;",
        f"{PERSON};014;2023;{number};{PERSON};20;40;;;;",
        f"Not: {number};",
    ]
    text = "\n".join(lines)
    sheet = read(text.encode(), "a.csv", Form())
    result = checked(text)
    found = {(one.row, one.column) for one in result.problems if one.code == "person_identity_number"}
    assert found == {
        (1, None),
        (2, None),
        (3, "område"),
        (4, "kommentar"),
        (5, "eget"),
        (6, "period"),
        (6, "status"),
        (7, "indikator"),
        (7, "grupp"),
        (7, "värde"),
        (8, None),
    }
    assert {one.code for one in result.problems} == {"person_identity_number"}
    told = repr(result) + repr(sheet.understood) + repr(sheet.problems) + str(sheet.cells.to_pylist())
    assert PERSON not in told.replace("-", "")
    assert result.rows.num_rows == 0


def test_an_organisation_number_and_decimals_pass_in_a_file() -> None:
    lines = [f"employment;010;2023;;33,3333333333;1;3;;org.nr {ORGANISATION}", f"presence_hours;1;2024Q1;;0,{PERSON};;;;"]
    assert checked("\n".join([HEADER, *lines])).problems == ()


@pytest.mark.parametrize(
    ("line", "code", "column", "hidden"),
    [
        ("employment;010;2023;;;20;40;;fråga bo.ek@exempelstad.se", "person_email", "kommentar", "bo.ek"),
        ("employment;010;2023;;;20;40;;ring 040-12 34 56", "person_phone", "kommentar", "12 34"),
        ("employment;Storgatan 5;2023;;;20;40;;", "person_address", "område", "Storgatan"),
        ("employment;Anna Svensson;2023;;;20;40;;", "person_name", "område", "Svensson"),
        ("employment;010;2023;Erik Lindqvist;;20;40;;", "person_name", "grupp", "Lindqvist"),
    ],
)
def test_a_person_in_the_data_is_the_only_thing_said_about_the_cell(line: str, code: str, column: str, hidden: str) -> None:
    problems = checked(f"{HEADER}\n{line}").problems
    assert [(one.code, one.row, one.column, one.value) for one in problems] == [(code, 2, column, None)]
    assert hidden not in repr(problems)


def test_other_faults_are_told_beside_a_person() -> None:
    problems = checked(f"{HEADER}\nemployment;Ingenstans;2023;;;20;40;;{PERSON}").problems
    assert {one.code for one in problems} == {"area_unknown", "person_identity_number"}


def test_a_column_made_for_persons_is_refused_by_its_header() -> None:
    problems = checked(f"{HEADER};Personnummer\n{GOOD};").problems
    assert [(one.code, one.row, one.column) for one in problems] == [("person_column", 1, "Personnummer")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_number_is_found_whatever_the_encoding_and_dash(encoding: str) -> None:
    dash = "\u2013" if encoding != "cp1252" else "-"
    text = f"{HEADER}\nemployment;010;2023;;;20;40;;{PERSON[:6]}{dash}{PERSON[6:]}"
    assert [one.code for one in checked(text.encode(encoding)).problems] == ["person_identity_number"]
