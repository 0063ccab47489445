"""The commands that keep a store safe: backup, restore, health."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions import backup as action
from kraftkollen.actions.backup import Held
from kraftkollen.actions.health import Asked, Check
from kraftkollen.actions.health import health as health_action
from kraftkollen.cli.answer import OUR_FAULT, REFUSED, Call, answered, problem_documents
from kraftkollen.errors import Problem
from kraftkollen.model.text import Language
from kraftkollen.words.problems import error_sentence, what_to_do
from kraftkollen.words.translate import mark, translate

_FOLDER = click.Path(path_type=Path)
_MEGABYTE = 1_000_000


@click.command()
@click.argument("target", type=_FOLDER)
@answered
def backup(call: Call, target: Path) -> None:
    """Copy the whole store to a new folder, with a SHA-256 for each file; people may go on working."""
    done = action.backup(call.site, call.actor(), target)
    words = mark("{target} holds {files} files, {megabytes} MB: {batches} deliveries with {observations} figures.")
    document = {"target": done.target, **_counts(done.held)}
    said = translate(call.language, words, **{**document, "megabytes": _megabytes(done.held.bytes)})
    _answer(call, document, said, done.problems)


@click.command()
@click.argument("source", type=_FOLDER)
@click.option("--check", is_flag=True, help="Only read the backup and compare every file; write nothing.")
@answered
def restore(call: Call, source: Path, check: bool) -> None:
    """Lay a backup out as a new store (--data names its folder), every file compared first, and verify it."""
    if check:
        found = action.checked(call.actor(), source)
        words = mark(
            "The backup is whole: {files} files, {batches} deliveries with {observations} figures. Nothing was written."
        )
        document = _counts(found)
        _answer(call, document, translate(call.language, words, **document), ())
        return
    done = action.restore(call.site, call.actor(), source)
    words = mark("Restored from the backup of {made_at} (UTC): {batches} deliveries with {observations} figures, read again.")
    document = _counts(done.held)
    _answer(call, document, translate(call.language, words, **document), done.problems)


@click.command()
@click.option("--least-free", type=float, default=10.0, show_default=True, help="Per cent of the disk that must be free.")
@click.option("--backup-within", type=float, help="Hours within which a backup must have been made; else its age is only told.")
@answered
def health(call: Call, least_free: float, backup_within: float | None) -> None:
    """Say whether the store can do its work now; the exit status is 0 or 1."""
    checks = health_action(call.site, call.actor(), Asked(least_free, backup_within))
    ok = all(one.ok for one in checks)
    lines = [_line(one, call.language) for one in checks]
    call.answer({"ok": ok, "checks": [_document(one, call.language) for one in checks]}, "\n".join(lines))
    if not ok:
        sys.exit(OUR_FAULT)


def _counts(found: Held) -> dict[str, Any]:
    return {**asdict(found), "made_at": found.made_at.isoformat(timespec="seconds")}


def _answer(call: Call, document: dict[str, Any], said: str, problems: tuple[Problem, ...]) -> None:
    told = problem_documents(problems, call.language)
    lines = [said, *(f"- {one['message']}" for one in told)]
    call.answer({"ok": not problems, **document, "problems": told}, "\n".join(lines))
    if problems:
        sys.exit(REFUSED)


def _document(check: Check, language: Language) -> dict[str, Any]:
    return {"name": check.name, "ok": check.ok, "value": check.value, "message": _message(check, language)}


def _line(check: Check, language: Language) -> str:
    value = "" if check.value is None else f" {check.value:g}"
    said = _message(check, language)
    return f"{'ok' if check.ok else '!!'} {check.name}{value}{f': {said}' if said else ''}"


def _message(check: Check, language: Language) -> str | None:
    if check.wrong is None:
        return None
    return what_to_do(check.wrong, language) if isinstance(check.wrong, Problem) else error_sentence(check.wrong, language)


def _megabytes(size: int) -> str:
    return f"{size / _MEGABYTE:.1f}"
