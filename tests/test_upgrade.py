"""A store of each older version opens, is brought up to date, verifies, and shows the figures that it showed then."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from kraftkollen.actions.backup import backup, restore
from kraftkollen.actions.verify import verify
from kraftkollen.store.journal import newest_schema
from tests import stores
from tests.store_fixtures import LOCAL, Store, store_at

KEPT = stores.ROOT / "tests" / "stores_of"
SAME = ("area", "period", "group", "value", "numerator", "denominator", "status", "hidden")
_CALLED_NOW = {"delivered": "pending"}
NOW = {"KRAFTKOLLEN_NOW": "2026-04-01T12:00:00"}


def unpacked(schema: int, folder: Path) -> Store:
    with tarfile.open(KEPT / f"schema{schema}.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return store_at(folder / "store")


def shown(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [[one[name] for name in SAME] for one in rows]


def test_a_store_is_kept_of_every_schema_that_there_has_been() -> None:
    assert sorted(int(path.name[6:-7]) for path in KEPT.glob("schema*.tar.xz")) == list(range(1, newest_schema() + 1))


@pytest.mark.parametrize("schema", range(1, newest_schema() + 1))
def test_an_older_store_opens_and_shows_the_same_and_is_whole(schema: int, tmp_path: Path) -> None:
    store = unpacked(schema, tmp_path)
    told = json.loads((store.path / "told.json").read_text(encoding="utf-8"))
    assert store.site.journal.look(5).schema == schema
    assert [
        one["name"]
        for one in stores.answer(store.path, "health", "--least-free", "0", environment=NOW)["checks"]
        if not one["ok"]
    ] == []
    backup(store.site, LOCAL, tmp_path / "före")
    for indicator, rows in told["series"].items():
        assert shown(stores.answer(store.path, "series", indicator)) == shown(rows)
    assert store.site.journal.look(5).schema == schema  # a reader brings nothing up to date
    found = verify(store.site, LOCAL)
    assert (found.problems, found.batches, found.observations) == ((), 5, 10)
    assert store.site.journal.look(5).schema == newest_schema()
    states = {one["id"]: (one["state"], one["filename"], one["rows"]) for one in stores.answer(store.path, "batches")}
    then = {one["id"]: (_CALLED_NOW.get(one["state"], one["state"]), one["filename"], one["rows"]) for one in told["batches"]}
    assert states == then
    assert store_at(tmp_path / "före").site.journal.look(5).schema == schema
    again = restore(store_at(tmp_path / "nytt").site, LOCAL, tmp_path / "före")
    assert (again.problems, again.verified.digest) == ((), found.digest)


@pytest.mark.parametrize("schema", range(1, newest_schema() + 1))
def test_work_goes_on_in_an_older_store(schema: int, tmp_path: Path) -> None:
    store = unpacked(schema, tmp_path)
    told = json.loads((store.path / "told.json").read_text(encoding="utf-8"))
    stores.answer(store.path, "approve", "5", "--by", "Ada", environment=NOW)
    after = {tuple(row[:3]): row for row in shown(stores.answer(store.path, "series", "school_attendance"))}
    assert after["E0107", "2024/25", "total"][3] == 30
    before = [row for row in shown(told["series"]["school_attendance"]) if row[7] is False and row[0].startswith("E")]
    # Disclosure control has grown since: what it hides now was shown then; nothing that is shown has another value.
    for row in before:
        now = after[tuple(row[:3])]
        assert now[3] == row[3] or now[7] is True
    assert verify(store.at(60 * 24 * 40).site, LOCAL).problems == ()
