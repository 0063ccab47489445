"""Writes answers of sources to a folder, to be test material: without names, addresses and numbers of people."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kraftkollen.errors import FileUnwritable
from kraftkollen.model.fetching import Answer, Ask
from kraftkollen.model.persons import find_persons

_ABOUT_PEOPLE = frozenset(
    {"contact", "contacts", "maintainer", "maintainer_email", "author", "author_email", "creator_user_id", "user_id"}
)
_SCRUBBED = "…"


def keep_for_tests(folder: Path, ask: Ask, answers: Sequence[Answer]) -> tuple[Path, ...]:
    """Write each answer to a file of its own, and beside them which question each answers; return the paths.

    Raises
    ------
    FileUnwritable
        If the folder cannot be written.
    """
    name = "".join(letter if letter.isalnum() else "-" for letter in f"{ask.indicator} {ask.source.name}")
    listed, written = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, one in enumerate(answers, 1):
            path = folder / f"{name}-{number}.json"
            body = scrubbed(one.body)
            path.write_bytes(body)
            written.append(path)
            asked = {"address": one.question.address, "posted": one.question.posted, "at": one.at}
            listed.append({**asked, "file": path.name, "sha256": hashlib.sha256(body).hexdigest()})
        source = ask.source.model_dump(mode="json", exclude_defaults=True)
        said = {"indicator": ask.indicator, "source": source, "city": ask.city, "periods": ask.periods, "answers": listed}
        index = folder / f"{name}.index.json"
        index.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise FileUnwritable(file=str(folder), reason=error.strerror or str(error)) from error
    return (*written, index)


def scrubbed(body: bytes) -> bytes:
    """Return an answer without what may point at a person; as it is if it is no JSON."""
    try:
        content = json.loads(body)
    except ValueError:
        return body
    return json.dumps(_without_people(content), ensure_ascii=False, indent=1).encode() + b"\n"


def _without_people(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _without_people(one) for name, one in found.items() if name.casefold() not in _ABOUT_PEOPLE}
    if isinstance(found, list):
        return [_without_people(one) for one in found]
    return _SCRUBBED if isinstance(found, str) and find_persons(found) else found
