"""Every page, run on real stores: no exception, the right sentence, both languages, markup shown as text."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kraftkollen.words.translate import catalogue_file, translate
from tests import plain, stores
from tests.geography_files import as_geojson, grid
from tests.screen import PAGES, START, Screen, opened, unescaped
from tests.stores import ROOT
from tools.update_messages import messages

Patch = pytest.MonkeyPatch
LANGUAGES = ("sv", "en")
# LIX: newspapers lie between 40 and 50.
HARDEST = 45
every_page = pytest.mark.parametrize("page", PAGES)
in_both = pytest.mark.parametrize("language", LANGUAGES)


@cache
def _as_drawn(page: str, store: Path, language: str) -> Screen:
    """Return a page as it is first drawn, to look at and not to touch: each is drawn once, and several tests look at it."""
    with Patch.context() as patch:
        return opened(page, store, patch, sprak=language)


@every_page
@in_both
def test_a_page_opens_on_exempelstad_and_says_that_it_is_demo_data(page: str, language: str, demo_store: Path) -> None:
    screen = _as_drawn(page, demo_store, language)
    assert (screen.app.exception.values, screen.errors, screen.warnings) == ([], [], [])
    assert screen.title
    notice = {"sv": "Demodata: Exempelstad är en påhittad stad.", "en": "Demo data: Exempelstad is a made-up city."}
    assert notice[language] in screen.read


@every_page
@in_both
def test_a_page_opens_on_malmo_without_a_figure(page: str, language: str, malmo_store: Path) -> None:
    screen = _as_drawn(page, malmo_store, language)
    assert (screen.app.exception.values, screen.errors, screen.warnings) == ([], [], [])
    assert "Exempelstad" not in screen.read
    said = {
        START: {"sv": "Inga uppgifter har lämnats ännu.", "en": "Nobody has delivered a figure yet."},
        "pages/karta.py": {
            "sv": translate("sv", "Nothing has been delivered for this indicator yet."),
            "en": "Nothing has been delivered for this indicator yet.",
        },
    }
    assert said.get(page, {}).get(language, "") in screen.read


def _nothing(_store: Path) -> None:
    """There never was a store."""


def _unpublished(store: Path) -> None:
    for path in (store / "published").iterdir():
        path.unlink()


def _pointer_damaged(store: Path) -> None:
    (store / "published" / "current.json").write_text("{", encoding="utf-8")


def _figures_damaged(store: Path) -> None:
    for path in (store / "published").glob("figures-*"):
        path.write_bytes(path.read_bytes()[:5000])


def _figures_gone(store: Path) -> None:
    for path in (store / "published").glob("figures-*"):
        path.unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_nothing, {"sv": "Det finns inget datalager i", "en": "There is no store in"}),
        (_unpublished, {"sv": "Inget är publicerat i", "en": "Nothing is published in"}),
        (_pointer_damaged, {"sv": "går inte att läsa", "en": "cannot be read"}),
        (_figures_damaged, {"sv": "går inte att läsa", "en": "cannot be read"}),
        (_figures_gone, {"sv": "går inte att läsa", "en": "cannot be read"}),
    ],
)
@pytest.mark.parametrize("page", [START, "pages/karta.py"])
def test_a_page_says_what_is_wrong_with_the_store_and_what_to_do(
    page: str, harm: Callable[[Path], None], said: dict[str, str], empty_store: Path, tmp_path: Path, monkeypatch: Patch
) -> None:
    store = tmp_path / "none" if harm is _nothing else stores.copied(empty_store, tmp_path)
    harm(store)
    for language in LANGUAGES:
        screen = opened(page, store, monkeypatch, sprak=language)
        assert screen.app.exception.values == []
        assert len(screen.errors) == 1
        assert said[language] in unescaped(screen.errors[0])


@every_page
def test_no_page_breaks_when_there_is_no_store(page: str, tmp_path: Path, monkeypatch: Patch) -> None:
    screen = opened(page, tmp_path / "none", monkeypatch)
    assert screen.app.exception.values == []
    assert any("datalager" in one for one in screen.errors)
    assert not (tmp_path / "none").exists()


@cache
def _english_only() -> set[str]:
    """The messages whose Swedish is not the same as their English, and that have no blanks."""
    from babel.messages.pofile import read_po

    with catalogue_file("sv").open("rb") as source:
        swedish = {str(one.id): str(one.string) for one in read_po(source, locale="sv") if isinstance(one.id, str)}
    known = {str(one.id) for one in messages() if one.id}
    return {one for one in known if one and "{" not in one and swedish.get(one, one) != one}


@every_page
def test_no_english_stands_on_a_swedish_page_and_no_swedish_message_on_an_english_one(
    page: str, demo_store: Path, malmo_store: Path
) -> None:
    for store in (demo_store, malmo_store):
        swedish, english = (
            {unescaped(one).strip("* ") for one in _as_drawn(page, store, language).strings} for language in LANGUAGES
        )
        only_english = _english_only()
        assert swedish & only_english == set()
        # The same words are found where they belong: the comparison above can fail.
        assert english & only_english != set()


@every_page
def test_no_swedish_sentence_of_ours_stands_on_an_english_page_whatever_fills_its_blanks(
    page: str, demo_store: Path, malmo_store: Path
) -> None:
    for store in (demo_store, malmo_store):
        swedish, english = (
            {unescaped(one).strip("* ") for one in _as_drawn(page, store, language).strings} for language in LANGUAGES
        )
        # The same words are found where they belong: the comparison can fail.
        assert plain.in_swedish(swedish)
        assert plain.in_swedish(english) == []


@every_page
def test_the_running_text_of_a_page_is_easy_to_read(page: str, demo_store: Path) -> None:
    text = plain.running(_as_drawn(page, demo_store, "sv").paragraphs)
    assert len(text.split()) > 40
    assert plain.lix(text) <= HARDEST


def test_the_readability_figure_is_that_of_its_author() -> None:
    # Eleven words in two sentences, of them longer than six letters: Kommunen, avsätter, pengarna.
    assert plain.lix("Kommunen räknar barnen. Staden avsätter pengarna till deras skolor i år.") == pytest.approx(
        5.5 + 100 * 3 / 11
    )
    assert plain.lix("Vi ser. Du ser.") == pytest.approx(2.0)
    assert plain.lix("") == 0.0


@every_page
def test_the_links_of_an_english_page_keep_the_language(page: str, demo_store: Path) -> None:
    screen = _as_drawn(page, demo_store, "en")
    links = [one.proto.query_string for one in screen.app.main if one.type == "page_link"]
    assert links
    assert all("sprak=en" in one for one in links)


def test_an_unknown_language_is_swedish(demo_store: Path, monkeypatch: Patch) -> None:
    assert "Demodata" in opened(START, demo_store, monkeypatch, sprak="fi").read


def test_the_map_stands_before_the_table_and_the_source_after_it(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/karta.py", demo_store, monkeypatch)
    drawn = list(screen.app.main)
    tables = [place for place, one in enumerate(drawn) if "<table>" in getattr(getattr(one, "proto", None), "body", "")]
    assert [one.type for one in drawn].index("plotly_chart") < max(tables)
    chart = next(one.proto for one in screen.app.main if one.type == "plotly_chart")
    assert chart.alt.startswith("Närvaro i grundskolan, 2025/26. Från ")
    assert "Källa:" in screen.read


def test_the_map_says_approximate_where_the_borders_are(malmo_store: Path, monkeypatch: Patch) -> None:
    assert "ngefärliga gränser" in opened("pages/karta.py", malmo_store, monkeypatch).read


MARKUP = "<b>*x*</b> [a](b) :red[y] $z$"


@pytest.fixture
def marked_up(empty_store: Path, tmp_path: Path) -> Path:
    """A store whose areas carry markup in their names, with figures for them."""
    store = stores.copied(empty_store, tmp_path)
    frame = grid(columns=3, rows=2)
    frame["namn"] = [f"{MARKUP} {code}" for code in frame["kod"]]
    layer = tmp_path / "areas.geojson"
    layer.write_bytes(as_geojson(frame))
    stores.answer(store, "areas", "import", str(layer), "--version", "2030", "--code", "kod", "--name", "namn")
    figures = [f"school_attendance;{code};2024/25;;;{800 + 10 * place};1000;;" for place, code in enumerate(frame["kod"])]
    stores.delivered(store, tmp_path, *figures)
    return store


def test_markup_in_a_name_is_shown_as_text(marked_up: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/karta.py", marked_up, monkeypatch, omrade="11")
    assert screen.errors == []
    shown = f"{MARKUP} 11"
    # The import puts names in proper case.
    assert screen.table("Område")[0][0].casefold() == shown.casefold()
    named = [one for one in screen.strings if "11" in one and "*x" in one.casefold().replace("\\", "")]
    # In the table, under the map and in the small maps; what hovers comes with the borders, and test_map_view looks at that.
    assert len(named) >= 3
    for text in named:
        # The options of a box are plain text for the browser; all else is Markdown, or the HTML of a hover text.
        assert text.casefold() == shown.casefold() or "\\[" in text or "&lt;b&gt;" in text, text


def test_an_address_cannot_bring_markup_onto_the_page(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/karta.py", demo_store, monkeypatch, indikator="<img src=x> [a](http://b) **c**")
    raw = screen.app.warning[0].value
    assert raw.replace("\\<", "").count("<") == 0
    assert "[a](" not in raw
    # An invisible sign keeps the address from becoming a link.
    assert "<img src=x> [a](http://b) **c**" in screen.warnings[0].replace("\u2060", "")


def test_no_download_draws_the_page_anew() -> None:
    """A run that draws the button anew gives its file another number, and what was asked for under the first is gone."""
    calls = [
        (path.name, call)
        for path in (ROOT / "kraftkollen" / "ui").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "download_button"
    ]
    assert len(calls) > 10
    without = [f"{name}:{call.lineno}" for name, call in calls if "on_click='ignore'" not in ast.unparse(call)]
    assert without == []
