"""Publishes: what is current, added up to larger areas, through disclosure control, into new read-only files.

The journal is let go before disclosure control runs. One process publishes at a time.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.basis import Earlier, Heads, before, heads_now, members_of, told_by
from kraftkollen.actions.progress import Progress, silent
from kraftkollen.actions.scope import Scope, program, scope_of, whole_scope
from kraftkollen.actions.site import Site
from kraftkollen.aggregation import DELIVERED, FIGURE_SCHEMA
from kraftkollen.disclosure.cells import Flags
from kraftkollen.disclosure.lattice import METHOD, protect
from kraftkollen.disclosure.primary import hide
from kraftkollen.errors import StoreMissing, StoreUnreadable
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue, catalogue_to_json, load_catalogue
from kraftkollen.model.delivery import KEY
from kraftkollen.model.record import programme_of
from kraftkollen.store import places, published, register, versions, waiting
from kraftkollen.store.drafts import Draft, Meta, RegisterContent, clear_drafts, draft_figures, draft_register
from kraftkollen.store.journal import Transaction
from kraftkollen.store.layout import count_of
from kraftkollen.store.versions import Version


@dataclass(frozen=True)
class Published:
    """What was published: the versions' numbers and the number of figures, hidden ones among them.

    `given_away`: figures that earlier versions let anybody work out; every new one around them is withheld.
    """

    figures: int
    register: int
    observations: int
    hidden: int
    given_away: int
    digest: str


def publish(site: Site, actor: Actor, progress: Progress = silent) -> Published:
    """Publish everything that is approved, and the register.

    Parameters
    ----------
    progress
        Told the step (reading, adding_up, hiding, writing, done) and the share of the work done, 0 to 1.
    """
    access.require(actor, Permission.PUBLISH)
    with publishing(site):
        progress("reading", 0.1)
        with site.journal.read() as transaction:
            heads = heads_now(transaction)
            content = register_content(transaction, heads)
            earlier_ones = before(transaction)
            programme = programme_of(register.records_as_of(transaction, heads.last_record))
        catalogue = load_catalogue(site.indicators, programme.indicators)
        progress("adding_up", 0.3)
        job = _Job(site, catalogue, heads, earlier_ones, progress)
        scope = scope_of(site, catalogue, heads, earlier_ones)
        try:
            draft, hidden = job.drafted(scope)
        except StoreUnreadable:
            if scope.before is None:
                raise
            # What could be read could not be taken over.
            draft, hidden = job.drafted(whole_scope(site, catalogue, heads, earlier_ones))
        drafts = {versions.REGISTER: _drafted_register(site, heads, content), versions.FIGURES: draft}
        _record(site, actor, heads, drafts, hidden)
        published.put_in_place(site.folder, drafts)
        progress("done", 1.0)
    numbers = (draft.version, drafts[versions.REGISTER].version)
    return Published(*numbers, count_of(draft.digest), hidden.count, hidden.given_away, draft.digest)


@dataclass(frozen=True)
class _Hidden:
    """What belongs to a version of the figures: definitions, and the cells that it hides of these indicators, or of all.

    `count`: how many it hides of all. `given_away`: as in `Published`.
    """

    definitions: str
    cells: pa.Table
    indicators: tuple[str, ...] | None
    count: int
    given_away: int


@dataclass(frozen=True)
class _Job:
    """A version of the figures that is being made."""

    site: Site
    catalogue: Catalogue
    heads: Heads
    earlier: tuple[Version, ...]
    progress: Progress

    def drafted(self, scope: Scope) -> tuple[Draft, _Hidden]:
        """Return the file, what is taken over in it and what is worked out in `scope`, and what it hides."""
        self.progress("hiding", 0.6)
        found, older = scope.found, Earlier(self.site, self.earlier[:-1])
        members = members_of(scope.basis)
        done = protect(found.figures, self.catalogue, members, scope.previous, found.behind, older.about)
        figures, marks = found.figures.filter(pa.array(~found.behind)), done.marks[~found.behind]
        self.progress("writing", 0.8)
        cells = figures.select(list(KEY)).append_column("mask", pa.array(marks)).filter(pa.array(marks != 0))
        count = cells.num_rows + (0 if scope.before is None else scope.before.hidden)
        definitions = catalogue_to_json(self.catalogue)
        # The register has the number before.
        meta = Meta(self.heads.version + 1, self.heads.at, METHOD, definitions, count, program())
        behind = behind_of(found.figures, found.behind)
        draft = draft_figures(self.site.folder, meta, hide(figures, marks), behind, scope.before)
        return draft, _Hidden(definitions, cells, scope.indicators, count, done.given_away)


@contextmanager
def publishing(site: Site) -> Iterator[None]:
    """Hold the lock under which one process publishes at a time; drafts that are left are taken away before and after."""
    if not site.journal.exists:
        # Before the lock, which would make the folder.
        raise StoreMissing(path=str(site.folder.path))
    with site.journal.alone(site.folder.publish_lock):
        clear_drafts(site.folder)
        try:
            yield
        finally:
            # A full disk is not to be kept full by what could not be finished.
            clear_drafts(site.folder)


def behind_of(figures: pa.Table, behind: Flags) -> pa.Table:
    """Return what was delivered and stands behind pooled figures: that it is there, and no number."""
    rows = figures.filter(pa.array(behind)).select([*KEY, "status", "origin"])
    return rows.filter(pa.compute.equal(rows.column("origin"), DELIVERED))


def _drafted_register(site: Site, heads: Heads, content: RegisterContent) -> Draft:
    meta = Meta(heads.version, heads.at, METHOD)
    return draft_register(site.folder, meta, content)


def _record(site: Site, actor: Actor, heads: Heads, drafts: Mapping[str, Draft], hidden: _Hidden | None = None) -> None:
    """Record the versions before they can be seen."""
    seen = (heads.last_event, heads.last_record, heads.last_border_set)
    with site.journal.write() as transaction:
        for kind, draft in drafts.items():
            its = hidden.definitions if hidden is not None and kind == versions.FIGURES else None
            named = versions.sha256(its) if its is not None else None
            version = Version(draft.version, kind, heads.at, actor.name, named, METHOD, *seen, draft.digest)
            versions.add_version(transaction, version, its)
        if hidden is not None:
            versions.add_marks(transaction, drafts[versions.FIGURES].version, hidden.cells, hidden.indicators)


def publish_register(site: Site, actor: Actor) -> int:
    """Publish the register alone: what a change in it, or in borders, needs. Return the version's number."""
    access.require(actor, Permission.PUBLISH_REGISTER)
    with publishing(site):
        with site.journal.read() as transaction:
            heads = heads_now(transaction)
            content = register_content(transaction, heads)
        drafts = {versions.REGISTER: _drafted_register(site, heads, content)}
        _record(site, actor, heads, drafts)
        published.put_in_place(site.folder, drafts)
    return heads.version


