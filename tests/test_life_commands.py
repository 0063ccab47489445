"""The commands of a delivery's life: document numbers, erasure and what waits, as an administrator meets them."""

import json
from pathlib import Path

import pytest

from kraftkollen.views.reading import open_newest
from tests import stores
from tests.journals import in_file
from tests.store_fixtures import Store, attendance, csv_of

AREA = "10101"


@pytest.fixture
def figures(tmp_path: Path) -> str:
    path = tmp_path / "fil.csv"
    path.write_bytes(csv_of(attendance(AREA, 900, 1000)))
    return str(path)


def test_a_document_number_goes_in_with_the_file_and_with_the_decision(malmo: Store, figures: str) -> None:
    sent = stores.answer(malmo.path, "import", figures, "--by", "Olle", "--ref", "GRF-2026-117", "--comment", "hela året")
    assert sent["document"] == "GRF-2026-117"
    assert [one.period for one in open_newest(malmo.path).registry.waiting] == ["2024/25"]
    done = stores.answer(malmo.path, "approve", "1", "--by", "Ada", "--ref", "STK-2026-5")
    assert (done["document"], done["ref"]) == ("GRF-2026-117", "STK-2026-5")
    assert open_newest(malmo.path).registry.waiting == ()
    (batch,) = stores.answer(malmo.path, "batches")
    assert (batch["document"], batch["ref"], batch["comment"]) == ("GRF-2026-117", "STK-2026-5", "hela året")


@in_file
def test_the_command_erase_takes_a_person_a_reason_and_a_legal_ground(malmo: Store, figures: str) -> None:
    stores.answer(malmo.path, "import", figures, "--approve", "--by", "Olle")
    for options in (["--by", "Disa", "--why", "fel"], ["--by", "Disa", "--ref", "x"], ["--why", "fel", "--ref", "x"]):
        assert stores.command(malmo.path, "erase", "1", *options).returncode == 2
    done = stores.answer(malmo.path, "erase", "1", "--by", "Disa", "--why", "fel", "--ref", "beslut 7")
    assert (done["batches"], done["uploads"]) == ([1], 1)
    assert stores.answer(malmo.path, "series", "school_attendance") == []
    assert stores.answer(malmo.path, "batches")[0]["state"] == "erased"
    assert stores.answer(malmo.path, "verify")["ok"] is True


@pytest.mark.parametrize("call", [["importt"], ["import"], ["approve", "tio", "--by", "Ada"], ["batches", "--nej"]])
def test_a_command_that_is_called_wrongly_says_so_in_json_too_if_asked(tmp_path: Path, call: list[str]) -> None:
    done = stores.command(tmp_path / "store", *call, "--json")
    assert done.returncode == 2
    error = json.loads(done.stdout)["error"]
    assert (error["code"], error["problems"]) == ("usage", [])
    assert error["message"]
