"""Text files that officers really send, with fictional names."""

from kraftkollen.model.delivery import Form
from tests.intake.city import HEADER

_WORK, _PEOPLE, _SCHOOL = Form(indicator="employment"), Form(indicator="population"), Form(indicator="school_attendance")
_GOOD = "employment;010;2023;;50,0;20;40;;"


def _text(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return (end.join(lines) + end).encode(encoding)


TEXTS: dict[str, tuple[bytes, Form]] = {
    "Excels CSV med semikolon, cp1252": (
        _text(HEADER, _GOOD, "employment;Östra Kajen;2023;;;1;2;;", encoding="cp1252"),
        Form(),
    ),
    "Excels CSV UTF-8 med BOM två gånger": (b"\xef\xbb\xbf" * 2 + _text(HEADER, _GOOD), Form()),
    "Excels Unicodetext med tabbar, UTF-16": (
        b"\xff\xfe" + _text(HEADER, _GOOD, encoding="utf-8").decode().replace(";", "\t").encode("utf-16-le"),
        Form(),
    ),
    "Radslut från en gammal Mac": (_text(HEADER, _GOOD, "employment;011;2023;;;1;2;;", end="\r"), Form()),
    "Halvifylld mall": (_text(HEADER, _GOOD, "employment;011;2023;;;;;;", "employment;012;2023;;;3;;;"), Form()),
    "Mall utan en enda siffra": (_text(HEADER, "employment;010;2023;;;;;;", "employment;011;2023;;;;;;"), Form()),
    "Anteckningar ovanför och under": (
        _text("Uttag ur systemet 2024-02-01", "", HEADER, _GOOD, "", "Källa: eget register", "* preliminärt"),
        Form(),
    ),
    "Blandade decimaltecken": (
        _text("område;period;värde", "1;2024Q1;12,5", "2;2024Q1;7.25"),
        Form(indicator="presence_hours"),
    ),
    "Tusental med punkter": (_text("område;period;värde", "010;2022;1.234", "010;2023;1.234.567"), _PEOPLE),
    "Tal som går att läsa på två sätt": (_text("område;period;värde", "1;2024Q1;1.234"), Form(indicator="presence_hours")),
    "Procenttecken i cellerna": (_text("Delområde;År;Andel, %;Täljare;Nämnare", "Ekbacken;2023;62,5 %;25;40"), _WORK),
    "Andelar skrivna som delar av ett": (_text("område;period;värde;täljare;nämnare", "010;2023;0,853;853;1000"), _WORK),
    "Några andelar skrivna som delar av ett": (
        _text("område;period;värde;täljare;nämnare", "010;2023;0,853;853;1000", "011;2023;50;1;2"),
        _WORK,
    ),
    "Gamla namn": (_text(HEADER, "employment;Fågelsången;2023;;;1;2;;", "employment;Söderås;2023;;;1;2;;"), Form()),
    "Namn med versaler och blanksteg": (_text(HEADER, " employment ; ÖSTRA  KAJEN ;2023 ; ;;1 ;2 ;;"), Form()),
    "Kod och namn i samma cell": (
        _text(HEADER, "employment;010 Ängslund;2023;;;1;2;;", "employment;11 - Östra Kajen;2023;;;1;2;;"),
        Form(),
    ),
    "Koder som förlorat sina nollor": (_text(HEADER, "employment;10;2023;;;1;2;;", "employment;11,0;2023;;;1;2;;"), Form()),
    "Semikolon i ett namn inom citattecken": (_text(HEADER, '"employment";"010";2023;;;1;2;;"Sent; men rätt"'), Form()),
    "Samma rad två gånger": (_text(HEADER, _GOOD, "employment;Ängslund;2023;totalt;50;20;40;;"), Form()),
    "Summarad": (_text("område;period;värde", "010;2023;5", "011;2023;6", "Summa;2023;11"), _PEOPLE),
    "Rad för hela staden": (_text("område;period;värde", "010;2023;5", "Hela staden;2023;11"), _PEOPLE),
    "Engelska rubriker": (_text("Area,Year,Gender,Numerator,Denominator", "010,2023,Women,20,40"), _WORK),
    "Läsåret i klartext": (_text("Område;Läsår;Täljare;Nämnare", "010;Läsåret 2023/24;90;100"), _SCHOOL),
    "Termin där läsår krävs": (_text("Område;Termin;Täljare;Nämnare", "010;VT 2024;90;100"), _SCHOOL),
    "Datum som perioder": (_text("Område;År;Antal", "010;2022-01-01;5", "010;2023-12-31;6"), _PEOPLE),
    "Felvärden från formler": (_text("Område;År;Antal", "010;2022;#REF!", "011;2022;#DIVISION/0!", "012;2022;5"), _PEOPLE),
    "Två tabeller efter varandra": (
        _text("Område;År;Antal", "010;2022;5", "", "Stadsdel;År;Antal", "Hamnen;2022;9"),
        _PEOPLE,
    ),
    "Personnummer i en kommentar": (_text(HEADER, "employment;010;2023;;;1;2;;gäller 19121212-1212"), Form()),
    "En rad per person": (
        _text("Område;År;Täljare;Nämnare", *(f"010;2023;{number % 2};1" for number in range(12))),
        _WORK,
    ),
    "Elevlista": (_text("Namn;Personnummer;Område;År;Värde", "A;;010;2023;1"), _PEOPLE),
    "Perioder som kolumner": (_text("Område;2021;2022;2023", "010;5;6;7", "011;8;;..", "Källa: registret;;;"), _PEOPLE),
    "Täljare och nämnare per år som kolumner": (
        _text("Område;2022 täljare;2022 nämnare;2023 täljare;2023 nämnare", "010;20;40;41;40", "Nyby;1;2;;"),
        _WORK,
    ),
    "Sammanslagna rubriker på två rader": (
        _text(
            "Sysselsatta 20-24 år", "Område;2022;;2023;", ";täljare;nämnare;täljare;nämnare", "010;20;40;x;40", "Nyby;1;2;3;y"
        ),
        Form(),
    ),
    "Flera indikatorer som kolumner": (
        _text("Område;År;Folkmängd;Sysselsatta 20-24 år, täljare;Sysselsatta 20-24 år, nämnare", "010;2023;900;20;40"),
        Form(),
    ),
    "Felstavad indikator som kolumn": (_text("Område;År;Folkmängdd", "010;2023;900"), Form()),
    "PDF som döpts om till csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", Form()),
    "Tom fil": (b"", Form()),
    "Brev i stället för tabell": (_text("Hej!", "Här kommer siffrorna, de ligger i bilagan.", "Hälsningar"), Form()),
    "Decimalkomma i en fil med kommatecken": (_text("område,period,värde", "1,2024Q1,12,5"), Form(indicator="presence_hours")),
    "Citattecken som aldrig stängs": (_text(HEADER, 'employment;010;2023;;;1;2;;"sent', "employment;011;2023;;;1;2;;"), Form()),
}
