"""Says what of a version must be worked out anew: the indicators that something happened to, and those bound to them.

Everything else is as in the version before, figures and marks alike, and is taken over from its file. Where that cannot be
relied on (other areas or definitions, an erasure, a file that is gone or damaged) the whole version is worked out.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace

import pyarrow as pa

from kraftkollen.actions.basis import Basis, Heads, added_up, basis_of, figures_of, heads_of
from kraftkollen.actions.site import Site
from kraftkollen.disclosure.reach import reached
from kraftkollen.disclosure.tables import TABLE, TableNames, moved_between
from kraftkollen.errors import UserError
from kraftkollen.model.catalogue import Catalogue, catalogue_to_json
from kraftkollen.store import deliveries, published
from kraftkollen.store.published import Before
from kraftkollen.store.versions import Version, sha256


def scope_of(site: Site, previous: Version | None, heads: Heads, catalogue: Catalogue) -> Before | None:
    """Return what the version to be made takes over from the one before, and of which indicators not; None: it is made whole.

    Parameters
    ----------
    previous
        The last version that today's disclosure control made.
    """
    definitions = catalogue_to_json(catalogue)
    if previous is None or previous.definitions != sha256(definitions):
        return None
    with site.journal.read() as transaction:
        now, then = (basis_of(transaction, one, ()) for one in (heads, heads_of(previous)))
        touched = deliveries.touched(transaction, previous.last_event, heads.last_event)
        tables = deliveries.tables(transaction)
    if touched is None or not _same_places(now, then):
        return None
    try:
        path = site.folder.published / published.newest(site.folder).figures
    except UserError:
        return None
    if not published.is_whole(path, previous.id, definitions):
        return None
    defined = tuple(one for one in touched if one in catalogue.indicators)
    change = _Change(site, catalogue, now, then)
    known = frozenset(one for one in tables if one[0] in catalogue.indicators)
    return Before(path, previous.digest, tuple(sorted({*defined, *change.bound(defined, known)})))


def _same_places(now: Basis, then: Basis) -> bool:
    return now.divisions == then.divisions and frozenset(now.wholes) == frozenset(then.wholes)


class _Change:
    """What happened between two versions of the same areas and definitions."""

    def __init__(self, site: Site, catalogue: Catalogue, now: Basis, then: Basis) -> None:
        self._site, self._catalogue, self._now, self._then = site, catalogue, now, then

    def bound(self, touched: tuple[str, ...], tables: TableNames) -> set[str]:
        """Return the indicators whose marks may be others: those of which a figure moved, and those bound to them."""
        now, then = (figures_of(self._with_rows(one, touched), self._catalogue).figures for one in (self._now, self._then))
        moved = moved_between(now, then)
        return {indicator for indicator, _ in reached(moved, tables, self._catalogue, _of(then, moved), self._figures)}

    def _figures(self, periods: AbstractSet[str]) -> pa.Table:
        return added_up(self._with_rows(self._now, None, tuple(sorted(periods))), self._catalogue)

    def _with_rows(self, basis: Basis, indicators: tuple[str, ...] | None, periods: tuple[str, ...] | None = None) -> Basis:
        with self._site.journal.read() as transaction:
            last = basis.heads.last_event
            rows = deliveries.current(transaction, indicators=indicators, periods=periods, last_event=last)
        return replace(basis, rows=rows)


def _of(figures: pa.Table, tables: TableNames) -> pa.Table:
    pairs = zip(*(figures.column(name).to_pylist() for name in TABLE), strict=True)
    return figures.filter(pa.array([pair in tables for pair in pairs], pa.bool_()))
