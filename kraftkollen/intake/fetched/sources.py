"""Chooses the dialogue of a source by its kind."""

from collections.abc import Iterable

from kraftkollen.intake.fetched.ckan import ckan
from kraftkollen.intake.fetched.found import Dialogue, Meaning
from kraftkollen.intake.fetched.kolada import kolada
from kraftkollen.intake.fetched.pxweb import pxweb
from kraftkollen.model.fetching import Ask, CkanFetch, KoladaFetch
from kraftkollen.model.group import Group
from kraftkollen.model.indicator import Indicator


def dialogue(ask: Ask, indicator: Indicator, groups: Iterable[Group]) -> Dialogue:
    """Return the dialogue with a source: it gives questions, is sent answers, and returns what was found.

    Parameters
    ----------
    groups
        The groups that the indicator has.

    Raises
    ------
    UnreadableError
        While it goes on, for whatever an answer lacks or should not hold: then nothing of it may be kept.
    """
    meaning = Meaning.of(ask, indicator, groups)
    if isinstance(ask.source, KoladaFetch):
        return kolada(meaning)
    return ckan(meaning) if isinstance(ask.source, CkanFetch) else pxweb(meaning)
