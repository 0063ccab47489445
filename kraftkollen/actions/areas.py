"""Areas and their borders: official ones in the place of approximate ones, and coarser levels made of finer ones."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.errors import BordersRefused, NotFound, Problem
from kraftkollen.geography.assembling import dissolve
from kraftkollen.geography.reading import read_borders
from kraftkollen.model.actor import Actor
from kraftkollen.model.area import Area, Division, Level, nested
from kraftkollen.model.borders import Borders
from kraftkollen.model.ids import VERSION
from kraftkollen.model.persons import find_persons
from kraftkollen.store import places


@dataclass(frozen=True)
class Layer:
    """A file of borders, and what is said beside it. None: to be found."""

    content: bytes = field(repr=False)
    filename: str
    level: str | None = None
    code_field: str | None = None
    name_field: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported."""

    areas: int
    level: str
    version: str
    crs: str


def import_areas(site: Site, actor: Actor, layer: Layer) -> Imported:
    """Read, check and record borders, and those of the coarser levels that are made of these areas.

    Borders of a division that the store has must have exactly its codes; another version is a new division.

    Raises
    ------
    BordersRefused
        With every problem, or the version that is no name; nothing is changed.
    NotFound
        If the store has no such level.
    """
    access.require(actor, Permission.IMPORT_AREAS)
    _refuse_persons({"filename": layer.filename, "version": layer.version})
    if layer.version is not None and not re.fullmatch(VERSION, layer.version):
        raise BordersRefused([Problem("borders_version_form")])
    with site.journal.read() as transaction:
        levels = places.levels(transaction)
        divisions = places.current_divisions(transaction)
        areas = places.areas(transaction, divisions)
        division = _division(layer, levels, divisions)
        # Of any division that the store has, the older ones too.
        known = places.areas(transaction, [division])
    borders = read_borders(
        layer.content,
        layer.filename,
        division,
        code_field=layer.code_field,
        name_field=layer.name_field,
        known=known,
    )
    found = [(division, borders), *coarser(division, borders, divisions, areas)]
    with site.journal.write() as transaction:
        for one, its_borders in found:
            places.add_borders(transaction, one, its_borders, actor.name)
    return Imported(len(borders.areas), division.level, division.version, borders.crs)


def _refuse_persons(texts: Mapping[str, str | None]) -> None:
    """Refuse what is said beside the file if it may be a person. The message never repeats it."""
    found = [Problem("person_in_text", column=name) for name, text in texts.items() if text and find_persons(text)]
    if found:
        raise BordersRefused(found)


def _division(layer: Layer, levels: Sequence[Level], divisions: Sequence[Division]) -> Division:
    level = layer.level or levels[-1].id
    if level not in {one.id for one in levels}:
        raise NotFound(what="level", given=level, nearest="; ".join(one.id for one in levels))
    current = next((one for one in divisions if one.level == level), None)
    version = layer.version or (current.version if current else "1")
    return Division(f"{level}-{version}", level, version)


def coarser(
    division: Division, borders: Borders, divisions: Sequence[Division], areas: Sequence[Area]
) -> list[tuple[Division, Borders]]:
    """Return the borders of the coarser divisions that these areas make up, as far as they name their parents.

    Parameters
    ----------
    divisions
        The current division of each level, the coarsest first.
    """
    found: list[tuple[Division, Borders]] = []
    finer = borders
    divisions = nested(divisions, areas)
    above = [one.level for one in divisions].index(division.level) if division in divisions else 0
    for one in reversed(divisions[:above]):
        into = [area for area in areas if area.division == one.id]
        parents = {area.parent for area in finer.areas}
        if not into or (len(into) > 1 and not parents <= {area.code for area in into}):
            break
        finer = replace(dissolve(finer, into), source=borders.source)
        found.append((one, finer))
    return found
