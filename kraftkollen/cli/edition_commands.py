"""The commands `edition`: draft, announce, publish, list, show and export the yearly evaluation."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions import editions as action
from kraftkollen.cli.answer import Call, answered, write_folder
from kraftkollen.model.clock import today
from kraftkollen.model.edition import Edition, Standing, content_of, content_plain
from kraftkollen.model.yearly import YearlyContent
from kraftkollen.report import edition as report
from kraftkollen.report.edition_export import edition_folder
from kraftkollen.views.editions_view import announced_sentence, status_sentence
from kraftkollen.views.reading import open_newest
from kraftkollen.words.translate import translate


@click.group()
def edition() -> None:
    """The yearly evaluation: drafts, and editions that never change."""


@edition.command()
@click.argument("year", type=int)
@answered
def draft(call: Call, year: int) -> None:
    """Show what an edition of the year would say now."""
    found = report.draft(call.actor(), open_newest(call.data), year, today(call.site.clock)).frozen
    content = found.contents[call.language]
    call.answer({"content_sha256": found.sha256, "content": content_plain(content)}, _words(content))


@edition.command()
@click.argument("year", type=int)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day on which it is published to all.")
@click.option("--by", required=True, help="Who does it.")
@click.option("--why", help="What is to be known of the day.")
@answered
def announce(call: Call, year: int, on: datetime, by: str, why: str | None) -> None:
    """Announce the day of the next edition of the year, which must lie ahead."""
    done = action.announce(call.site, call.actor(by), year, on.date(), why)
    call.answer(done, announced_sentence(done, call.language))


@edition.command()
@click.argument("year", type=int)
@click.option("--by", required=True, help="Who does it.")
@click.option("--ref", help="The document number (diarienummer).")
@click.option("--why", help="Why it takes the place of the edition before.")
@answered
def publish(call: Call, year: int, by: str, ref: str | None, why: str | None) -> None:
    """Publish the next edition of the year, on the announced day or later. It never changes."""
    done = report.publish(call.site, call.actor(by), open_newest(call.data), year, ref, why)
    words = translate(
        call.language, "Edition {id} is published. Its hash is {hash}.", id=done.edition.id, hash=done.edition.sha256
    )
    call.answer({**_document(done.edition), "new": done.new}, words)


@edition.command("list")
@answered
def list_editions(call: Call) -> None:
    """List every edition with how it stands, and what is announced."""
    standing, announced = action.list_editions(call.site, call.actor())
    lines = [status_sentence(one, call.language) for one in standing]
    lines += [announced_sentence(one, call.language) for one in announced]
    document = {"editions": [_standing(one) for one in standing], "announced": list(announced)}
    call.answer(document, "\n".join(lines) or translate(call.language, "None yet."))


@edition.command()
@click.argument("name")
@answered
def show(call: Call, name: str) -> None:
    """Show an edition (2025-1) or the newest of a year (2025), and whether it is what was sealed."""
    found, content, documents = action.kept_edition(call.site, call.actor(), name)
    plain = json.loads(content)["contents"][call.language]
    document = {**_standing(found), "holds": action.holds(found.edition, content, documents), "content": plain}
    words = "\n\n".join((status_sentence(found, call.language), _words(content_of(plain))))
    call.answer(document, words)


@edition.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write; it is made.")
@answered
def export(call: Call, name: str, out: Path) -> None:
    """Write an edition as a folder for the e-archive: documents, tables, figures, metadata."""
    files = edition_folder(*action.kept_edition(call.site, call.actor(), name))
    write_folder(out, files)
    words = translate(call.language, "{count} files are written to {file}.", count=len(files), file=out)
    call.answer({"files": sorted(files), "folder": str(out)}, words)


def _document(found: Edition) -> dict[str, Any]:
    return {
        "edition": found.id,
        "year": found.year,
        "number": found.number,
        "day": found.day,
        "published_at": found.published_at,
        "published_by": found.published_by,
        "reference": found.reference,
        "why": found.why,
        "sha256": found.sha256,
        "content_sha256": found.content_sha256,
        "documents": [{"name": name, "media_type": kind, "sha256": digest} for name, kind, digest in found.documents],
    }


def _standing(one: Standing) -> dict[str, Any]:
    return {**_document(one.edition), "status": one.status, "superseded_by": one.superseded_by}


def _words(content: YearlyContent) -> str:
    return "\n".join((content.title, content.underlag, "", *(one.text for one in content.five)))
