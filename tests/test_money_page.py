"""The page of money: a sentence, what remains, corrections in sight, a call-off typed in; honest where there is nothing."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kraftkollen.actions.ledger import add_row, correct
from kraftkollen.report.ledger_csv import ledger_csv
from kraftkollen.views.money_view import MoneyView, money_view
from kraftkollen.views.reading import Reading, open_newest
from tests.screen import Screen, opened
from tests.store_fixtures import CALL_OFF, LOCAL, Store

PAGE = "pages/pengar.py"
NOW = "2026-03-01T12:00:00"


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


def shown(store: Path, on: date = date(2026, 11, 20), year: str | None = None) -> MoneyView:
    return money_view(Reading(LOCAL, open_newest(store), "sv"), on, year)


def page(store: Store, monkeypatch: pytest.MonkeyPatch, **address: str) -> Screen:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", NOW)
    return opened(PAGE, store.path, monkeypatch, **address)


def test_malmo_says_that_nothing_is_called_off_and_that_nobody_has_entered_anything(malmo: Store) -> None:
    found = shown(malmo.path)
    assert spaced(found.sentence) == "Av 10 000 000 kr för 2026 är inget avropat: allt återstår."
    assert found.used_sentence == "Ingen har fört in vad som använts 2026."
    assert (found.lines, found.administration, found.by_committee) == ((), (), ())
    (money,) = found.allotments
    assert [(name, spaced(amount)) for name, amount in money.by_process] == [
        ("Lokal utveckling", "0 kr"),
        ("Universell prevention", "0 kr"),
    ]


def test_the_sentence_says_what_is_called_off_and_what_remains(malmo: Store) -> None:
    add_row(malmo.site, LOCAL, "k", CALL_OFF)
    assert spaced(shown(malmo.path).sentence) == "Av 10 000 000 kr för 2026 är 2 400 000 kr avropade; 7 600 000 kr återstår."
    assert "inget avropat" in shown(malmo.path, date(2026, 2, 9)).sentence


def test_a_corrected_row_and_its_correction_are_both_in_sight(malmo: Store) -> None:
    wrong = add_row(malmo.site, LOCAL, "k", CALL_OFF)
    correct(malmo.site, LOCAL, wrong.id, 24_000_000, "en nolla för mycket")
    states = [(spaced(one.amount), spaced(one.state), one.counts) for one in shown(malmo.path).lines]
    assert states == [
        ("2 400 000 kr", "rättad till 240 000 kr: räknas inte", False),
        ("240 000 kr", "rättelse: en nolla för mycket", True),
    ]


def test_the_cuts_of_exempelstad_are_the_same_money(empty_store: Path) -> None:
    found = shown(empty_store, year="2024")
    sums = [sum(_kronor(one.used) for one in rows) for rows in (found.by_intervention, found.by_committee, found.by_source)]
    assert len(set(sums)) == 1
    assert sums[0] == 27_175_000
    assert [one.year for one in found.administration] == ["2026", "2025", "2024", "2023"]
    assert "schablon" in found.rule


def _kronor(text: str) -> int:
    return 0 if text == "–" else int("".join(letter for letter in text if letter.isdigit()))


def test_the_file_has_every_row_and_no_formula(malmo: Store) -> None:
    add_row(malmo.site, LOCAL, "k", replace(CALL_OFF, document="=1+1"))
    content = ledger_csv(shown(malmo.path).lines, "sv").decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content, newline=""), delimiter=";")
    assert (row["Belopp kr"], row["Datum"], row["Räknas"], row["Diarienummer"]) == ("2400000,00", "2026-02-10", "ja", "'=1+1")


def test_a_call_off_is_typed_and_stands_on_the_page_at_once(malmo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = page(malmo, monkeypatch)
    _fill(screen, "2 400 000")
    assert screen.errors == []
    assert "är 2 400 000 kr avropade; 7 600 000 kr återstår" in spaced(screen.read)
    _fill(screen, "7 600 001")
    assert any("7 600 000 kronor som återstår" in spaced(one).replace("\\", "") for one in (*screen.errors, screen.read))
    assert "2 400 000 kr avropade" in spaced(screen.read)


def _fill(screen: Screen, amount: str) -> None:
    next(one for one in screen.app.text_input if one.label == "Belopp i kronor").set_value(amount)
    next(one for one in screen.app.button if one.label == "För in raden").click()
    screen.run()


def test_a_year_without_money_is_named_and_another_is_shown(malmo: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = page(malmo, monkeypatch, ar="1999")
    assert screen.warnings == ["Det finns inga pengar för året 1999."]
    assert "10 000 000 kr" in spaced(screen.read)
