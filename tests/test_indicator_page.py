"""The pages for one indicator and for one area: what they say of Exempelstad, what they mark, what can be taken along."""

import csv
import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kraftkollen.model.actor import local_actor
from kraftkollen.report.indicator_files import as_csv, as_workbook
from kraftkollen.report.line_chart import line_chart
from kraftkollen.ui.charts import _traces
from kraftkollen.views.indicator_view import IndicatorView, Line, Point, indicator_view
from kraftkollen.views.reading import Reading, open_newest
from tests.screen import opened

Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def reading(demo_store: Path) -> Reading:
    return Reading(local_actor(), open_newest(demo_store), "sv")


@pytest.fixture(scope="module")
def crowding(reading: Reading) -> IndicatorView:
    return indicator_view(reading, "overcrowding", None, None)


def test_the_true_effect_of_exempelstad_is_a_development_beyond_chance_the_right_way(reading: Reading) -> None:
    view = indicator_view(reading, "school_attendance", None, None)
    line = next(one for one in view.lines if one.place.id == "ragangen")
    assert line.development.beyond_noise
    assert "och åt rätt håll" in line.development.sentence
    assert "effekt" not in " ".join(view.sentences)


def test_a_period_that_nobody_delivered_is_a_gap_and_not_nothing(crowding: IndicatorView) -> None:
    years = [int(one) for one in crowding.periods]
    assert years == list(range(years[0], years[-1] + 1))
    assert any("2024" not in [point.period for point in line.points] for line in crowding.lines)


def test_a_line_is_cut_at_a_break_and_nowhere_else(crowding: IndicatorView) -> None:
    line = next(one for one in crowding.lines if one.place.id == "ragangen")
    whole = Line(line.place, tuple(Point(one, one, 1.0, "1", "final") for one in crowding.periods), line.development)
    (trace,) = _traces(whole, 0, list(crowding.periods), {"2021"})
    assert [x for x, y in zip(trace.x, trace.y, strict=True) if y is None] == ["2021"]
    assert len(trace.x) == len(crowding.periods) + 1


def test_break_baseline_and_starts_have_their_letters_and_their_words(reading: Reading, crowding: IndicatorView) -> None:
    assert [letter for letter, _, _ in crowding.lettered] == ["A", "B"]
    attendance = indicator_view(reading, "school_attendance", None, None)
    assert [mark.text.split(":")[0] for _, mark, _ in attendance.lettered] == [
        "Utgångsvärde 2021/22",
        "Tillbaka till klassrummet börjar 2022-08-15",
    ]


def test_pooled_figures_say_what_they_span_and_stand_at_the_last(reading: Reading) -> None:
    view = indicator_view(reading, "upper_secondary_eligibility", None, None)
    assert view.pooled == 3
    line = next(one for one in view.lines if one.place.id == "ragangen")
    assert {point.period for point in line.points} <= set(view.periods)
    assert all("2025" not in point.title or point.period == "2025" for point in line.points)


def test_the_files_hold_what_the_page_shows_in_words_where_a_figure_is_hidden(reading: Reading) -> None:
    view = indicator_view(reading, "long_term_assistance", None, "E0101")
    rows = list(csv.reader(io.StringIO(as_csv(reading, view).decode("utf-8-sig")), delimiter=";"))
    points = [(line.place.name, point) for line in view.lines for point in line.points]
    assert len(rows) == len(points) + 3
    for row, (place, point) in zip(rows[1:], points, strict=False):
        assert (row[0], row[1], row[3]) == (place, point.title, point.text)
        assert (row[2] == "") == (point.value is None)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(reading, view)))
    assert len(sheets.get_sheet_by_index(0).to_python()) == len(points) + 1
    assert any("Demodata" in str(row[0]) for row in sheets.get_sheet_by_index(1).to_python())


def test_a_name_that_a_spreadsheet_would_calculate_is_text(reading: Reading, crowding: IndicatorView) -> None:
    line = crowding.lines[0]
    evil = Line(line.place.__class__("d", "x", "=1+1", line.place.kind), line.points, line.development)
    view = crowding.__class__(**{**crowding.__dict__, "lines": (evil,)})
    assert "'=1+1" in as_csv(reading, view).decode()
    cells = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(reading, view))).get_sheet_by_index(0).to_python()
    assert cells[1][0] == "=1+1"


def test_the_picture_for_print_is_the_same_each_time(crowding: IndicatorView) -> None:
    first, second = (line_chart(crowding, "sv", "svg") for _ in range(2))
    assert first == second
    assert "Rågängen" in first.decode()
    assert line_chart(crowding, "sv", "png").startswith(b"\x89PNG")


def test_an_unknown_indicator_or_place_gets_a_sentence_and_a_default(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/indikatorer.py", demo_store, monkeypatch, indikator="nonsense", omrade="E9999")
    assert len(screen.warnings) == 2
    assert screen.title == "Närvaro i grundskolan"
    assert opened("pages/omraden.py", demo_store, monkeypatch, omrade="E9999").title == "Rågängen"


def test_an_area_has_a_row_for_each_indicator_with_a_link_to_it(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/omraden.py", demo_store, monkeypatch, omrade="kvarnbacken")
    titles = [row[0] for row in screen.table("Indikator")]
    assert len(titles) == len(set(titles)) >= 15
    assert "Består av: Kvarnbacken Norra, Kvarnbacken Södra." in screen.read
    assert [row[0] for row in screen.table("Insats")][:2] == ["Vägen till arbete", "Läxhjälp varje dag"]


def test_areas_that_are_alike_are_never_the_area_itself(demo_store: Path, monkeypatch: Patch) -> None:
    screen = opened("pages/omraden.py", demo_store, monkeypatch, omrade="kvarnbacken")
    names = [row[0] for row in screen.table("Närmast i")]
    assert len(names) == 5
    assert not {"Kvarnbacken Norra", "Kvarnbacken Södra"} & set(names)


def test_without_figures_both_pages_say_so(malmo_store: Path, monkeypatch: Patch) -> None:
    assert "Ingen har lämnat någon siffra ännu." in opened("pages/indikatorer.py", malmo_store, monkeypatch).read
    assert "Ingen har lämnat någon siffra ännu." in opened("pages/omraden.py", malmo_store, monkeypatch).read
