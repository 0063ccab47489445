"""Maps as pictures for print and files: what the page shows, as SVG; and where in the city a place lies."""

import json
from collections.abc import Iterable, Mapping, Sequence

from kraftkollen.geography.sheet import Filled, Marked, Outlined, Sheet
from kraftkollen.model.delivery import Status
from kraftkollen.model.yearly import Map, Shape
from kraftkollen.views.map_colours import GROUND, MARK, MISSING, PHYSICAL, STRIPE, colours
from kraftkollen.views.map_marks import Mark
from kraftkollen.views.map_view import NOT_COMPARED, NOT_DELIVERED, Cell, MapView
from kraftkollen.views.places import Place, PlaceKind
from kraftkollen.views.reading import Reading

_HERE, _CHOSEN = "#9a1f2e", "#bdc9e1"
# In inches, as they stand on paper.
_LOCATOR_WIDTH, _PLACES_WIDTH = 2.6, 3.4


def map_drawing(reading: Reading, view: MapView, marks: Sequence[Mark] = (), *, width: float = 7.0) -> bytes | None:
    """Return the page's map as SVG, with title, legend, marks by number, and source; None where there are no borders."""
    if view.drawing is None:
        return None
    numbered = [one for one in marks if one.number is not None]
    names = "\n".join(f"{one.number} {one.name}" for one in numbered)
    sheet = Sheet(
        title=view.title,
        description=view.sentence,
        filled=tuple(_filled(reading, view)),
        outlined=_priority(reading, view.drawing.division),
        marked=tuple(_marked(reading, one) for one in numbered),
        heading=view.legend.heading if view.with_value else "",
        outline=reading.words("priority area"),
        source="\n".join(filter(None, (names, reading.demo_notice, view.source, view.borders))),
        width=width,
    )
    return _drawn(view.drawing.geojson, sheet)


def _marked(reading: Reading, one: Mark) -> Marked:
    physical = reading.words("physical measure, by its number")
    label = physical if one.physical else reading.words("intervention, by its number")
    return Marked(str(one.number), label, PHYSICAL if one.physical else MARK, one.at, one.lines)


def place_drawing(reading: Reading, place: Place) -> bytes | None:
    """Return where in the city a place lies, as SVG; None without borders, and for the whole city."""
    divisions = reading.version.registry.divisions
    chosen = next((one for one in reading.version.programme.priority_areas if one.id == place.code), None)
    if place.kind is PlaceKind.CITY or not divisions:
        return None
    division = next((one.id for one in divisions if chosen and one.level == chosen.level), place.division)
    drawing = reading.version.registry.drawing(division)
    if drawing is None:
        return None
    codes = chosen.areas if place.kind is PlaceKind.PRIORITY and chosen else (place.code,)
    title = reading.words("Where {place} lies in the city", place=place.name)
    shown = Sheet(title, title, (Filled(codes, _HERE),), (Outlined(codes),), width=_LOCATOR_WIDTH, titled=False)
    return _drawn(drawing.geojson, shown)


def places_drawing(shown: Map, names: Mapping[str, str]) -> bytes:
    """Return where the priority areas lie, as SVG.

    Parameters
    ----------
    names
        What each priority area is called, by its id.
    """
    mine: dict[str, list[str]] = {}
    for one in shown.shapes:
        if one.place:
            mine.setdefault(one.place, []).append(one.code)
    filled = Filled(tuple(code for codes in mine.values() for code in codes), _CHOSEN)
    outlined = tuple(Outlined(tuple(codes), names.get(place, "")) for place, codes in mine.items())
    sheet = Sheet(shown.title, shown.alt, (filled,), outlined, width=_PLACES_WIDTH, titled=False)
    return _drawn(json.dumps({"type": "FeatureCollection", "features": [_feature(one) for one in shown.shapes]}), sheet)


def _drawn(geojson: str, sheet: Sheet) -> bytes:
    # Not with the page: geopandas and matplotlib bring 40 MB, and most pages show no picture of a map.
    from kraftkollen.geography.drawing import drawn

    return drawn(geojson, sheet)


def _feature(one: Shape) -> dict[str, object]:
    rings = [[ring] for ring in one.rings]
    return {"type": "Feature", "id": one.code, "geometry": {"type": "MultiPolygon", "coordinates": rings}}


def _filled(reading: Reading, view: MapView) -> Iterable[Filled]:
    """Return the looks, in the order of the legend; a look without areas is left out, a class is not."""
    labels = _labels(reading, view)
    for step, colour in enumerate(colours(view.legend)):
        mine = _codes(one for one in view.with_value if one.step == step)
        if mine or labels:
            yield Filled(mine, colour, labels[step] if labels else "")
    hidden = _codes(view.without_value(Status.HIDDEN))
    if hidden:
        yield Filled(hidden, GROUND, reading.words("hidden: too few"), STRIPE)
    missing = _codes((*view.without_value(Status.MISSING), *view.without_value(NOT_DELIVERED)))
    if missing:
        yield Filled(missing, MISSING, reading.words("missing or not delivered"))
    incomparable = _codes(view.without_value(NOT_COMPARED))
    if incomparable:
        yield Filled(incomparable, GROUND, reading.words("not comparable"))


def _labels(reading: Reading, view: MapView) -> tuple[str, ...]:
    labels = view.legend.labels if view.with_value else ()
    if not labels or view.legend.worse_first is None:
        return labels
    ends = (reading.words("worse"), reading.words("better"))
    first, last = ends if view.legend.worse_first else ends[::-1]
    return (f"{labels[0]} ({first})", *labels[1:-1], f"{labels[-1]} ({last})")


def _codes(cells: Iterable[Cell]) -> tuple[str, ...]:
    return tuple(one.code for one in cells)


def _priority(reading: Reading, division: str) -> tuple[Outlined, ...]:
    level = next((one.level for one in reading.version.registry.divisions if one.id == division), "")
    return tuple(Outlined(one.areas, one.name) for one in reading.version.programme.priority_areas if one.level == level)
