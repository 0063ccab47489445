"""Takes each hostile file in, in a process of its own, and prints what came of it, how long it took and how much memory."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from kraftkollen.errors import Problem, UserError
from kraftkollen.geography.reading import read_borders
from kraftkollen.intake import check, read
from kraftkollen.intake.ledger_file import read_ledger
from kraftkollen.intake.register_yaml import read_items
from kraftkollen.model.area import Division
from kraftkollen.model.delivery import Form
from kraftkollen.model.ledger import LedgerForm
from kraftkollen.model.programme import Programme, load_programme
from kraftkollen.words.problems import problem_sentence
from tests.intake.city import city
from tests.intake.hostile_files import FILES

MEGABYTE = 1_000_000
PROGRAMME = Path(__file__).resolve().parents[2] / "data" / "cities" / "exempelstad" / "programme.yaml"


def outcome(door: str, content: bytes, programme: Programme) -> str:
    """Return what whoever sent the file is told, each problem on a line; "taken in" if nothing is wrong."""
    try:
        problems = _taken(door, content, programme)
    except UserError as refused:
        problems = refused.problems
        assert problems, "refused without a reason"
    except Exception as error:
        return f"FEL: {type(error).__name__}: {str(error)[:200]}"
    return "\n".join(problem_sentence(one, "sv") for one in problems) or "tas in"


def _taken(door: str, content: bytes, programme: Programme) -> tuple[Problem, ...]:
    if door == "figures":
        return check(read(content, "fil", Form(), city().catalogue), city(), Form()).problems
    if door == "ledger":
        return read_ledger(content, "fil", LedgerForm(), programme, date(2026, 1, 1)).problems
    if door == "register":
        read_items(content, "fil")
        return ()
    read_borders(content, "fil", Division("delomrade-2030", "delomrade", "2030"), code_field="kod", name_field="namn")
    return ()


def peak() -> int:
    """Return the most memory that the process has had since it was reset, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def main() -> None:
    """Print one JSON document: for each file the outcome, the seconds of processor time, and the megabytes above the file."""
    programme = load_programme(PROGRAMME)
    outcome("figures", b"x", programme)
    found = {}
    for name, (door, make) in FILES.items():
        content = make()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before, began = peak(), time.process_time()
        told = outcome(door, content, programme)
        found[name] = (told, time.process_time() - began, (peak() - before) / MEGABYTE)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
