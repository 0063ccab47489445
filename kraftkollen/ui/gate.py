"""Decides what the server answers at all, before Streamlit sees it: called by which name, from which page, by whom."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import Message, Scope
from streamlit.proto.BackMsg_pb2 import BackMsg

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.errors import UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import clock_from_environment
from kraftkollen.ui import identity

LONGEST_QUERY: Final = 8_000
_CLOSED = ("_stcore/metrics", "_stcore/agent", "_stcore/script-health-check")
# What the server counts of itself, for a program on the same machine that watches it.
METRICS: Final = "_kraftkollen/metrics"
_PASSED_ON = ("x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via")
_UPLOAD, MEDIA = "_stcore/upload_file/", "media/"
_CALLBACK: Final = "oauth2callback"
_MAKES_A_FILE: Final = "backend_operation_request"
# What a page's own buttons and boxes say. Streamlit also takes the words of a developer's menu, from whoever opens a websocket:
# one empties the caches of all readers, another tells where the code comes from.
_HEARD = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", _MAKES_A_FILE})
# Whoever has a file box on some page, and whoever has something to download.
_NEEDED: Final[Mapping[str, frozenset[Permission]]] = {
    _UPLOAD: frozenset({Permission.DELIVER, Permission.EDIT_REGISTER}),
    MEDIA: frozenset({Permission.SEE_EDITIONS}),
}


def door_of(scope: Scope, base: str) -> str:
    """Return what is asked for, without the path that the dashboard lies under."""
    path = str(scope["path"]).strip("/")
    return path.removeprefix(base).strip("/") if path == base or path.startswith(f"{base}/") else path


def turned_away(scope: Scope, door: str) -> HTTPStatus | None:
    """Return why a request or a websocket gets no further, None if it may.

    Streamlit would let in a page of another port of the same machine, ask the internet for its own address to tell whether a
    foreign page is its own, and take up to 200 MB from anybody who has opened the start page.
    """
    headers = Headers(scope=scope)
    if door.startswith(_CLOSED) or (door.startswith("_kraftkollen") and not is_of_this_machine(scope)):
        return HTTPStatus.NOT_FOUND
    if not _is_our_name(headers.getlist("host")):
        return HTTPStatus.MISDIRECTED_REQUEST
    if len(scope.get("query_string") or b"") > LONGEST_QUERY:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if scope["type"] == "websocket" and not _from_own_page(headers):
        return HTTPStatus.FORBIDDEN
    needed = next((one for begin, one in _NEEDED.items() if f"{door}/".startswith(begin)), None)
    return None if needed is None or _may_one(headers, needed) else HTTPStatus.FORBIDDEN


def is_of_this_machine(scope: Scope) -> bool:
    """Return whether a program on this machine asks, by the machine's own name, and nothing passes it on for somebody else."""
    headers = Headers(scope=scope)
    hosts, client = headers.getlist("host"), scope.get("client")
    name = _hostname(hosts[0]) if len(hosts) == 1 else None
    own = name is not None and identity.is_local(name) and client is not None and identity.is_local(str(client[0]))
    return own and not any(one in headers for one in _PASSED_ON)


def kind_of(door: str, pages: frozenset[str]) -> str:
    """Return what kind of door it is, for the log: a page by its name, all else by what it is for."""
    if door in pages:
        return door or "start"
    for begin, kind in (
        (_UPLOAD, "upload"),
        (MEDIA, "media"),
        ("_stcore/", "stcore"),
        ("auth/", "sign_in"),
        (_CALLBACK, "sign_in"),
    ):
        if f"{door}/".startswith(begin):
            return kind
    return "static" if door.startswith(("static/", "app/static/")) or door == "favicon.png" else "other"


def is_heard(message: Message) -> bool:
    """Return whether what comes over a websocket goes on to Streamlit; it ends a connection that says nothing readable."""
    said = message.get("bytes")
    if message["type"] != "websocket.receive" or said is None:
        return True
    try:
        return BackMsg.FromString(said).WhichOneof("type") in _HEARD
    except DecodeError:
        return True


def who_asks(scope: Scope) -> Actor:
    """Return who has opened a websocket, by the cookie that it was opened with, as that stands now."""
    cookies = cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))
    return identity.actor_of(cookies, clock_from_environment())


def asks_for_a_file(message: Message) -> bool:
    """Return whether a button is pressed whose file is made without drawing the page anew: the page does not ask who reads."""
    said = message.get("bytes")
    try:
        return said is not None and BackMsg.FromString(said).WhichOneof("type") == _MAKES_A_FILE
    except DecodeError:
        return False


def _is_our_name(hosts: list[str]) -> bool:
    """Return whether the server is called by this machine's own name, or by the one that people sign in under.

    A page elsewhere whose name was made to point here is called by its own.
    """
    name = _hostname(hosts[0]) if len(hosts) == 1 else None
    if name is None or identity.is_local(name):
        return name is not None
    try:
        section = identity.auth_section() or {}
    except UserError:
        return False
    return name == urlsplit(str(section.get("redirect_uri", ""))).hostname


def _hostname(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port  # raises where it is no number
        return parts.hostname if parts.netloc == host and parts.username is None else None
    except ValueError:
        return None


def _from_own_page(headers: Headers) -> bool:
    """Return whether a browser says that the websocket is opened by a page of this very server, its port included."""
    origins = headers.getlist("origin")
    if len(origins) != 1:
        return False
    parts = urlsplit(origins[0])
    return parts.scheme in ("http", "https") and parts.netloc == headers["host"]


def _may_one(headers: Headers, needed: frozenset[Permission]) -> bool:
    cookies = cookie_parser("; ".join(headers.getlist("cookie")))
    actor = identity.actor_of(cookies, clock_from_environment())
    return any(access.may(actor, one) for one in needed)


def base_path() -> str:
    """Return the path that the dashboard lies under, without slashes; empty if it is the root."""
    return str(st.get_option("server.baseUrlPath") or "").strip("/")
