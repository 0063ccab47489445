"""Whether the store can do its work now: quick looks that change nothing, with no figure and no person in the answer."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.backup import last_backup
from kraftkollen.actions.site import Site
from kraftkollen.errors import Problem, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.store import published
from kraftkollen.store.journal import newer_than_known, newest_schema
from kraftkollen.store.looking import Look, clock_behind
from kraftkollen.store.published import PublishedFile

_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is enough: per cent of the disk that are free, and hours since the last backup (None: it is only told)."""

    least_free: float = 10.0
    backup_within: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is as it should be, a number that says how it is, and what is wrong."""

    name: str
    ok: bool
    value: float | None = None
    wrong: UserError | Problem | None = None


def health(site: Site, actor: Actor, asked: Asked) -> tuple[Check, ...]:
    """Look at all that the product needs of its store: journal, lock, schema, clock, published files, disk, backup."""
    access.require(actor, Permission.ADMINISTER)
    now = site.clock.now()
    return (*_journal(site, now), *_published(site, now), _disk(site, asked), _backup(site, now, asked))


def _journal(site: Site, now: datetime) -> tuple[Check, ...]:
    try:
        found = site.journal.look(_PATIENCE)
    except UserError as error:
        return (Check("store", False, wrong=error),)
    newer = newer_than_known(found.schema) if found.schema > newest_schema() else None
    return (
        Check("store", True),
        Check("lock_waited_seconds", True, round(found.waited, 3)),
        Check("schema", newer is None, found.schema, newer),
        _clock(found, now),
    )


def _clock(found: Look, now: datetime) -> Check:
    problem = clock_behind(found.last, now)
    return Check("clock", problem is None, wrong=problem)


def _published(site: Site, now: datetime) -> tuple[Check, ...]:
    try:
        pointer = published.newest(site.folder)
        times = [_published_at(site, name) for name in (pointer.figures, pointer.register)]
    except UserError as error:
        return (Check("published", False, wrong=error),)
    return (Check("published", True), Check("published_age_hours", True, _hours(now - max(times))))


def _published_at(site: Site, name: str) -> datetime:
    file = PublishedFile.open(site.folder.published / name)
    try:
        return datetime.fromisoformat(file.meta()["at"])
    finally:
        file.close()


def _disk(site: Site, asked: Asked) -> Check:
    there = next(one for one in (site.folder.path.absolute(), *site.folder.path.absolute().parents) if one.exists())
    found = shutil.disk_usage(there)
    free = round(100 * found.free / found.total, 1) if found.total else 0.0
    few = Problem("disk_nearly_full", details={"free": free, "path": str(there)})
    return Check("free_disk_percent", free >= asked.least_free, free, None if free >= asked.least_free else few)


def _backup(site: Site, now: datetime, asked: Asked) -> Check:
    at = last_backup(site)
    age = None if at is None else _hours(now - at)
    if asked.backup_within is None or (age is not None and age <= asked.backup_within):
        return Check("backup_age_hours", True, age)
    wrong = Problem("backup_unknown") if age is None else Problem("backup_old", details={"hours": age})
    return Check("backup_age_hours", False, age, wrong)


def _hours(passed: timedelta) -> float:
    return round(passed / timedelta(hours=1), 2)
