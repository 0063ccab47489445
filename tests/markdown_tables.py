"""Reads the tables of a Markdown file, so that what we ship can be held against the facts it was made from."""

from pathlib import Path


def tables(path: Path) -> list[list[dict[str, str]]]:
    """Return every table as rows of cells by header."""
    blocks: list[list[list[str]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            blocks[-1].append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif blocks[-1]:
            blocks.append([])
    return [[dict(zip(rows[0], row, strict=True)) for row in rows[2:]] for rows in blocks if rows]


def bullets(path: Path, heading: str) -> list[str]:
    """Return the bullets under a heading."""
    part = path.read_text(encoding="utf-8").split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return [line[2:].strip() for line in part.splitlines() if line.startswith("- ")]
