"""Takes in what a source answered: checked and compared as any file is, delivered in the producer's name, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd
import pyarrow as pa

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.deliver import Receipt, deliver
from kraftkollen.actions.examine import Examined, Parcel, examine, preview_of
from kraftkollen.actions.fetch_plan import Plan
from kraftkollen.actions.site import Site
from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake import compare, news
from kraftkollen.intake.fetched import Bundle, Found, bundled
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.area import Area, Division
from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA, Form, State
from kraftkollen.model.fetching import Answer, ApprovedBy, Ask, CkanFetch, KoladaFetch, PxWebFetch
from kraftkollen.store import deliveries, places
from kraftkollen.store.journal import Transaction

Told = Literal["delivered", "would_deliver", "same", "waiting", "declined"]


@dataclass(frozen=True)
class Took:
    """What was taken in, or would be: how many figures are new, changed, the same; the receipt if something was delivered."""

    outcome: Told = "same"
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    receipt: Receipt | None = field(default=None)
    warnings: tuple[Problem, ...] = ()


def would_take(site: Site, actor: Actor, plan: Plan, ask: Ask, found: Found, answers: Sequence[Answer]) -> Took:
    """Return what the answers would change; nothing is stored. Errors as `take_in`."""
    access.require(actor, Permission.DELIVER)
    if _areas_to_add(site, plan, found) is not None:
        return Took("would_deliver", len(found.rows), new=len(found.rows))
    parcel = _parcel(Bundle(ask, tuple(answers)))
    looked = preview_of(site, actor, parcel, _examined(site, plan, parcel))
    counts = looked.comparison
    told: Told = "would_deliver" if counts.new + counts.changed else "same"
    return Took(told, looked.rows, counts.new, counts.changed, counts.unchanged, warnings=looked.warnings)


def take_in(site: Site, actor: Actor, plan: Plan, ask: Ask, found: Found, answers: Sequence[Answer]) -> Took:
    """Deliver what is new or revised, and nothing that stands already.

    Raises
    ------
    DeliveryRefused
        With every problem of the answers; nothing is kept of them.
    """
    access.require(actor, Permission.DELIVER)
    # One at a time: two that fetch at once must not both find the same figures new.
    with site.journal.alone(site.folder.fetch_lock):
        listed = _areas_to_add(site, plan, found)
        if listed is not None:
            with site.journal.write() as transaction:
                places.add_listed(transaction, *listed, plan.source.name, plan.source.deliverer)
        whole = _parcel(Bundle(ask, tuple(answers)))
        examined = _examined(site, plan, whole)
        with site.journal.read() as transaction:
            standing = deliveries.current(transaction, indicators=(plan.indicator.id,))
            fresh = news(examined.rows, standing)
            unchanged = examined.rows.num_rows - fresh.num_rows
            told = _known_already(transaction, plan, fresh, standing)
        if told is not None:
            return Took(told, examined.rows.num_rows, unchanged=unchanged)
        # As the actor may see them: a warning must not give a hidden figure away.
        warnings = preview_of(site, actor, whole, examined).warnings
        kept = tuple(sorted(fresh["source_row"].to_pylist()))
        done = deliver(
            site,
            _deliverer(plan),
            _parcel(Bundle(ask, tuple(answers), kept)),
            _form(plan),
            comment=" · ".join(filter(None, (plan.source.name, found.updated))),
            recall=False,
            official=plan.indicator.source.official and plan.source.approved_by is ApprovedBy.RULE,
        )
    return Took("delivered", done.rows, done.new, done.changed, unchanged, done, warnings)


def _known_already(transaction: Transaction, plan: Plan, fresh: pa.Table, standing: pa.Table) -> Told | None:
    """Return why there is nothing to deliver: it stands, waits for approval, or has been rejected; None if there is."""
    if not fresh.num_rows:
        return "same"
    mine = [one for one in deliveries.batches(transaction) if one.delivered_by == plan.source.deliverer]
    waiting = [deliveries.rows_of(transaction, one.id) for one in reversed(mine) if one.state is State.PENDING]
    if waiting and not news(fresh, _laid_over(standing, waiting)).num_rows:
        return "waiting"
    for one in mine:
        taken_back = one.state in (State.REJECTED, State.REVERTED) and one.rows == fresh.num_rows
        if taken_back and compare(fresh, deliveries.rows_of(transaction, one.id)).unchanged == fresh.num_rows:
            return "declined"
    return None


def _laid_over(standing: pa.Table, waiting: Sequence[pa.Table]) -> pa.Table:
    """Return what would be current if everything that waits were approved, in the order in which it came."""
    frames = [one.to_pandas() for one in (standing, *waiting) if one.num_rows]
    laid = pd.concat(frames, ignore_index=True).drop_duplicates(list(KEY), keep="last")
    return pa.Table.from_pandas(laid, schema=OBSERVATION_SCHEMA, preserve_index=False)


def _areas_to_add(site: Site, plan: Plan, found: Found) -> tuple[Division, tuple[Area, ...]] | None:
    """Return the division that a source names and the store lacks, with its areas; None if the store has it.

    Raises
    ------
    DeliveryRefused
        If the city has no such level, or the store another version.
    """
    source = plan.source
    with site.journal.read() as transaction:
        levels = {one.id for one in places.levels(transaction)}
        current = next((one for one in places.current_divisions(transaction) if one.level == source.level), None)
    version = _version(source)
    if current is not None and version in (None, current.version):
        return None
    if current is not None:
        details = {"wanted": f"{source.level} {version}", "found": f"{current.level} {current.version}"}
        raise DeliveryRefused([Problem("answer_division_store", details=details)], file=source.name)
    if source.level not in levels or version is None or not found.areas:
        raise DeliveryRefused([Problem("level_unknown", details={"level": source.level})], file=source.name)
    division = Division(f"{source.level}-{version}", source.level, version)
    return division, tuple(Area(division.id, code, name) for code, name in found.areas)


def _version(source: PxWebFetch | KoladaFetch | CkanFetch) -> str | None:
    """Return the version of the division that a source answers for, if it names one."""
    if isinstance(source, PxWebFetch):
        return source.region.version
    return source.version if isinstance(source, KoladaFetch) else None


def _parcel(bundle: Bundle) -> Parcel:
    name = "".join(letter if letter.isalnum() else "-" for letter in bundle.ask.source.name)
    return Parcel(bundled(bundle), f"{bundle.ask.indicator}-{name}.json")


def _form(plan: Plan) -> Form:
    return Form(indicator=plan.indicator.id, level=plan.source.level)


def _deliverer(plan: Plan) -> Actor:
    """Return the producer as the one who delivers; who set the fetch off was asked for permission before."""
    return Actor(plan.source.deliverer, frozenset({Role.CENTRAL_STATISTICIAN}))


def _examined(site: Site, plan: Plan, parcel: Parcel) -> Examined:
    return examine(site, _deliverer(plan), parcel, _form(plan), recall=False)
