"""What a delivery would move among the published figures, the computed larger levels too, before anybody approves it.

What is published stands in editions too: which of them rest on a figure that would move is asked here as well.
"""

from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.basis import as_published, priority_members
from kraftkollen.actions.examine import Examined, Parcel, examine
from kraftkollen.actions.site import Site, catalogue, programme
from kraftkollen.aggregation import DELIVERED, FIGURE_SCHEMA, Whole, pooled, priority_wholes, wholes, with_wholes
from kraftkollen.errors import WrongState
from kraftkollen.intake import compare
from kraftkollen.model.actor import Actor
from kraftkollen.model.area import Division
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import FIGURES, KEY, OBSERVATION_SCHEMA, Comparison, Form, State
from kraftkollen.store import deliveries, editions, places
from kraftkollen.store.journal import Transaction

# Every figure that would move: what it is, "new", "changed" or "gone", and its values after and (`old_…`) before.
MOVED_SCHEMA = pa.schema(
    [
        *(pa.field(name, pa.string()) for name in (*KEY, "kind", "origin")),
        *(FIGURE_SCHEMA.field(name).with_nullable(True) for name in FIGURES),
        *(FIGURE_SCHEMA.field(name).with_name(f"old_{name}").with_nullable(True) for name in FIGURES),
    ]
)


@dataclass(frozen=True, slots=True)
class IndicatorMoves:
    """How many figures of an indicator would be new, would change, or go; `computed` of all of them are added up."""

    indicator: str
    new: int
    changed: int
    gone: int
    computed: int


@dataclass(frozen=True, slots=True)
class Moves:
    """What would move: counted by indicator, and each figure in the columns of MOVED_SCHEMA, by kind and key.

    `withheld`: the actor may not see the delivery as it came, so there are counts and no figures. `editions`: the ids of the
    published editions that rest on some of them, and that will say that the data have changed since.
    """

    indicators: tuple[IndicatorMoves, ...]
    withheld: bool
    figures: pa.Table = field(repr=False, compare=False)
    editions: tuple[str, ...] = ()


def moves_of_file(site: Site, actor: Actor, parcel: Parcel, form: Form) -> Moves:
    """Return what a file would move if it were approved now; errors as `preview`. The sender sees the figures."""
    return moves_of(site, actor, examine(site, actor, parcel, form))


def moves_of(site: Site, actor: Actor, found: Examined) -> Moves:
    """Return what a file that was examined would move if it were approved now."""
    access.require(actor, Permission.DELIVER)
    rows = found.rows
    with site.journal.read() as transaction:
        basis = _Basis.of(site, transaction, tuple(sorted(rows.column("indicator").unique().to_pylist())))
        before = basis.seen(transaction, actor, deliveries.current(transaction, indicators=basis.indicators))
    return _with_editions(site, basis.moves(before, _over(before, rows)), withheld=False)


def moves(site: Site, actor: Actor, number: int) -> Moves:
    """Return what a decision on a delivery would move: approval if it waits, a revert if it is approved.

    Raises
    ------
    NotAllowed, NotFound
        Unless the actor may see deliveries, and there is such a one.
    WrongState
        If it is rejected, reverted or erased: then nothing can move.
    """
    access.require(actor, Permission.SEE_DELIVERIES)
    with site.journal.read() as transaction:
        batch = deliveries.batch(transaction, number)
        if batch.state not in (State.PENDING, State.APPROVED):
            raise WrongState(batch=str(number), state=batch.state.value, wanted=State.APPROVED.value)
        basis = _Basis.of(site, transaction, deliveries.indicators_of(transaction, number))
        before = basis.seen(transaction, actor, deliveries.current(transaction, indicators=basis.indicators))
        if batch.state is State.PENDING:
            after = _over(before, deliveries.rows_of(transaction, number))
        else:
            left = deliveries.current(transaction, indicators=basis.indicators, without=number)
            after = basis.seen(transaction, actor, left)
    withheld = not access.may_see_delivered(actor, batch.delivered_by)
    return _with_editions(site, basis.moves(before, after), withheld=withheld)


def _with_editions(site: Site, found: Moves, *, withheld: bool) -> Moves:
    """Return what moves with the editions that rest on it, and without the figures if they are withheld."""
    with site.journal.read() as transaction:
        touched = editions.resting_on(transaction, found.figures)
    figures = MOVED_SCHEMA.empty_table() if withheld else found.figures
    return replace(found, withheld=withheld, figures=figures, editions=touched)


