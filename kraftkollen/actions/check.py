"""Checks the definitions: indicators.yaml and the cities' programme.yaml, all faults of all files at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from kraftkollen.actions.site import Site, access_file, cities_folder, programme
from kraftkollen.errors import ConfigurationRefused, Problem
from kraftkollen.model.catalogue import Catalogue, load_catalogue
from kraftkollen.model.programme import Programme, load_programme
from kraftkollen.model.sign_in import load_sign_in

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Check:
    """What was found; `problems` have the file's name among their details."""

    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


def check_definitions(site: Site) -> Check:
    """Validate indicators.yaml, each city's programme.yaml, and how they fit together."""
    problems: list[Problem] = []
    catalogue = _try(partial(load_catalogue, site.indicators), site.indicators, problems)
    for path in sorted(cities_folder().glob("*/programme.yaml")):
        programme = _try(partial(load_programme, path), path, problems)
        if catalogue is not None and programme is not None:
            problems += _together(site, programme, path)
    problems += _access(site)
    return Check(tuple(problems))


def _access(site: Site) -> list[Problem]:
    """Return what is wrong in access.yaml, if sign-in is set up: its own faults, and officers of bodies that do not exist."""
    path, found = access_file(site.folder.path), list[Problem]()
    settings = _try(partial(load_sign_in, path), path, found) if path.exists() else None
    if settings is None or not site.journal.exists:
        return found
    with site.journal.read() as transaction:
        bodies = {one.id for one in programme(transaction).bodies}
    for name, grant in settings.groups.items():
        for owner in sorted(grant.owners - bodies):
            problem = Problem("access_unknown_owner", column=name, details={"subject": name, "given": owner})
            found.append(_in_file(problem, path))
    return found


def _try(load: Callable[[], T], path: Path, problems: list[Problem]) -> T | None:
    try:
        return load()
    except ConfigurationRefused as error:
        problems += [_in_file(problem, path) for problem in error.problems]
        return None


def _in_file(problem: Problem, path: Path) -> Problem:
    file = path.name if path.parent.parent != cities_folder() else f"{path.parent.name}/{path.name}"
    return replace(problem, details={**problem.details, "file": file})


def _together(site: Site, programme: Programme, path: Path) -> list[Problem]:
    """Return where a city and the indicators do not fit: an owner that is no body, a level that the city lacks."""
    found: list[Problem] = []
    amended = _try(partial(load_catalogue, site.indicators, programme.indicators), path, found)
    if amended is None:
        return found
    bodies, levels = {one.id for one in programme.bodies}, {one.id for one in programme.levels}
    for one in amended.indicators.values():
        if one.owner not in bodies:
            details = {"subject": one.id, "field": "owner", "given": one.owner}
            found.append(_in_file(Problem("definition_unknown_owner", column="owner", details=details), path))
        for level in one.levels:
            if level not in levels:
                details = {"subject": one.id, "field": "levels", "given": level}
                found.append(_in_file(Problem("definition_unknown_level", column="levels", details=details), path))
    return found + _named_indicators(amended, programme, path)


def _named_indicators(catalogue: Catalogue, programme: Programme, path: Path) -> list[Problem]:
    named = [(one.id, one.primary_indicator) for one in programme.interventions if one.primary_indicator]
    named += [(one.id, one.selection.indicator) for one in programme.interventions if one.selection]
    return [
        _in_file(Problem("definition_unknown_indicator", column=subject, details={"subject": subject, "given": name}), path)
        for subject, name in named
        if name not in catalogue.indicators
    ]
