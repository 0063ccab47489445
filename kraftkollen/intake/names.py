"""Finds indicators, areas and groups by every name that they go under, and the nearest names where none fits."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import permutations, product

from rapidfuzz import fuzz, process

from kraftkollen.model.area import Area
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.group import TOTAL, Dimension, Group

_TOTALS = ("total", "totalt", "totala", "alla", "samtliga", "all", "everyone", "båda könen", "both sexes", "t", "")
_TOTAL = re.compile(r"(?:del)?(?:summa|summor|totalt?|totalsumma|samtliga|alla|sum|all)\b.{0,20}")
_SHORTEST_CODE = 4
# A first, wide net; then how alike a name must be at least, and how much less alike than the likest it may be.
_WORTH_A_LOOK = 65
_LOOKED_AT = 20
_NEAR_ENOUGH = 70
_AS_GOOD_AS = 12
_A_PART = 85
_NAMES_TOLD = 3


def fold(text: str) -> str:
    """Return the text without differences of case, spaces and dashes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", plain).split())


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", fold(text)) if not unicodedata.combining(letter))


@lru_cache(maxsize=4096)
def nearest(text: str, names: tuple[str, ...]) -> str:
    """Return up to three of the names that are most like the text, the likest first, joined by "; "; "" if none is."""
    asked, bare = _without_accents(text[:100]), [_without_accents(name) for name in names]
    found = process.extract(asked, bare, scorer=fuzz.WRatio, limit=_LOOKED_AT, score_cutoff=_WORTH_A_LOOK)
    scored = sorted(((_likeness(asked, name), -place) for name, _, place in found), reverse=True)[:_NAMES_TOLD]
    kept = [place for score, place in scored if score >= max(_NEAR_ENOUGH, scored[0][0] - _AS_GOOD_AS)]
    return "; ".join(names[-place] for place in kept)


def _likeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 100; one that is a part of the other counts, unless it is only a few letters."""
    whole = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    part = fuzz.partial_ratio(one, other) if min(len(one), len(other)) >= _SHORTEST_CODE else 0.0
    return float(max(whole, 0.9 * part if part >= _A_PART else 0.0))


def indicator_names(catalogue: Catalogue) -> dict[str, str]:
    """Return the id of each indicator under every name it goes by: its id, its Swedish and its English title."""
    named: dict[str, str] = {}
    for one in catalogue.indicators.values():
        for name in (one.id, one.title.sv, one.title.en):
            named.setdefault(fold(name), one.id)
    return named


@lru_cache(maxsize=4)
def area_names(areas: tuple[Area, ...]) -> Mapping[str, tuple[int, ...]]:
    """Return the places, in `areas`, of the areas with a code or name; a code also without its first noughts.

    Kept for the few latest cities: many files are checked against the same thousands of areas.
    """
    named: dict[str, list[int]] = {}
    for place, area in enumerate(areas):
        code = fold(area.code)
        short = {code.lstrip("0")} if code.isdigit() and code.strip("0") else set()
        forms = {fold(area.name), *(form for one in {code} | short for form in (one, f"{one} {fold(area.name)}"))}
        for form in forms:
            named.setdefault(form, []).append(place)
    return {form: tuple(places) for form, places in named.items()}


def area_form(text: str) -> str:
    """Return what to look up for an area as written: "24407.0" is a code that a spreadsheet took for a number."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", fold(text))


def other_area_forms(text: str) -> Iterator[str]:
    """Yield what else to look up where a text is no code or name: "24407 - Namnet" and "Namnet (24407)" are both."""
    form = fold(text)
    before = re.fullmatch(r"(\w*\d\w*)[\s,:;.-]+(\D.*)", form)
    after = re.fullmatch(r"(.+?)\s*[(\[](\w*\d\w*)[)\]]", form)
    for code, name in ([before.groups()] if before else []) + ([after.groups()[::-1]] if after else []):
        yield f"{code} {name}"
        if len(code) < _SHORTEST_CODE:  # a number in a table rather than a code of the city
            yield name


def is_total(text: str) -> bool:
    """Return whether a text names the sum of the rows above it rather than an area."""
    return _TOTAL.fullmatch(fold(text)) is not None


def whole_city_forms(name: str) -> Iterator[str]:
    """Yield what files write for the city as a whole, given its name."""
    city = fold(name)
    yield from (
        "hela staden",
        "hela kommunen",
        "staden totalt",
        "kommunen totalt",
        "staden",
        "kommunen",
        "whole city",
        "the city",
    )
    for word in ("totalt", "total", "stad", "kommun", "hela", "hela staden", "hela kommunen"):
        yield from (f"{city} {word}", f"{word} {city}", f"{city}, {word}", f"{city}s {word}", f"{city} ({word})")


def group_names(groups: Iterable[Group], dimensions: Mapping[str, Dimension]) -> dict[str, str]:
    """Return the id of each group under every name: its id, or its categories' ids, titles and aliases in any order."""
    named: dict[str, str] = {}
    for group in groups:
        if group.id == TOTAL:
            named.update({group_form(name): group.id for name in _TOTALS})
            continue
        named[group_form(group.id)] = group.id
        for form in _crossed_forms(group, dimensions):
            named.setdefault(form, group.id)
    return named


def _crossed_forms(group: Group, dimensions: Mapping[str, Dimension]) -> Iterator[str]:
    forms = []
    for name, category in group.categories:
        known = dimensions[name].categories[category]
        forms.append({group_form(form) for form in (category, known.title.sv, known.title.en, *known.aliases)})
    for combination in product(*forms):
        yield from (" ".join(order) for order in permutations(combination))


def group_form(text: str) -> str:
    """Return what to look up for a group as written: "Kvinnor, 16–19 år" and "kvinnor/16-19 år" are the same."""
    return " ".join(re.sub(r"[,;/|&+.:_]", " ", re.sub(r"\s*-\s*", "-", fold(text))).split())
