"""Whose turn it is: pages are drawn one after the other, since Python runs one thread at a time whatever is asked of it.

Ten readers who click at once and are drawn at once all wait for the last; drawn in turn, each but the last is sooner done, and
none later. Who holds a turn for long, or waits for something else, does not keep the others: they wait a moment, no more.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# A page is drawn in 0.05 s; what takes longer than several of them is another kind of work.
_PATIENCE: Final = 0.3
# Seconds after which a thread lets the next in. Between a page and the loop that sends it, Python's own 0.005 is long.
_SWITCH: Final = 0.0005
_turn = threading.Semaphore()
_held = threading.local()


def use() -> None:
    """Let whoever sends what is drawn come in between soon: Python's 5 ms are a tenth of a page, for each message."""
    sys.setswitchinterval(_SWITCH)


@contextmanager
def taken() -> Iterator[None]:
    """Draw a page in its turn, or beside the one that keeps all waiting."""
    _take()
    try:
        yield
    finally:
        _give()


@contextmanager
def given() -> Iterator[None]:
    """Give the turn away while the page waits for other work, and take the next. Nothing happens where there is no turn."""
    had = getattr(_held, "turn", False)
    _give()
    try:
        yield
    finally:
        if had:
            _take()


def _take() -> None:
    _held.turn = _turn.acquire(timeout=_PATIENCE)


def _give() -> None:
    if getattr(_held, "turn", False):
        _held.turn = False
        _turn.release()
