"""Which pages there are, in the order of the menu, and what each needs to be opened."""

from collections.abc import Mapping

from kraftkollen.access import Permission
from kraftkollen.words.translate import mark

# Address, file, and the English of the title; the order of the menu.
PAGES: tuple[tuple[str, str, str], ...] = (
    ("", "dashboard.py", mark("Start")),
    ("karta", "pages/karta.py", mark("Map")),
    ("omraden", "pages/omraden.py", mark("Areas")),
    ("indikatorer", "pages/indikatorer.py", mark("Indicators")),
    ("insatser", "pages/insatser.py", mark("Interventions")),
    ("effektutvardering", "pages/effektutvardering.py", mark("Effect evaluation")),
    ("beslut", "pages/beslut.py", mark("Decisions")),
    ("pengar", "pages/pengar.py", mark("Money")),
    ("problembild", "pages/problembild.py", mark("Problem picture")),
    ("aterkoppling", "pages/aterkoppling.py", mark("Feedback")),
    ("ettarsutvardering", "pages/ettarsutvardering.py", mark("Evaluation after one year")),
    ("arsutvardering", "pages/arsutvardering.py", mark("Yearly evaluation")),
    ("lamna_uppgifter", "pages/lamna_uppgifter.py", mark("Deliver figures")),
    ("leveranslage", "pages/leveranslage.py", mark("Deliveries")),
    ("hamtning", "pages/hamtning.py", mark("Fetching")),
)
# Below every page, not in the menu.
FOOT: tuple[tuple[str, str], ...] = (("introduktion", mark("Introduction")), ("tillganglighet", mark("Accessibility")))
# The law lets nobody be asked to sign in before reading how accessible the service is.
OPEN = frozenset({"tillganglighet"})
# What a page needs to be opened and to stand in the menu, where it is more, or less, than to see what is published.
NEEDS: Mapping[str, Permission] = {
    "lamna_uppgifter": Permission.DELIVER,
    "leveranslage": Permission.SEE_DELIVERIES,
    "hamtning": Permission.ADMINISTER,
    "arsutvardering": Permission.SEE_EDITIONS,
    "introduktion": Permission.SEE_EDITIONS,
    "tillganglighet": Permission.SEE_EDITIONS,
}


def needs(address: str) -> Permission:
    """Return what a page needs to be opened: to see what is published, unless NEEDS says otherwise."""
    return NEEDS.get(address, Permission.SEE_PUBLISHED)
