"""What the register says of an area: what it consists of, what is done there, what is known of it, and its earlier borders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.programme import Intervention, PriorityArea
from kraftkollen.programme.problem_picture import place_of, single
from kraftkollen.views.places import Place, PlaceKind
from kraftkollen.views.problem_view import PictureView, picture_view
from kraftkollen.views.reading import Reading


@dataclass(frozen=True, slots=True)
class InterventionRow:
    """Something that is done in the area."""

    id: str
    name: str
    lead: str
    start: date | None
    end: date | None
    indicator: str


def _priority_area(reading: Reading, place: Place) -> PriorityArea | None:
    if place.kind is not PlaceKind.PRIORITY:
        return None
    return next((one for one in reading.version.programme.priority_areas if one.id == place.code), None)


def parts(reading: Reading, place: Place) -> str:
    """Return the areas that a priority area consists of, by name; nothing for another place."""
    chosen = _priority_area(reading, place)
    if chosen is None:
        return ""
    divisions = {one.level: one.id for one in reading.version.registry.divisions}
    areas = (one for one in reading.version.registry.areas if one.division == divisions.get(chosen.level))
    names = {one.code: one.name for one in areas}
    return ", ".join(names.get(code, code) for code in chosen.areas)


def codes_of(reading: Reading, place: Place) -> frozenset[str]:
    """Return the codes of the areas that a place consists of: its own, or those of the priority area."""
    chosen = _priority_area(reading, place)
    return frozenset(chosen.areas) if chosen is not None else frozenset({place.code})


def area_picture(reading: Reading, place: Place, on: date) -> PictureView | None:
    """Return the shared problem picture of a place; None for the city, and for a place that the programme does not know."""
    chosen = _priority_area(reading, place)
    if chosen is not None:
        return picture_view(reading, place_of(chosen), on)
    level = next((one.level for one in reading.version.registry.divisions if one.id == place.division), None)
    if place.kind is not PlaceKind.AREA or level is None:
        return None
    return picture_view(reading, single(level, place.code), on)


def interventions(reading: Reading, place: Place) -> Iterable[InterventionRow]:
    """Yield what is done in a place, by start; what is done in the whole city comes last."""
    codes = codes_of(reading, place)
    here = [one for one in reading.version.programme.interventions if one.city_wide or codes & set(one.areas)]
    for one in sorted(here, key=lambda found: (found.city_wide, found.start or date.max)):
        yield _intervention(reading, one)


def _intervention(reading: Reading, one: Intervention) -> InterventionRow:
    defined = reading.version.catalogue.indicators.get(one.primary_indicator or "")
    name = one.name.in_language(reading.language)
    return InterventionRow(
        one.id,
        reading.words("{name} (the whole city)", name=name) if one.city_wide else name,
        reading.version.programme.body_name(one.lead) if one.lead else "",
        one.start,
        one.end,
        defined.title.in_language(reading.language) if defined else "",
    )


def older_borders(reading: Reading, place: Place) -> str:
    """Return what is said where there are figures of an earlier division of the same level: they are never joined.

    Of a priority area: of the level of its parts.
    """
    chosen = _priority_area(reading, place)
    divisions = reading.version.registry.divisions
    wanted = (one for one in divisions if (one.level == chosen.level if chosen is not None else one.id == place.division))
    current = next(wanted, None)
    if current is None:
        return ""
    mine = {one.division for one in reading.version.figures.extents if one.division.startswith(f"{current.level}-")}
    if not mine - {current.id}:
        return ""
    return reading.words(
        "The borders of this level were changed with {version}. "
        "Figures by earlier borders are kept and are not joined to these.",
        version=current.version,
    )
