"""Keeps what is dear to make: made once however many ask for it at the same time, and the least lately asked for goes first."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class _Made:
    since: float
    lock: RLock = field(default_factory=RLock)
    done: bool = False
    value: Any = None


class Shelf:
    """What has been made, by its key. Streamlit's own cache walks through each key anew: half a millisecond a question.

    Parameters
    ----------
    most
        How many things are kept.
    seconds
        For how long; without an end if left out.
    """

    def __init__(self, most: int, seconds: float = float("inf")) -> None:
        self._most, self._seconds = most, seconds
        self._lock = RLock()
        self._there: OrderedDict[Hashable, _Made] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what stands under the key, made now if it is not there. What `make` raises is raised, and nothing is kept."""
        made = self._place(key)
        with made.lock:
            if not made.done:
                made.value = make()
                made.done = True
        found: T = made.value
        return found

    def _place(self, key: Hashable) -> _Made:
        with self._lock:
            self._let_go()
            made = self._there.setdefault(key, _Made(time.monotonic()))
            self._there.move_to_end(key)
            if len(self._there) > self._most:
                self._there.popitem(last=False)
            return made

    def _let_go(self) -> None:
        if self._seconds == float("inf"):
            return
        last = time.monotonic() - self._seconds
        for key in [key for key, made in self._there.items() if made.since < last]:
            del self._there[key]
