"""The commands that read what is published: a template to fill in, and a series of values."""

from datetime import datetime
from pathlib import Path

import click

from kraftkollen.actions.publish import figures_as_of
from kraftkollen.cli.answer import Call, answered
from kraftkollen.errors import FileUnwritable
from kraftkollen.model.clock import today
from kraftkollen.report.template import template_csv, template_xlsx
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.series_view import series_view
from kraftkollen.views.template_view import template_view
from kraftkollen.words.translate import mark, translate


@click.command()
@click.option("--indicator", "indicators", multiple=True, help="An indicator; may be given several times.")
@click.option("--owner", help="The id of a committee or company: all its indicators.")
@click.option("--period", "periods", multiple=True, help="A period; exactly what is missing if left out.")
@click.option("--level", help="The level; the usual ones if left out.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write: .csv or .xlsx.")
@answered
def template(
    call: Call, indicators: tuple[str, ...], owner: str | None, periods: tuple[str, ...], level: str | None, out: Path
) -> None:
    """Write a template to fill in, with areas, groups and periods filled in."""
    reading = Reading(call.actor(), open_newest(call.data), call.language)
    view = template_view(
        reading, today(call.site.clock), indicators=indicators, owner=owner, periods=periods or None, level=level
    )
    write = template_xlsx if out.suffix.lower() == ".xlsx" else template_csv
    try:
        out.write_bytes(write(view, call.language))
    except OSError as error:
        raise FileUnwritable(file=str(out), reason=error.strerror or str(error)) from error
    words = mark("{rows} rows to fill in are written to {file}.")
    answer = {"rows": len(view.rows), "periods": view.periods, "file": str(out)}
    call.answer(answer, translate(call.language, words, rows=len(view.rows), file=out))


@click.command()
@click.argument("indicator")
@click.option("--area", help="Code or name; all areas if left out.")
@click.option("--group", default="total", show_default=True, help="The id of a group, or all.")
@click.option("--as-of", type=click.DateTime(), help="As it was published then (UTC).")
@answered
def series(call: Call, indicator: str, area: str | None, group: str, as_of: datetime | None) -> None:
    """Show published values."""
    reading = Reading(call.actor(), open_newest(call.data), call.language)
    earlier = figures_as_of(call.site, call.actor(), as_of) if as_of else None
    found = series_view(reading, indicator, area=area, group=group, figures=earlier)
    lines = ["\t".join((one.area, one.name, one.period, one.group, _number(one.value), one.status)) for one in found]
    call.answer(list(found), "\n".join(lines))


def _number(value: float | None) -> str:
    return "" if value is None else str(value)
