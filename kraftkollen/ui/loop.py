"""The server's event loop: woken once however many messages wait; it sends small messages together, and at once."""

import asyncio
import copy
import socket
from asyncio import selector_events
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from streamlit.elements import html
from streamlit.navigation import page as navigation
from streamlit.web.server.starlette import starlette_server

_NAME = "kraftkollen.ui.loop:Loop"


class _Together(selector_events._SelectorSocketTransport):  # type: ignore[name-defined, misc]
    """A connection that sends what is written in one turn of the loop together: a page of sixty elements is sixty messages."""

    _held: list[bytes] | None = None

    def write(self, data: Any) -> None:
        if self._held is None:
            self._held = []
            self._loop.call_soon(self._send)
        self._held.append(bytes(data))

    def _send(self) -> None:
        held, self._held = self._held, None
        if held and not self._conn_lost:
            super().write(b"".join(held))

    def close(self) -> None:
        self._send()
        super().close()

    def write_eof(self) -> None:
        self._send()
        super().write_eof()


class Loop(asyncio.SelectorEventLoop):
    """An event loop for a server whose pages run in threads of their own.

    Streamlit hands each element of a page to the loop by itself, and Python wakes the loop by writing to a socket each time. A
    thread that writes lets go of the interpreter, and with many readers waits 5 ms to get it back: for each of a page's sixty
    elements. One wake-up that has not been heard yet does for all that come meanwhile.
    """

    _woken = False

    def _write_to_self(self) -> None:
        if not self._woken:
            self._woken = True
            super()._write_to_self()  # type: ignore[misc]

    def _process_self_data(self, data: bytes) -> None:
        # Before what waits is run: who comes after this wakes the loop again.
        self._woken = False
        super()._process_self_data(data)  # type: ignore[misc]

    def _make_socket_transport(self, sock: Any, protocol: Any, waiter: Any = None, **named: Any) -> Any:
        return _Together(self, sock, protocol, waiter, **named)

    async def create_server(self, *given: Any, **named: Any) -> Any:
        """Listen so that small messages leave at once.

        Streamlit makes the listening socket in a way that keeps asyncio from saying so: each run of a page then ended with
        40 ms of waiting until the other side confirmed what came before.
        """
        server = await super().create_server(*given, **named)
        for one in server.sockets:
            if one.family in (socket.AF_INET, socket.AF_INET6):
                # A socket that is accepted has it from the one that listens (Linux: man 7 tcp).
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return server


def use() -> None:
    """Let the server that Streamlit starts next run on this loop. Streamlit has no setting for it; uvicorn has.

    And let it look for the pages once: before each run it looks up every part of each page's path. What a run marks in a page
    is its own. And let it not look through a page's HTML, up to 250 kB, for an indentation of all its lines: ours has none.
    """
    settings: Callable[[], dict[str, Any]] = starlette_server._get_uvicorn_config_kwargs
    starlette_server._get_uvicorn_config_kwargs = lambda: {**settings(), "loop": _NAME}
    found = lru_cache(maxsize=200)(navigation._create_page)
    navigation._create_page = lambda page, *, default=False: copy.copy(found(page, default=default))
    html.clean_text = lambda text: str(text).strip()  # type: ignore[attr-defined]
