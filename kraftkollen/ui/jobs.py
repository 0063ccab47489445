"""Work that outlives a click: it runs in a thread of its own, tells how far it has come, and keeps its answer for the reader.

Streamlit stops a page's run wherever it is when the reader clicks elsewhere; what is being stored must not stop with it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kraftkollen.actions.progress import Progress


@dataclass
class Job:
    """Work under way, or done. `answer` is what it returned, `error` what it raised; both None until it is done."""

    step: str = ""
    share: float = 0.0
    answer: Any = None
    error: Exception | None = None
    _done: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def done(self) -> bool:
        return self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait for the work for so long, and return whether it is done."""
        return self._done.wait(seconds)

    def result(self) -> Any:
        """Return what the work returned, or raise what it raised."""
        if self.error is not None:
            raise self.error
        return self.answer

    def tell(self, step: str, share: float) -> None:
        """Note how far the work has come."""
        self.step, self.share = step, share


def start(work: Callable[[Progress], Any]) -> Job:
    """Begin the work. It goes on whatever the reader does; only the end of the server's process ends it."""
    job = Job()

    def run() -> None:
        try:
            job.answer = work(job.tell)
        except Exception as error:
            job.error = error
        finally:
            job._done.set()

    # Not a daemon: a server that is told to stop waits for what is being stored.
    threading.Thread(target=run, name="kraftkollen job").start()
    return job
