"""The words that a reader may not know are explained on the page where they stand, and all of them in the introduction."""

import re
from pathlib import Path

import pytest

from kraftkollen.ui.menu import PAGES as ADDRESSES
from kraftkollen.words import glossary
from tests.screen import Screen, opened, strings_of

Patch = pytest.MonkeyPatch
# What a Swedish noun may end in; an open end would find "effektutvärdering" for "effekt".
_ENDINGS = r"(?:en|et|n|s|ens|ar|er|or|arna|erna|na|ad|ade|at)?"


# "Utfall" is money that was used, and also how something turned out.
_TWO_MEANINGS = {"Utfall"}
_BOX = '<div class="kk-words">'


def read(screen: Screen) -> tuple[str, str]:
    """Return what a page says besides its menu, and its box of words."""
    drawn = [one for one in screen.app.main if one.type != "page_link"]
    said = [text for one in drawn if getattr(one, "proto", None) is not None for text in strings_of(one.proto)]
    text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", "\n".join(one for one in said if _BOX not in one), flags=re.DOTALL)
    return text, "".join(one for one in said if _BOX in one)


def stands(word: str, text: str) -> bool:
    """Return whether a word of the glossary stands in a Swedish text, in whatever form."""
    stem = re.escape(word[:-1] if word.endswith(("a", "e")) else word)
    return re.search(rf"(?<!\w){stem}(?:a|e)?{_ENDINGS}(?!\w)", text, re.IGNORECASE) is not None


@pytest.mark.parametrize(("address", "file"), [(address, file) for address, file, _ in ADDRESSES])
def test_a_word_of_the_glossary_is_explained_on_the_page_where_it_stands(
    address: str, file: str, demo_store: Path, monkeypatch: Patch
) -> None:
    text, listed = read(opened(file, demo_store, monkeypatch))
    missing = {name for name, _ in glossary.terms("sv") if stands(name, text) and f"<dt>{name}</dt>" not in listed}
    assert missing - _TWO_MEANINGS == set()
    assert all(f"<dt>{name}</dt><dd>{meaning}" in listed for name, meaning in glossary.of_page(address, "sv"))


def test_a_word_is_found_in_its_forms_and_not_within_another() -> None:
    assert stands("Effekt", "Ingen effekt.")
    assert stands("Jämförelseområde", "av jämförelseområdena")
    assert stands("Dubbel process", "1 möjlig dubbel process")
    assert not stands("Effekt", "Effektutvärdering")


def test_every_word_of_a_page_has_a_meaning_and_every_meaning_a_page() -> None:
    used = {one for names in glossary._PAGES.values() for one in names}
    assert used == set(glossary._MEANINGS)
    assert {address for address, _, _ in ADDRESSES} == set(glossary._PAGES)
    for name, meaning in (*glossary.terms("sv"), *glossary.terms("en")):
        assert name[0].isupper()
        assert meaning.endswith((".", "?"))
