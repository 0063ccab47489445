"""Says what of a version must be worked out anew: the indicators that something happened to, and those bound to them.

Everything else is as in the version before, figures and marks alike, and is taken over from its file. Where that cannot be
relied on (other areas or definitions, another program, something reverted or erased, a file that is gone, damaged or altered)
the whole version is worked out.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyarrow as pa

from kraftkollen.actions.basis import Basis, Heads, added_up, as_marked, basis_of, figures_of, heads_of, state_of, unlike
from kraftkollen.actions.site import Site
from kraftkollen.aggregation import Pooled
from kraftkollen.disclosure.cells import State
from kraftkollen.disclosure.reach import Change
from kraftkollen.disclosure.tables import moved_between
from kraftkollen.errors import UserError
from kraftkollen.model.catalogue import Catalogue, catalogue_to_json
from kraftkollen.store import deliveries, published, versions
from kraftkollen.store.drafts import Before, Meta, as_written
from kraftkollen.store.journal import Transaction
from kraftkollen.store.versions import Version, sha256


@dataclass(frozen=True)
class Scope:
    """The figures that are worked out anew, as they are and as they were in the version before, if there is one.

    `before`: where everything else is taken over from; None if there is nothing else.
    """

    basis: Basis
    found: Pooled
    previous: tuple[State, ...]
    before: Before | None = None

    @property
    def indicators(self) -> tuple[str, ...] | None:
        """What it is about; None for all."""
        return None if self.before is None else self.before.indicators


def scope_of(site: Site, catalogue: Catalogue, heads: Heads, earlier: Sequence[Version]) -> Scope:
    """Return what is worked out anew for the version that is made when the journal has come so far.

    Parameters
    ----------
    earlier
        The versions that today's disclosure control made, the newest last.
    """
    found = _narrow(site, catalogue, heads, earlier[-1]) if earlier else None
    return found or whole_scope(site, catalogue, heads, earlier)


def whole_scope(site: Site, catalogue: Catalogue, heads: Heads, earlier: Sequence[Version]) -> Scope:
    """Return everything as what is worked out anew; parameters as for `scope_of`."""
    with site.journal.read() as transaction:
        basis = basis_of(transaction, heads)
        previous = tuple(state_of(transaction, one) for one in earlier[-1:])
    return Scope(basis, figures_of(basis, catalogue), previous)


@cache
def program() -> str:
    """Return a fingerprint of the code that works figures and marks out: what another code worked out is not taken over."""
    root = Path(__file__).resolve().parents[1]
    folders = (path for part in ("aggregation", "disclosure", "model") for path in sorted((root / part).rglob("*.py")))
    files = (*folders, *(root / "actions" / f"{part}.py" for part in ("basis", "publish", "scope")))
    return sha256("".join(path.read_text(encoding="utf-8") for path in files))


def _narrow(site: Site, catalogue: Catalogue, heads: Heads, version: Version) -> Scope | None:
    """Return the scope if most can be taken over from the newest version of today's method."""
    definitions = catalogue_to_json(catalogue)
    if version.definitions != sha256(definitions):
        return None
    with site.journal.read() as transaction:
        found = unlike(transaction, heads, heads_of(version), heads.last_event)
        if found is None:
            return None
        tables = frozenset(one for one in deliveries.tables(transaction, heads.last_event) if one[0] in catalogue.indicators)
        indicators = tuple(one for one in found.indicators if one in catalogue.indicators)
        now, then = (_with_rows(transaction, one, indicators) for one in (found.now, found.then))
    try:
        path = site.folder.published / published.newest(site.folder).figures
    except UserError:
        return None
    told = as_written(path, Meta(version.id, version.at, version.method, definitions, program=program()))
    if told is None:
        return None
    figures, was = figures_of(now, catalogue), figures_of(then, catalogue)
    moved = moved_between(figures.figures, was.figures)

    def of_periods(periods: AbstractSet[str]) -> pa.Table:
        with site.journal.read() as transaction:
            return added_up(_with_rows(transaction, now, None, tuple(sorted(periods))), catalogue)

    bound = {indicator for indicator, _ in Change(moved, tables, catalogue, was.figures, of_periods).reached()}
    further = not bound.issubset(indicators)
    indicators = tuple(sorted(bound.union(indicators)))
    with site.journal.read() as transaction:
        marks = versions.marks(transaction, version.id, indicators)
        if further:
            now, then = (_with_rows(transaction, one, indicators) for one in (now, then))
    if further:
        figures, was = figures_of(now, catalogue), figures_of(then, catalogue)
    before = Before(path, version.digest, indicators, int(told["hidden"]) - marks.num_rows)
    return Scope(now, figures, (as_marked(was, then, marks),), before)


def _with_rows(
    transaction: Transaction, basis: Basis, indicators: tuple[str, ...] | None, periods: tuple[str, ...] | None = None
) -> Basis:
    last = basis.heads.last_event
    return replace(basis, rows=deliveries.current(transaction, indicators=indicators, periods=periods, last_event=last))
