"""All caches of the dashboard, in one place: what is kept, under which key, and how much of it."""

import os
from pathlib import Path

import streamlit as st

from kraftkollen.actions.site import ROOT
from kraftkollen.model.actor import Actor, local_actor
from kraftkollen.ui.fit import fit
from kraftkollen.views.reading import Version, newest_id, open_newest


def data_folder() -> Path:
    """Return the store that the dashboard reads: KRAFTKOLLEN_DATA, or data/store."""
    return Path(os.environ.get("KRAFTKOLLEN_DATA") or ROOT / "data" / "store")


def actor() -> Actor:
    """Return who reads. Without a sign-in it is the one local user."""
    return local_actor()


def version() -> Version:
    """Return the newest published version. It is opened once for all sessions, and again when a newer one is published."""
    return _opened(str(data_folder()), newest_id(data_folder()))


# The id stands in the key, so that a new version is a new entry; the old one lives on in the sessions that still draw it.
@st.cache_resource(max_entries=3, show_spinner=False)
def _opened(data: str, version_id: str) -> Version:
    del version_id
    return open_newest(Path(data))


@st.cache_resource(max_entries=200, show_spinner=False)
def border_address(name: str, _geojson: str) -> str:
    """Put borders where the browser can fetch them, once, and return their address. Borders only: a value never lies there."""
    path = ROOT / "static" / "borders" / f"{name}.geojson"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(_geojson, encoding="utf-8")
        part.replace(path)
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' + base if base else ''}/app/static/borders/{path.name}"


@st.cache_resource(max_entries=200, show_spinner=False)
def centre(name: str, _geojson: str, *, narrow: bool) -> tuple[float, float, float]:
    """Return where the map with those borders is to look: lon, lat, zoom."""
    del name
    return fit(_geojson, narrow=narrow)
