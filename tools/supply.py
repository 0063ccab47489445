"""The supply chain: locks what is installed by hash, asks for known holes in it, and writes what is in it (SBOM).

The three tools stand in requirements-supply.txt and run in an environment of their own, `.venv-supply`: none of them comes
along with the product.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".venv-supply"
LOCKS = {"requirements.lock": "requirements.txt", "requirements-dev.lock": "requirements-dev.txt"}
WARNING = (
    "WARNING: pip-audit could not ask for known holes of {count} of {all} packages: its database cannot be reached from here."
)


def main() -> int:
    """Do what the command says, and return the exit status: 1 for a known hole, 0 where there is none or nobody could say."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("lock", "audit"):
        commands.add_parser(name)
    commands.add_parser("sbom").add_argument("file", type=Path)
    given = parser.parse_args()
    tools = _tools()
    if given.command == "lock":
        return lock(tools)
    return audit(tools) if given.command == "audit" else sbom(tools, given.file)


def _tools() -> Path:
    """Return the folder of the tools' commands; they are installed the first time, or when their versions have changed."""
    commands = FOLDER / ("Scripts" if os.name == "nt" else "bin")
    stamp, wanted = FOLDER / "stamp", (ROOT / "requirements-supply.txt").read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(FOLDER)], check=True)
        pip = [
            str(commands / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--only-binary",
            ":all:",
        ]
        subprocess.run([*pip, "-r", str(ROOT / "requirements-supply.txt")], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return commands


def lock(tools: Path) -> int:
    """Write the locks: the versions are those of the requirements and of constraints.txt, and nothing is chosen anew."""
    for name, source in LOCKS.items():
        how = [
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-annotate",
            "--no-emit-index-url",
            "--quiet",
        ]
        how += ["--custom-compile-command", "python tools/supply.py lock", "--no-config"]
        command = [str(tools / "uv"), "pip", "compile", source, *how, "--upgrade", "--output-file", name]
        subprocess.run(command, cwd=ROOT, check=True)
    return 0


def audit(tools: Path) -> int:
    """Ask for known holes in what is locked. A package that nobody could be asked about is warned of, never passed over."""
    how = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    command = [str(tools / "pip-audit"), "-r", str(ROOT / "requirements.lock"), *how]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print(WARNING.format(count="all", all="them"))
        return 0
    silent = [one["name"] for one in found if "skip_reason" in one]
    holes = [(one["name"], one["version"], hole) for one in found for hole in one.get("vulns", [])]
    if silent:
        print(WARNING.format(count=len(silent), all=len(found)))
    for name, version, hole in holes:
        print(f"{name} {version}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}")
    if not silent and not holes:
        print(f"No known holes in {len(found)} packages.")
    return 1 if holes else 0


def sbom(tools: Path, file: Path) -> int:
    """Write what is locked for the running product as CycloneDX JSON, with the hashes."""
    how = ["--output-format", "JSON", "--output-reproducible", "--pyproject", str(ROOT / "pyproject.toml")]
    command = [str(tools / "cyclonedx-py"), "requirements", str(ROOT / "requirements.lock"), *how, "--output-file", str(file)]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
