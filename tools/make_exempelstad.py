"""Makes data/cities/exempelstad again: python tools/make_exempelstad.py [--seed N] [--out FOLDER]. See docs/exempelstad.md."""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.exempelstad import DEFAULT_SEED, files, generate  # noqa: E402 (found only from the project's root)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=DEFAULT_SEED)
    asked.add_argument("--out", type=Path, default=ROOT / "data" / "cities" / "exempelstad")
    given = asked.parse_args()
    made = files(generate(given.seed))
    for old in (given.out / "deliveries").glob("*.csv"):
        old.unlink()
    for path, content in made.items():
        target = given.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    sys.stdout.write(f"{len(made)} files, {sum(map(len, made.values())) / 1e6:.1f} MB, in {given.out}\n")


if __name__ == "__main__":
    main()
