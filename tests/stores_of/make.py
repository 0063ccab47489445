"""Makes a small store as an older version of the product makes it, by that version's own commands, to try upgrading on.

python tests/stores_of/make.py 3 0c77d9a     # schema 3, made by the product as it was at that commit
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
INDICATORS = ("school_attendance", "employment_20_24")
HEADER = "indikator;område;period;grupp;värde;täljare;nämnare;status;kommentar"
FILES = {
    "skola.csv": [
        "school_attendance;E0101;2023/24;;;880;1000;;",
        "school_attendance;E0101;2024/25;;;900;1000;;",
        "school_attendance;E0102;2024/25;;;3;1000;;",
        "school_attendance;E0103;2024/25;;;701;800;preliminär;",
        "school_attendance;E0104;2024/25;;..;;;;",
    ],
    "arbete.csv": ["employment_20_24;E0101;2023;total;;420;600;;", "employment_20_24;E0103;2023;total;;333;500;;"],
    "nekad.csv": ["school_attendance;E0105;2024/25;;;100;1000;;"],
    "återkallad.csv": ["school_attendance;E0106;2024/25;;;200;1000;;"],
    "väntar.csv": ["school_attendance;E0107;2024/25;;;300;1000;;"],
}


def main(schema: str, commit: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        (folder / "old").mkdir()
        subprocess.run(["tar", "-x", "-C", str(folder / "old")], input=archive, check=True)
        told = _filled(folder)
        told["made_by"] = commit
        (folder / "store" / "told.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        with tarfile.open(HERE / f"schema{schema}.tar.xz", "w:xz", preset=9) as packed:
            packed.add(folder / "store", "store", filter=_without_locks)


def _filled(folder: Path) -> dict[str, object]:
    """Fill a store as its version does, and return what its own commands tell of it."""
    _run(folder, "init", "--empty")
    for name, rows in FILES.items():
        path = folder / name
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        _run(folder, "import", str(path), "--by", "Olle", *(["--approve"] if name in list(FILES)[:2] else []))
    _run(folder, "reject", "3", "--by", "Ada", "--why", "fel fil")
    _run(folder, "approve", "4", "--by", "Ada")
    _run(folder, "revert", "4", "--by", "Ada", "--why", "fel år")
    _run(folder, "publish")
    return {
        "series": {name: json.loads(_run(folder, "series", name, "--json")) for name in INDICATORS},
        "batches": json.loads(_run(folder, "batches", "--json")),
    }


def _run(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "kraftkollen", "--data", str(folder / "store"), *arguments]
    fixed = {"KRAFTKOLLEN_NOW": "2026-03-01T12:00:00", "PYTHONPATH": str(folder / "old")}
    done = subprocess.run(command, cwd=folder / "old", env={**os.environ, **fixed}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{arguments}: {done.stdout}{done.stderr}")
    return done.stdout


def _without_locks(one: tarfile.TarInfo) -> tarfile.TarInfo | None:
    one.uid, one.gid, one.uname, one.gname = 0, 0, "", ""
    return None if one.name.endswith(".lock") else one


if __name__ == "__main__":
    main(*sys.argv[1:])
