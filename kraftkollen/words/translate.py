"""Gettext: message ids are the English texts; the Swedish catalogue is compiled in memory, so no build step is needed."""

import gettext
import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kraftkollen.model.text import Language

LOCALE_FOLDER = Path(__file__).parent / "locale"
DOMAIN = "kraftkollen"


def mark(message: str) -> str:
    """Return the message as it is: it marks a text that is translated later, so that the tool finds it."""
    return message


def catalogue_file(language: Language) -> Path:
    """Return where the language's catalogue lies."""
    return LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def _translations(language: Language) -> gettext.NullTranslations:
    path = catalogue_file(language)
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language, domain=DOMAIN, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(language: Language, message: str, **blanks: object) -> str:
    """Return the message in the language, its {blanks} filled."""
    text = _translations(language).gettext(message)
    return text.format(**blanks) if blanks else text


def translate_counted(language: Language, one: str, many: str, count: int, **blanks: object) -> str:
    """Return the form of the message that fits the count, which also fills {count}."""
    return _translations(language).ngettext(one, many, count).format(count=count, **blanks)
