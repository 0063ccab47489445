"""The command line: one JSON document, words on standard error, and an exit status that says who can mend it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from kraftkollen.actions.site import ROOT
from kraftkollen.cli.commands import main
from kraftkollen.model.programme import Programme, load_programme
from tests.journals import in_file
from tests.store_fixtures import Store, attendance, csv_of

AREA = "10101"


def run(store: Path | Store, *arguments: object) -> Result:
    path = store.path if isinstance(store, Store) else store
    return CliRunner().invoke(main, ["--data", str(path), *map(str, arguments)], catch_exceptions=False)


def answer(store: Path | Store, *arguments: object, status: int = 0) -> Any:
    """Run with --json; the whole of standard output must be one document on one line."""
    done = run(store, *arguments, "--json")
    assert done.exit_code == status, done.output
    (line,) = done.stdout.splitlines()
    return json.loads(line)


def file(tmp_path: Path, *lines: str, name: str = "fil.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(csv_of(*lines))
    return path


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    return file(tmp_path, attendance(AREA, 900, 1000), attendance("10102", 3, 1000))


def test_the_whole_life_of_a_delivery(malmo: Store, figures: Path) -> None:
    receipt = answer(malmo, "import", figures, "--by", "Olle")
    assert len(receipt.pop("sha256")) == 64
    counts = {"batch": 1, "rows": 2, "new": 2, "changed": 0, "unchanged": 0}
    assert receipt == {**counts, "state": "pending", "warnings": [], "problems": []}
    assert answer(malmo, "series", "school_attendance") == []
    assert answer(malmo, "approve", 1, "--by", "Ada")["state"] == "approved"
    shown = answer(malmo, "series", "school_attendance", "--area", AREA)
    assert [(one["area"], one["period"], one["group"], one["value"], one["status"], one["hidden"]) for one in shown] == [
        (AREA, "2024/25", "total", 90.0, "final", False)
    ]
    (hidden,) = answer(malmo, "series", "school_attendance", "--area", "inre hamnen")
    assert (hidden["value"], hidden["numerator"], hidden["status"], hidden["hidden"]) == (None, None, "hidden", True)
    assert answer(malmo, "revert", 1, "--by", "Ada", "--why", "fel fil")["state"] == "reverted"
    assert answer(malmo, "series", "school_attendance") == []
    (batch,) = answer(malmo, "batches")
    assert (batch["id"], batch["state"], batch["delivered_by"], batch["by"], batch["why"]) == (
        1,
        "reverted",
        "Olle",
        "Ada",
        "fel fil",
    )


def test_import_with_approve_publishes_at_once(malmo: Store, figures: Path) -> None:
    assert answer(malmo, "import", figures, "--approve", "--by", "Olle")["state"] == "approved"
    assert len(answer(malmo, "series", "school_attendance", "--area", AREA)) == 1


def test_a_rejected_delivery_is_not_published(malmo: Store, figures: Path) -> None:
    answer(malmo, "import", figures, "--by", "Olle")
    assert answer(malmo, "reject", 1, "--by", "Ada")["state"] == "rejected"
    assert answer(malmo, "approve", 1, "--by", "Ada", status=2)["error"]["code"] == "wrong_state"
    assert answer(malmo, "series", "school_attendance") == []


@in_file
def test_a_dry_run_says_what_would_happen_and_stores_nothing(malmo: Store, figures: Path) -> None:
    before = malmo.site.folder.journal.read_bytes()
    found = answer(malmo, "import", figures, "--dry-run")
    assert (found["batch"], found["rows"], found["new"], found["problems"]) == (None, 2, 2, [])
    assert malmo.site.folder.journal.read_bytes() == before
    assert not malmo.site.folder.uploads.exists()


def test_several_files_are_answered_each(malmo: Store, tmp_path: Path) -> None:
    files = [file(tmp_path, attendance(AREA, n, 1000), name=f"{n}.csv") for n in (100, 200)]
    assert [one["batch"] for one in answer(malmo, "import", *files, "--by", "Olle")] == [1, 2]
    assert [one["unchanged"] for one in answer(malmo, "import", *files, "--dry-run")] == [0, 0]


@pytest.mark.parametrize("extra", [[], ["--dry-run"], ["--approve"]])
def test_of_several_files_a_fault_in_the_last_leaves_nothing_recorded_and_names_the_file(
    malmo: Store, figures: Path, tmp_path: Path, extra: list[str]
) -> None:
    bad = file(tmp_path, attendance("99999", 900, 1000), attendance(AREA, 1200, 1000), name="fel.csv")
    error = answer(malmo, "import", figures, bad, *extra, status=2)["error"]
    assert error["code"] == "delivery_refused"
    assert [(one["file"], one["row"], one["value"]) for one in error["problems"]] == [
        ("fel.csv", 2, "99999"),
        ("fel.csv", 3, "1200"),
    ]
    assert malmo.count("SELECT count(*) FROM batch") == 0


def test_a_personal_number_in_the_name_of_the_last_file_stops_all_and_is_not_repeated(
    malmo: Store, figures: Path, tmp_path: Path
) -> None:
    person = "19811228-9874"
    done = run(malmo, "import", figures, file(tmp_path, attendance(AREA, 900, 1000), name=f"{person}.csv"), "--json")
    assert done.exit_code == 2
    assert person not in done.output
    assert malmo.count("SELECT count(*) FROM batch") == 0


def test_a_refusal_lists_every_problem_with_its_place_in_both_languages(malmo: Store, tmp_path: Path) -> None:
    bad = file(tmp_path, attendance("99999", 900, 1000), "okänd;10101;2024;total;1;;;;", attendance(AREA, 900, 1000, "2024"))
    for language in ("sv", "en"):
        done = run(malmo.path, "--help")
        assert done.exit_code == 0
        result = CliRunner().invoke(main, ["--data", str(malmo.path), "--language", language, "import", str(bad), "--json"])
        error = json.loads(result.stdout)["error"]
        assert set(error) == {"code", "message", "problems"}
        assert [one["row"] for one in error["problems"]] == [2, 3, 4]
        assert all(set(one) >= {"row", "column", "value", "code", "message"} and one["message"] for one in error["problems"])


def test_words_of_a_refusal_go_to_standard_error(malmo: Store, tmp_path: Path) -> None:
    done = run(malmo, "import", file(tmp_path, attendance("99999", 900, 1000)))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 2
    assert "Row 2, column område" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["series", "okand_indikator"], "not_found"),
        (["series", "school_attendance", "--area", "Ingenstans"], "not_found"),
        (["series", "school_attendance", "--group", "okand"], "not_found"),
        (["approve", "77", "--by", "Ada"], "not_found"),
        (["reject", "77", "--by", "Ada"], "not_found"),
        (["revert", "77", "--by", "Ada"], "not_found"),
        (["approve", "1", "--by", " "], "name_needed"),
        (["import", "/finns/inte.csv"], "file_unreadable"),
        (["import", "/"], "file_unreadable"),
        (["areas", "import", "/finns/inte.zip"], "file_unreadable"),
        (["areas", "import", __file__], "borders_refused"),
        (["init", "--city", "malmo"], "store_exists"),
    ],
)
def test_what_the_user_can_mend_is_refused_with_a_code_and_a_sentence(malmo: Store, arguments: list[str], code: str) -> None:
    error = answer(malmo, *arguments, status=2)["error"]
    assert error["code"] == code
    assert error["message"]
    assert "…" not in error["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["series", "school_attendance"],
        ["batches"],
        ["publish"],
        ["programme", "export"],
        ["approve", "1", "--by", "Ada"],
        ["import", __file__],
    ],
)
def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path: Path, arguments: list[str]) -> None:
    assert answer(tmp_path / "none", *arguments, status=2)["error"]["code"] == "store_missing"
    assert not (tmp_path / "none").exists()


def test_an_unknown_city_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    error = answer(tmp_path / "x", "init", "--city", "atlantis", status=2)["error"]
    assert error["code"] == "not_found"
    assert "malmo" in error["message"]
    assert not (tmp_path / "x").exists()


@in_file
def test_a_second_init_leaves_the_first_store_and_kept_files_alone(malmo: Store, figures: Path) -> None:
    answer(malmo, "import", figures, "--by", "Olle")
    before = {path: path.read_bytes() for path in malmo.path.rglob("*") if path.is_file()}
    assert answer(malmo, "init", "--city", "malmo", status=2)["error"]["code"] == "store_exists"
    malmo.site.folder.journal.rename(malmo.path / "aside")
    assert answer(malmo, "init", "--city", "malmo", status=2)["error"]["code"] == "store_exists"
    (malmo.path / "aside").rename(malmo.site.folder.journal)
    assert {path: path.read_bytes() for path in malmo.path.rglob("*") if path.is_file()} == before


def test_init_says_what_it_made(tmp_path: Path) -> None:
    made = answer(tmp_path / "new", "init", "--city", "malmo", "--empty")
    assert made == {"city": "malmo", "areas": 136, "indicators": 20, "observations": 0}


def test_publish_says_what_it_published_and_each_step_if_asked(malmo: Store, figures: Path) -> None:
    answer(malmo, "import", figures, "--approve")
    done = run(malmo, "publish", "--json", "--steps")
    assert json.loads(done.stdout)["hidden"] == 1
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["reading", "adding_up", "hiding", "writing", "done"]


def test_the_export_is_the_programme_that_seeded_the_store(malmo: Store) -> None:
    seed = load_programme(ROOT / "data" / "cities" / "malmo" / "programme.yaml")
    assert Programme.model_validate(answer(malmo, "programme", "export")) == seed
    assert Programme.model_validate(yaml.safe_load(run(malmo, "programme", "export").stdout)) == seed


def test_values_as_they_were_published_on_an_earlier_day(malmo: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for day, numerator in ((2, 900), (4, 910)):
        monkeypatch.setenv("KRAFTKOLLEN_NOW", f"2026-03-{day:02}T12:00:00")
        answer(malmo, "import", file(tmp_path, attendance(AREA, numerator, 1000)), "--approve")

    def values(*arguments: str) -> list[float]:
        return [one["value"] for one in answer(malmo, "series", "school_attendance", "--area", AREA, *arguments)]

    assert values() == [91]
    assert values("--as-of", "2026-03-03") == [90]
    assert values("--as-of", "2026-03-01T11:00:00") == []


def test_the_definitions_of_the_repository_hold() -> None:
    assert answer(Path("unused"), "check") == {"ok": True, "problems": []}


def test_faulty_definitions_are_listed_with_status_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text("indicators:\n  - {id: X, kind: share, nonsense: 1}\n")
    monkeypatch.setenv("KRAFTKOLLEN_INDICATORS", str(path))
    found = answer(tmp_path, "check", status=2)
    assert not found["ok"]
    assert len(found["problems"]) > 3
    assert all(one["file"] for one in found["problems"])


def test_our_own_fault_is_status_one_with_a_number_and_no_traceback_on_standard_output(
    malmo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", "not a time")
    error = answer(malmo, "batches", status=1)["error"]
    assert error["code"] == "our_fault"
    assert "Traceback" not in error["message"]


def test_when_publishing_fails_the_answer_says_that_the_approval_stands(malmo: Store, figures: Path) -> None:
    answer(malmo, "import", figures, "--by", "Olle")
    malmo.site.folder.published.rename(malmo.path / "aside")
    malmo.site.folder.published.write_text("in the way")
    assert answer(malmo, "approve", 1, "--by", "Ada", status=2)["error"]["code"] == "publishing_failed"
    malmo.site.folder.published.unlink()
    (malmo.path / "aside").rename(malmo.site.folder.published)
    assert answer(malmo, "batches")[0]["state"] == "approved"
    answer(malmo, "publish")
    assert len(answer(malmo, "series", "school_attendance", "--area", AREA)) == 1


def as_program(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "kraftkollen", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env={"PATH": "", **environment})


def test_the_program_writes_swedish_on_a_terminal_that_knows_only_ascii(malmo: Store, figures: Path) -> None:
    answer(malmo, "import", figures, "--approve")
    done = as_program(
        "--data", malmo.path, "series", "school_attendance", "--area", AREA, "--json", LC_ALL="C", PYTHONIOENCODING="ascii"
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))[0]["name"] == "Västra Hamnen"


def test_the_program_ends_with_status_two_and_a_document_when_it_refuses(tmp_path: Path) -> None:
    done = as_program("--data", tmp_path / "none", "batches", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "store_missing"
    assert b"Traceback" not in done.stderr


def test_a_command_does_not_wait_for_libraries_that_only_others_need() -> None:
    code = "import sys, kraftkollen.cli.commands; print(*({'matplotlib', 'typst', 'plotly', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
