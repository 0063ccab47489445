"""Documents as PDF: tagged, to be kept, the same for the same content, and nothing in a name is ever read as code."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kraftkollen.report.columns import fitted
from kraftkollen.report.document import Column, Document, Fact, Facts, Heading, Items, Paragraph, Picture, Spark, Table
from kraftkollen.report.typesetting import TEMPLATES, printable, typeset
from tests import pdfs

_AT = datetime.fromisoformat("2026-01-02T03:04:05")
_DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="110" height="26"><circle cx="9" cy="9" r="5"/></svg>'
HOSTILE = (
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "*fet* _kursiv_ $x^2$ @ref <märke> \\ ] } ) // /* `kod` ~ --- 1. = + - #",
    '"); panic("x',
    "</text><script>alert(1)</script>&amp;",
    "עברית العربية",
    "漢字 😀 \ue000 \x00\x07 \ufeff",
)


def _document(name: str) -> Document:
    table = Table((Column(name, share=1), Column("Tal", number=True)), ((name, "1 234,5 %"), (name, "7")), caption=name)
    return Document(
        title=name,
        kind=name,
        language="sv",
        at=_AT,
        foot=name,
        subtitle=name,
        demo=name,
        cover=(Fact(name, name),),
        contents=True,
        blocks=(
            Heading(name),
            Paragraph(name),
            Items((name,)),
            Facts((Fact(name, name),)),
            Picture(_DOT.encode(), alt=name, caption=name),
            table,
            Table((Column("Bild"),), ((Spark(_DOT, name),),)),
        ),
    )


def test_what_a_name_holds_is_set_as_it_stands_and_never_read_as_code() -> None:
    for name in HOSTILE:
        content = typeset(_document(name))
        assert pdfs.opened(content).metadata["/Title"] == printable(name)
        text = pdfs.squeezed(pdfs.text_of(content))
        assert "root:" not in text
        plain = [word for word in printable(name).split() if word.isascii()]
        assert all(pdfs.squeezed(word) in text for word in plain), name
        assert all(one["/Alt"] == printable(name) for one in pdfs.named(content, "Figure") if "/Alt" in one)


def test_signs_that_turn_the_direction_or_cannot_be_set_are_not_let_through() -> None:
    assert printable("Gård\u202e321\u2066") == "Gård321"
    assert printable("a\x00\ue000漢") == "a\ufffd\ufffd\ufffd"
    assert printable("Ra\u030asunda 1\u00a0234,5 − ≥ é ש") == "Råsunda 1\u00a0234,5 − ≥ é ש"


def test_templates_fetch_and_read_nothing() -> None:
    templates = list(TEMPLATES.glob("*.typ"))
    assert templates
    for one in templates:
        code = re.sub(r"//.*", "", one.read_text(encoding="utf-8"))
        assert not re.search(r"\bread\(|\bplugin\(|\beval\(|#?\bimport\b|#?\binclude\b|\b(csv|xml|yaml|toml|cbor)\(", code)


def test_typst_is_used_in_one_place_only() -> None:
    users = [one for one in TEMPLATES.parents[1].rglob("*.py") if re.search(r"^\s*(import|from) typst", one.read_text(), re.M)]
    assert [one.name for one in users] == ["typesetting.py"]


def test_the_same_content_gives_the_same_bytes_and_another_moment_others() -> None:
    one = _document("Område")
    assert typeset(one) == typeset(one)
    assert typeset(one) != typeset(replace(one, at=_AT + timedelta(seconds=1)))


def test_a_picture_without_a_text_that_stands_for_it_is_refused() -> None:
    bare = replace(_document("Område"), blocks=(Picture(_DOT.encode(), alt=""),))
    content = typeset(replace(_document("Område"), blocks=(Picture(_DOT.encode(), alt="En prick"),)))
    assert [one["/Alt"] for one in pdfs.named(content, "Figure")] == ["En prick"]
    with pytest.raises(Exception, match="alt"):
        typeset(bare)


def test_numbers_are_cut_at_the_decimal_mark_and_words_are_not() -> None:
    rows = tuple((one,) for one in ("1 234,5 %", "−0,2", "+112", "7", "dolt: för få", "2023–2025", ""))
    content = typeset(replace(_document("T"), blocks=(Table((Column("Tal", number=True),), rows),), cover=(), contents=False))
    text = pdfs.squeezed(pdfs.text_of(content))
    assert all(pdfs.squeezed(one) in text for (one,) in rows)


def test_a_wide_table_is_set_smaller_and_a_narrow_one_no_wider_than_its_cells() -> None:
    narrow = fitted(("Vad", "Antal"), [("Insatser", "8")], (False, True))
    wide = fitted(("Vad", "Text", "Mer"), [("kort", "ord " * 60, "ord " * 60)], (False, False, False))
    assert [one.share for one in narrow.columns] == [0, 0]
    assert not narrow.dense
    assert wide.dense
    assert wide.columns[1].share > wide.columns[0].share > 0
