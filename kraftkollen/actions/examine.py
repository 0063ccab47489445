"""A file looked at before anything is stored: read as it was corrected before, checked, compared, and doubted."""

import hashlib
from dataclasses import dataclass, field, replace

import pyarrow as pa

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.basis import as_published
from kraftkollen.actions.conflicts import met
from kraftkollen.actions.progress import Progress, silent
from kraftkollen.actions.site import Site, reference
from kraftkollen.aggregation import wholes
from kraftkollen.errors import DeliveryRefused, Problem
from kraftkollen.intake import Sheet, check, compare, doubts, read, with_remarks
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import Comparison, Correction, Form, Reference, Understood
from kraftkollen.model.persons import find_persons, holds_identity_number
from kraftkollen.model.text import Language
from kraftkollen.store import deliveries, mappings
from kraftkollen.store.journal import Transaction
from kraftkollen.words.problems import what_to_do


@dataclass(frozen=True)
class Parcel:
    """A file as it came."""

    content: bytes = field(repr=False)
    filename: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Examined:
    """A file that holds: its rows, how it was read, and what it was checked against.

    `form` is what it was read with, a remembered correction included; `remembered` says whether there was one.
    """

    rows: pa.Table
    form: Form
    understood: Understood
    header_key: str
    remembered: bool
    skipped: int
    warnings: tuple[Problem, ...]
    reference: Reference

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(sorted(self.rows.column("indicator").unique().to_pylist()))


@dataclass(frozen=True)
class Preview:
    """What a file would do. Nothing of it is stored. `form` is what it was read with: to be delivered with the same."""

    sha256: str
    form: Form
    understood: Understood
    remembered: bool
    rows: int
    skipped: int
    comparison: Comparison
    warnings: tuple[Problem, ...]
    indicators: tuple[str, ...]
    periods: tuple[str, ...]


def preview(site: Site, actor: Actor, parcel: Parcel, form: Form, progress: Progress = silent) -> Preview:
    """Read, check and compare a file without storing anything.

    Parameters
    ----------
    progress
        Told the step (reading, checking, comparing, done) and the share of the work done, 0 to 1.

    Raises
    ------
    DeliveryRefused
        With every problem of the file.
    NotAllowed
        If the actor may not deliver, or not for an owner of one of the file's indicators.
    """
    return preview_of(site, actor, parcel, examine(site, actor, parcel, form, progress), progress)


def preview_of(site: Site, actor: Actor, parcel: Parcel, found: Examined, progress: Progress = silent) -> Preview:
    """Return what a file that was examined would do; errors and progress as `preview`."""
    access.require(actor, Permission.DELIVER)
    refuse_persons({"filename": parcel.filename}, parcel.filename, actor)
    progress("comparing", 0.6)
    with site.journal.read() as transaction:
        current = deliveries.current(transaction, indicators=found.indicators)
        seen = in_sight(transaction, actor, found, current)
        comparison = compare(found.rows, seen)
        told = comparison.unchanged == found.rows.num_rows
        before = met(transaction, actor, parcel.sha256, found.rows, told=told)
    warnings = (*before, *found.warnings, *doubts_of(found, seen))
    periods = tuple(sorted(found.rows.column("period").unique().to_pylist()))
    progress("done", 1.0)
    read_as = (found.form, found.understood, found.remembered)
    counts = (found.rows.num_rows, found.skipped)
    return Preview(parcel.sha256, *read_as, *counts, comparison, warnings, found.indicators, periods)


def understood(site: Site, actor: Actor, parcel: Parcel, form: Form) -> Understood | None:
    """Return how a file is read, right or wrong; None if it cannot be read at all."""
    access.require(actor, Permission.DELIVER)
    try:
        sheet, _, _ = _read(site, parcel, form, reference(site))
    except DeliveryRefused:
        return None
    return sheet.understood


def examine(
    site: Site, actor: Actor, parcel: Parcel, form: Form, progress: Progress = silent, *, recall: bool = True
) -> Examined:
    """Read and check a file; errors as `preview`.

    Parameters
    ----------
    recall
        Whether an earlier correction for files with these headers is used. False for a form that was previewed: what is
        stored is what the officer saw, even if somebody else has corrected such a file in the meantime.
    """
    access.require(actor, Permission.DELIVER)
    progress("reading", 0.0)
    against = reference(site)
    if recall:
        sheet, used, remembered = _read(site, parcel, form, against)
    else:
        sheet, used, remembered = read(parcel.content, parcel.filename, form, against.catalogue), form, False
    progress("checking", 0.3)
    found = check(sheet, against, used)
    if found.problems:
        raise DeliveryRefused(found.problems, file=parcel.filename)
    warnings = (*sheet.warnings, *found.warnings)
    result = Examined(found.rows, used, sheet.understood, sheet.header_key, remembered, found.skipped, warnings, against)
    access.require_owners(actor, frozenset(against.catalogue.indicators[one].owner for one in result.indicators))
    return result


def _read(site: Site, parcel: Parcel, form: Form, against: Reference) -> tuple[Sheet, Form, bool]:
    """Return the file as read, with what form, and whether an earlier correction for its headers was used."""
    sheet = read(parcel.content, parcel.filename, form, against.catalogue)
    if form.correction != Correction():
        return sheet, form, False
    with site.journal.read() as transaction:
        correction = mappings.recall(transaction, sheet.header_key)
    if correction is None:
        return sheet, form, False
    corrected = replace(form, correction=correction)
    try:
        return read(parcel.content, parcel.filename, corrected, against.catalogue), corrected, True
    except DeliveryRefused:
        return sheet, form, False  # what fitted an earlier file with these headers does not fit this one


def in_sight(transaction: Transaction, actor: Actor, found: Examined, current: pa.Table) -> pa.Table:
    """Return what is current, as far as the actor may see it.

    Who may not see other people's deliveries as they came sees what is published: a hidden cell must not come out as the
    old value in a warning, or as "unchanged" for one who guesses it.
    """
    if access.may(actor, Permission.SEE_DELIVERED):
        return current
    against = found.reference
    # Larger areas are not among what is current.
    return as_published(transaction, current, against.catalogue, against.divisions, ())


def doubts_of(found: Examined, current: pa.Table) -> tuple[Problem, ...]:
    """Return what the officer should look at again, given what is current as far as it may be seen."""
    larger = wholes(found.reference.divisions, found.reference.areas)
    return doubts(found.rows, current, found.reference, larger, found.understood.columns)


def refuse_persons(texts: dict[str, str | None], filename: str, actor: Actor) -> None:
    """Refuse what is written beside a file if it may be a person, and an actor named by a personal number.

    The message never repeats it. An actor is a person, so a name is no fault there.
    """
    found = [Problem("person_in_text", column=name) for name, text in texts.items() if text and find_persons(text)]
    found += [Problem("person_in_text", column="by")] if holds_identity_number(actor.name) else []
    if found:
        # The name of the file may itself be what must not be repeated.
        raise DeliveryRefused(found, file="" if any(one.column == "filename" for one in found) else filename)


def remarks(
    actor: Actor, parcel: Parcel, form: Form, problems: tuple[Problem, ...], language: Language
) -> tuple[bytes, str] | None:
    """Return a copy of the file with a column of remarks, and its name; None if it may hold a person or has no headers."""
    access.require(actor, Permission.DELIVER)
    return with_remarks(parcel.content, parcel.filename, problems, lambda problem: what_to_do(problem, language), form=form)
