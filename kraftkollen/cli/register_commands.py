"""The commands of the register and the money: files in, with a dry run, and back out again."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.ledger_import import LedgerPreview, LedgerReceipt, import_ledger, preview_ledger, withdraw_import
from kraftkollen.cli.answer import Call, answered
from kraftkollen.errors import FileUnreadable
from kraftkollen.model.ledger import LedgerForm
from kraftkollen.words.translate import mark, translate

_FILE = click.Path(path_type=Path)


def read_file(path: Path) -> Parcel:
    """Return a file named by the user; FileUnreadable if it cannot be opened."""
    try:
        return Parcel(path.read_bytes(), path.name)
    except OSError as error:
        raise FileUnreadable(file=str(path), reason=error.strerror or str(error)) from error


@click.group()
def ledger() -> None:
    """Money: the city's accounts taken in, and taken back."""


@ledger.command("import")
@click.argument("file", type=_FILE)
@click.option("--sheet", help="The sheet of a workbook.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=HEADER",
    help="Which header is ours (year, intervention, committee, source, kind, type, amount, day, document, allotment, note);"
    " OURS==VALUE gives one value for every row. Remembered for files with the same headers.",
)
@click.option("--dry-run", is_flag=True, help="Say what the file would do, and store nothing.")
@click.option("--by", help="Who does it.")
@answered
def ledger_import(call: Call, file: Path, sheet: str | None, columns: tuple[str, ...], dry_run: bool, by: str | None) -> None:
    """Take in a file of the city's accounts (CSV or xlsx). Rows that are there already are left."""
    form = LedgerForm(dict(_pair(one) for one in columns), sheet)
    take: Any = preview_ledger if dry_run else import_ledger
    done: LedgerPreview | LedgerReceipt = take(call.site, call.actor(by), read_file(file), form)
    words = mark("{file}: {rows} rows, {new} new, {unchanged} there already.")
    said = translate(call.language, words, file=done.filename, rows=done.rows, new=done.new, unchanged=done.unchanged)
    call.answer(_document(done), said)


def _pair(text: str) -> tuple[str, str]:
    name, is_pair, header = text.partition("=")
    if not is_pair or not name.strip() or not header:
        raise click.BadParameter(f"write it as ours=header: {text}", param_hint="--column")
    return name.strip(), header


def _document(done: LedgerPreview | LedgerReceipt) -> dict[str, Any]:
    document = {**asdict(done), "changed": 0, "warnings": [], "problems": []}
    document.setdefault("batch", None)
    return document


@ledger.command("revert")
@click.argument("batch")
@click.option("--by", required=True, help="Who does it.")
@click.option("--why", required=True, help="Why.")
@answered
def ledger_revert(call: Call, batch: str, by: str, why: str) -> None:
    """Take an import back: each of its rows gets a row of 0 öre in its place, and both stay in sight."""
    count = withdraw_import(call.site, call.actor(by), batch, why)
    call.answer({"batch": batch, "withdrawn": count}, translate(call.language, "{count} rows withdrawn.", count=count))
