"""The map as a picture: what the page shows, without script, the same each time; a name in it is never more than a name."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from kraftkollen.geography.drawing import drawn
from kraftkollen.geography.sheet import Filled, Marked, Outlined, Sheet
from kraftkollen.model.actor import local_actor
from kraftkollen.report.map_picture import map_svg
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_colours import STRIPE, colours
from kraftkollen.views.map_view import map_view
from kraftkollen.views.reading import Reading, open_newest

_SQUARE = '{"type":"Polygon","coordinates":[[[%s,55],[%s.9,55],[%s.9,56],[%s,56],[%s,55]]]}'
_BORDERS = (
    '{"type":"FeatureCollection","features":['
    + ",".join(
        f'{{"type":"Feature","id":"{code}","properties":{{}},"geometry":{_SQUARE % ((at,) * 5)}}}'
        for code, at in (("A", 12), ("B", 13))
    )
    + "]}"
)


@pytest.fixture(scope="module")
def reading(demo_store: Path) -> Reading:
    return Reading(local_actor(), open_newest(demo_store), "sv")


def test_the_picture_shows_what_the_page_shows_with_its_colours_hatching_names_and_source(reading: Reading) -> None:
    view = map_view(reading, Wanted(indicator="school_attendance"))
    svg = map_svg(reading, view)
    text = svg.decode()
    root = ElementTree.fromstring(svg)
    assert root.find("{*}title").text == view.title
    assert root.find("{*}desc").text == view.sentence
    used = {colours(view.legend)[one.step] for one in view.with_value if one.step is not None}
    assert all(colour in text for colour in used)
    assert STRIPE in text
    assert "<pattern" in text
    said = "".join(root.itertext())
    for one in ("Demodata", "dolt: för få", *view.legend.labels, *(x.name for x in reading.version.programme.priority_areas)):
        assert one in said, one
    assert "<script" not in text
    assert 'href="http' not in text
    assert svg == map_svg(reading, view)


def test_a_name_is_never_read_as_a_formula_or_as_markup() -> None:
    name = 'A $x^{2$ <script>alert("1")</script> & \x07'
    sheet = Sheet(
        name,
        name,
        (Filled(("A",), "#ff0000", name), Filled(("B",), "#ffffff", "dolt", "#7a5c2e")),
        (Outlined(("A", "B"), name),),
        (Marked("1", "insats", "#9a1f2e", ((12.5, 55.5),), (((12.1, 55.1), (13.2, 55.8)),)),),
        heading=name,
        outline="prioriterat",
        source=name,
    )
    svg = drawn(_BORDERS, sheet)
    shown = "".join(ElementTree.fromstring(svg).itertext())
    assert shown.count("$x^{2$ <script>") >= 5
    assert b"<script" not in svg
    assert b"\x07" not in svg
