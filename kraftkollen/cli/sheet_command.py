"""The command `sheet`: the meeting sheet of any day as a page of HTML to print, or its content as a document."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions.past import write_out
from kraftkollen.cli.answer import Call, answered
from kraftkollen.errors import FileUnwritable
from kraftkollen.model.clock import today
from kraftkollen.report.meeting_sheet import meeting_sheet
from kraftkollen.views.meeting_view import Evaluation, MeetingView, meeting_view
from kraftkollen.views.movers_view import PlaceMovers
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.words.translate import mark, translate


@click.command("sheet")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day of the meeting; today if left out.")
@click.option("--as-of", type=click.DateTime(), help="As it was known then (UTC).")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write (.html); standard output if left out.")
@answered
def sheet(call: Call, on: datetime | None, as_of: datetime | None, out: Path | None) -> None:
    """Write the steering group's meeting sheet: one page to print."""
    day = on.date() if on else today(call.site.clock)
    with tempfile.TemporaryDirectory() as folder:
        if as_of is not None:
            write_out(call.site, call.actor(), as_of, Path(folder))
        reading = Reading(call.actor(), open_newest(Path(folder) if as_of else call.data), call.language)
        shown = meeting_view(reading, day)
    page = meeting_sheet(shown, call.language)
    if out is None:
        call.answer(_document(shown), page.decode())
        return
    try:
        out.write_bytes(page)
    except OSError as error:
        raise FileUnwritable(file=str(out), reason=error.strerror or str(error)) from error
    words = mark("The meeting sheet is written to {file}.")
    call.answer({**_document(shown), "file": str(out)}, translate(call.language, words, file=out))


def _document(shown: MeetingView) -> dict[str, Any]:
    return {
        "on": shown.on,
        "areas": [_area(one) for one in shown.places],
        "due": [
            {"kind": one.kind, "id": one.id, "what": one.what, "whose": one.whose, "when": one.when, "late": one.late}
            for one in shown.due
        ],
        "evaluation": _evaluation(shown.evaluation) if shown.evaluation else None,
    }


def _area(one: PlaceMovers) -> dict[str, Any]:
    moved = {"right": one.right, "wrong": one.wrong, "neither": one.neither}
    return {
        "id": one.place.id,
        "read": one.read,
        **{turn: [{"indicator": each.indicator, "change": each.change} for each in found] for turn, found in moved.items()},
    }


def _evaluation(shown: Evaluation) -> dict[str, Any]:
    found = shown.found.found
    return {
        "day": found.timing.day,
        "days_left": found.timing.days_left,
        "with_evidence": len(found.with_evidence),
        "counted": len(found.counted),
        "missing": [{"criterion": one.criterion, "count": one.count} for one in shown.lacks],
    }
