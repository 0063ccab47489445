"""Stands between the browser and Streamlit: headers that shut things out, closed doors, the way back after signing in."""

import base64
import hashlib
import logging
import re
import time
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kraftkollen.model import logs
from kraftkollen.model.text import LANGUAGES
from kraftkollen.ui import document, gate, identity, measures
from kraftkollen.ui.frame import language_script
from kraftkollen.ui.menu import FOOT, PAGES

WANTED: Final = "kraftkollen_wanted"
_LOGIN, _CALLBACK = "auth/login", "oauth2callback"
_LONGEST = 2000
_PAGES = frozenset(one[0] for one in (*PAGES, *FOOT))
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_QUIET = frozenset({"static", "stcore"})
_log = logging.getLogger("kraftkollen")
_SECONDS = 600
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


class Guard:
    """An ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": content_security_policy(),
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        base = gate.base_path()
        door = gate.door_of(scope, base)
        with logs.numbered() as number:
            kept = _Kept(gate.kind_of(door, _PAGES), number, send)
            try:
                await self._answer(scope, receive, kept, base, door)
            finally:
                kept.tell(scope)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, base: str, door: str) -> None:
        refused = gate.turned_away(scope, door)
        if refused is not None:
            await _refuse(scope, receive, send, refused)
            return
        if door == gate.METRICS and scope["type"] == "http":
            await PlainTextResponse(measures.text(), media_type="text/plain; version=0.0.4")(scope, receive, send)
            return
        if scope["type"] == "websocket":
            with measures.connected():
                await self.app(scope, _heard(scope, receive), send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(MutableHeaders(scope=message), Headers(scope=scope), door, f"/{base}".rstrip("/"))
            await send(message)

        query = (scope.get("query_string") or b"").decode("latin-1")
        await self.app(document.unpacked(scope, door), receive, document.Dressing(answer, document.language_of(query)))

    def _dress(self, sent: MutableHeaders, asked: Headers, door: str, base: str) -> None:
        for name, value in self.headers.items():
            sent[name] = value
        if f"{door}/".startswith(gate.MEDIA):
            # It may hold small cells: neither the browser nor what stands between keeps it.
            sent["Cache-Control"] = "private, no-store"
        if door == _LOGIN:
            wanted = _path(asked.get("referer") or "", base)
            if wanted is not None:
                sent.append("Set-Cookie", _cookie(quote(wanted, safe=""), _SECONDS, base))
        if door == _CALLBACK and "location" in sent:
            kept = unquote(cookie_parser(asked.get("cookie") or "").get(WANTED, ""))
            sent["Location"] = _path(kept, base) or sent["Location"]
            sent.append("Set-Cookie", _cookie("", 0, base))
        if _behind_https():
            _secure(sent)


class _Kept:
    """Sends an answer on with its number, and keeps what is logged and counted of it: of what is asked for, only the kind."""

    def __init__(self, kind: str, number: str, send: Send) -> None:
        self.kind, self.number, self.send = kind, number, send
        self.status, self.begun = 0, time.perf_counter()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = int(message["status"])
            MutableHeaders(scope=message)["X-Request-Id"] = self.number
        await self.send(message)

    def tell(self, scope: Scope) -> None:
        """Log and count the answer; of files that every page needs only those that were refused are logged."""
        taken = round(1000 * (time.perf_counter() - self.begun))
        if scope["type"] == "websocket":
            logs.tell(_log, "websocket", {"ms": taken})
            return
        measures.answered(self.kind, self.status)
        if self.kind not in _QUIET or self.status >= HTTPStatus.BAD_REQUEST:
            said = {"method": scope["method"] if scope["method"] in _METHODS else "other", "kind": self.kind}
            logs.tell(_log, "request", {**said, "status": self.status, "ms": taken})


def _heard(scope: Scope, receive: Receive) -> Receive:
    """Return a way to receive that passes over what no reader's page says.

    Where whoever asks for a file that a page offers has signed out, or has lost a role, since the page was opened, the
    websocket ends: the browser opens another, and the page is drawn for who the reader is now.
    """
    let_in = gate.who_asks(scope)

    async def receive_next() -> Message:
        while True:
            message = await receive()
            if gate.asks_for_a_file(message) and gate.who_asks(scope) != let_in:
                return {"type": "websocket.disconnect", "code": 1001}
            if gate.is_heard(message):
                return message

    return receive_next


async def _refuse(scope: Scope, receive: Receive, send: Send, why: HTTPStatus) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": why.phrase})
        return
    await send({"type": "http.response.start", "status": why, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _cookie(value: str, seconds: int, base: str) -> str:
    return f"{WANTED}={value}; Path={base or '/'}; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def _path(address: str, base: str) -> str | None:
    """Return the path and the choices of an address if it is one of our pages; else None.

    Made anew from the page's own name, so that whatever a referrer or a cookie says, nobody is sent to another place.
    """
    parts = urlsplit(address)
    name = parts.path.removeprefix(base).strip("/")
    if len(address) > _LONGEST or not parts.path.startswith(base) or name not in _PAGES:
        return None
    choices = quote(parts.query, safe="=&%+,;:@!~*'()-._/")
    return f"{base}/{name}" + (f"?{choices}" if choices else "")


def _behind_https() -> bool:
    section = identity.auth_section() or {}
    return str(section.get("redirect_uri", "")).startswith("https://")


def _secure(sent: MutableHeaders) -> None:
    """Let cookies travel by https only. Streamlit leaves it out for the sake of a server without."""
    cookies = sent.getlist("set-cookie")
    del sent["set-cookie"]
    for one in cookies:
        sent.append("Set-Cookie", one if "; secure" in one.lower() else f"{one}; Secure")


def content_security_policy() -> str:
    """Return what a page may load and do: its own server's files, and of scripts in the page only those known by their hash."""
    index = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = [*_INLINE.findall(index), document.PUT_OFF, *(language_script(one) for one in LANGUAGES)]
    hashes = " ".join(f"'sha256-{_hash(one)}'" for one in scripts)
    rules = {
        "default-src": "'none'",
        # Streamlit's library of messages counts large numbers in WebAssembly; that lets no text become a script.
        "script-src": f"'self' 'wasm-unsafe-eval' {hashes}",
        "style-src": "'self' 'unsafe-inline'",  # Streamlit and plotly write styles as they draw
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",  # the map draws in a worker
        "media-src": "'self'",
        "manifest-src": "'self'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
