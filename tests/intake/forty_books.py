"""Workbooks and statistical files that officers really send, with fictional names."""

from datetime import date

from kraftkollen.model.delivery import Form
from tests.intake.files import book, json_stat, px

_WORK, _PEOPLE = Form(indicator="employment"), Form(indicator="population")
_HEADER = ["Område", "År", "Värde"]
_PARTS = ["Område", "År", "Andel", "Täljare", "Nämnare"]
_AREAS = {"010": "Ängslund", "011": "Östra Kajen"}
_YEARS = {"2022": "2022", "2023": "2023"}
_SEXES = {"1": "män", "2": "kvinnor", "1+2": "totalt"}

BOOKS: dict[str, tuple[bytes, Form]] = {
    "Excelbok med tal som tal": (book({"Blad1": [_HEADER, ["010", 2023, 1234], [11, 2023, 1235.0]]}), _PEOPLE),
    "Excelbok med tal som text": (book({"Blad1": [_HEADER, ["010", "2023", "1 234"], ["011", "2023", "1235 "]]}), _PEOPLE),
    "Excelbok med procentformat": (
        book({"Blad1": [_PARTS, ["010", 2023, 0.853, 853, 1000], ["011", 2023, 0.5, 1, 2]]}),
        _WORK,
    ),
    "Excelbok med datum i periodkolumnen": (
        book({"Blad1": [_HEADER, ["010", date(2022, 1, 1), 5], ["010", date(2023, 12, 31), 6]]}),
        _PEOPLE,
    ),
    "Excelbok med tomma formler och fel": (
        book({"Blad1": [_HEADER, ["010", 2022, 5], ["011", 2022, "=1/0"], ["012", 2022, "=SUM(C2:C3)"]]}),
        _PEOPLE,
    ),
    "Excelbok med informationsblad först": (
        book({"Läs mig": [["Så här fyller du i"]], "Siffror": [_HEADER, ["010", 2023, 5]]}),
        _PEOPLE,
    ),
    "Excelbok med siffror på två blad": (
        book({"2022": [_HEADER, ["010", 2022, 5]], "2023": [_HEADER, ["010", 2023, 5]]}),
        _PEOPLE,
    ),
    "Fel blad valt": (
        book({"Läs mig": [["Så här fyller du i"]], "Siffror": [_HEADER, ["010", 2023, 5]]}),
        Form(indicator="population", sheet="Blad1"),
    ),
    "Excelbok utan rubriker": (book({"A": [["hej", 1]], "B": [["hopp", 2]]}), _PEOPLE),
    "Tom Excelbok": (book({"Blad1": []}), _PEOPLE),
    "Excelbok med sammanslagna rubriker": (
        book(
            {
                "Blad1": [
                    ["Sysselsatta 20-24 år"],
                    ["Område", 2022, None, 2023],
                    [None, "täljare", "nämnare", "täljare", "nämnare"],
                    ["010", 20, 40, 21, 40],
                    ["Källa: eget register"],
                ]
            },
            merged=[(0, 0, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4), (1, 0, 2, 0)],
        ),
        Form(),
    ),
    "Excelbok med område som slagits samman över rader": (
        book({"Blad1": [_HEADER, ["010", 2022, 5], [None, 2023, 6]]}, merged=[(1, 0, 2, 0)]),
        _PEOPLE,
    ),
    "Excelbok med dolda rader": (
        book({"Blad1": [_HEADER, ["010", 2022, 5], ["011", 2022, 6]]}, hidden_rows=[2]),
        _PEOPLE,
    ),
    "Excelbok med personnummer i en cellkommentar": (
        book({"Blad1": [_HEADER, ["010", 2022, 5]]}, comment="Fråga 19121212-1212"),
        _PEOPLE,
    ),
    "Excelbok med elevlista på ett dolt blad": (
        book({"Blad1": [_HEADER, ["010", 2022, 5]], "Underlag": [["Elev"], ["191212121212"]]}, hidden=["Underlag"]),
        _PEOPLE,
    ),
    "Gammal Excelbok som döpts om till xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Form()),
    "Excelbok låst med lösenord": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        Form(),
    ),
    "Avbruten nedladdning av en Excelbok": (book({"Blad1": [_HEADER, ["010", 2022, 5]]})[:900], _PEOPLE),
    "JSON-stat från PxWeb": (
        json_stat({"Region": _AREAS, "Kön": _SEXES, "Tid": _YEARS}, [1, 2, 3, 4, 4, 6, 7, 8, 9, None, 16, 17]),
        _PEOPLE,
    ),
    "JSON-stat som klippts av": (
        json_stat({"Region": _AREAS, "Kön": _SEXES, "Tid": _YEARS}, [1, 2, 3, 4, 4, 6, 7]),
        _PEOPLE,
    ),
    "JSON-stat utan område": (json_stat({"Kön": _SEXES, "Tid": _YEARS}, [1, 2, 3, 4, 4, 6]), _PEOPLE),
    "PX-fil": (px({"område": _AREAS, "år": _YEARS}, ["5", "6", '".."', "8"]), _PEOPLE),
}
