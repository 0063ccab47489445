"""Counts what really goes over the wire to a browser: a door before the server that lets everything through and weighs it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_STREAM = b"/_stcore/stream"


@dataclass
class Wire:
    """What has gone through the door so far. The browser is told `address` instead of the server's."""

    address: str
    socket_bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def weigh(self, count: int) -> None:
        """Add so many bytes from the server over the web socket, headers of its frames and all."""
        with self.lock:
            self.socket_bytes += count


@contextmanager
def weighed(address: str) -> Iterator[Wire]:
    """Open a door before the server for the length of the block."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_server((host, 0)) as door:
        wire = Wire(f"http://{host}:{door.getsockname()[1]}")
        threading.Thread(target=_let_in, args=(door, (host, int(port)), wire), daemon=True).start()
        yield wire


def _let_in(door: socket.socket, server: tuple[str, int], wire: Wire) -> None:
    while True:
        try:
            reader, _ = door.accept()
        except OSError:
            return  # the door is closed
        threading.Thread(target=_carry, args=(reader, server, wire), daemon=True).start()


def _carry(reader: socket.socket, server: tuple[str, int], wire: Wire) -> None:
    """Carry one connection both ways. What it is for stands in its last request: the web socket keeps its connection."""
    with reader, socket.create_connection(server) as behind:
        asked = [b""]
        back = threading.Thread(target=_answers, args=(behind, reader, wire, asked), daemon=True)
        back.start()
        try:
            while piece := reader.recv(65536):
                if piece.startswith((b"GET ", b"POST ", b"HEAD ")):
                    asked[0] = piece.split(b"\r\n", 1)[0]
                behind.sendall(piece)
            behind.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # either side may hang up first
        back.join(5)


def _answers(behind: socket.socket, reader: socket.socket, wire: Wire, asked: list[bytes]) -> None:
    try:
        while piece := behind.recv(65536):
            if _STREAM in asked[0]:
                wire.weigh(len(piece))
            reader.sendall(piece)
        # The server lets go of a connection that rests: the browser must be told, or it asks again where nobody answers.
        reader.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
