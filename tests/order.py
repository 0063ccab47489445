"""The files that take longest first, so that both processes of a run end together; how long they took is kept beside.

    KRAFTKOLLEN_DURATIONS=write python3 tools/test.py     # writes tests/durations.json anew, from this run

A file that the table does not know counts as one of middling length: nothing else depends on the table.
"""

import json
import os
from collections import defaultdict
from pathlib import Path
from statistics import median

import pytest

TABLE = Path(__file__).with_name("durations.json")
_WRITE = "KRAFTKOLLEN_DURATIONS"


def recorded() -> dict[str, float]:
    """Return the seconds that each file took when it was last recorded."""
    found: dict[str, float] = json.loads(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}
    return found


class Order:
    """Orders the files of a run in several processes, and adds up how long each took."""

    def __init__(self, config: pytest.Config) -> None:
        self.worker = hasattr(config, "workerinput")
        self.took: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        # One process alone keeps to the order in which it was asked.
        if self.worker:
            known = recorded()
            middling = median(known.values()) if known else 0.0
            items.sort(key=lambda one: -known.get(one.path.name, middling))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[Path(report.nodeid.split("::")[0]).name] += report.duration

    def pytest_sessionfinish(self) -> None:
        if os.environ.get(_WRITE) == "write" and not self.worker:
            longest = sorted(self.took.items(), key=lambda one: -one[1])
            lines = ",\n".join(f"  {json.dumps(name)}: {took:.1f}" for name, took in longest)
            TABLE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
