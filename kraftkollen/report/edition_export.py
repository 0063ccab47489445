"""An edition as a folder for the e-archive: what was sealed, its documents, each table as CSV, and what all of it is."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kraftkollen.model.edition import FORM, Document, Standing, content_of, said_of_itself
from kraftkollen.model.spreadsheets import csv_bytes
from kraftkollen.model.text import LANGUAGES, Language
from kraftkollen.words.translate import mark, translate

_FIGURES = ("indicator", "division", "area", "period", "value", "status")
_FILES = {
    "edition.json": mark("everything that the edition rests on, in the one form that its hash is made of"),
    "metadata.json": mark("what the edition says of itself, and every file with its SHA-256"),
    "figures.csv": mark("every published figure that the edition rests on"),
    "tables/": mark("every table as CSV (UTF-8, semicolon), in both languages"),
    "documents/": mark("the documents as they were published: PDF/A and workbook, in both languages"),
}


def edition_folder(standing: Standing, content: str, documents: tuple[Document, ...]) -> Mapping[str, bytes]:
    """Return the files of the folder by their path in it; the same edition gives the same bytes, but for how it stands now."""
    plain = json.loads(content)
    files = {"edition.json": content.encode(), "figures.csv": csv_bytes([_FIGURES, *plain["figures"]])}
    files |= {f"documents/{one.name}": one.content for one in documents}
    for language in LANGUAGES:
        for table in content_of(plain["contents"][language]).every_table():
            files[f"tables/{language}/{table.id}.csv"] = csv_bytes([table.headers, *table.rows])
    files["README.txt"] = "\n\n".join(_read_me(standing, language) for language in LANGUAGES).encode()
    return {**files, "metadata.json": _metadata(standing, plain, files)}


def _read_me(standing: Standing, language: Language) -> str:
    head = translate(language, "Edition {id} of the yearly follow-up and evaluation", id=standing.edition.id)
    return "\n".join([head, "", *(f"{path}: {translate(language, what)}" for path, what in _FILES.items()), ""])


def _metadata(standing: Standing, plain: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    edition, swedish = standing.edition, plain["contents"]["sv"]
    described = {
        **said_of_itself(edition),
        "form": FORM,
        "sha256": edition.sha256,
        "content_sha256": edition.content_sha256,
        "title": {language: plain["contents"][language]["title"] for language in LANGUAGES},
        "city": swedish["city"],
        "programme": swedish["programme"],
        "demo_data": swedish["demo"],
        "languages": list(LANGUAGES),
        "made": swedish["made"],
        "status": standing.status.value,
        "superseded_by": standing.superseded_by,
        "files": [
            {"path": path, "size": len(held), "sha256": hashlib.sha256(held).hexdigest()}
            for path, held in sorted(files.items())
        ],
    }
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True).encode()
