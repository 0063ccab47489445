"""A tab of a browser without the browser: fetches the document, opens Streamlit's websocket, runs pages, reads what comes.

What the page's own files are (scripts, styles) is left out: a browser has them after the first visit, and nginx can send them.
"""

import asyncio
import re
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.proto.PageLink_pb2 import PageLink
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

_BEFORE: Final = ("/_stcore/health", "/_stcore/host-config")
# So many runs does the browser keep a large message that came again (Streamlit's maxCachedMessageAge).
_KEPT_RUNS: Final = 2
_XSRF: Final = "_streamlit_xsrf"
_SET: Final = re.compile(r"^set-cookie: ([^=;\s]+)=([^;\r\n]*)", re.IGNORECASE | re.MULTILINE)
_LINK: Final = re.compile(r'href="(/[^"]*)"')


class Failed(Exception):
    """A page that a reader could not use: what came instead of it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a page as the client sees it: seconds from what was sent to the script's end, and bytes that came."""

    what: str
    seconds: float
    bytes: int


@dataclass
class Shown:
    """What a page shows that a reader can press, choose or follow."""

    boxes: dict[str, Selectbox] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    pages: dict[str, PageLink] = field(default_factory=dict)


class Tab:
    """A tab on a server, with cookies of its own. `runs` are the runs of its pages so far.

    `trusting` says which certificates are taken, where the address is https.
    """

    def __init__(self, address: str, patience: float, trusting: ssl.SSLContext | None = None) -> None:
        self.address = address
        self.cookies: dict[str, str] = {}
        self._trusting = trusting
        self.runs: list[Run] = []
        self.shown = Shown()
        self._patience = patience
        self._socket: ClientConnection | None = None
        self._query = self._page_hash = self._path = ""
        self._widgets: dict[str, str | None] = {}
        self._kept: dict[str, tuple[int, ForwardMsg]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the tab: its session ends."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def open(self, path: str) -> None:
        """Go to an address as by the address bar or a link of the text: a new document, a new session, a first run.

        Raises
        ------
        Failed
            If the server does not answer, ends the connection, takes too long, or the page says that something went wrong.
        """
        await self.close()
        parts = urlsplit(path)
        self._query, self._path, self._page_hash = parts.query, parts.path.strip("/"), ""
        self._widgets, self._kept, self.shown = {}, {}, Shown()
        try:
            for one in (path, *_BEFORE):
                await asyncio.wait_for(self._fetched(one), self._patience)
            self._socket = await connect(
                self.address.replace("http", "ws", 1) + "/_stcore/stream",
                origin=Origin(self.address),
                subprotocols=[Subprotocol(one) for one in ("streamlit", self.cookies.get(_XSRF, "PLACEHOLDER_AUTH_TOKEN"))],
                additional_headers={"Cookie": self._cookie()} if self.cookies else None,
                ssl=self._trusting,
                open_timeout=self._patience,
                max_size=None,
            )
        except (OSError, WebSocketException, TimeoutError) as error:
            raise Failed(f"{path}: {type(error).__name__}") from error
        await self._run(f"open /{self._path}", self._asked())

    async def menu(self, page: str) -> None:
        """Go to a page by its link in the menu, in the same session."""
        link = self.shown.pages[page]
        self._page_hash, self._query, self._path, self._widgets = link.page_script_hash, link.query_string, page, {}
        await self._run(f"menu /{page}", self._asked())

    async def choose(self, key: str, option: int) -> None:
        """Choose in the box with the key; `option` counts round its options."""
        box = self.shown.boxes[key]
        self._widgets[box.id] = box.options[option % len(box.options)]
        await self._run(f"choose {key.removeprefix('choice ')} on /{self._path}", self._asked())

    async def press(self, key: str) -> None:
        """Press the button with the key, or with the label where it has no key."""
        asked = self._asked()
        asked.rerun_script.widget_states.widgets.add(id=self.shown.buttons[key], trigger_value=True)
        await self._run(f"press {key} on /{self._path}", asked)

    async def again(self, what: str) -> None:
        """Run the page again as it stands."""
        await self._run(what, self._asked())

    async def _fetched(self, path: str) -> None:
        """Fetch by plain HTTP; whatever does not answer with 200 is a failure."""
        parts = urlsplit(self.address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port, ssl=self._trusting)
        headers = {"Host": parts.netloc, "Accept-Encoding": "gzip", "Connection": "close", "Cookie": self._cookie()}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items() if value)]
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode())
            answer = await reader.read(-1)
        finally:
            writer.close()
        if answer.split(b" ", 2)[1:2] != [b"200"]:
            raise Failed(f"{path}: {answer[:40]!r}")
        for name, value in _SET.findall(answer.split(b"\r\n\r\n", 1)[0].decode("latin-1")):
            self.cookies[name] = value

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _asked(self) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_script_hash = self._query, self._page_hash
        state.page_name = "" if self._page_hash else self._path
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone, state.context_info.locale = "Europe/Stockholm", "sv-SE"
        state.context_info.url = f"{self.address}/{self._path}"
        for name, value in self._widgets.items():
            state.widget_states.widgets.add(id=name, **({} if value is None else {"string_value": value}))
        return message

    async def _run(self, what: str, asked: BackMsg) -> None:
        if self._socket is None:
            raise Failed(f"{what}: no connection")
        size, start = 0, time.perf_counter()
        faults: list[str] = []
        try:
            async with asyncio.timeout(self._patience):
                await self._socket.send(asked.SerializeToString())
                ended = False
                while not ended:
                    data = await self._socket.recv(decode=False)
                    size += len(data)
                    ended = self._take(ForwardMsg.FromString(data), faults)
        except TimeoutError as error:
            raise Failed(f"{what}: not finished in {self._patience:g} s") from error
        except WebSocketException as error:
            raise Failed(f"{what}: {type(error).__name__}") from error
        if faults:
            raise Failed(f"{what}: {'; '.join(faults)}")
        self.runs.append(Run(what, time.perf_counter() - start, size))
        self._kept = {name: (age - 1, one) for name, (age, one) in self._kept.items() if age > 1}

    def _take(self, message: ForwardMsg, faults: list[str]) -> bool:
        """Take in a message; return whether the run has ended."""
        if message.metadata.cacheable and message.hash:
            self._kept[message.hash] = (_KEPT_RUNS, message)
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._kept[message.ref_hash][1]
            self._kept[message.hash] = (_KEPT_RUNS, message)
            kind = message.WhichOneof("type")
        if kind == "new_session":
            self._begin(message.new_session)
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "page_not_found":
            faults.append("no such page")
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            faults.extend(self._show(message.delta.new_element))
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                faults.append("the script could not be compiled")
            return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _begin(self, session: NewSession) -> None:
        self._page_hash = session.page_script_hash
        self.shown = Shown()

    def _show(self, element: Element) -> Iterator[str]:
        """Take in an element; yield what it says went wrong, if it does."""
        kind = element.WhichOneof("type")
        if kind == "exception":
            yield f"exception {element.exception.type}"
        elif kind == "alert" and element.alert.format == Alert.ERROR:
            yield f"error: {element.alert.body[:200]}"
        elif kind in ("markdown", "heading"):
            self.shown.texts.append(element.markdown.body if kind == "markdown" else element.heading.body)
        elif kind == "selectbox":
            box = element.selectbox
            self.shown.boxes[_key(box.id)] = box
            if box.set_value:
                self._widgets[box.id] = box.raw_value if box.HasField("raw_value") else None
        elif kind == "button" and not element.button.disabled:
            key = _key(element.button.id)
            self.shown.buttons[element.button.label if key == "None" else key] = element.button.id
        elif kind == "page_link":
            self.shown.pages.setdefault(element.page_link.page, element.page_link)
        elif kind == "html":
            self.shown.texts.append(element.html.body)
            self.shown.links += _LINK.findall(element.html.body)


def _key(widget: str) -> str:
    """Return the key that a widget has in the page's code; it stands last in its id ("$$ID-<hash>-<key>")."""
    return widget.split("-", 2)[-1]
