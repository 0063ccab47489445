"""What a version of the figures is made from, and what every earlier version told."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from kraftkollen.actions.site import Site
from kraftkollen.aggregation import Pooled, Whole, pooled, priority_wholes, stands_behind, wholes, with_wholes
from kraftkollen.disclosure.cells import Flags, State
from kraftkollen.disclosure.lattice import METHOD, members
from kraftkollen.disclosure.primary import hide, mask_of, primary_marks, whole_mask
from kraftkollen.disclosure.sums import Members
from kraftkollen.disclosure.tables import TableNames, about
from kraftkollen.model.area import Division
from kraftkollen.model.catalogue import Catalogue, catalogue_from_json
from kraftkollen.model.delivery import FIGURES, KEY
from kraftkollen.model.programme import Programme
from kraftkollen.model.record import Record, programme_of
from kraftkollen.store import deliveries, places, register, versions
from kraftkollen.store.journal import Transaction
from kraftkollen.store.versions import Version

# The records of the register that say which areas make up larger ones.
_PLACES = ("priority_areas", "levels", "divisions")


@dataclass(frozen=True, slots=True)
class Heads:
    """How far the journal had come when it was read, and the number and time of the version that is made of it."""

    last_event: int
    last_record: int
    last_border_set: int
    version: int
    at: datetime


@dataclass(frozen=True)
class Basis:
    """What a version of the figures is made from."""

    rows: pa.Table
    records: tuple[Record, ...]
    divisions: tuple[Division, ...]
    wholes: tuple[Whole, ...]
    heads: Heads


def heads_now(transaction: Transaction) -> Heads:
    """Return how far the journal has come, and the number of the next version."""
    return Heads(
        last_event=deliveries.last_event(transaction),
        last_record=register.last_record(transaction),
        last_border_set=places.last_border_set(transaction),
        version=transaction.next_id("version"),
        at=transaction.moment,
    )


def heads_of(version: Version) -> Heads:
    """Return how far the journal had come when a version was made."""
    return Heads(version.last_event, version.last_record, version.last_border_set, version.id, version.at)


@dataclass(frozen=True, slots=True)
class Unlike:
    """In what a version differs from an earlier one: what both are made from, without rows, and the indicators to look at."""

    now: Basis
    then: Basis
    indicators: tuple[str, ...]


def unlike(transaction: Transaction, now: Heads, then: Heads, last_event: int) -> Unlike | None:
    """Return in what two versions of the same definitions differ; None if nothing of the earlier is to be taken over.

    Parameters
    ----------
    last_event
        Up to which nothing may have been reverted or erased since the earlier.
    """
    touched = deliveries.touched(transaction, then.last_event, last_event)
    if touched is None:
        return None
    one, other = basis_of(transaction, now, ()), basis_of(transaction, then, ())
    if one.divisions != other.divisions or one.wholes != other.wholes:
        return None
    return Unlike(one, other, touched)


def basis_of(transaction: Transaction, heads: Heads, indicators: tuple[str, ...] | None = None) -> Basis:
    """Return what a version is made from; the figures of these indicators alone, if given."""
    divisions = places.current_divisions(transaction, heads.last_border_set)
    records = register.records_as_of(transaction, heads.last_record)
    larger = wholes(divisions, places.areas(transaction, divisions))
    return Basis(
        rows=deliveries.current(transaction, indicators=indicators, last_event=heads.last_event),
        records=records,
        divisions=divisions,
        wholes=(*larger, *priority_wholes(priority_members(programme_of(records), divisions))),
        heads=heads,
    )


def priority_members(programme: Programme, divisions: tuple[Division, ...]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return for each priority area the division and the codes of the areas that it consists of."""
    by_level = {one.level: one.id for one in divisions}
    return {one.id: (by_level[one.level], frozenset(one.areas)) for one in programme.priority_areas if one.level in by_level}


def figures_of(basis: Basis, catalogue: Catalogue) -> Pooled:
    """Return all figures that would be published or stand behind those, as they are."""
    return pooled(added_up(basis, catalogue), catalogue.indicators, basis.divisions, basis.wholes)


