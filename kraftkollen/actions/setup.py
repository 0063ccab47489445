"""Makes a store: the programme into the register, borders, and for a demo city its deliveries, each at its own time."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import Field, ValidationError

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.decide import approve, reject
from kraftkollen.actions.deliver import deliver
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.progress import Progress
from kraftkollen.actions.publish import publish
from kraftkollen.actions.site import Site, cities_folder
from kraftkollen.errors import ConfigurationRefused, FileUnreadable, NotFound, StoreExists
from kraftkollen.geography.assembling import dissolve
from kraftkollen.geography.reading import read_borders, read_parents
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.area import Area, Division, Level
from kraftkollen.model.borders import SEEDED_BORDERS, Borders
from kraftkollen.model.catalogue import load_catalogue, problems_of, read_yaml
from kraftkollen.model.clock import FixedClock
from kraftkollen.model.delivery import Form
from kraftkollen.model.programme import DivisionDefinition, Programme, load_programme
from kraftkollen.model.record import records_of
from kraftkollen.model.text import Definition
from kraftkollen.store import deliveries, places, register
from kraftkollen.store.journal import Journal


class DemoDelivery(Definition):
    """A delivery of the demo data: who sent which file, and what became of it when (UTC)."""

    file: str
    by: str
    owner: str
    delivered: datetime
    approved: datetime | None = None
    rejected: datetime | None = None
    comment: str | None = None


class _DemoDeliveries(Definition):
    deliveries: tuple[DemoDelivery, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class Made:
    """What a new store holds."""

    city: str
    areas: int
    indicators: int
    observations: int


def init(site: Site, actor: Actor, city: str, *, empty: bool, progress: Progress) -> Made:
    """Make a store for a city below data/cities, and publish what it holds.

    Raises
    ------
    StoreExists, NotFound, ConfigurationRefused, BordersRefused
        Then no store is left behind.
    """
    access.require(actor, Permission.ADMINISTER)
    folders = (site.folder.journal, site.folder.uploads, site.folder.published)
    if any(one.exists() for one in folders) or site.journal.exists:
        raise StoreExists(path=str(site.folder.path))
    folder = _city_folder(city)
    programme = load_programme(folder / "programme.yaml")
    catalogue = load_catalogue(site.indicators, programme.indicators)
    progress("areas", 0.0)
    drawn = _borders(programme, folder)
    sent = () if empty else _demo_deliveries(folder)
    # A demo store's history begins with its first delivery; a real one begins now.
    start = min((one.delivered for one in sent), default=None)
    journal = replace(site.journal, clock=FixedClock(start)) if start else site.journal
    # Outside of the block that takes away what a failed start left: if another process was first, the store is its own.
    journal.create()
    try:
        _seed(journal, actor, programme, drawn)
        _send(site, folder, sent, progress)
        progress("publishing", 0.9)
        publish(site, actor)
    except BaseException:
        _remove(site)
        raise
    with site.journal.read() as transaction:
        observations = deliveries.count_observations(transaction)
    return Made(programme.city.id, len(drawn[0][1].areas), len(catalogue.indicators), observations)


def _city_folder(city: str) -> Path:
    known = sorted(path.parent.name for path in cities_folder().glob("*/programme.yaml"))
    if city not in known:
        raise NotFound(what="city", given=city, nearest="; ".join(known))
    return cities_folder() / city


def _remove(site: Site) -> None:
    """Take away what a failed start left, and nothing else that may lie in the folder."""
    for path in (site.folder.uploads, site.folder.published):
        shutil.rmtree(path, ignore_errors=True)
    site.journal.remove()


def _borders(programme: Programme, folder: Path) -> list[tuple[Division, Borders]]:
    """Return the borders of every division, the finest first: from its file, or made of the one before."""
    rank = {one.id: number for number, one in enumerate(programme.levels)}
    found: list[tuple[Division, Borders]] = []
    for definition in sorted(programme.divisions, key=lambda one: -rank[one.level]):
        division = Division(definition.id, definition.level, definition.version)
        if definition.file is not None:
            content = _read(folder / definition.file)
            borders = read_borders(content, definition.file, division, approximate=definition.approximate)
        else:
            into = _parents(programme, definition, division, folder, rank)
            borders = replace(dissolve(found[-1][1], into), approximate=definition.approximate)
        found.append((division, replace(borders, source=SEEDED_BORDERS)))
    return found


def _parents(
    programme: Programme, definition: DivisionDefinition, division: Division, folder: Path, rank: dict[str, int]
) -> tuple[Area, ...]:
    """Return the areas of a division that is made of finer ones: the city, or those that the finer file names as parents."""
    if rank[definition.level] == 0:
        return (Area(division.id, programme.city.code, programme.city.name),)
    finer = next((one for one in programme.divisions if one.level == definition.dissolve and one.file), None)
    named = read_parents(_read(folder / finer.file), finer.file, division) if finer and finer.file else ()
    top = programme.city.code if rank[definition.level] == 1 else None
    return tuple(replace(one, parent=top) for one in named)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=str(path), reason=error.strerror or str(error)) from error


def _seed(journal: Journal, actor: Actor, programme: Programme, drawn: list[tuple[Division, Borders]]) -> None:
    titles = [Level(one.id, one.title.sv, one.title.en, number) for number, one in enumerate(programme.levels)]
    with journal.write() as transaction:
        places.add_levels(transaction, titles)
        for division, borders in drawn:
            places.add_borders(transaction, division, borders, actor.name)
        register.add_records(transaction, records_of(programme), actor.name)


def _demo_deliveries(folder: Path) -> tuple[DemoDelivery, ...]:
    path = folder / "deliveries" / "deliveries.yaml"
    if not path.exists():
        return ()
    try:
        return _DemoDeliveries.model_validate(read_yaml(path)).deliveries
    except ValidationError as error:
        raise ConfigurationRefused(problems_of(error, folder.name), file=path.name) from error


def _send(site: Site, folder: Path, sent: tuple[DemoDelivery, ...], progress: Progress) -> None:
    """Let every demo delivery take the way that any delivery takes, in the order of time."""
    numbers: dict[str, int] = {}
    steps: list[tuple[datetime, int, Callable[[], None]]] = []
    for one in sent:
        steps.append((one.delivered, 0, partial(_deliver, site, folder, one, numbers)))
        if one.approved:
            steps.append((one.approved, 1, partial(_decide, site, one.approved, one, numbers, approved=True)))
        if one.rejected:
            steps.append((one.rejected, 1, partial(_decide, site, one.rejected, one, numbers, approved=False)))
    for number, (_, _, step) in enumerate(sorted(steps, key=lambda found: found[:2])):
        step()
        progress("deliveries", 0.1 + 0.8 * number / len(steps))


def _at(site: Site, moment: datetime) -> Site:
    return replace(site, journal=replace(site.journal, clock=FixedClock(moment)))


def _deliver(site: Site, folder: Path, one: DemoDelivery, numbers: dict[str, int]) -> None:
    officer = Actor(one.by, frozenset({Role.OFFICER}), frozenset({one.owner}))
    parcel = Parcel(_read(folder / "deliveries" / one.file), one.file)
    numbers[one.file] = deliver(_at(site, one.delivered), officer, parcel, Form(), comment=one.comment).batch


def _decide(site: Site, moment: datetime, one: DemoDelivery, numbers: dict[str, int], *, approved: bool) -> None:
    approver = Actor("Godkännare, stadskontoret", frozenset({Role.APPROVER}))
    if approved:
        approve(_at(site, moment), approver, numbers[one.file])
    else:
        reject(_at(site, moment), approver, numbers[one.file], one.comment)
