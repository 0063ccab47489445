"""Says what a text of a file means, as indicator, period, group or area, or which fault it is."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from kraftkollen.errors import Detail
from kraftkollen.intake.headers import period_text
from kraftkollen.intake.names import (
    area_form,
    area_names,
    fold,
    group_form,
    group_names,
    indicator_names,
    is_total,
    nearest,
    other_area_forms,
    whole_city_forms,
)
from kraftkollen.model.delivery import Form, Reference
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.period import Period, PeriodKind, readings


@dataclass(frozen=True)
class Fault:
    """Why a text means nothing here; details are worked out only where they are told."""

    code: str
    details: Callable[[], Mapping[str, Detail]] = field(default=dict)


Meaning = str | Fault
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00)?)?")
_DIVISION = re.compile(r"(.+)_(regso|deso)(\d{4})")


@dataclass(frozen=True)
class Resolver:
    """Knows every name of a city: what a text means, for one indicator (None if it is unknown)."""

    reference: Reference
    form: Form

    @cached_property
    def _indicators(self) -> dict[str, str]:
        return indicator_names(self.reference.catalogue)

    @cached_property
    def _areas(self) -> dict[str, tuple[int, ...]]:
        named = dict(area_names(self.reference.areas))
        for form in (form for place in self._city for form in whole_city_forms(self.reference.areas[place].name)):
            named.setdefault(form, self._city)
        return named

    @cached_property
    def _city(self) -> tuple[int, ...]:
        """The place of the area that is the whole city, if there is one."""
        coarsest = self.reference.divisions[0].id if self.reference.divisions else ""
        places = tuple(place for place, area in enumerate(self.reference.areas) if area.division == coarsest)
        return places if len(places) == 1 else ()

    @cached_property
    def _groups(self) -> dict[str, dict[str, str]]:
        """What has been asked for: all names of all indicators' groups are more work than most files."""
        return {}

    def _groups_of(self, indicator: str) -> dict[str, str]:
        if indicator not in self._groups:
            catalogue = self.reference.catalogue
            self._groups[indicator] = group_names(catalogue.groups(indicator), catalogue.dimensions)
        return self._groups[indicator]

    @cached_property
    def _level_of(self) -> dict[str, str]:
        return {division.id: division.level for division in self.reference.divisions}

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {division.level: rank for rank, division in enumerate(self.reference.divisions)}

    def indicator(self, text: str) -> Meaning:
        """Return the id of the indicator that the text names."""
        chosen = self.form.indicator
        if not text:
            return chosen if chosen is not None else Fault("indicator_empty")
        found = self._indicators.get(fold(text))
        if found is None:
            titles = tuple(one.title.sv for one in self.reference.catalogue.indicators.values())
            ids = tuple(self.reference.catalogue.indicators)
            return Fault("indicator_unknown", lambda: {"nearest": nearest(text, ids + titles)})
        if chosen is not None and found != chosen:
            return Fault("indicator_differs", lambda: {"chosen": chosen})
        return found

    def period(self, text: str, indicator: Indicator | None) -> Meaning:
        """Return the canonical form of the period that the text names."""
        if not text:
            return Fault("period_empty")
        day = _DAY.fullmatch(text)
        if day is not None:
            return self._period_of_day(day[1], indicator)
        found = readings(re.sub(r"^(\d{4})[.,]0+$", r"\1", period_text(text)))
        if not found:
            wanted = indicator.period.value if indicator else None
            return Fault("period_unreadable", lambda: {"wanted": wanted})
        if indicator is None:
            return str(found[0])
        fitting = [period for period in found if period.kind is indicator.period]
        if not fitting:
            return Fault("period_wrong_kind", lambda: {"kind": found[0].kind.value, "wanted": indicator.period.value})
        return self._not_in_future(fitting[0])

    def _period_of_day(self, text: str, indicator: Indicator | None) -> Meaning:
        """Return the period that begins on a day: a spreadsheet makes a date of what is typed as a month or a year."""
        kind = indicator.period if indicator else PeriodKind.YEAR
        try:
            day = date.fromisoformat(text)
            for period in (
                Period(kind, day.year - back, part) for back in (0, 1) for part in range(1, 13) if _exists(kind, part)
            ):
                if period.first_day == day:
                    return self._not_in_future(period)
        except ValueError:
            pass
        return Fault("period_is_date", lambda: {"wanted": kind.value})

    def _not_in_future(self, period: Period) -> Meaning:
        if period.last_day > self.reference.today:
            return Fault("period_future", lambda: {"last_day": period.last_day.isoformat()})
        return str(period)

    def group(self, text: str, indicator: Indicator | None) -> Meaning:
        """Return the id of the group that the text names; no text is everybody."""
        catalogue = self.reference.catalogue
        if indicator is None:
            known = any(group_form(text) in self._groups_of(one) for one in catalogue.indicators)
            return "" if known else Fault("group_unknown", lambda: {"nearest": "", "indicator": None})
        found = self._groups_of(indicator.id).get(group_form(text))
        if found is not None:
            return found
        titles = tuple(group.title(catalogue.dimensions, "sv") for group in catalogue.groups(indicator.id))
        return Fault("group_unknown", lambda: {"nearest": nearest(text, titles), "indicator": indicator.id})

    def areas(self, texts: Sequence[str], indicator: Indicator | None) -> list[int | Fault]:
        """Return for each text the place of its area in `reference.areas`.

        A text that names areas at several levels means the one at the form's level; else at the level, among those that the
        indicator has, at which most of the texts are areas, the indicator's first level going before others.
        """
        found = [self._places(text) for text in texts]
        order = self._order_of_levels(found, indicator)
        return [self._area(text, places, order, indicator) for text, places in zip(texts, found, strict=True)]

    def _places(self, text: str) -> tuple[int, ...]:
        form = area_form(text)
        division = _DIVISION.fullmatch(form)
        if division is not None:
            fitting = {one.id for one in self.reference.divisions if one.level == division[2] and one.version == division[3]}
            return tuple(place for place in self._areas.get(division[1], ()) if self.reference.areas[place].division in fitting)
        found = self._areas.get(form, ())
        if found or not form:
            return found
        return next((self._areas[one] for one in other_area_forms(text) if one in self._areas), ())

    def _no_area(self, text: str) -> Fault:
        """Return why a text names no area: a sum, an area of another division, or a name that we do not know."""
        division = _DIVISION.fullmatch(area_form(text))
        if division is not None and division[1] in self._areas:
            ours = "; ".join(f"{one.level} {one.version}" for one in self.reference.divisions if one.level == division[2])
            return Fault("area_division", lambda: {"division": f"{division[2]} {division[3]}", "wanted": ours})
        if is_total(text) and self._city:
            return Fault("area_total", lambda: {"city": self.reference.areas[self._city[0]].name})
        return Fault("area_unknown", lambda: {"nearest": nearest(text, self._names_of_areas)})

    def _level(self, place: int) -> str:
        return self._level_of.get(self.reference.areas[place].division, "")

    def _order_of_levels(self, found: Sequence[tuple[int, ...]], indicator: Indicator | None) -> dict[str, tuple[int, ...]]:
        counts: dict[str, int] = {}
        for places in found:
            for level in {self._level(place) for place in places}:
                counts[level] = counts.get(level, 0) + 1
        levels = indicator.levels if indicator else ()

        def rank(level: str) -> tuple[int, ...]:
            place = levels.index(level) if level in levels else len(levels)
            unfit = indicator is not None and not self._fits(level, indicator)
            return (level != self.form.level, unfit, -counts[level], place, -self._ranks.get(level, 0))

        return {level: rank(level) for level in counts}

    def _fits(self, level: str, indicator: Indicator) -> bool:
        """Return whether figures of the level are taken: it is one of the indicator's, or a total above one of them."""
        finest = max((self._ranks[one] for one in indicator.levels if one in self._ranks), default=-1)
        return level in indicator.levels or self._ranks.get(level, len(self._ranks)) < finest

    def _area(
        self, text: str, places: tuple[int, ...], order: Mapping[str, tuple[int, ...]], indicator: Indicator | None
    ) -> int | Fault:
        if not text:
            return Fault("area_empty")
        if not places:
            return self._no_area(text)
        best = min(places, key=lambda place: order[self._level(place)])
        level = self._level(best)
        if sum(self._level(place) == level for place in places) > 1:
            codes = "; ".join(self.reference.areas[place].code for place in places if self._level(place) == level)
            return Fault("area_ambiguous", lambda: {"codes": codes})
        chosen = self.form.level
        if chosen is not None and self._ranks.get(level, 0) > self._ranks.get(chosen, len(self._ranks)):
            return Fault("area_level", lambda: {"level": level, "wanted": chosen})
        if indicator is not None and not self._fits(level, indicator):
            return Fault("area_level", lambda: {"level": level, "wanted": "; ".join(indicator.levels)})
        return best

    @cached_property
    def _names_of_areas(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(area.name for area in self.reference.areas))


def _exists(kind: PeriodKind, part: int) -> bool:
    try:
        Period(kind, 2000, part)
    except ValueError:
        return False
    return True
