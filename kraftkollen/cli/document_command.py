"""The command `document`: an area, a briefing, a meeting sheet, the evaluation after one year or a year's evaluation as PDF."""

import hashlib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.cli.answer import Call, answered
from kraftkollen.errors import FileUnwritable, NotFound
from kraftkollen.model.clock import today
from kraftkollen.report.area_document import area_document
from kraftkollen.report.briefing_document import briefing_document
from kraftkollen.report.checkpoint_document import checkpoint_document
from kraftkollen.report.document import Document
from kraftkollen.report.meeting_document import meeting_document
from kraftkollen.report.typesetting import typeset
from kraftkollen.report.yearly_document import yearly_document
from kraftkollen.views.area_view import area_view
from kraftkollen.views.briefing_view import briefing_view
from kraftkollen.views.checkpoint_view import checkpoint_view
from kraftkollen.views.meeting_view import meeting_view
from kraftkollen.views.outcomes import outcomes
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.yearly_view import yearly_view
from kraftkollen.words.translate import mark, translate

_OUT = click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write: .pdf.")
_ON = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day that it is about; today if left out.")


@click.group()
def document() -> None:
    """Write a document as PDF, from what is published."""


@document.command("area")
@click.argument("place")
@_OUT
@answered
def area(call: Call, place: str, out: Path) -> None:
    """Write one area on two pages: the id of a priority area, or an area's code."""
    reading = _reading(call)
    shown = area_view(reading, place)
    if shown.place.unknown is not None or shown.shown is None:
        raise NotFound(what="area", given=place)
    _write(call, out, area_document(reading, shown, today(call.site.clock)))


@document.command("briefing")
@click.argument("committee")
@_ON
@_OUT
@answered
def briefing(call: Call, committee: str, on: datetime | None, out: Path) -> None:
    """Write the information to one committee: its id in the register."""
    reading = _reading(call)
    _write(call, out, briefing_document(reading, briefing_view(reading, committee, _day(call, on))))


@document.command("underlag")
@_ON
@_OUT
@answered
def underlag(call: Call, on: datetime | None, out: Path) -> None:
    """Write the evaluation after one year: what a body decides from."""
    reading, day = _reading(call), _day(call, on)
    shown = checkpoint_view(reading, reading.version.programme, day, outcomes(reading, day))
    _write(call, out, checkpoint_document(reading, shown))


@document.command("meeting")
@_ON
@_OUT
@answered
def meeting(call: Call, on: datetime | None, out: Path) -> None:
    """Write the steering group's meeting sheet: one page."""
    reading = _reading(call)
    _write(call, out, meeting_document(reading, meeting_view(reading, _day(call, on))))


@document.command("yearly")
@click.argument("year", type=int)
@_OUT
@answered
def yearly(call: Call, year: int, out: Path) -> None:
    """Write the yearly evaluation of a year as a draft: it follows the data until an edition is published."""
    access.require(call.actor(), Permission.SEE_DRAFTS)
    _write(call, out, yearly_document(yearly_view(_reading(call), year, today(call.site.clock))))


def _reading(call: Call) -> Reading:
    return Reading(call.actor(), open_newest(call.data), call.language)


def _day(call: Call, on: datetime | None) -> date:
    return on.date() if on else today(call.site.clock)


def _write(call: Call, out: Path, made: Document) -> None:
    content = typeset(made)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise FileUnwritable(file=str(out), reason=error.strerror or str(error)) from error
    words = mark("{title} is written to {file}, {bytes} bytes.")
    answer: dict[str, Any] = {
        "title": made.title,
        "file": str(out),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    call.answer(answer, translate(call.language, words, **answer))
