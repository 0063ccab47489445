"""Exempelstad under attack by the administrator's command: a sample, with and without complementary hiding."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from kraftkollen.disclosure.kept import kept
from tests import stores


def attacked(store: Path, *options: str) -> tuple[int, Any]:
    done = stores.command(store, "attack", *options, "--json")
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.slow
def test_the_attack_finds_nothing_in_exempelstad(demo_store: Path) -> None:
    status, found = attacked(demo_store, "--sample", "60")
    print(f"\n{found}")
    assert (status, found["failed"]) == (0, 0)
    assert found["attacked"] == 60
    assert found["hidden"] < 1.8 * found["hidden_by_the_rule"]


@pytest.mark.slow
def test_without_complementary_hiding_it_works_some_of_exempelstad_out_and_does_not_print_it(demo_store: Path) -> None:
    few = ("--sample", "60", "--primary-only", "--indicator", "school_attendance", "--indicator", "population")
    status, found = attacked(demo_store, *few)
    assert status == 1
    assert found["failed"] > 5
    assert {key for one in found["failures"] for key in one} == {"cell", "term", "width", "needed"}


def test_the_share_hidden_counts_cells_that_have_a_value() -> None:
    status = ["hidden", "final", "preliminary", "missing", "final"]
    same = {"indicator": ["one"] * 5, "origin": ["delivered"] * 5, "cells": [1] * 5}
    table = pa.table({**same, "division": ["d", "d", "d", "d", "s"], "status": status})
    found = {(one.indicator, one.division): (one.cells, one.hidden, one.share_hidden) for one in kept(table)}
    assert found == {("one", "d"): (3, 1, 1 / 3), ("one", "s"): (1, 0, 0.0)}
