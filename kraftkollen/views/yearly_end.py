"""What stands last in the yearly evaluation: every figure, sources, method, the words, and what it was made of."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.yearly import Evidence, Made, Map, Paragraph, Section, Shape, Term
from kraftkollen.store.registry import Drawing
from kraftkollen.store.versions import sha256
from kraftkollen.views.map_view import borders_sentence
from kraftkollen.views.reading import Reading
from kraftkollen.views.yearly_basis import Basis, Row, table
from kraftkollen.views.yearly_places import development_table, developments

# Raised when what an estimator or the yearly evaluation says changes for the same figures.
EFFECT_METHOD = "weighted-2"
CONTENT_METHOD = "yearly-1"
_MANY = 1000


def figures_section(basis: Basis) -> Section:
    """Return every indicator's development in every priority area: the figures that a reader may want to look up."""
    parts = []
    for place in basis.places:
        title = basis.words("Every indicator in {place}", place=place.name)
        found = developments(basis, place)
        if found:
            name = f"figures-{place.id}"
            tables = (development_table(basis, name, title, found),)
            parts.append(Section(name, place.name, tables=tables, place=place.id))
    return Section("figures", basis.words("All figures"), sections=tuple(parts))


def sources_section(basis: Basis) -> Section:
    """Return where the figures come from, and how they were worked out."""
    headers = [
        basis.words("Indicator"),
        basis.words("Producer"),
        basis.words("Table"),
        basis.words("Answers for it"),
        basis.words("Terms"),
    ]
    used = {name for place in basis.places for name in developments(basis, place)}
    listed = (one for one in basis.reading.version.catalogue.indicators.values() if one.id in used)
    title = basis.words("Where the figures come from")
    sources = table("sources", title, headers, (_source(basis, one) for one in listed))
    methods = (
        basis.words(
            "Development is how a figure moved from its baseline. It is more than chance where its 95 per cent interval leaves "
            "nought out. It is never called effect."
        ),
        basis.words(
            "A verdict comes from a comparison with areas that were alike before the start and have no intervention of their "
            "own. Each of them plays the treated area in turn, and so it is seen how often chance alone gives as much."
        ),
        basis.words("Figures about few people are hidden before anything is published, and no sentence here rests on them."),
    )
    return Section(
        "sources",
        basis.words("Sources and method"),
        tuple(Paragraph(said) for said in methods),
        tables=(sources,),
    )


def _source(basis: Basis, one: Indicator) -> Row:
    reading, source = basis.reading, one.source
    table_name = " ".join(part for part in (source.table, source.code, source.catalogue) if part)
    cells = (
        one.title.in_language(reading.language),
        source.producer,
        table_name or "–",
        basis.names.body(one.owner),
        source.licence or "–",
    )
    return Row(one.id, cells, Evidence("indikatorer", (("indikator", one.id),)))


def glossary(basis: Basis) -> tuple[Term, ...]:
    """Return the words that a reader needs, in the order in which they are met."""
    words = basis.words
    return (
        Term(words("Priority area"), words("One or several areas that the joint work is for.")),
        Term(words("Intervention"), words("An effort in one or several areas; a city-wide process is one in the whole city.")),
        Term(words("Development"), words("How a figure moved between two periods. It says nothing of why.")),
        Term(words("More than chance"), words("A change so large that another year with the same level would seldom give it.")),
        Term(words("Effect"), words("A comparison with what would otherwise have happened. Only verdicts are about it.")),
        Term(words("Comparison areas"), words("Areas that were alike before the start and have no intervention of their own.")),
        Term(words("Cannot be told"), words("The figures allow no answer. It is neither success nor failure.")),
        Term(words("Hidden: too few"), words("The figure is there, but about so few people that it is not shown.")),
        Term(words("Called off"), words("Money set aside that a body has asked for and been given during the year.")),
        Term(words("Ordinary funding"), words("Money that a committee has in its own budget.")),
        Term(words("By rule"), words("What the figure says against the threshold; a person may judge otherwise, beside it.")),
        Term(words("Dissent"), words("A reservation or a statement by parties that did not agree.")),
    )


def made(reading: Reading, product: str) -> Made:
    """Return what the content was made of: the same on every machine that holds the same data."""
    version = reading.version
    meta = version.figures.meta
    return Made(
        data_version=f"{meta['version']}.{version.registry.meta['version']}",
        data_published_at=reading.published_at,
        figures_digest=version.figures.file.digest,
        register_digest=version.registry.file.digest,
        definitions_sha256=sha256(meta["definitions"]),
        methods=(
            ("disclosure", meta["method"]),
            ("effect", EFFECT_METHOD),
            ("content", CONTENT_METHOD),
            ("kraftkollen", product),
        ),
    )


def map_of(basis: Basis) -> tuple[Map, ...]:
    """Return where the priority areas lie, on the finest level; nothing where there are no borders."""
    registry = basis.reading.version.registry
    drawing = registry.drawing(registry.divisions[-1].id) if registry.divisions else None
    if drawing is None or not basis.places:
        return ()
    levels = {one.level: one.id for one in registry.divisions}
    mine = {
        code: one.id
        for one in basis.programme.priority_areas
        if levels.get(one.level) == drawing.division
        for code in one.areas
    }
    shapes = tuple(_shape(one, mine) for one in _features(basis, drawing, mine))
    names = ", ".join(place.name for place in basis.places)
    title = basis.words("Where the priority areas lie: {names}", names=names)
    source = borders_sentence(basis.reading, drawing)
    return (Map("map", title, basis.words("Map of the city. {title}", title=title), shapes, source),)


def _features(basis: Basis, drawing: Drawing, mine: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what is drawn: every area; of thousands, which would be one grey, the priority areas on the next larger level."""
    every: list[dict[str, Any]] = json.loads(drawing.geojson)["features"]
    larger = basis.reading.version.registry.divisions[-2:-1]
    behind = basis.reading.version.registry.drawing(larger[0].id) if larger and len(every) > _MANY else None
    if behind is None:
        return every
    return [*json.loads(behind.geojson)["features"], *(one for one in every if str(one["id"]) in mine)]


def _shape(feature: Mapping[str, Any], mine: Mapping[str, str]) -> Shape:
    code, geometry = str(feature["id"]), feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return Shape(
        code, str(feature["properties"]["name"]), mine.get(code, ""), tuple(_ring(ring) for one in polygons for ring in one)
    )


def _ring(points: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(one[0]), float(one[1])) for one in points)