def added_up(basis: Basis, catalogue: Catalogue) -> pa.Table:
    """Return the figures of single periods, those of larger areas among them, in the columns of FIGURE_SCHEMA."""
    # What is delivered under a definition that is gone stays in the journal and is not published.
    defined = pa.compute.is_in(basis.rows.column("indicator"), value_set=pa.array(list(catalogue.indicators), pa.string()))
    return with_wholes(basis.rows.filter(defined), basis.wholes, catalogue.indicators)


def members_of(basis: Basis) -> Members:
    """Return which areas make up which larger ones."""
    return members((one.division, one.code, one.parts_division, one.parts) for one in basis.wholes)


def state_of(transaction: Transaction, version: Version, indicators: tuple[str, ...] | None = None) -> State:
    """Return a version's figures as they are, and the marks that it was published with."""
    return told_by(transaction, version, indicators)[0]


def told_by(transaction: Transaction, version: Version, indicators: tuple[str, ...] | None = None) -> tuple[State, Flags]:
    """Return `state_of` and which of its rows were not published but stand behind pooled figures."""
    basis = basis_of(transaction, heads_of(version), indicators)
    assert version.definitions is not None
    found = figures_of(basis, catalogue_from_json(versions.definitions(transaction, version.definitions)))
    return as_marked(found, basis, versions.marks(transaction, version.id, indicators)), found.behind


def as_marked(found: Pooled, basis: Basis, marks: pa.Table) -> State:
    """Return the figures of a version with the marks that it was published with."""
    return State(found.figures, mask_of(found.figures, marks) | whole_mask(found.behind), members_of(basis))


def as_published(
    transaction: Transaction, current: pa.Table, catalogue: Catalogue, divisions: Sequence[Division], larger: Sequence[Whole]
) -> pa.Table:
    """Return observations without what readers may not see: for who may not see other people's deliveries as they came.

    What is marked in the newest version is hidden, what that version was not made of, what the rule says of the figures as they
    are, and single periods behind pooled figures: an old value, or a sum, would give a hidden one away.
    """
    rules = catalogue.indicators
    behind = stands_behind(current, rules, divisions, larger) | _not_told(transaction, current)
    return hide(current, mask_of(current, versions.marks(transaction)) | primary_marks(current, rules) | whole_mask(behind))


def _not_told(transaction: Transaction, rows: pa.Table) -> Flags:
    """Return which rows are otherwise than when the newest version was made, or were not there.

    What else must be hidden because of them is decided when they are published, and not before.
    """
    newest = versions.newest(transaction, versions.FIGURES)
    if newest is None:
        return np.ones(rows.num_rows, dtype=bool)
    names = tuple(rows.column("indicator").unique().to_pylist())
    then = deliveries.current(transaction, indicators=names, last_event=newest.last_event)
    columns = [*KEY, *FIGURES]
    found = rows.select(columns).to_pandas().merge(then.select(columns).to_pandas(), how="left", on=columns, indicator="told")
    not_told: Flags = (found["told"] == "left_only").to_numpy(bool)
    return not_told


def telling(transaction: Transaction, found: Sequence[Version], indicators: tuple[str, ...]) -> tuple[Version, ...]:
    """Return the versions that tell something of these indicators which the version before did not.

    Most versions differ in other indicators: over years there are thousands, and a few of them matter to one table.
    """
    events = deliveries.events_about(transaction, indicators)
    marked = versions.marked_about(transaction, indicators)
    placed = register.recorded_of(transaction, _PLACES)
    told: dict[tuple[object, ...], Version] = {}
    for one in found:
        moved = (bisect_right(events, one.last_event), bisect_right(marked, one.id), bisect_right(placed, one.last_record))
        if moved[0]:
            told.setdefault((*moved, one.last_border_set, one.definitions), one)
    return tuple(told.values())


@dataclass(frozen=True)
class Earlier:
    """The versions before the last one: what they told stays known for ever."""

    site: Site
    versions: tuple[Version, ...]

    def about(self, tables: TableNames) -> list[State]:
        """Return as much of each as is about these tables, the newest last; a version that tells nothing new is left out."""
        if not self.versions:
            return []
        indicators = tuple(sorted({indicator for indicator, _ in tables}))
        with self.site.journal.read() as transaction:
            found = telling(transaction, self.versions, indicators)
            return [about(state_of(transaction, one, indicators), tables) for one in found]


def before(transaction: Transaction) -> tuple[Version, ...]:
    """Return every version that the disclosure control of today made, the newest last: older methods promised nothing."""
    return versions.of_method(transaction, METHOD)
