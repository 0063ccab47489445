"""Finds every message in the code and brings the Swedish catalogue up to date: new ones are added empty, unused ones go.

`python tools/update_messages.py` writes the catalogue; with --check it only says what is missing, and fails if anything is.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
PO = ROOT / "kraftkollen" / "words" / "locale" / "sv" / "LC_MESSAGES" / "kraftkollen.po"
_KEYWORDS = {
    "words": (1,),
    "mark": (1,),
    "translate": (2,),
    "counted": (1, 2),
    "translate_counted": (2, 3),
}


_HEADER = """# Swedish. The message ids are the English texts.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def messages() -> Catalog:
    """Return every message of the code, with the files that use it."""
    found = Catalog(locale="sv", project="Kraftkollen", charset="utf-8")
    for file, _, message, _, _ in extract_from_dir(
        ROOT / "kraftkollen", method_map=[("**.py", "python")], keywords=_KEYWORDS, comment_tags=()
    ):
        if message:
            found.add(message, locations=[(f"kraftkollen/{file}", 0)])
    return found


def updated() -> Catalog:
    """Return the Swedish catalogue with what is new added and what is unused gone."""
    with PO.open("rb") if PO.exists() else io.BytesIO() as source:
        catalogue = read_po(source, locale="sv", charset="utf-8")
    catalogue.update(messages(), no_fuzzy_matching=True, keep_user_comments=False)
    catalogue.obsolete.clear()
    return catalogue


def text(catalogue: Catalog) -> str:
    """Return the catalogue as the file holds it: sorted, without dates and line numbers, so that a change shows."""
    written = io.BytesIO()
    write_po(written, catalogue, sort_output=True, no_location=True, omit_header=True, width=120)
    return _HEADER + written.getvalue().decode()


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the messages that have no Swedish."""
    empty = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(strings):
            empty.append(message.id if isinstance(message.id, str) else message.id[0])
    return empty


def main() -> int:
    """Write the catalogue, or check it."""
    catalogue = updated()
    missing = untranslated(catalogue)
    if "--check" not in sys.argv:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_text(text(catalogue), encoding="utf-8")
    for message in missing:
        print(f"no Swedish: {message}")
    return 1 if missing or PO.read_text(encoding="utf-8") != text(catalogue) else 0


if __name__ == "__main__":
    sys.exit(main())
