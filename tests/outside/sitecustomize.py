"""Stops whatever asks for something outside this machine, and writes down what it was: in every process of the suite.

Python runs this file by its name in each process whose PYTHONPATH names its folder (tests/no_outside.py sees to that).
"""

import ipaddress
import os
import sys

LOG = "KRAFTKOLLEN_OUTSIDE"
_OURS = {"", "localhost", "0.0.0.0", "::", "testserver"}


def _is_outside(host):
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host in _OURS:
        return False
    try:
        return not ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return True


def _watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) and address else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    if _is_outside(host):
        with open(os.environ[LOG], "a", encoding="utf-8") as log:  # noqa: PTH123 (runs before anything is imported)
            log.write(f"{event} {host} by {' '.join(sys.argv)[:200]}\n")
        raise ConnectionRefusedError(f"nothing may ask for {host}: the product fetches nothing from outside")


if os.environ.get(LOG):
    sys.addaudithook(_watch)
