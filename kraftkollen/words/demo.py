"""What says that figures are made up, wherever they are shown."""

from kraftkollen.model.text import Language
from kraftkollen.words.translate import translate


def demo_notice(language: Language, *, demo: bool) -> str:
    """Return what must stand in every picture and document of a made-up city; "" for a real one."""
    if not demo:
        return ""
    return translate(language, "Demo data: Exempelstad is a made-up city. No figure here is about a real place.")
