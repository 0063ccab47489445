"""What a log says of a fault: where it happened, and never what it happened to, for that may be a value of a file."""

import logging
import traceback
from typing import Any, Final

_CHAIN: Final = 5


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
