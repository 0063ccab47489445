"""A source on this machine that answers as each real one does, and fails in every way that a source can fail."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from kraftkollen.model.fetching import Question

Reply = Callable[[Question], Any]


@dataclass
class Fault:
    """How one call is answered in place of the true answer. `cut`: so many bytes of the true one, and the line is broken."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    cut: int | None = None
    silent: bool = False


@dataclass
class Source:
    """The source: what it answers, the faults of the next calls in order (None: the true answer), and what it was asked."""

    reply: Reply
    faults: list[Fault | None] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    address: str = ""
    done: threading.Event = field(default_factory=threading.Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        posted = handler.rfile.read(length).decode() if handler.command == "POST" else None
        question = Question(f"{self.address}{handler.path}", posted)
        self.asked.append(question)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and fault.silent:
            self.done.wait(20)
            return
        status = fault.status if fault else 200
        found = fault.body if fault and fault.body is not None else b"" if status != 200 else _bytes(self.reply(question))
        self._send(handler, status, fault, found)

    def _send(self, handler: BaseHTTPRequestHandler, status: int, fault: Fault | None, found: bytes) -> None:
        handler.send_response(status)
        for name, value in (fault.headers if fault else {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(found)))
        handler.end_headers()
        handler.wfile.write(found if fault is None or fault.cut is None else found[: fault.cut])
        handler.close_connection = True


def _bytes(found: Any) -> bytes:
    return found if isinstance(found, bytes) else json.dumps(found).encode()


@contextmanager
def serving(reply: Reply) -> Iterator[Source]:
    """Serve on 127.0.0.1 for the length of the block."""
    source = Source(reply)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            source.answer(self)

        def do_POST(self) -> None:
            source.answer(self)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    source.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield source
    finally:
        source.done.set()
        server.shutdown()
        server.server_close()
        thread.join()
