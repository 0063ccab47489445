"""What is to be asked of each source: the periods that can exist by the indicator's lag, or only those that are not there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.site import Site
from kraftkollen.errors import NotFound, NothingToFetch
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.clock import today
from kraftkollen.model.delivery import State, Status
from kraftkollen.model.due import due_since, expected
from kraftkollen.model.fetching import CkanFetch, KoladaFetch, PxWebFetch
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period
from kraftkollen.store import deliveries, places


@dataclass(frozen=True, slots=True)
class Lacking:
    """A period that could exist and is not there, and since when it could."""

    period: str
    since: date


@dataclass(frozen=True)
class Plan:
    """One source of one indicator: the periods that can exist, those that are there, and those to ask for."""

    indicator: Indicator
    source: KoladaFetch | PxWebFetch | CkanFetch
    due: tuple[Period, ...]
    there: frozenset[str]
    asked: tuple[str, ...]


def plans(site: Site, actor: Actor, known: Catalogue, names: Iterable[str], *, due: bool) -> tuple[Plan, ...]:
    """Return what is to be asked for the indicators named; for all that the actor may deliver for if none is.

    Raises
    ------
    NotFound, NothingToFetch
        If there is no such indicator, or none of them has a source.
    NotAllowed
        If the actor may not deliver for one that is named.
    """
    access.require(actor, Permission.DELIVER)
    named = tuple(dict.fromkeys(names))
    for name in named:
        if name not in known.indicators:
            raise NotFound(what="indicator", given=name)
        access.require_owners(actor, frozenset({known.indicators[name].owner}))
    chosen = [known.indicators[name] for name in named] or [
        one for one in known.indicators.values() if access.may_deliver_for(actor, one.owner)
    ]
    on = today(site.clock)
    found = tuple(_plan(site, one, source, on, due=due) for one in chosen for source in one.fetch)
    if not found:
        raise NothingToFetch
    return found


def _plan(site: Site, indicator: Indicator, source: KoladaFetch | PxWebFetch | CkanFetch, on: date, *, due: bool) -> Plan:
    periods = tuple(due_since(indicator, _first(source), on))
    there = _there(site, indicator, source.level)
    if not due:
        return Plan(indicator, source, periods, there, tuple(str(one) for one in periods))
    missing = [one for one in expected(indicator, periods, there) if str(one) not in there]
    # With the newest one that is there: its answer proves that the code still lives, and may be revised.
    held = [one for one in periods if str(one) in there][-1:]
    asked = tuple(str(one) for one in sorted([*held, *missing])) if missing else ()
    return Plan(indicator, source, periods, there, asked)


def _first(source: KoladaFetch | PxWebFetch | CkanFetch) -> str:
    """Return the first period to ask for: none from before the division was."""
    first = source.region.first if isinstance(source, PxWebFetch) else None
    return max(source.since, first or source.since)


def _there(site: Site, indicator: Indicator, level: str) -> frozenset[str]:
    """Return the periods of which the journal has a value at the level, approved or waiting."""
    with site.journal.read() as transaction:
        division = next((one.id for one in places.current_divisions(transaction) if one.level == level), None)
        if division is None:
            return frozenset()
        waiting = [one.id for one in deliveries.batches(transaction) if one.state is State.PENDING]
        kept = [deliveries.rows_of(transaction, one) for one in waiting]
        rows = pa.concat_tables([deliveries.current(transaction, indicators=(indicator.id,)), *kept])
    rows = rows.filter(pc.equal(rows["indicator"], indicator.id))
    mine = rows.filter(pc.and_(pc.equal(rows["division"], division), pc.not_equal(rows["status"], Status.MISSING.value)))
    return frozenset(mine["period"].to_pylist())


def lacking(plan: Plan, came: Iterable[str]) -> tuple[Lacking, ...]:
    """Return the periods that could exist and are not there, given those that came now."""
    return tuple(_lacking(plan, plan.there | set(came)))


def _lacking(plan: Plan, there: frozenset[str]) -> Iterator[Lacking]:
    for one in expected(plan.indicator, plan.due, there):
        if str(one) not in there:
            yield Lacking(str(one), one.first_readable(plan.indicator.lag_months))
