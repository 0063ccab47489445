"""A record of the register: the form in which journal, published file and programme hand the programme's parts around."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kraftkollen.model.programme import RECORD_KINDS, Programme

_LISTS = ("levels", "divisions", *RECORD_KINDS)
_SINGLE = ("city", "programme")
_AMENDMENTS = "indicators"


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it stands. `body` is plain JSON values; None: it is withdrawn."""

    kind: str
    id: str
    body: Mapping[str, Any] | None


def records_of(programme: Programme) -> tuple[Record, ...]:
    """Return the programme in parts, each of which can change by itself."""
    whole = programme.model_dump(mode="json", exclude_defaults=True)
    found = [Record(kind, kind, whole[kind]) for kind in _SINGLE]
    for kind in _LISTS:
        found += [Record(kind, one.get("id") or f"{one['level']}-{one['version']}", one) for one in whole.get(kind, ())]
    return (*found, *(Record(_AMENDMENTS, name, body) for name, body in whole.get(_AMENDMENTS, {}).items()))


def programme_of(records: Iterable[Record]) -> Programme:
    """Return the programme that the records make up; the inverse of `records_of`."""
    whole: dict[str, Any] = {}
    for record in records:
        if record.kind in _SINGLE:
            whole[record.kind] = record.body
        elif record.kind == _AMENDMENTS:
            whole.setdefault(_AMENDMENTS, {})[record.id] = record.body
        else:
            whole.setdefault(record.kind, []).append(record.body)
    return Programme.model_validate(whole)
