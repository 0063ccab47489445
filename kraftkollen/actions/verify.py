"""Proves that the store is whole: that files, versions and editions are what the journal says of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.editions import holds, kept_edition, list_editions
from kraftkollen.actions.rebuild import rebuilt, rebuilt_by_several, too_many_for_one
from kraftkollen.actions.site import Site
from kraftkollen.errors import Problem, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.store import digests, edition_files, erasure, kept, published, sign_ins, versions
from kraftkollen.store.journal import Transaction
from kraftkollen.store.layout import digest_of, is_comparable
from kraftkollen.store.looking import clock_behind, last_recorded


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. `digest` is of every observation of the journal: the same in a backup that holds the same.

    `warnings`: what is wrong around the store and leaves it whole.
    """

    ok: bool
    observations: int
    batches: int
    digest: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def verify(site: Site, actor: Actor) -> Verified:
    """Rebuild every delivery's observations from its file, and compare files and versions with what the journal says of them.

    Problems: `upload_missing`, `upload_changed`, `upload_unknown`, `rebuilt_refused`, `rebuilt_differs`, `rows_lost`,
    `pointer_missing`, `published_missing`, `published_unknown`, `published_differs`, `published_damaged`,
    `erasure_unfinished`, `edition_differs`, `edition_file_differs`, `sign_ins_damaged`. Warnings: `clock_behind`,
    `edition_index_differs`. A damaged journal is no problem among others: StoreUnreadable says so.
    """
    access.require(actor, Permission.ADMINISTER)
    with site.journal.read() as transaction:
        # What a killed process left is no damage: it is put right here as by the next delivery.
        transaction.uploads.settle()
        transaction.read_through("observation")  # its own digest below reads it whole
        found = kept.kept_deliveries(transaction)
        last = last_recorded(transaction.connection)
        problems = [*_counted(transaction), *_uploads(transaction)]
    problems += rebuilt_by_several(site, found) if too_many_for_one(found) else rebuilt(site, found)
    problems += _published(site)
    warnings = [*_around(site, last)]
    problems += _editions(site, actor)
    problems += [Problem("sign_ins_damaged", details=dict(where)) for where in sign_ins.damaged(site.folder)]
    with site.journal.read() as transaction:
        batches, observations = kept.counts(transaction)
        digest = digests.journal_digest(transaction)
    return Verified(not problems, observations, batches, digest, tuple(problems), tuple(warnings))


def _counted(transaction: Transaction) -> Iterator[Problem]:
    for batch, said, there in kept.miscounted(transaction):
        yield Problem("rows_lost", details={"batch": batch, "count": there, "expected": said})


def _uploads(transaction: Transaction) -> Iterator[Problem]:
    """Yield what is wrong with the kept files: bytes that nobody delivered, or that are not what their name says."""
    for place in transaction.uploads.strangers(kept.uploads(transaction)):
        yield Problem("upload_unknown", details={"path": place})


def _published(site: Site) -> Iterator[Problem]:
    """Yield what is wrong with the published files: each is as the journal recorded its version, and the newest are there."""
    with site.journal.read() as transaction:
        there = published.files(site.folder)
        recorded = {number: versions.version(transaction, number) for _, number, _ in there}
        any_version = versions.newest(transaction, versions.FIGURES) is not None
        held = erasure.versions_that_held(transaction)
    names = {path.name for _, _, path in there}
    try:
        pointer = published.newest(site.folder)
    except UserError:
        if there and any_version:
            yield Problem("pointer_missing")
    else:
        for name in (pointer.figures, pointer.register):
            if name not in names:
                yield Problem("published_missing", details={"path": name})
    for kind, number, path in there:
        if kind == versions.FIGURES and number in held:
            yield Problem("erasure_unfinished", details={"path": path.name})
        version = recorded[number]
        if version is None or version.kind != kind:
            yield Problem("published_unknown", details={"path": path.name})
            continue
        try:
            same = digest_of(path, kind) == version.digest or not is_comparable(kind, version.digest)
        except UserError:
            if path.exists():  # else another process published, and pruned it
                yield Problem("published_damaged", details={"path": path.name})
            continue
        if not same:
            yield Problem("published_differs", details={"path": path.name})


def _around(site: Site, last: datetime | None) -> Iterator[Problem]:
    """Yield what is wrong around the store. The list of editions is written anew when they are looked at next."""
    behind = clock_behind(last, site.clock.now())
    if behind is not None:
        yield behind
    try:
        edition_files.index(site.folder)
    except UserError:
        yield Problem("edition_index_differs")


def _editions(site: Site, actor: Actor) -> Iterator[Problem]:
    """Yield the editions that are not what was sealed, in the journal or in the files that pages read."""
    standing, _ = list_editions(site, actor)
    for one in standing:
        named = {"edition": one.edition.id}
        _, content, documents = kept_edition(site, actor, one.edition.id)
        if not holds(one.edition, content, documents):
            yield Problem("edition_differs", details=named)
        try:
            edition_files.content(site.folder, one.edition)
            for name, _, _ in one.edition.documents:
                edition_files.document(site.folder, one.edition, name)
        except UserError as error:
            yield Problem("edition_file_differs", details={**named, "path": error.details.get("path")})
