"""Two server processes on one store behind nginx, by deploy/nginx-two.conf as it stands: sessions stick, news reaches both."""

import asyncio
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kraftkollen.ui import ended
from tests import stores
from tests.browser import HOST
from tests.nginx import ONE, TWO, before, free_ports
from tools.benchmarks import servers
from tools.benchmarks.tab import Tab

LOG = """log_format who "$cookie_kraftkollen_process $upstream_addr";
access_log {folder}/access.log who;"""


def test_the_example_for_two_processes_says_all_that_the_one_for_one_says() -> None:
    one, two = (path.read_text(encoding="utf-8").splitlines() for path in (ONE, TWO))
    told = [line for line in one if line and not line.lstrip().startswith("#") and "proxy_pass" not in line]
    assert [line for line in told if line not in two] == []


def _port(server: servers.Server) -> int:
    return int(server.address.rsplit(":", 1)[1])


@pytest.mark.slow
def test_a_reader_keeps_to_one_process_and_what_one_publishes_the_other_shows(
    nginx: str, demo_store: Path, tmp_path: Path
) -> None:
    store = stores.copied(demo_store, tmp_path)
    path = tmp_path / "ny.csv"
    path.write_text(f"{stores.HEADER}\nsafe_school_routes;E0505;2025;;7;;;;\n", encoding="utf-8")
    stores.answer(store, "import", str(path))
    http, https = free_ports(2)
    log = LOG.format(folder=tmp_path)
    with servers.ours(store, 2) as both, before([_port(one) for one in both], http, https, nginx, tmp_path, log):
        asyncio.run(_two_readers(f"https://localhost:{https}"))
        logged = [line.split(" ", 1) for line in (tmp_path / "access.log").read_text(encoding="utf-8").splitlines()]
        addresses = {"1": f"{HOST}:{_port(both[0])}", "2": f"{HOST}:{_port(both[1])}"}
        kept = [(cookie, address) for cookie, address in logged if cookie in addresses]
        assert {cookie for cookie, _ in kept} == {"1", "2"}
        assert [one for one in kept if addresses[one[0]] != one[1]] == []
        both[0].process.kill()
        both[0].process.wait()
        # Who had the first process goes on with the second.
        asyncio.run(_opened(f"https://localhost:{https}", "1"))


def _trusting() -> ssl.SSLContext:
    found = ssl.create_default_context()
    found.check_hostname, found.verify_mode = False, ssl.CERT_NONE
    return found


async def _opened(address: str, process: str) -> None:
    async with Tab(address, 60, _trusting()) as tab:
        tab.cookies["kraftkollen_process"] = process
        await tab.open("/introduktion")


async def _two_readers(address: str) -> None:
    async with Tab(address, 120, _trusting()) as first, Tab(address, 120, _trusting()) as new:
        await new.open("/introduktion")
        mine = new.cookies["kraftkollen_process"]
        assert mine in ("1", "2")
        first.cookies["kraftkollen_process"] = "2" if mine == "1" else "1"
        await first.open("/leveranslage")
        await new.open("/leveranslage")
        before, after = "2 leveranser väntar på beslut", "1 leverans väntar på beslut"
        assert any(before in one for one in new.shown.texts)
        # The newest of those that wait is chosen; pressing approves it and publishes, in a process of its own.
        await first.press(next(one for one in first.shown.buttons if one.endswith("Godkänn")))
        start = time.monotonic()
        await new.again("look again")
        assert any(after in one for one in new.shown.texts)
        await new.open("/karta?indikator=safe_school_routes&niva=delomrade&period=2025&omrade=E0505")
        assert any(one.startswith("Alhagen") and "7 åtgärder" in one for one in new.shown.texts)
        assert time.monotonic() - start < 30


def test_who_signs_out_in_one_process_is_signed_out_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "journal.duckdb").touch()
    monkeypatch.setenv("KRAFTKOLLEN_DATA", str(tmp_path))
    until = datetime.now(UTC).timestamp() + 3600
    claims = {"iss": "https://inloggning.example.se", "sub": "olle", "iat": 1, "exp": until}
    asked = (
        f"from kraftkollen.ui import ended; print(ended.is_ended({claims!r}), ended.is_ended({claims | {'sub': 'stina'}!r}))"
    )

    def elsewhere() -> str:
        command = [sys.executable, "-W", "ignore", "-c", asked]
        return subprocess.run(command, cwd=stores.ROOT, capture_output=True, text=True, check=True, timeout=120).stdout.strip()

    assert elsewhere() == "False False"
    ended.end(claims, datetime.now(UTC).replace(tzinfo=None))
    assert elsewhere() == "True False"
    # Nothing there says who it was, and it is forgotten when the sign-in would have ended.
    assert [one.read_bytes() for one in (tmp_path / "ended").iterdir()] == [b""]
    assert not any("olle" in one.name for one in (tmp_path / "ended").iterdir())
    later = datetime.fromtimestamp(until + 1, UTC).replace(tzinfo=None)
    ended.end(claims | {"sub": "stina", "exp": until + 7200}, later)
    assert len(list((tmp_path / "ended").iterdir())) == 1
