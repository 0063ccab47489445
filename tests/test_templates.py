"""A template asks for exactly what is due, and what is filled in reads back the same in every dialect."""

import csv
import io
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kraftkollen.actions.site import reference
from kraftkollen.errors import DeliveryRefused, NotAllowed, NotFound
from kraftkollen.intake import Checked, check, read
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import Form, Reference
from kraftkollen.model.indicator import Indicator, Kind
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.report.template import HEADERS, template_csv, template_xlsx
from kraftkollen.views.reading import Reading, Version, open_newest
from kraftkollen.views.template_view import TemplateRow, TemplateView, template_view
from tests.store_fixtures import LOCAL, Store, attendance, store_at

TODAY = date(2026, 11, 1)
AREAS = 136


def reading_of(path: Path) -> Reading:
    return Reading(LOCAL, open_newest(path), "sv")


def cells(view: TemplateView) -> list[tuple[str, str, str, str, str]]:
    return [(row.indicator.id, row.level, row.area, row.period, row.group.id) for row in view.rows]


def test_of_an_indicator_without_figures_the_latest_period_that_is_due_is_asked_for(malmo_store: Path) -> None:
    reading = reading_of(malmo_store)
    view = template_view(reading, date(2026, 7, 31), indicators=["school_attendance"])
    assert view.periods == ("2024/25",)
    view = template_view(reading, date(2026, 8, 1), indicators=["school_attendance"])
    assert view.periods == ("2025/26",)
    assert {row.level for row in view.rows} == {"delomrade"}
    assert len(view.rows) == AREAS * 3
    assert len(set(cells(view))) == len(view.rows)
    assert {row.name for row in view.rows if row.area == "01130"} != {""}


def test_what_was_delivered_is_not_asked_for_again_and_nothing_is_due_twice(malmo: Store) -> None:
    missing = "school_attendance;{};2023/24;;..;;;;"
    areas = [one.code for one in reading_of(malmo.path).version.registry.areas if one.division.startswith("delomrade")]
    malmo.approved(attendance(areas[0], 80, 100, "2022/23"), missing.format(areas[1]), attendance(areas[2], 0, 0, "2023/24"))
    malmo.publish()
    view = template_view(reading_of(malmo.path), date(2024, 12, 1), indicators=["school_attendance"])
    asked = {(area, period) for _, _, area, period, group in cells(view) if group == "total"}
    assert view.periods == ("2022/23", "2023/24")
    assert (areas[0], "2022/23") not in asked
    assert (areas[1], "2023/24") not in asked
    assert (areas[2], "2023/24") not in asked
    assert {(areas[0], "2023/24"), (areas[1], "2022/23"), (areas[2], "2022/23")} <= asked
    assert len(asked) == 2 * AREAS - 3
    assert len(cells(view)) == len(set(cells(view)))


def test_an_indicator_that_is_measured_every_second_year_is_asked_for_every_second_year(malmo: Store) -> None:
    district = next(one.code for one in reading_of(malmo.path).version.registry.areas if one.division.startswith("stadsdel"))
    malmo.approved(f"safe_at_school;{district};2019;;;80;100;;")
    malmo.publish()
    view = template_view(reading_of(malmo.path), TODAY, indicators=["safe_at_school"])
    assert view.periods == ("2019", "2021", "2023", "2025")


def test_the_demo_city_lacks_what_its_officers_left_out(demo_store: Path) -> None:
    reading = reading_of(demo_store)
    view = template_view(reading, TODAY, owner="stadsbyggnadsnamnden")
    assert view.demo
    assert {one.owner for one in view.indicators} == {"stadsbyggnadsnamnden"}
    assert "2024" in view.periods
    fresh = template_view(reading, date(2027, 6, 1), indicators=["population"])
    assert {row.period for row in fresh.rows} >= {"2026"}