def _over(before: pa.Table, rows: pa.Table) -> pa.Table:
    """Return what is current once the rows are: they take the place of those with the same key."""
    kept = before.join(rows.select(list(KEY)), keys=list(KEY), join_type="left anti")
    return pa.concat_tables([kept.select(OBSERVATION_SCHEMA.names).cast(OBSERVATION_SCHEMA), rows.cast(OBSERVATION_SCHEMA)])


@dataclass(frozen=True)
class _Basis:
    """What figures are added up by."""

    indicators: tuple[str, ...]
    catalogue: Catalogue
    divisions: tuple[Division, ...]
    wholes: tuple[Whole, ...]

    @classmethod
    def of(cls, site: Site, transaction: Transaction, indicators: tuple[str, ...]) -> "_Basis":
        defined, divisions = catalogue(site, transaction), places.current_divisions(transaction)
        larger = wholes(divisions, places.areas(transaction, divisions))
        members = priority_members(programme(transaction), divisions)
        known = tuple(one for one in indicators if one in defined.indicators)
        return cls(known, defined, divisions, (*larger, *priority_wholes(members)))

    def seen(self, transaction: Transaction, actor: Actor, current: pa.Table) -> pa.Table:
        """Return what is current as far as the actor may see it: else an old value, or a sum, would give a hidden one away.

        Larger areas with a hidden part are then missing on both sides, and not counted among what moves.
        """
        if access.may(actor, Permission.SEE_DELIVERED):
            return current
        known = pc.is_in(current.column("indicator"), value_set=pa.array(self.indicators, pa.string()))
        return as_published(transaction, current.filter(known), self.catalogue, self.divisions, self.wholes)

    def moves(self, before: pa.Table, after: pa.Table) -> Moves:
        old, new = (self._published(one) for one in (before, after))
        found = [_moved(one, _only(old, one), _only(new, one)) for one in self.indicators]
        told = tuple(counts for counts, _ in found if counts.new or counts.changed or counts.gone)
        figures = [MOVED_SCHEMA.empty_table(), *(table for _, table in found)]
        order = [("kind", "ascending"), *((name, "ascending") for name in KEY)]
        return Moves(told, False, pa.concat_tables(figures).sort_by(order))

    def _published(self, rows: pa.Table) -> pa.Table:
        rules = self.catalogue.indicators
        found = pooled(with_wholes(rows, self.wholes, rules), rules, self.divisions, self.wholes)
        return found.figures.filter(pa.array(~found.behind))


def _only(figures: pa.Table, indicator: str) -> pa.Table:
    return figures.filter(pc.equal(figures.column("indicator"), indicator))


def _moved(indicator: str, old: pa.Table, new: pa.Table) -> tuple[IndicatorMoves, pa.Table]:
    there, back = compare(new, old), compare(old, new)
    parts = {"changed": _with_origin(there, new), "new": _without(new, old), "gone": _without(old, new)}
    figures = pa.concat_tables([_moved_figures(kind, one) for kind, one in parts.items()])
    computed = int(pc.sum(pc.not_equal(figures.column("origin"), DELIVERED)).as_py() or 0)
    return IndicatorMoves(indicator, there.new, there.changed, back.new, computed), figures


def _moved_figures(kind: str, figures: pa.Table) -> pa.Table:
    """Return figures in the columns of MOVED_SCHEMA; what is new has nothing before, what is gone nothing after."""
    count = figures.num_rows
    columns = {name: figures.column(name) for name in (*KEY, "origin")}
    columns["kind"] = pa.repeat(pa.scalar(kind), count)
    for name in FIGURES:
        none = pa.nulls(count, MOVED_SCHEMA.field(name).type)
        columns[name] = none if kind == "gone" else figures.column(name)
        columns[f"old_{name}"] = none if kind == "new" else figures.column(name if kind == "gone" else f"old_{name}")
    return pa.table({name: columns[name] for name in MOVED_SCHEMA.names}).cast(MOVED_SCHEMA)


def _without(figures: pa.Table, others: pa.Table) -> pa.Table:
    """Return the figures whose key the others lack."""
    return figures.join(others.select(list(KEY)), keys=list(KEY), join_type="left anti")


def _with_origin(comparison: Comparison, figures: pa.Table) -> pa.Table:
    return comparison.changed_rows.join(figures.select([*KEY, "origin"]), keys=list(KEY))
