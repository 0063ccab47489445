"""The register's records as a reader meets them: bodies, areas, indicators and interventions by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kraftkollen.model.intervention import Intervention
from kraftkollen.model.programme import Programme
from kraftkollen.views.reading import Reading


@dataclass(frozen=True)
class Names:
    """Names of what a programme's records speak of. `programme` may be an earlier one than the reading's."""

    reading: Reading
    programme: Programme

    @cached_property
    def _divisions(self) -> dict[str, str]:
        return {one.level: one.id for one in self.reading.version.registry.divisions}

    @cached_property
    def _areas(self) -> dict[tuple[str, str], str]:
        return {(one.division, one.code): one.name for one in self.reading.version.registry.areas}

    def body(self, body: str | None) -> str:
        return self.programme.body_name(body) if body else ""

    def bodies(self, bodies: Iterable[str]) -> str:
        return ", ".join(self.body(one) for one in bodies)

    def area(self, level: str, code: str) -> str:
        return self._areas.get((self._divisions.get(level, ""), code), code)

    def where(self, one: Intervention) -> str:
        """Return where an intervention works, in words."""
        if one.city_wide:
            return self.reading.words("The whole city")
        return ", ".join(self.area(one.level, code) for code in one.areas)

    def finest_areas(self, codes: Iterable[str]) -> str:
        divisions = self.reading.version.registry.divisions
        level = divisions[-1].level if divisions else ""
        return ", ".join(self.area(level, code) for code in codes)

    def indicator(self, indicator: str | None) -> str:
        defined = self.reading.version.catalogue.indicators.get(indicator or "")
        return defined.title.in_language(self.reading.language) if defined else indicator or ""

    def unit(self, indicator: str | None) -> str:
        """Return the unit of a difference in an indicator: percentage points for a share."""
        defined = self.reading.version.catalogue.indicators.get(indicator or "")
        if defined is None:
            return ""
        if defined.is_ratio and defined.per == 100:
            return self.reading.words("percentage points")
        return defined.unit.in_language(self.reading.language)

    @cached_property
    def _called(self) -> dict[str, str]:
        language = self.reading.language
        called = {one.id: one.name.in_language(language) for one in self.programme.structures}
        return called | {one.id: one.name.in_language(language) for one in self.programme.interventions}

    def called(self, name: str) -> str:
        """Return the name of an intervention, a process or a structure."""
        return self._called.get(name, name)


def covers(reading: Reading) -> dict[tuple[str, str], frozenset[str]]:
    """Return which areas of the finest level each area of each level consists of, by level and code."""
    divisions = reading.version.registry.divisions
    found: dict[tuple[str, str], frozenset[str]] = {}
    parts: dict[str, frozenset[str]] = {}
    for place, division in enumerate(reversed(divisions)):
        areas = [one for one in reading.version.registry.areas if one.division == division.id]
        own = {one.code: frozenset({one.code}) if place == 0 else parts.get(one.code, frozenset()) for one in areas}
        found |= {(division.level, code): codes for code, codes in own.items()}
        parts = {}
        for one in areas:
            if one.parent is not None:
                parts[one.parent] = parts.get(one.parent, frozenset()) | own[one.code]
    return found