def register_content(transaction: Transaction, heads: Heads) -> RegisterContent:
    """Return what a register file holds that is made when the journal had come so far."""
    divisions = places.current_divisions(transaction, heads.last_border_set)
    borders = (places.current_borders(transaction, one, heads.last_border_set) for one in divisions)
    records = register.records_as_of(transaction, heads.last_record)
    return RegisterContent(
        records=tuple((one.kind, one.id, json.dumps(one.body, ensure_ascii=False)) for one in records),
        levels=places.levels(transaction),
        divisions=divisions,
        areas=places.areas(transaction, divisions),
        borders=tuple(one for one in borders if one is not None),
        waiting=waiting.waiting_periods(transaction, heads.last_event),
    )


def figures_as_of(site: Site, actor: Actor, as_of: datetime) -> pa.Table:
    """Write out again the figures of the version that was the newest at a time, with the marks that it had.

    Returns
    -------
    pa.Table
        In the columns of FIGURE_SCHEMA; without rows if nothing had been published by then. A version of an older method of
        disclosure control is none: what it showed may give away what is hidden.
    """
    access.require(actor, Permission.SEE_PUBLISHED)
    with site.journal.read() as transaction:
        version = versions.newest(transaction, versions.FIGURES, as_of, METHOD)
        if version is None:
            return FIGURE_SCHEMA.empty_table()
        told, behind = told_by(transaction, version)
    return hide(told.figures, told.marks).filter(pa.array(~behind))
