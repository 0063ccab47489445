"""All caches of the dashboard, in one place: what is kept, under which key, and how much of it."""

import os
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from kraftkollen.actions.site import ROOT
from kraftkollen.model.sign_in import SignIn, load_sign_in
from kraftkollen.ui.fit import fit
from kraftkollen.views.hatching import STRIPES, stripes
from kraftkollen.views.reading import Reading, Version, newest_id, open_newest

T = TypeVar("T")


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
    found: T = _kept((what, reading.version.id, reading.language, *parts), make)
    return found


@st.cache_resource(max_entries=1000, show_spinner=False)
def _kept(key: tuple[Hashable, ...], _make: Callable[[], Any]) -> Any:
    del key
    return _make()


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
