"""The commands: each reads its options, calls one action or view, and answers."""

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click
import yaml

from kraftkollen.actions import areas as areas_action
from kraftkollen.actions import check as check_action
from kraftkollen.actions import decide, deliver, setup
from kraftkollen.actions import publish as publish_action
from kraftkollen.actions.examine import Parcel
from kraftkollen.actions.programme import exported
from kraftkollen.cli.answer import REFUSED, Call, answered, problem_documents
from kraftkollen.cli.elsewhere import Elsewhere
from kraftkollen.cli.life import preview_document, previews, publish_recorded, publish_waiting, receipt_document
from kraftkollen.errors import FileUnreadable
from kraftkollen.model.delivery import Form
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.words.translate import mark, translate

_FILE = click.Path(path_type=Path)


@click.group(cls=Elsewhere, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data", type=_FILE, default=Path("data/store"), show_default=True, help="The store's folder.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the words.")
@click.pass_context
def main(context: click.Context, data: Path, language: Language) -> None:
    """Shared indicators, effects and yearly evaluation for a city's joint work."""
    for stream in (sys.stdout, sys.stderr):
        # A Swedish name must not stop a scheduled job whose terminal knows only ASCII.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    context.obj = Call(data, language)


def _read(path: Path) -> Parcel:
    try:
        return Parcel(path.read_bytes(), path.name)
    except OSError as error:
        raise FileUnreadable(file=str(path), reason=error.strerror or str(error)) from error


@main.command()
@click.option("--city", default="exempelstad", show_default=True, help="A folder below data/cities.")
@click.option("--empty", is_flag=True, help="Without the demo data.")
@answered
def init(call: Call, city: str, empty: bool) -> None:
    """Make a store."""

    def tell(step: str, share: float) -> None:
        if not call.json:
            click.echo(f"{step} {share:.0%}", err=True)

    made = setup.init(call.site, call.actor(), city, empty=empty, progress=tell)
    words = mark("{city}: {areas} areas, {indicators} indicators, {observations} observations.")
    call.answer(made, translate(call.language, words, **asdict(made)))


@main.command()
@answered
def check(call: Call) -> None:
    """Validate indicators.yaml and every programme.yaml: all faults at once."""
    found = check_action.check_definitions(call.site)
    problems = problem_documents(found.problems, call.language)
    lines = [f"{one.get('file', '')}: {one['message']}" for one in problems]
    call.answer({"ok": found.ok, "problems": problems}, "\n".join(lines) or translate(call.language, "No faults found."))
    if not found.ok:
        sys.exit(REFUSED)


@main.group()
def areas() -> None:
    """Areas and their borders."""


@areas.command("import")
@click.argument("file", type=_FILE)
@click.option("--level", help="The level of the areas; the finest if left out.")
@click.option("--code", help="The field that holds the code.")
@click.option("--name", help="The field that holds the name.")
@click.option("--version", help="The version of the division; the current one if left out.")
@click.option("--by", help="Who does it.")
@answered
def areas_import(
    call: Call, file: Path, level: str | None, code: str | None, name: str | None, version: str | None, by: str | None
) -> None:
    """Import official borders: a zipped shapefile, GeoPackage or GeoJSON, in any CRS."""
    parcel = _read(file)
    wanted = areas_action.Layer(parcel.content, parcel.filename, level, code, name, version)
    done = areas_action.import_areas(call.site, call.actor(by), wanted)
    publish_recorded(call, call.actor(by))
    call.answer(done, translate(call.language, "{areas} areas, {level}, version {version}.", **asdict(done)))


@main.command("import")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@click.option("--indicator", help="The indicator, if the file does not say.")
@click.option("--level", help="The level of the areas, if the file does not say.")
@click.option("--sheet", help="The sheet of a workbook.")
@click.option("--dry-run", is_flag=True, help="Say what the file would do, and store nothing.")
@click.option("--by", help="Who delivers.")
@click.option("--comment", help="What is to be known of the delivery.")
@click.option("--ref", "document", help="The number under which the delivery is registered (diarienummer).")
@click.option("--approve", "approved", is_flag=True, help="Approve at once, and publish.")
@answered
def import_files(
    call: Call,
    files: tuple[Path, ...],
    indicator: str | None,
    level: str | None,
    sheet: str | None,
    dry_run: bool,
    by: str | None,
    comment: str | None,
    document: str | None,
    approved: bool,
) -> None:
    """Take in files of figures."""
    form, actor = Form(indicator, level, sheet), call.actor(by)
    parcels = [_read(path) for path in files]
    # All are looked at before the first is recorded: a fault in the last file must not leave the others half done.
    looked_at = previews(call, actor, parcels, form) if dry_run or len(parcels) > 1 else []
    if dry_run:
        answers = [preview_document(call, one) for one in looked_at]
    else:
        receipts = [deliver.deliver(call.site, actor, one, form, comment=comment, document=document) for one in parcels]
        if approved:
            receipts = [one if one.approved else decide.approve(call.site, actor, one.batch) for one in receipts]
        if any(one.approved for one in receipts):
            publish_recorded(call, actor)
        else:
            publish_waiting(call, actor)
        answers = [receipt_document(call, one) for one in receipts]
    call.answer(answers[0] if len(answers) == 1 else answers)


@main.command()
@click.option("--by", help="Who does it.")
@click.option("--steps", is_flag=True, hidden=True, help="Say each step on standard error, for the dashboard.")
@answered
def publish(call: Call, by: str | None, steps: bool) -> None:
    """Publish what is approved."""

    def tell(step: str, share: float) -> None:
        if steps:
            click.echo(f"{step} {share}", err=True)

    done = publish_action.publish(call.site, call.actor(by), tell)
    words = mark("Version {figures} is published: {observations} figures, {hidden} of them hidden.")
    said = [translate(call.language, words, **asdict(done))]
    if done.given_away:
        words = mark(
            "Earlier versions give {given_away} hidden figures away; new figures around them are withheld: run the attack."
        )
        said.append(translate(call.language, words, **asdict(done)))
    call.answer(done, " ".join(said))


@main.group()
def programme() -> None:
    """The programme: what is on record."""


@programme.command("export")
@click.option("--as-of", type=click.DateTime(), help="As it was recorded then (UTC).")
@answered
def programme_export(call: Call, as_of: datetime | None) -> None:
    """Write the register in the form of programme.yaml, which can seed an equal one."""
    document = exported(call.site, call.actor(), as_of)
    call.answer(document, yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=128).rstrip())