def test_given_periods_hold_every_area_and_group_whether_delivered_or_not(demo_store: Path) -> None:
    reading = reading_of(demo_store)
    view = template_view(reading, TODAY, indicators=["school_attendance", "population"], periods=["2023/24", "2024"])
    assert {(row.indicator.id, row.period) for row in view.rows} == {("school_attendance", "2023/24"), ("population", "2024")}
    areas = [one for one in reading.version.registry.areas if one.division.startswith("delomrade")]
    mine = [row for row in view.rows if row.indicator.id == "school_attendance" and row.level == "delomrade"]
    assert len(mine) == 3 * len(areas)
    city = template_view(reading, TODAY, indicators=["employment_20_24"], periods=["2024"], level="stad")
    assert {(row.level, row.bare) for row in city.rows} == {("stad", True)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"indicators": ["nonsense"]},
        {"owner": "nobody"},
        {"level": "kvarter"},
        {"periods": ["i fjol"]},
        {"indicators": ["population"], "periods": ["2023/24"]},
    ],
)
def test_what_does_not_exist_is_said(demo_store: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(NotFound):
        template_view(reading_of(demo_store), TODAY, **wrong)


def test_who_may_see_nothing_gets_no_template(demo_store: Path) -> None:
    with pytest.raises(NotAllowed):
        template_view(Reading(Actor("Ingen", frozenset()), open_newest(demo_store), "sv"), TODAY)


def test_the_csv_opens_in_excel(demo_store: Path) -> None:
    view = template_view(reading_of(demo_store), TODAY, indicators=["school_attendance"], periods=["2024/25"])
    content = template_csv(view, "sv")
    assert content.startswith(b"\xef\xbb\xbfindikator;omr")
    assert content.count(b"\r\n") == content.count(b"\n") == len(view.rows) + 1
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == list(HEADERS["sv"])
    assert rows[1] == ["school_attendance", view.rows[0].area, view.rows[0].name, "2024/25", "Totalt", "", "", "", "", ""]


def test_the_workbook_says_what_each_indicator_means(demo_store: Path) -> None:
    view = template_view(reading_of(demo_store), TODAY, indicators=["school_attendance"], periods=["2024/25"])
    book = python_calamine.load_workbook(io.BytesIO(template_xlsx(view, "sv")))
    assert book.sheet_names == ["Siffror", "Läs mig"]
    guide = " ".join(str(cell) for row in book.get_sheet_by_name("Läs mig").to_python() for cell in row)
    one = view.indicators[0]
    assert one.numerator is not None
    assert one.denominator is not None
    for text in (one.description.sv, one.numerator.sv, one.denominator.sv, "Demodata"):
        assert text in guide


@cache
def demo(path: Path) -> tuple[Version, Reference]:
    return open_newest(path), reference(store_at(path).site)


def everything(path: Path) -> TemplateView:
    """One period of every indicator, at every level that it is delivered at."""
    version, known = demo(path)
    periods = ["2023", "2022/23", "2023H1"]
    view = template_view(Reading(LOCAL, version, "sv"), TODAY, periods=periods)
    assert {one.id for one in view.indicators} == set(known.catalogue.indicators)
    return view


@st.composite
def figures(draw: st.DrawFn, indicator: Indicator) -> list[str]:
    """Value, numerator and denominator of a figure that the indicator can have, with a decimal comma."""
    if not indicator.is_ratio:
        number = draw(st.integers(0, 10**6))
        half = indicator.kind is Kind.COUNT_THINGS and draw(st.booleans())
        return [f"{number},5" if half else str(number), "", ""]
    below = draw(st.integers(1, 10**5))
    return ["", str(draw(st.integers(0, below))), str(below)]


def filled(row: TemplateRow, texts: list[str], view: TemplateView, language: Language) -> list[str]:
    start = [row.indicator.id, row.area, row.name, row.period, row.group.title(view.dimensions, language)]
    return [*start, *texts, "", ""]


Dialect = tuple[str, str, str, str]


def in_dialect(content: bytes, given: dict[int, list[str]], dialect: Dialect) -> bytes:
    """Fill in the rows of a template and save it as another program would."""
    encoding, separator, mark, end = dialect
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator=end)
    for number, row in enumerate(rows):
        numbers = [text.replace(",", mark) for text in given.get(number - 1, row[5:8])]
        writer.writerow([*row[:5], *numbers, *row[8:]])
    return target.getvalue().encode(encoding)


def assert_read_back(found: Checked, view: TemplateView, given: dict[int, list[str]]) -> None:
    assert found.problems == ()
    rows = found.rows.to_pylist()
    assert len(rows) == len(given)
    for one, (place, texts) in zip(rows, sorted(given.items()), strict=True):
        row = view.rows[place]
        assert (one["indicator"], one["area"], one["period"], one["grp"]) == (
            row.indicator.id,
            row.area,
            row.period,
            row.group.id,
        )
        assert one["division"] == f"{row.level}-2023"
        names = ("numerator", "denominator") if row.indicator.is_ratio else ("value",)
        wanted = [float(text.replace(",", ".")) for text in texts if text]
        assert [one[name] for name in names] == wanted


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_csv_template_filled_in_reads_back_the_same_in_any_dialect(demo_store: Path, data: st.DataObject) -> None:
    view, known = everything(demo_store), demo(demo_store)[1]
    given = _given(data, view)
    dialect = (
        data.draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])),
        data.draw(st.sampled_from([";", ",", "\t"])),
        data.draw(st.sampled_from([",", "."])),
        data.draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    content = in_dialect(template_csv(view, data.draw(st.sampled_from(LANGUAGES))), given, dialect)
    assert_read_back(check(read(content, "mall.csv", Form()), known, Form()), view, given)


def _given(data: st.DataObject, view: TemplateView) -> dict[int, list[str]]:
    places = data.draw(st.lists(st.integers(0, len(view.rows) - 1), min_size=1, max_size=40, unique=True))
    return {place: data.draw(figures(view.rows[place].indicator)) for place in places}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_workbook_template_filled_in_reads_back_the_same(demo_store: Path, data: st.DataObject) -> None:
    view, known = everything(demo_store), demo(demo_store)[1]
    given = _given(data, view)
    book = python_calamine.load_workbook(io.BytesIO(template_xlsx(view, data.draw(st.sampled_from(LANGUAGES)))))
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as saved:
        for name in book.sheet_names:
            sheet = saved.add_worksheet(name)
            for number, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell)
        for place, texts in given.items():
            for column, text in enumerate(texts, start=5):
                if text:
                    saved.worksheets()[0].write_number(place + 1, column, float(text.replace(",", ".")))
    try:
        sheet_read = read(target.getvalue(), "mall.xlsx", Form())
    except DeliveryRefused as error:
        if error.problems[0].code == "file_not_table":
            pytest.skip("the reader takes no workbooks yet")
        raise
    assert_read_back(check(sheet_read, known, Form()), view, given)
