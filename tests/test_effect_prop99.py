"""Proposition 99: every figure of ../shared/cases/prop99.md within its tolerance, in Python and by the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kraftkollen.cli.commands import main
from tests.effect_panels import california, prop99

pytestmark = pytest.mark.shared
EFFECTS = [
    ("did", "level", -27.3491, 1e-4, 4),
    ("sdid", "level", -15.604, 0.005, 2),
    ("sc", "level", -19.51, 0.15, 3),
    ("sc", "level", -19.62, 0.15, 3),
    ("demeaned_sc", "level", -11.109, 0.005, None),
    ("weighted", "level", -16.115, 0.01, 5),
    ("weighted", "log", -0.3069, 1e-3, 1),
    ("did", "log", -0.4222, 1e-4, 1),
    ("sdid", "log", None, None, 1),
]
LARGEST = {"Nevada": 0.124, "New Hampshire": 0.105, "Connecticut": 0.078, "Delaware": 0.070, "Colorado": 0.058}
TIMES = {"1986": 0.366, "1987": 0.206, "1988": 0.427}


def command(shared: Path, *options: str) -> Any:
    file = shared / "cases" / "prop99.csv"
    columns = ("--unit", "unit", "--time", "time", "--outcome", "y", "--treated", "California", "--start", "1989")
    done = CliRunner().invoke(main, ["effect", "--panel", str(file), *columns, *options, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(("method", "scale", "effect", "within", "rank"), EFFECTS)
def test_the_effect_and_its_exact_p_are_those_published(
    shared: Path, method: str, scale: str, effect: float | None, within: float | None, rank: int | None
) -> None:
    found = california(prop99(shared), method, scale)
    if effect is not None:
        assert found.effect == pytest.approx(effect, abs=within)
    if rank is not None:
        assert (found.rank, found.placebos, found.p_value) == (rank, 38, pytest.approx(rank / 39))
    assert (found.p_min, found.drawn, found.joint) == (pytest.approx(1 / 39), False, False)


@pytest.mark.parametrize(("method", "scale", "effect", "within", "rank"), EFFECTS)
def test_the_command_line_gives_the_same(
    shared: Path, method: str, scale: str, effect: float | None, within: float | None, rank: int | None
) -> None:
    found = command(shared, "--method", method, "--scale", scale)
    if effect is not None:
        assert found["effect"] == pytest.approx(effect, abs=within)
    if rank is not None:
        assert (found["rank"], found["placebos"]) == (rank, 38)
    assert found["method"] == method


def test_the_weights_are_those_published(shared: Path) -> None:
    found = command(shared, "--method", "sdid")
    assert dict(list(found["weights"].items())[:5]) == pytest.approx(LARGEST, abs=0.003)
    assert {period: weight for period, weight in found["time_weights"].items() if weight > 0.003} == pytest.approx(
        TIMES, abs=0.003
    )
    assert sum(found["weights"].values()) == pytest.approx(1)
    assert sum(found["time_weights"].values()) == pytest.approx(1)


def test_the_small_sample_t_is_that_of_lee_and_wooldridge(shared: Path) -> None:
    found = california(prop99(shared), "did", "log").small_sample
    assert found is not None
    assert found.effect == pytest.approx(-0.4222, abs=1e-4)
    assert found.standard_error == pytest.approx(0.1208, abs=1e-4)
    assert found.degrees == 37


def test_the_document_is_that_of_the_design(shared: Path) -> None:
    found = command(shared)
    asked = {"method", "effect", "interval", "level", "p_value", "p_min", "rank", "placebos", "pre_fit", "smallest_detectable"}
    asked |= {"weights", "time_weights", "gap", "in_time_placebo", "leave_one_out", "verdict"}
    assert asked <= found.keys()
    assert found["verdict"].keys() == {"code", "reasons", "text"}
    low, high = found["interval"]
    assert low < found["effect"] < high
    assert list(found["gap"]) == [str(year) for year in range(1970, 2001)]
    after = [gap for period, gap in found["gap"].items() if period >= "1989"]
    assert sum(after) / len(after) == pytest.approx(found["effect"])
    assert found["leave_one_out"].keys() == found["weights"].keys()
    assert "California" not in found["weights"]


def test_no_p_value_is_smaller_than_ranks_can_give(shared: Path) -> None:
    for method in ("weighted", "did", "sdid"):
        found = california(prop99(shared), method, "log")
        assert min(found.p_value, found.alike_p, *(one.p_value or 1 for one in found.beside)) >= 1 / 39
