"""The watch over requests to the outside: it sees them in any process of the suite, stops them, and lets our own through."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import no_outside
from tests.stores import ROOT

ASKING = {
    "socket.create_connection(('192.0.2.1', 80), 1)": "192.0.2.1",
    "socket.getaddrinfo('kraftkollen.invalid', 443)": "kraftkollen.invalid",
    "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('8.8.8.8', 1))": "8.8.8.8",
    "__import__('urllib.request').request.urlopen('http://192.0.2.1/')": "192.0.2.1",
}


@pytest.mark.parametrize("code", list(ASKING))
def test_a_request_to_the_outside_is_stopped_and_written_down(code: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    done = subprocess.run(
        [sys.executable, "-c", f"import socket\n{code}"],
        env={**os.environ, no_outside.LOG: str(log)},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "nothing may ask for" in done.stderr
    assert [ASKING[code] in one for one in no_outside.asked(log)] == [True]


def test_this_process_and_those_that_it_starts_are_watched_and_may_ask_this_machine() -> None:
    assert os.environ["PYTHONPATH"].split(os.pathsep)[0] == str(no_outside.FOLDER)
    with socket.socket() as ours:
        ours.bind(("127.0.0.1", 0))
        ours.listen()
        with socket.create_connection(ours.getsockname(), 1):
            pass
    assert socket.getaddrinfo("localhost", 80)
