"""PxWeb in parts and open data in pages go the whole way, and a fault in the last of them loses and doubles nothing."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kraftkollen.actions.fetch import Outcome
from kraftkollen.actions.verify import verify
from kraftkollen.model.delivery import State
from kraftkollen.model.fetching import Question
from kraftkollen.store import deliveries
from tests.fault_server import Fault, Source, serving
from tests.fetch_answers import AGES, CKAN, REGSO, cube, described, selected
from tests.fetch_city import allowed, asked_here, fetched
from tests.store_fixtures import LOCAL, Store

FAULTS: Mapping[str, tuple[Fault, bool]] = {
    "busy": (Fault(429, {"Retry-After": "3"}), True),
    "down": (Fault(503), True),
    "broken off": (Fault(cut=30), True),
    "closed": (Fault(410), False),
    "broken JSON": (Fault(body=b'{"value": [1, 2'), False),
    "another form": (Fault(body=b'{"success": false, "result": {}}'), False),
}


def survives(store: Store, source: Source, calls: int, rows: int) -> None:
    """Put each fault in the place of the last answer: all of the figures are there afterwards once, or none of it."""
    for name, (fault, _) in FAULTS.items():
        if not FAULTS[name][1]:
            source.faults[:] = [*[None] * (calls - 1), fault]
            (refused,) = fetched(store, "population")
            assert (refused.outcome, len(refused.problems)) == (Outcome.REFUSED, 1), name
    assert store.count("SELECT count(*) FROM observation") == 0
    for name, (fault, passes) in FAULTS.items():
        if passes:
            source.faults[:] = [*[None] * (calls - 1), fault]
            (done,) = fetched(store, "population")
            assert done.outcome in (Outcome.DELIVERED, Outcome.WAITING, Outcome.SAME), name
            assert len(done.answers) == calls
            assert store.count("SELECT count(*) FROM observation") == rows
    assert store.count("SELECT count(*) FROM batch") == 1
    assert verify(store.site, LOCAL).ok


def test_a_table_that_is_asked_for_in_parts_is_whole_or_not_there(malmo: Store, tmp_path: Path) -> None:
    codes: dict[str, Any] = {
        "Region": ["1280R001_RegSO2025", "1280R002_RegSO2025"],
        "Alder": ["totalt", *AGES],
        "Kon": ["1", "2", "1+2"],
        "ContentsCode": ["000007Y7"],
        "Tid": ["2024", "2025"],
    }

    def reply(question: Question) -> Any:
        if question.posted is None:
            return described(codes)
        asked = selected(question)
        return cube(asked, [float(number) for number in range(math.prod(len(one) for one in asked.values()))])

    small = REGSO.model_copy(update={"most_cells": 110})
    with serving(reply) as source:
        store = allowed(asked_here(malmo, tmp_path, {"population": [small]}, source.address), source.address)
        survives(store, source, calls=3, rows=216)


def test_a_citys_open_data_wait_for_approval_and_are_whole_or_not_there(malmo: Store, tmp_path: Path) -> None:
    fields = [{"id": name, "type": "text"} for name in ("_id", "Kod", "Namn", "År", "Kön", "Antal")]
    rows = [
        {"_id": number, "Kod": "11101", "Namn": "A", "År": "2023", "Kön": sex, "Antal": str(100 * number)}
        for number, sex in enumerate(("Totalt", "Kvinnor", "Män"), 1)
    ]

    def reply(question: Question) -> Any:
        offset = int(parse_qs(urlsplit(question.address).query)["offset"][0])
        return {"success": True, "result": {"fields": fields, "records": rows[offset : offset + 2], "total": 3}}

    with malmo.site.journal.read() as transaction:
        (code,) = transaction.connection.execute("SELECT min(code) FROM area WHERE division LIKE 'delomrade%'").fetchall()[0]
    for row in rows:
        row["Kod"] = code
    with serving(reply) as source:
        store = allowed(asked_here(malmo, tmp_path, {"population": [CKAN]}, source.address), source.address)
        survives(store, source, calls=2, rows=3)
    with store.site.journal.read() as transaction:
        (batch,) = deliveries.batches(transaction)
        found = {one["grp"]: one["value"] for one in deliveries.rows_of(transaction, batch.id).to_pylist()}
    assert (batch.state, batch.delivered_by, found) == (
        State.PENDING, "Malmö stad", {"total": 100.0, "women": 200.0, "men": 300.0},
    )  # fmt: skip
