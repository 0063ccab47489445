"""Reads the cells of a file of interventions and decisions: names into ids, every fault by row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kraftkollen.errors import Problem
from kraftkollen.intake.names import area_form, fold, nearest
from kraftkollen.intake.register_headers import found_names
from kraftkollen.model.area import Area, Division
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.persons import find_persons
from kraftkollen.model.programme import Programme
from kraftkollen.model.text import LANGUAGES
from kraftkollen.words.register_terms import term
from kraftkollen.words.translate import translate

CITY = "city"
_CITY_WORDS = ("hela staden", "staden", "the whole city", "whole city", "stadsövergripande", "city-wide", CITY)


@dataclass(frozen=True)
class Known:
    """What a file may name, each by every name that it goes under, folded."""

    programme: Programme
    bodies: Mapping[str, str]
    interventions: Mapping[str, str]
    wholes: Mapping[str, str]
    indicators: Mapping[str, str]
    decisions: Mapping[str, str]
    areas: Mapping[str, tuple[str, str]]
    priority: Mapping[str, str]
    titles: Mapping[str, str]


def known(programme: Programme, catalogue: Catalogue, divisions: Iterable[Division], areas: Iterable[Area]) -> Known:
    """Return what a file may name. A name of areas of two levels is that of the finer."""
    levels = {one.id: one.level for one in divisions}
    ranks = [one.id for one in programme.levels]
    coarse_first = sorted(areas, key=lambda one: ranks.index(levels[one.division]) if one.division in levels else -1)
    places = {
        form: (levels[one.division], one.code)
        for one in coarse_first
        if one.division in levels
        for form in (fold(one.name), fold(one.code), fold(f"{one.code} {one.name}"))
    }
    interventions = {form: one.id for one in programme.interventions for form in map(fold, (one.name.en, one.name.sv, one.id))}
    structures = {form: one.id for one in programme.structures for form in map(fold, (one.name.en, one.name.sv, one.id))}
    processes = {one.id for one in programme.interventions if one.city_wide}
    return Known(
        programme,
        {form: one.id for one in programme.bodies for form in map(fold, (one.name, one.id))},
        interventions,
        structures | {form: name for form, name in interventions.items() if name in processes},
        {form: one.id for one in catalogue.indicators.values() for form in map(fold, (one.title.en, one.title.sv, one.id))},
        {form: one.id for one in programme.decisions for form in map(fold, filter(None, (one.reference, one.id)))},
        places,
        {form: one.id for one in programme.priority_areas for form in map(fold, (one.name, one.id))},
        {fold(name): name for name in _titles(programme, catalogue, coarse_first)},
    )


def _titles(programme: Programme, catalogue: Catalogue, areas: Iterable[Area]) -> Iterable[str]:
    """Yield the names that are told where one is unknown."""
    yield from (one.name for one in programme.bodies)
    yield from (one.name for one in programme.priority_areas)
    yield from (one.name for one in areas)
    named = [*(one.name for one in programme.interventions), *(one.name for one in programme.structures)]
    named += [one.title for one in catalogue.indicators.values()]
    yield from (text for one in named for text in (one.en, one.sv))
    yield from (one.reference for one in programme.decisions if one.reference)


@dataclass
class Cells:
    """One row of the file by field, and the problems found in it. `headers` are the columns as the sender wrote them."""

    row: int
    texts: Mapping[str, str]
    headers: Mapping[str, str]
    known: Known
    problems: list[Problem] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.texts

    def faulty(self, name: str) -> bool:
        """Return whether something is wrong in a column."""
        return self.has(name) and any(one.column == self.headers[name] for one in self.problems)

    def refuse_persons(self) -> None:
        """Take up every cell that may hold a person; nothing of it is repeated."""
        held = [name for name, text in self.texts.items() if text and find_persons(text)]
        self.problems += [Problem("person_in_text", self.row, self.headers[name]) for name in held]

    def text(self, name: str, old: str = "") -> str:
        """Return what a cell says; what stood where the file has no such column."""
        return self.texts.get(name, old)

    def names(self, name: str, there: Mapping[str, str], what: str, old: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the ids of what a cell names; a name that nothing has is a problem, with the nearest beside it."""
        if not self.has(name):
            return tuple(old)
        ids, unknown = found_names(self.texts[name], there)
        self._unknown(name, unknown, tuple(there), what)
        return tuple(ids)

    def name(self, name: str, there: Mapping[str, str], what: str, old: str | None = None) -> str:
        """Return the id of what a cell names; "" if it is empty."""
        return next(iter(self.names(name, there, what, [old] if old else [])), "")

    def terms(self, name: str, terms: type[StrEnum], old: Iterable[StrEnum] = ()) -> tuple[str, ...]:
        """Return the terms in a cell, by their words in either language or their id."""
        if not self.has(name):
            return tuple(one.value for one in old)
        there = {fold(said): one.value for one in terms for said in (one.value, *(term(one, lang) for lang in LANGUAGES))}
        ids, unknown = found_names(self.texts[name], there)
        listed = "; ".join(term(one, "sv") for one in terms)
        self._add("register_term", name, unknown, {"known": listed})
        return tuple(ids)

    def term(self, name: str, terms: type[StrEnum], old: StrEnum | None = None) -> str:
        return next(iter(self.terms(name, terms, [old] if old else [])), "")

    def direction(self, old: str | None) -> str | None:
        """Return up, down, "" or None: as is good for the indicator, where the file says nothing."""
        if not self.has("expected"):
            return old
        said = fold(self.texts["expected"])
        there = {fold(translate(lang, way)): way for lang in LANGUAGES for way in ("up", "down")}
        there |= {"up": "up", "down": "down", "ökar": "up", "minskar": "down"}
        if said and said not in there:
            self._add("register_term", "expected", [self.texts["expected"]], {"known": "upp; ned"})
        return there.get(said)

    def places(self, old_level: str, old: tuple[str, ...], *, city_wide: bool) -> tuple[bool, str, tuple[str, ...]]:
        """Return whether it is of the whole city, else the level and codes of its areas."""
        if not self.has("areas"):
            return city_wide, old_level, old
        there = {form: f"{level} {code}" for form, (level, code) in self.known.areas.items()}
        there |= {form: f"priority {name}" for form, name in self.known.priority.items()}
        there |= dict.fromkeys(_CITY_WORDS, CITY)
        cell = "|".join(area_form(part) if part.strip().isdigit() else part for part in self.texts["areas"].split("|"))
        ids, unknown = found_names(cell, there)
        self._unknown("areas", unknown, tuple(there), "area")
        found = [place for one in ids if one != CITY for place in self._areas_of(one)]
        levels = {level for level, _ in found}
        if CITY in ids and found:
            self._add("register_city", "areas", [""])
        if len(levels) > 1:
            self._add("register_level", "areas", [""])
        return CITY in ids, next(iter(levels), old_level), tuple(dict.fromkeys(code for _, code in found))

    def _areas_of(self, name: str) -> list[tuple[str, str]]:
        kind, _, code = name.partition(" ")
        if kind != "priority":
            return [(kind, code)]
        return [(one.level, area) for one in self.known.programme.priority_areas if one.id == code for area in one.areas]

    def _unknown(self, name: str, unknown: Iterable[str], there: tuple[str, ...], what: str) -> None:
        for one in unknown:
            said = None if find_persons(one) else one[:60]
            titles = tuple(dict.fromkeys(self.known.titles[name] for name in there if name in self.known.titles))
            details = {"what": what, "nearest": nearest(one, titles)}
            self.problems.append(Problem("register_name", self.row, self.headers[name], said, details))

    def _add(self, code: str, name: str, values: Iterable[str], details: Mapping[str, str] | None = None) -> None:
        for one in values:
            said = None if find_persons(one) else one[:60] or None
            self.problems.append(Problem(code, self.row, self.headers[name], said, dict(details or {})))
