"""What a log says: where a fault happened, and never what it happened to, for that may be a value of a file; and a line each.

A server writes each entry as one JSON document on a line, with the number of the request or of the page's run that it belongs
to. No entry has a person, a figure, or what stands after the question mark of an address.
"""

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Final

_CHAIN: Final = 5
_REQUEST: ContextVar[str] = ContextVar("request", default="")
# What a library that writes its log by a format is given as that: `write_lines` puts the whole line there.
LINE: Final = "%(line)s"


def keep_values_out_of_logs() -> None:
    """Let every log of this process, those of the libraries too, tell a fault by kind and place, without its message."""
    made = logging.getLogRecordFactory()

    def record(*given: Any, **named: Any) -> logging.LogRecord:
        found = made(*given, **named)
        if found.exc_info and found.exc_info[1] is not None:
            found.exc_text = told(found.exc_info[1])  # what a formatter finds here it writes as it is
        return found

    logging.setLogRecordFactory(record)


def told(fault: BaseException) -> str:
    """Return the kind of a fault and the lines of code that it came through, and of those that led to it."""
    said: list[str] = []
    one: BaseException | None = fault
    while one is not None and len(said) < _CHAIN:
        said.append(f"{type(one).__module__}.{type(one).__qualname__}\n" + "".join(traceback.format_tb(one.__traceback__)))
        one = one.__cause__ or one.__context__
    return "because of ".join(said).rstrip()


@contextmanager
def numbered() -> Iterator[str]:
    """Give everything that is logged in the block one number of its own, and return it."""
    number = secrets.token_hex(4)
    before = _REQUEST.set(number)
    try:
        yield number
    finally:
        with suppress(ValueError):  # a page that is given up may be let go of in another context
            _REQUEST.reset(before)


def tell(log: logging.Logger, event: str, fields: Mapping[str, str | int | float]) -> None:
    """Log that something happened, with what is counted of it."""
    log.info(event, extra={"fields": {**fields, "request": _REQUEST.get()}})


def write_lines() -> None:
    """Let every log of this process write a JSON document a line; ours goes to standard error from now on."""
    made = logging.getLogRecordFactory()

    def record(*given: Any, **named: Any) -> logging.LogRecord:
        found = made(*given, **named)
        found.fault, found.exc_info, found.exc_text = found.exc_text, None, None
        found.line = line_of(found)
        return found

    logging.setLogRecordFactory(record)
    for name in ("", "kraftkollen"):
        log, handler = logging.getLogger(name), logging.StreamHandler(sys.stderr)
        handler.setFormatter(_Lines())
        log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


class _Lines(logging.Formatter):
    """Writes an entry as its line; made anew, for what is said beside a message comes to the entry after it is made."""

    def format(self, record: logging.LogRecord) -> str:
        return line_of(record)


def line_of(record: logging.LogRecord) -> str:
    """Return an entry as one JSON document."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    said: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "log": record.name, "said": record.getMessage()}
    if _REQUEST.get():
        said["request"] = _REQUEST.get()
    said |= getattr(record, "fields", {})
    fault = getattr(record, "fault", None) or record.exc_text
    return json.dumps({**said, "fault": fault} if fault else said, ensure_ascii=False, default=str)
