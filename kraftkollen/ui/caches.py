"""All caches of the dashboard, in one place: what is kept, under which key, and how much of it."""

import os
import tempfile
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import streamlit as st

from kraftkollen.actions.past import write_out
from kraftkollen.actions.site import ROOT, Site
from kraftkollen.model.actor import Actor
from kraftkollen.model.sign_in import SignIn, load_sign_in
from kraftkollen.ui.fit import fit
from kraftkollen.views.hatching import STRIPES, stripes
from kraftkollen.views.reading import Reading, Version, newest_id, open_newest
from kraftkollen.views.shelf import Shelf

T = TypeVar("T")
_KEPT, _LARGE, _WRITTEN = Shelf(1000), Shelf(8), Shelf(40)
# Not for long, and few: what is erased from the journal must not live on here.
_OF_JOURNAL = Shelf(50, seconds=300)


def data_folder() -> Path:
    """Return the store that the dashboard reads: KRAFTKOLLEN_DATA, or data/store."""
    return Path(os.environ.get("KRAFTKOLLEN_DATA") or ROOT / "data" / "store")


def access_file_named() -> bool:
    """Return whether KRAFTKOLLEN_ACCESS names the file: then sign-in is meant to be set up."""
    return bool(os.environ.get("KRAFTKOLLEN_ACCESS"))


# The time of its last change stands in the key: who is taken out of the file loses the role at the next click.
@st.cache_resource(max_entries=3, show_spinner=False)
def sign_in(path: str, changed: int) -> SignIn:
    """Return what access.yaml says; ConfigurationRefused if it does not hold."""
    del changed
    return load_sign_in(Path(path))


@st.cache_resource(max_entries=10000, show_spinner=False)
def recorded(data: str, subject: str, issued: str, _record: Callable[[], None]) -> bool:
    """Record a sign-in, once for each store and token."""
    del data, subject, issued
    _record()
    return True


def version() -> Version:
    """Return the newest published version. It is opened once for all sessions, and again when a newer one is published."""
    return _opened(str(data_folder()), newest_id(data_folder()))


# The id stands in the key, so that a new version is a new entry; the old one lives on in the sessions that still draw it.
@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(data: str, version_id: str) -> Version:
    del version_id
    return open_newest(Path(data))


# The newest version's id stands in the key: what was known at the end of today is another thing when more has been published.
@st.cache_resource(max_entries=3, show_spinner=False)
def version_then(_site: Site, _actor: Actor, moment: datetime, newest: str) -> Version:
    """Return figures and register as they were known at a time (UTC); NotFound if nothing had been published by then."""
    del newest
    # An open file is read on after its name is gone: nothing is left on the disk.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        write_out(_site, _actor, moment, Path(folder))
        return open_newest(Path(folder))


def kept(reading: Reading, what: str, parts: Sequence[Hashable], make: Callable[[], T]) -> T:
    """Return what `make` makes of a published version, made once for all who read that version in that language.

    Only for what is the same for everybody who may open the page: the key holds no actor.

    Parameters
    ----------
    what
        The name of what is made.
    parts
        Everything else that it depends on: the choices of the page, the day.
    """
    return _KEPT.get((what, reading.version.id, reading.language, *parts), make)


def kept_large(reading: Reading, what: str, parts: Sequence[Hashable], make: Callable[[], T]) -> T:
    """Return the same as `kept` of what is many megabytes, as a map of thousands of areas: the few latest are kept."""
    return _LARGE.get((what, reading.version.id, reading.language, *parts), make)


def written(what: str, parts: Sequence[Hashable], make: Callable[[], str]) -> str:
    """Return the HTML of what never changes under its parts, as a published edition: written once, and the latest are kept."""
    return _WRITTEN.get((what, *parts), make)


@lru_cache(maxsize=300)
def drawn(draw: Callable[..., bytes], *what: Hashable) -> bytes:
    """Return the picture that `draw` draws of frozen values: the same values, the same picture, drawn once."""
    return draw(*what)


def of_journal(site: Site, actor: Actor, what: str, parts: Sequence[Hashable], read: Callable[[], T]) -> T:
    """Return what `read` reads of the journal for somebody, read once until something is written there.

    The whole actor stands in the key, roles and committees: what one may see is never given to another.
    """
    return _OF_JOURNAL.get((what, str(site.folder.path), site.changed(), actor, *parts), read)


@st.cache_resource(max_entries=200, show_spinner=False)
def border_address(name: str, _geojson: str) -> str:
    """Put borders where the browser can fetch them, once, and return their address. Borders only: a value never lies there."""
    return _in_static(name, lambda: _geojson)


@st.cache_resource(max_entries=200, show_spinner=False)
def stripes_address(name: str, _geojson: str) -> str:
    """Put the stripes of all areas of those borders there too, made once, and return their address."""
    return _in_static(f"{name}-{STRIPES}", lambda: stripes(_geojson))


def _in_static(name: str, make: Callable[[], str]) -> str:
    path = ROOT / "static" / "borders" / f"{name}.geojson"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(make(), encoding="utf-8")
        part.replace(path)
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' + base if base else ''}/app/static/borders/{path.name}"


@st.cache_resource(max_entries=200, show_spinner=False)
def centre(name: str, _geojson: str, *, narrow: bool) -> tuple[float, float, float]:
    """Return where the map with those borders is to look: lon, lat, zoom."""
    del name
    return fit(_geojson, narrow=narrow)
