"""What a delivery would move among the published figures, the computed larger levels too, before anybody approves it.

What is published already stands in editions too, once there are any: which of them a move touches is asked here as well.
"""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.examine import Parcel, examine
from kraftkollen.actions.publish import priority_members
from kraftkollen.actions.site import Site, catalogue, programme
from kraftkollen.aggregation import COMPUTED, Whole, priority_wholes, wholes, with_wholes
from kraftkollen.disclosure.primary import hide, mask_of, primary_marks
from kraftkollen.errors import WrongState
from kraftkollen.intake import compare
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA, Comparison, Form, State
from kraftkollen.store import deliveries, places, versions
from kraftkollen.store.journal import Transaction

_EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A figure that would move. None: there is no value before, or after."""

    division: str
    area: str
    period: str
    group: str
    computed: bool
    old: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class IndicatorMoves:
    """How many figures of an indicator would be new, would change, or go; `computed` of all of them are added up."""

    indicator: str
    new: int
    changed: int
    gone: int
    computed: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """What would move. `withheld`: the actor may not see the delivery as it came, so there are counts and no examples."""

    indicators: tuple[IndicatorMoves, ...]
    withheld: bool


def moves_of_file(site: Site, actor: Actor, parcel: Parcel, form: Form) -> Moves:
    """Return what a file would move if it were approved now; errors as `preview`. The sender sees the examples."""
    rows = examine(site, actor, parcel, form).rows
    with site.journal.read() as transaction:
        basis = _Basis.of(site, transaction, tuple(sorted(rows.column("indicator").unique().to_pylist())))
        before = basis.seen(transaction, actor, deliveries.current(transaction, indicators=basis.indicators))
    return basis.moves(before, _over(before, rows), withheld=False)


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
    return basis.moves(before, after, withheld=not access.may_see_delivered(actor, batch.delivered_by))


def _over(before: pa.Table, rows: pa.Table) -> pa.Table:
    """Return what is current once the rows are: they take the place of those with the same key."""
    kept = before.join(rows.select(list(KEY)), keys=list(KEY), join_type="left anti")
    return pa.concat_tables([kept.select(OBSERVATION_SCHEMA.names).cast(OBSERVATION_SCHEMA), rows.cast(OBSERVATION_SCHEMA)])


@dataclass(frozen=True)
class _Basis:
    """What figures are added up by."""

    indicators: tuple[str, ...]
    catalogue: Catalogue
    wholes: tuple[Whole, ...]

    @classmethod
    def of(cls, site: Site, transaction: Transaction, indicators: tuple[str, ...]) -> "_Basis":
        defined, divisions = catalogue(site, transaction), places.current_divisions(transaction)
        larger = wholes(divisions, places.areas(transaction, divisions))
        members = priority_members(programme(transaction), divisions)
        known = tuple(one for one in indicators if one in defined.indicators)
        return cls(known, defined, (*larger, *priority_wholes(members)))

    def seen(self, transaction: Transaction, actor: Actor, current: pa.Table) -> pa.Table:
        """Return what is current as far as the actor may see it: else an old value, or a sum, would give a hidden one away.

        Larger areas with a hidden part are then missing on both sides, and not counted among what moves.
        """
        if access.may(actor, Permission.SEE_DELIVERED):
            return current
        known = pc.is_in(current.column("indicator"), value_set=pa.array(self.indicators, pa.string()))
        rows = current.filter(known)
        marked = mask_of(rows, versions.marks(transaction)) | primary_marks(rows, self.catalogue.indicators)
        return hide(rows, marked)

    def moves(self, before: pa.Table, after: pa.Table, *, withheld: bool) -> Moves:
        old, new = (with_wholes(one, self.wholes, self.catalogue.indicators) for one in (before, after))
        found = tuple(_moved(one, _only(old, one), _only(new, one), withheld) for one in self.indicators)
        return Moves(tuple(one for one in found if one.new or one.changed or one.gone), withheld)


def _only(figures: pa.Table, indicator: str) -> pa.Table:
    return figures.filter(pc.equal(figures.column("indicator"), indicator))


def _moved(indicator: str, old: pa.Table, new: pa.Table, withheld: bool) -> IndicatorMoves:
    there, back = compare(new, old), compare(old, new)
    fresh, lost = _without(new, old), _without(old, new)
    changed = _with_origin(there, new)
    computed = sum(_count_computed(one) for one in (fresh, lost, changed))
    examples = () if withheld else (*_examples(changed, "old_value", "value"), *_examples(fresh, None, "value"))
    examples = examples if withheld else (*examples, *_examples(lost, "value", None))
    return IndicatorMoves(indicator, there.new, there.changed, back.new, computed, examples[:_EXAMPLES])


def _without(figures: pa.Table, others: pa.Table) -> pa.Table:
    """Return the figures whose key the others lack."""
    return figures.join(others.select(list(KEY)), keys=list(KEY), join_type="left anti")


def _with_origin(comparison: Comparison, figures: pa.Table) -> pa.Table:
    return comparison.changed_rows.join(figures.select([*KEY, "origin"]), keys=list(KEY))


def _count_computed(figures: pa.Table) -> int:
    return int(pc.sum(pc.equal(figures.column("origin"), COMPUTED)).as_py() or 0)


def _examples(figures: pa.Table, old: str | None, new: str | None) -> tuple[Example, ...]:
    ordered = figures.sort_by([(name, "ascending") for name in KEY]).slice(0, _EXAMPLES).to_pylist()
    return tuple(
        Example(
            division=one["division"],
            area=one["area"],
            period=one["period"],
            group=one["grp"],
            computed=one["origin"] == COMPUTED,
            old=one[old] if old else None,
            value=one[new] if new else None,
        )
        for one in ordered
    )
