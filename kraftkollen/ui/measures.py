"""What the server counts of itself: runs, faults and seconds of each page, requests by status; never what they showed.

In the text format of Prometheus, for this machine alone. Each process counts for itself, from its start.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from kraftkollen.model import logs

_log = logging.getLogger("kraftkollen")
_LIMITS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_START: Final = "start"


@dataclass
class Run:
    """A run of a page: its number, which the log and the reader of a fault see, and how it ended."""

    number: str
    outcome: str = "shown"


@dataclass
class _Measures:
    """What has been counted; one thread at a time changes it."""

    runs: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    within: Counter[tuple[str, float]] = field(default_factory=Counter)
    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    open: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_measures = _Measures()


@contextmanager
def run(address: str) -> Iterator[Run]:
    """Count and log a run of a page, however it ends: a reader who clicks on before it is drawn ends it too."""
    page, begun = address or _START, time.perf_counter()
    with logs.numbered() as number:
        found = Run(number)
        try:
            yield found
        except BaseException:
            if found.outcome == "shown":
                found.outcome = "stopped"
            raise
        finally:
            _ran(page, found.outcome, time.perf_counter() - begun)


def _ran(page: str, outcome: str, seconds: float) -> None:
    with _measures.lock:
        _measures.runs[page, outcome] += 1
        _measures.seconds[page] = _measures.seconds.get(page, 0.0) + seconds
        for limit in _LIMITS:
            _measures.within[page, limit] += seconds <= limit
    logs.tell(_log, "run", {"page": page, "outcome": outcome, "ms": round(1000 * seconds)})


def answered(kind: str, status: int) -> None:
    """Count an answer of the server's."""
    with _measures.lock:
        _measures.requests[kind, status] += 1


@contextmanager
def connected() -> Iterator[None]:
    """Count a websocket as long as it is open."""
    with _measures.lock:
        _measures.open += 1
    try:
        yield
    finally:
        with _measures.lock:
            _measures.open -= 1


def text() -> str:
    """Return everything that has been counted."""
    with _measures.lock:
        runs, requests = sorted(_measures.runs.items()), sorted(_measures.requests.items())
        seconds, within, opened = dict(_measures.seconds), dict(_measures.within), _measures.open
    lines = ["# TYPE kraftkollen_page_runs_total counter"]
    lines += [f'kraftkollen_page_runs_total{{page="{page}",outcome="{how}"}} {count}' for (page, how), count in runs]
    lines.append("# TYPE kraftkollen_page_seconds histogram")
    for page in sorted(seconds):
        count = sum(found for (name, _), found in runs if name == page)
        lines += [f'kraftkollen_page_seconds_bucket{{page="{page}",le="{one}"}} {within[page, one]}' for one in _LIMITS]
        lines.append(f'kraftkollen_page_seconds_bucket{{page="{page}",le="+Inf"}} {count}')
        lines.append(f'kraftkollen_page_seconds_sum{{page="{page}"}} {seconds[page]:.3f}')
        lines.append(f'kraftkollen_page_seconds_count{{page="{page}"}} {count}')
    lines.append("# TYPE kraftkollen_requests_total counter")
    lines += [f'kraftkollen_requests_total{{kind="{kind}",status="{status}"}} {count}' for (kind, status), count in requests]
    lines += ["# TYPE kraftkollen_websockets gauge", f"kraftkollen_websockets {opened}"]
    return "\n".join([*lines, ""])
