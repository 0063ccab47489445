"""The command `export`: everything published whose terms let it be passed on, as open data in a folder."""

from pathlib import Path

import click

from kraftkollen.cli.answer import Call, answered, write_folder
from kraftkollen.errors import FileUnwritable
from kraftkollen.report.open_data import open_data_folder
from kraftkollen.report.open_data_terms import licence
from kraftkollen.views.open_data_view import open_data_view
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.words.translate import translate, translate_counted


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--out", type=click.Path(path_type=Path), help="The same as FOLDER.")
@click.option("--address", help="Where the folder will stand on the web (https://...); addresses are relative if left out.")
@answered
def export(call: Call, folder: Path | None, out: Path | None, address: str | None) -> None:
    """Write all published figures as open data to FOLDER, which is made: CSV, Parquet, JSON-stat, GeoPackage, descriptions."""
    target = folder or out
    if target is None or (folder and out):
        raise click.UsageError("Name one folder: export FOLDER, or export --out FOLDER.")
    if address is not None and not address.startswith(("https://", "http://")):
        raise click.BadParameter("It begins with https://.", param_hint="--address")
    data = open_data_view(Reading(call.actor(), open_newest(call.data), call.language))
    files = open_data_folder(data, address)
    try:
        # What an earlier export left would pass for part of this one.
        if target.exists() and any(target.iterdir()):
            raise FileUnwritable(file=str(target), reason=translate(call.language, "the folder is not empty"))
    except OSError as error:
        raise FileUnwritable(file=str(target), reason=error.strerror or str(error)) from error
    write_folder(target, files)
    said = [translate(call.language, "{count} files are written to {file}.", count=len(files), file=target)]
    if data.left_out:
        named = ", ".join(one.indicator.id for one in data.left_out)
        said.append(
            translate_counted(
                call.language,
                "{count} indicator is left out, by its terms: {named}.",
                "{count} indicators are left out, by their terms: {named}.",
                len(data.left_out),
                named=named,
            )
        )
    if licence(data.city.licence) is None:
        said.append(
            translate(
                call.language,
                "The city's own terms are not decided, or are no Creative Commons licence: a data portal asks for one. "
                "Write it in programme.yaml, city, licence.",
            )
        )
    document = {
        "folder": str(target),
        "files": sorted(files),
        "data_version": data.version,
        "indicators": [one.indicator.id for one in data.indicators],
        "left_out": [{"indicator": one.indicator.id, "why": one.why} for one in data.left_out],
        "licence": data.city.licence,
    }
    call.answer(document, " ".join(said))
