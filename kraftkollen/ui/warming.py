"""Works out what many will ask for when a version has just been published, before they ask: by itself, a piece at a time.

Sixty people who open the same page at once would otherwise wait for the first of them.
"""

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from threading import Thread

import pyarrow as pa

from kraftkollen.errors import UserError
from kraftkollen.model.actor import local_actor
from kraftkollen.model.clock import Clock, clock_from_environment
from kraftkollen.ui import caches
from kraftkollen.ui.frame import Page
from kraftkollen.views.choices import Wanted
from kraftkollen.views.map_modes import Mode
from kraftkollen.views.map_view import Look, map_limits
from kraftkollen.views.reading import Reading, newest_id

_log = logging.getLogger("kraftkollen")
# How often it looks for a new version, the first time when a first reader has been served; how long it rests after each piece,
# so that those who read come first: at least so long, and as long as the piece took.
_LOOK, _REST = 5.0, 0.05
_YEARS = 2


def start() -> None:
    """Begin, in a thread that ends with the process."""
    Thread(target=_watch, args=(clock_from_environment(),), name="warming", daemon=True).start()


def _watch(clock: Clock) -> None:
    done = ""
    while True:
        time.sleep(_LOOK)
        try:
            newest = newest_id(caches.data_folder())
            if newest != done:
                warm(clock)
                done = newest
        except UserError:
            pass  # no store yet, or a damaged one: the pages say so
        except Exception:
            _log.exception("what many will ask for could not be worked out in advance")
            return


def warm(clock: Clock, rest: float = _REST) -> None:
    """Work it all out, for the newest version. Only what is kept for everybody: who reads asks for it under the same keys."""
    page = Page("", local_actor(), "sv", clock)
    for work in _pieces(page):
        begun = time.perf_counter()
        try:
            work()
        except UserError:
            continue  # the page says why when it is asked for
        time.sleep(max(rest, time.perf_counter() - begun) if rest else 0)
    # Whole columns were read, and will not be again: the memory they lay in is the machine's.
    pa.default_memory_pool().release_unused()


def _pieces(page: Page) -> Iterator[Callable[[], object]]:
    """Yield what the pages themselves keep, by their own functions, so that it stands where they look for it."""
    # Not with the server: these bring a second of imports, which the first reader would wait for.
    from kraftkollen.ui import area_page, effect_page, meeting_part, start_page, state_page, yearly_page
    from kraftkollen.views.yearly_view import yearly_years

    for shown in (start_page.view, meeting_part.moved, meeting_part.verdicts, effect_page.every, state_page.view):
        yield partial(shown, page)
    reading = page.reading()
    # An area is asked for by its address, or as the first of them.
    for place in (None, *(one.id for one in reading.version.programme.priority_areas)):
        yield partial(area_page.of_place, page, place)
    for indicator in reading.version.catalogue.indicators:
        for mode in Mode:
            yield partial(_map, reading, indicator, mode)
    # Drafts: an older year is read as its edition.
    for year in yearly_years(reading, page.today)[:_YEARS]:
        yield partial(yearly_page.content, page, year)


def _map(reading: Reading, indicator: str, mode: Mode) -> None:
    """Work out the limits of a map's classes, which all its periods share; what it says of each area is not kept."""
    map_limits(reading, Wanted(indicator), Look(mode), keep=lambda what, parts, work: caches.kept(reading, what, parts, work))
