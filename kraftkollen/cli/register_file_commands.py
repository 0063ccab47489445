"""The commands of the register's files: interventions and decisions in, with a dry run, back out; one record withdrawn."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions.register_entry import withdraw as withdraw_record
from kraftkollen.actions.register_file import RegisterReceipt, import_register, preview_register, undo_import
from kraftkollen.cli.answer import Call, answered
from kraftkollen.cli.register_commands import read_file
from kraftkollen.words.translate import mark, translate


@click.group()
def register() -> None:
    """Interventions, decisions and what else is on record: files taken in, and taken back."""


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what the file would do, and store nothing.")
@click.option("--by", help="Who does it.")
@answered
def register_import(call: Call, file: Path, dry_run: bool, by: str | None) -> None:
    """Take in a file of interventions or decisions (CSV, xlsx), or of any records of the register (YAML)."""
    take = preview_register if dry_run else import_register
    done: RegisterReceipt = take(call.site, call.actor(by), read_file(file), call.language)
    words = mark("{file}: {rows} records, {new} new, {changed} changed, {unchanged} there already. Number {number}.")
    counts = {name: getattr(done, name) for name in ("rows", "new", "changed", "unchanged", "number")}
    said = translate(call.language, words, file=done.filename, **counts)
    call.answer(_document(done, dry_run=dry_run), said)


def _document(done: RegisterReceipt, *, dry_run: bool) -> dict[str, Any]:
    document = asdict(done)
    number = document.pop("number")
    return {"batch": None if dry_run else number, **document, "warnings": [], "problems": []}


@register.command("undo")
@click.argument("number")
@click.option("--by", required=True, help="Who does it.")
@click.option("--why", required=True, help="Why.")
@answered
def register_undo(call: Call, number: str, by: str, why: str) -> None:
    """Take an import back: what stood before stands again, what was new is withdrawn. The history keeps both."""
    count = undo_import(call.site, call.actor(by), number, why)
    call.answer({"batch": number, "undone": count}, translate(call.language, "{count} records taken back.", count=count))


@register.command("withdraw")
@click.argument("kind")
@click.argument("name")
@click.option("--by", required=True, help="Who does it.")
@click.option("--why", required=True, help="Why.")
@answered
def register_withdraw(call: Call, kind: str, name: str, by: str, why: str) -> None:
    """Withdraw one record, such as: interventions fritid_for_alla. Its history stays."""
    withdraw_record(call.site, call.actor(by), kind, name, why)
    call.answer({"kind": kind, "id": name, "withdrawn": True}, translate(call.language, "{name} is withdrawn.", name=name))
