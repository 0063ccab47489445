"""The pages for one indicator and for one area: what they say of Exempelstad, what they mark, what can be taken along."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from kraftkollen.model.actor import local_actor
from kraftkollen.model.delivery import Status
from kraftkollen.report.indicator_files import as_csv, as_workbook
from kraftkollen.report.line_chart import line_chart
from kraftkollen.store.figures import Extent, Figures
from kraftkollen.ui.charts import _goal_colour, _traces
from kraftkollen.views.area_register import older_borders
from kraftkollen.views.area_view import area_view
from kraftkollen.views.indicator_notes import file_notes, table_rows
from kraftkollen.views.indicator_view import IndicatorView, Line, Point, indicator_view
from kraftkollen.views.places import every_place
from kraftkollen.views.reading import Reading, Version, open_newest
from tests.screen import opened
from tests.stores import ROOT

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


def test_a_pooled_figure_says_in_the_table_what_it_is_for_and_the_years_in_it_are_not_called_undelivered(
    reading: Reading,
) -> None:
    view = indicator_view(reading, "upper_secondary_eligibility", None, None)
    rows = {period: cell for period, cell, *_ in table_rows(reading, view)}
    assert rows["2025"].endswith("% (medel 2023–2025)")
    within = "ingår i medel 2023–2025"
    assert (rows["2024"], rows["2023"], rows["2012"]) == (within, within, "visas inte för sig")


def test_the_next_pooled_figure_is_of_the_next_span_and_the_citys_of_the_next_year(reading: Reading) -> None:
    assert indicator_view(reading, "upper_secondary_eligibility", None, None).next_figure == (
        "Nästa siffra, för medel 2026–2028, kan finnas från 2029-01-01. Nästa siffra, för 2026, kan finnas från 2027-01-01."
    )
    assert "för 2026/27, kan" in indicator_view(reading, "school_attendance", None, None).next_figure


def hidden_area(reading: Reading) -> str:
    """Return the code of an area of the finest level that has a hidden figure."""
    figures, finest = reading.version.figures, reading.version.registry.divisions[-1].id
    across = figures.across("long_term_assistance", finest, figures.newest_periods(finest)["long_term_assistance"], "total")
    return next(one.area for one in across if one.status == Status.HIDDEN)


def test_the_files_hold_what_the_page_shows_in_words_where_a_figure_is_hidden(reading: Reading) -> None:
    view = indicator_view(reading, "long_term_assistance", None, hidden_area(reading))
    rows = list(csv.reader(io.StringIO(as_csv(reading, view).decode("utf-8-sig")), delimiter=";"))
    points = [(line.place.name, point) for line in view.lines for point in line.points]
    assert len(rows) == len(points) + 5
    assert "Demodata" in rows[-3][0]
    for row, (place, point) in zip(rows[1:], points, strict=False):
        assert (row[0], row[1], row[3], row[4]) == (place, point.title, point.text, point.status)
        assert (row[2] == "") == (point.value is None)
    assert any(row[2:] == ["", "dolt: för få", "hidden"] for row in rows)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(reading, view)))
    table = sheets.get_sheet_by_index(0).to_python()
    assert len(table) == len(points) + 1
    assert any(row[2:] == ["", "dolt: för få", "hidden"] for row in table)
    assert any("Demodata" in str(row[0]) for row in sheets.get_sheet_by_index(1).to_python())


def test_a_name_that_a_spreadsheet_would_calculate_is_text(reading: Reading, crowding: IndicatorView) -> None:
    line = crowding.lines[0]
    evil = Line(line.place.__class__("d", "x", "=1+1", line.place.kind), line.points, line.development)
    view = crowding.__class__(**{**crowding.__dict__, "lines": (evil,)})
    assert "'=1+1" in as_csv(reading, view).decode()
    cells = CalamineWorkbook.from_filelike(io.BytesIO(as_workbook(reading, view))).get_sheet_by_index(0).to_python()
    assert cells[1][0] == "=1+1"


def test_the_picture_for_print_is_the_same_each_time_and_says_what_it_is(reading: Reading, crowding: IndicatorView) -> None:
    first, second = (line_chart(crowding, "sv", "svg", file_notes(reading, crowding)) for _ in range(2))
    assert first == second
    said = first.decode()
    assert all(one in said for one in ("Rågängen", crowding.title, "Demodata: Exempelstad", "Källa: ", "A: "))
    assert line_chart(crowding, "sv", "png").startswith(b"\x89PNG")


def test_marks_of_one_period_share_a_place_in_the_picture(reading: Reading) -> None:
    view = indicator_view(reading, "long_term_assistance", None, None)
    assert [letter for letter, _, _ in view.lettered] == ["A", "B", "C"]
    assert [(letters, period) for letters, period, _ in view.letters] == [("A", "2022"), ("B, C", "2023")]


def test_a_target_has_the_colour_of_the_place_that_it_is_for(reading: Reading) -> None:
    view = indicator_view(reading, "school_attendance", None, None)
    assert {goal.place: _goal_colour(view, goal) for goal in view.goals} == {"ragangen": "#9a1f2e", "9999": "#444444"}


UNKNOWN = (
    ("pages/indikatorer.py", {"indikator": "nonsense", "grupp": "x", "omrade": "E9999"}, "Närvaro i grundskolan"),
    ("pages/omraden.py", {"omrade": "E9999"}, "Rågängen"),
)


@pytest.mark.parametrize(("page", "asked", "instead"), UNKNOWN)
def test_an_unknown_id_gets_a_sentence_and_a_default(
    page: str, asked: dict[str, str], instead: str, demo_store: Path, monkeypatch: Patch
) -> None:
    screen = opened(page, demo_store, monkeypatch, **asked)
    assert len(screen.warnings) == len(asked)
    assert all(any(f"{name} = {given}" in warning for warning in screen.warnings) for name, given in asked.items())
    assert screen.title == instead


CHOICES = (
    (
        "pages/indikatorer.py",
        "Indikator",
        "indikator",
        "overcrowding",
        "Trångbodda, norm 2, flerbostadshus",
        "Närvaro i grundskolan",
    ),
    ("pages/omraden.py", "Område", "omrade", "ekhaga", "Ekhaga", "Rågängen"),
)


@pytest.mark.parametrize(("page", "label", "name", "id_", "title", "before"), CHOICES)
def test_a_choice_stands_in_the_address_opens_the_same_elsewhere_and_back_takes_it_back(
    page: str, label: str, name: str, id_: str, title: str, before: str, demo_store: Path, monkeypatch: Patch
) -> None:
    screen = opened(page, demo_store, monkeypatch)
    assert (screen.title, screen.address) == (before, {})
    screen.box(label).set_value(id_)
    screen.run()
    assert (screen.title, screen.address[name], screen.warnings) == (title, id_, [])
    assert opened(page, demo_store, monkeypatch, **screen.address).read == screen.read
    for one in list(screen.address):
        del screen.app.query_params[one]
    assert screen.run().title == before


def test_an_area_with_a_hidden_figure_says_why_one_click_away(reading: Reading, demo_store: Path, monkeypatch: Patch) -> None:
    code = hidden_area(reading)
    screen = opened("pages/omraden.py", demo_store, monkeypatch, omrade=code)
    assert "Varför dolt?" in screen.strings
    (row,) = [row for row in screen.table("Indikator") if row[0] == "Barn i familjer med långvarigt ekonomiskt bistånd"]
    assert any("dolt: för få" in cell for cell in row)
    links = "".join(one.proto.body for one in screen.app.main if one.type == "html")
    assert f"/indikatorer?indikator=long_term_assistance&amp;omrade={code}" in links
    assert "Varför dolt?" not in opened("pages/omraden.py", demo_store, monkeypatch, omrade="kvarnbacken").strings


def test_a_number_is_not_set_among_those_of_smaller_areas(reading: Reading) -> None:
    of = {one.id: one for one in area_view(reading, "kvarnbacken").rows}
    assert of["population"].spread is None
    assert of["school_attendance"].place.startswith("hälften av områdena ligger mellan ")
    area = {one.id: one for one in area_view(reading, "E0308").rows}
    assert area["population"].spread is not None


def test_the_spread_is_of_the_published_values_and_read_once_for_all_places(reading: Reading) -> None:
    codes = ("E0308", "E0309")
    first, second = ({row.id: row for row in area_view(reading, code).rows} for code in codes)
    figures, finest = reading.version.figures, reading.version.registry.divisions[-1].id
    shared = [(one.spread, second[name].spread) for name, one in first.items() if name in second]
    same = [(one, other) for one, other in shared if one is not None and other is not None and one.values is other.values]
    assert len(same) >= 10
    period = figures.newest_periods(finest)["population"]
    of = {one.area: one.value for one in figures.across("population", finest, period, "total")}
    spread = first["population"].spread
    assert spread is not None
    assert list(spread.values) == sorted(value for value in of.values() if value is not None)
    assert spread.own == of["E0308"]
    assert dict(zip(*figures.by_area("population", finest, period, "total"), strict=True)) == {
        area: value for area, value in of.items() if value is not None
    }


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
    for page, said in (
        ("pages/indikatorer.py", "Inga uppgifter har lämnats för den här indikatorn ännu."),
        ("pages/omraden.py", "Ingen har lämnat någon siffra för det här området ännu."),
    ):
        assert said in opened(page, malmo_store, monkeypatch).read


def test_figures_by_earlier_borders_are_told_of_and_never_joined(reading: Reading) -> None:
    places = {one.id: one for one in every_place(reading)}
    assert older_borders(reading, places["kvarnbacken"]) == ""
    finest = reading.version.registry.divisions[-1]
    figures = Figures(reading.version.figures.file)
    # What a version holds that was published after the borders changed.
    earlier = Extent("school_attendance", f"{finest.level}-1999", "total", "1999/00")
    figures.__dict__["extents"] = (*reading.version.figures.extents, earlier)
    later = Reading(reading.actor, Version(figures, reading.version.registry), "sv")
    for name in ("kvarnbacken", "E0308"):
        assert finest.version in older_borders(later, places[name])
    assert older_borders(later, places["9999"]) == ""


def test_a_dollar_sign_in_a_name_begins_no_formula_in_a_process_that_has_drawn_nothing_else() -> None:
    code = (
        "from kraftkollen.report import paper\n"
        "figure, (axes,) = paper.blank(2.0)\n"
        "axes.plot([1, 2], label='Torget $\\\\nope$')\n"
        "axes.legend()\n"
        "print('Torget $\\\\nope$' in paper.written(figure, 'svg').decode())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
