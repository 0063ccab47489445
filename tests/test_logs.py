"""A log says where a fault happened, and never what it happened to: for that may be a value of a file."""

import logging
from collections.abc import Iterator

import pytest

from kraftkollen.model.logs import keep_values_out_of_logs
from tests.stores import ROOT

STARTS = ("kraftkollen/__main__.py", "kraftkollen/actions/publish_alone.py", "kraftkollen/ui/server.py")

CELL = "7917x\nERROR forged"


@pytest.fixture
def kept_out() -> Iterator[None]:
    before = logging.getLogRecordFactory()
    keep_values_out_of_logs()
    yield
    logging.setLogRecordFactory(before)


def _fails(cell: str) -> None:
    try:
        float(cell)
    except ValueError as fault:
        raise KeyError(cell) from fault


@pytest.mark.usefixtures("kept_out")
@pytest.mark.parametrize("name", ["kraftkollen", "streamlit.error_util", "uvicorn.error"])
def test_a_fault_is_logged_by_kind_and_place_without_its_message(name: str, caplog: pytest.LogCaptureFixture) -> None:
    try:
        _fails(CELL)
    except KeyError:
        logging.getLogger(name).exception("error %s", "12ab")
    assert "error 12ab" in caplog.text
    assert "builtins.KeyError" in caplog.text
    assert "because of builtins.ValueError" in caplog.text
    assert "in _fails" in caplog.text
    assert "7917" not in caplog.text
    assert "forged" not in caplog.text


def test_every_process_that_we_start_keeps_values_out_of_its_log() -> None:
    for path in STARTS:
        assert "    keep_values_out_of_logs()" in (ROOT / path).read_text(encoding="utf-8"), path
