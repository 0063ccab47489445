"""Answers of a published file that were asked for lately: the file never changes, and pages ask the same of it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T", bound=Sized)


class Remembered(Generic[T]):
    """Answers of many rows by what was asked; those least lately asked for go first.

    Parameters
    ----------
    most
        How many rows are kept in all, of which a question without rows counts as one.
    """

    def __init__(self, most: int) -> None:
        self._most, self._rows = most, 0
        self._lock = Lock()
        self._there: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, asked: Hashable, read: Callable[[], T]) -> T:
        """Return the answer, read now if it is not remembered. Two who ask at once may both read: the answer is the same."""
        with self._lock:
            if asked in self._there:
                self._there.move_to_end(asked)
                return self._there[asked]
        found = read()
        with self._lock:
            if asked not in self._there:
                self._there[asked] = found
                self._rows += _size(found)
            while self._rows > self._most and self._there:
                self._rows -= _size(self._there.popitem(last=False)[1])
        return found


def _size(found: Sized) -> int:
    return max(len(found), 1)
