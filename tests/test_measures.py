"""What the server tells of itself: a line of JSON for each request and run, with a number; counts for its own machine alone."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from kraftkollen.model import logs
from kraftkollen.ui import measures
from kraftkollen.ui.guard import Guard
from tests import stores
from tests.screen import opened

METRICS = "/_kraftkollen/metrics"
OWN = "http://127.0.0.1:8501"
PERSON, CELL = "Olle Olsson", "7917"
_LINE = re.compile(r"(# TYPE \w+ (counter|gauge|histogram)|\w+(\{(\w+=\"[^\"]*\",?)+\})? [0-9.]+)")


async def _anything(request: Request) -> Response:
    if request.url.path == "/media/borta":
        return PlainTextResponse("gone", status_code=404)
    return PlainTextResponse("inside")


def client(address: str = OWN, caller: str = "127.0.0.1") -> TestClient:
    return TestClient(Guard(Starlette(routes=[Route("/{rest:path}", _anything)])), base_url=address, client=(caller, 5000))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="kraftkollen")
    return caplog


def said(log: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [json.loads(logs.line_of(one)) for one in log.records if one.name == "kraftkollen"]


def test_each_request_is_a_line_with_a_number_and_without_what_was_asked(log: pytest.LogCaptureFixture) -> None:
    given = client()
    answers = [given.get(f"/{path}") for path in (f"karta?namn={PERSON}&tal={CELL}", f"media/{CELL}.csv", f"okand/{PERSON}")]
    numbers = [one.headers["X-Request-Id"] for one in answers]
    assert len(set(numbers)) == 3
    assert [(one["said"], one["kind"], one["status"], one["method"]) for one in said(log)] == [
        ("request", "karta", 200, "GET"),
        ("request", "media", 200, "GET"),
        ("request", "other", 200, "GET"),
    ]
    written = "\n".join(logs.line_of(one) for one in log.records)
    assert all(one not in written for one in (PERSON, "Olle", CELL, "namn"))


def test_what_every_page_needs_is_logged_only_if_it_was_refused_and_counted_always(log: pytest.LogCaptureFixture) -> None:
    given = client()
    before = given.get(METRICS).text.count('kind="static"')
    given.get("/static/js/a.js")
    assert [one["kind"] for one in said(log)] == ["other"]  # the metrics themselves
    given.get("/_stcore/metrics")
    assert (said(log)[-1]["kind"], said(log)[-1]["status"]) == ("stcore", 404)
    assert given.get(METRICS).text.count('kind="static"') >= max(1, before)


def test_a_run_of_a_page_is_a_line_and_its_number_is_the_one_that_a_reader_of_a_fault_sees(
    malmo_store: Path, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    opened("pages/beslut.py", malmo_store, monkeypatch, omrade=PERSON)
    (line,) = [one for one in said(log) if one["said"] == "run"]
    assert (line["page"], line["outcome"]) == ("beslut", "shown")
    assert set(line) == {"at", "level", "log", "said", "page", "outcome", "ms", "request"}
    assert 'kraftkollen_page_runs_total{page="beslut",outcome="shown"}' in measures.text()
    log.clear()
    with measures.run("karta") as run:
        run.outcome = "fault"
    assert [(one["outcome"], one["request"]) for one in said(log)] == [("fault", run.number)]
    with pytest.raises(GeneratorExit), measures.run("karta") as run:
        raise GeneratorExit
    assert run.outcome == "stopped"


def test_the_counts_are_in_the_format_of_prometheus_and_hold_names_of_pages_and_nothing_else(log: object) -> None:
    with measures.run(""):
        pass
    text = client().get(METRICS)
    assert text.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert [one for one in text.text.splitlines() if not _LINE.fullmatch(one)] == []
    values = set(re.findall(r'page="([^"]*)"', text.text))
    assert "start" in values
    assert values <= {"start", *(path.stem for path in (stores.ROOT / "pages").glob("*.py"))}
    buckets = [int(one) for one in re.findall(r'seconds_bucket\{page="start",le="[^"]*"\} (\d+)', text.text)]
    assert buckets == sorted(buckets)
    assert f'seconds_count{{page="start"}} {buckets[-1]}' in text.text


def test_only_a_program_on_this_machine_gets_the_counts() -> None:
    assert client().get(METRICS).status_code == 200
    assert client("http://localhost:8501", "::1").get(METRICS).status_code == 200
    for caller in ("192.0.2.7", "testclient"):
        assert client(caller=caller).get(METRICS).status_code == 404
    assert client("http://kraftkollen.exempelstad.test").get(METRICS).status_code == 404
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Proto"):
        assert client().get(METRICS, headers={header: "127.0.0.1"}).status_code == 404
    assert client(caller="192.0.2.7").get("/_kraftkollen/annat").status_code == 404


def test_nginx_shuts_the_counts_too() -> None:
    conf = (stores.ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "location ^~ /_kraftkollen/ { return 404; }" in conf


_LOGS = """
import logging
from kraftkollen.model import logs
logs.keep_values_out_of_logs()
logs.write_lines()
other = logging.getLogger("streamlit.other")
other.propagate = False
handler = logging.StreamHandler()
handler.setFormatter(logging.Formatter(logs.LINE))
other.addHandler(handler)
with logs.numbered() as number:
    for log in (logging.getLogger("kraftkollen"), other, logging.getLogger("somebody.else")):
        try:
            float("7917 Olle")
        except ValueError:
            log.exception("error %s", "12ab")
    logs.tell(logging.getLogger("kraftkollen"), "run", {"page": "karta", "ms": 3})
print(number)
"""


def test_every_log_of_a_server_is_one_json_document_a_line_and_a_fault_is_told_without_its_message() -> None:
    done = subprocess.run([sys.executable, "-c", _LOGS], cwd=stores.ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(one) for one in done.stderr.splitlines()]
    assert [one["log"] for one in lines] == ["kraftkollen", "streamlit.other", "somebody.else", "kraftkollen"]
    assert {one["request"] for one in lines} == {done.stdout.strip()}
    assert all("builtins.ValueError" in one["fault"] and one["said"] == "error 12ab" for one in lines[:3])
    assert (lines[3]["page"], lines[3]["ms"]) == ("karta", 3)
    assert "7917" not in done.stderr
    assert "Olle" not in done.stderr
