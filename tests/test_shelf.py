"""What is dear to make is made once, and a long part of a page is one piece of HTML that shows whatever it is given as text."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from kraftkollen.ui import blocks
from kraftkollen.views.shelf import Shelf


def test_what_many_ask_for_at_the_same_time_is_made_once() -> None:
    shelf, made, together = Shelf(10), [], Barrier(8)

    def make() -> str:
        made.append(1)
        return "answer"

    def ask(_number: int) -> str:
        together.wait(timeout=10)
        return shelf.get(("question", 1), make)

    with ThreadPoolExecutor(8) as people:
        assert set(people.map(ask, range(8))) == {"answer"}
    assert len(made) == 1


def test_the_least_lately_asked_for_goes_first_and_what_is_too_old_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(2, seconds=300)
    clock = [1000.0]
    monkeypatch.setattr("kraftkollen.views.shelf.time.monotonic", lambda: clock[0])
    assert [shelf.get(name, name.upper) for name in ("a", "b", "a", "c")] == ["A", "B", "A", "C"]
    assert shelf.get("a", lambda: "again") == "A"
    assert shelf.get("b", lambda: "again") == "again"
    clock[0] += 301
    assert shelf.get("b", lambda: "later") == "later"


def test_what_could_not_be_made_is_tried_again() -> None:
    shelf = Shelf(2)

    def refuse() -> str:
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        shelf.get("key", refuse)
    assert shelf.get("key", lambda: "now") == "now"


def test_text_in_a_block_is_shown_as_it_is_and_headings_keep_their_names() -> None:
    bad = '<script>alert("x")</script>'
    parts = (blocks.heading(bad, 3, 'a"b'), blocks.paragraph(bad, strong=True), blocks.source(bad))
    drawn = blocks.joined((*parts, blocks.box(bad, [blocks.paragraph("inside")])))
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") == 4
    assert 'id="a&quot;b"' in drawn
    assert blocks.heading("Året i fem meningar: följd").startswith('<h2 id="aret-i-fem-meningar-foeljd">')
    assert "<details" in drawn
    assert "<summary>" in drawn
