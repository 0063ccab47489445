"""Warns of what is unlikely in a delivery, seen beside what is current: the officer confirms, nothing is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from kraftkollen.errors import Detail, Problem
from kraftkollen.intake.findings import Findings
from kraftkollen.intake.gone import Slot, absent_periods, expected, gone_areas, gone_groups
from kraftkollen.intake.jumps import Jumps, find_jumps
from kraftkollen.intake.laid import Floats, Laid, lay
from kraftkollen.intake.totals import Differences, Whole, find_differences
from kraftkollen.model.delivery import Reference
from kraftkollen.model.indicator import Indicator

_MOST_DECIMALS = 4
_NAMES_TOLD = 3
Details = dict[str, Detail]


def doubts(
    rows: pa.Table,
    current: pa.Table,
    reference: Reference,
    wholes: Sequence[Whole] = (),
    headers: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """Return what the officer should look at again before the delivery is confirmed.

    Parameters
    ----------
    rows : pa.Table
        The delivered observations, in OBSERVATION_SCHEMA, each key once.
    current : pa.Table
        What is approved now, in OBSERVATION_SCHEMA; other indicators than the delivered are left out of account.
    wholes
        The areas that are made of smaller ones, for totals that do not sum.
    headers
        The header of each of our columns as it stands in the file (`Understood.columns`).

    Returns
    -------
    tuple of Problem
        `jump`, `denominator_jump`, `changes_published`, `changes_published_basis`, `areas_gone`, `group_gone`, `period_gone`,
        `groups_differ`, `areas_differ`, `totals_differ_noise`; at most 500 in rows and 500 of the whole file, the rest counted
        by code (`more_of_the_same`). Nothing for a delivery that is current already. Numbers among the details are rounded as
        the indicator is shown.
    """
    if not rows.num_rows:
        return ()
    laid = lay(rows, current, reference.catalogue)
    return _Doubts(laid, reference, headers or {}, Findings(rows["source_row"].to_numpy())).run(wholes)


@dataclass(frozen=True)
class _Doubts:
    laid: Laid
    reference: Reference
    headers: Mapping[str, str]
    findings: Findings
    names: Mapping[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        names = {(one.division, one.code): f"{one.name} ({one.code})" for one in self.reference.areas}
        object.__setattr__(self, "names", names)

    def run(self, wholes: Sequence[Whole]) -> tuple[Problem, ...]:
        if not self.laid.fresh.any():
            return ()
        self._jumps("value", "jump")
        self._jumps("denominator", "denominator_jump")
        self._changes()
        self._gone()
        explained: list[Differences] = []
        for found in find_differences(self.laid, wholes, self.reference.catalogue):
            self._differences(found)
            explained.append(found)
        self._noise(explained)
        return self.findings.problems()

    def _area(self, place: int) -> str:
        code = self.laid.word("area", place)
        return self.names.get((self.laid.word("division", place), code), code)

    def _title(self, indicator: Indicator) -> Details:
        return {"indicator": indicator.id, "indicator_sv": indicator.title.sv, "indicator_en": indicator.title.en}

    def _header(self, name: str) -> str | None:
        return self.headers.get(name) or (self.headers.get("numerator") if name == "value" else None)

    def _add(self, code: str, name: str, row_of: Mapping[int, int], details: Mapping[int, Details]) -> None:
        """Note a doubt in delivered rows; `row_of` leads from the row to where its details stand."""
        where = np.zeros(len(self.findings.rows), dtype=bool)
        where[list(row_of)] = True
        self.findings.add(
            code,
            self._header(name),
            where,
            lambda row: _plain(details[row_of[row]].get("value")),
            lambda row: details[row_of[row]],
        )

    def _jumps(self, name: str, code: str) -> None:
        jumps = find_jumps(self.laid, name)
        row_of = {int(self.laid.row[place]): one for one, place in enumerate(jumps.place)}
        self._add(code, name, row_of, _Lazily(lambda one: self._jump(name, jumps, one)))

    def _jump(self, name: str, jumps: Jumps, one: int) -> Details:
        place, before = int(jumps.place[one]), int(jumps.before[one])
        figure, decimals = self.laid.figures[name], self._decimals(place, name)
        now, then = (round(float(figure[at]), decimals) for at in (place, before))
        return {
            "value": now,
            "before": then,
            "before_period": self.laid.word("period", before),
            "change": round(now - then, decimals),  # of the figures as they are shown, so that the sentence adds up
            "low": round(float(jumps.low[one]), decimals),
            "high": round(float(jumps.high[one]), decimals),
            "area": self._area(place),
        }

    def _decimals(self, place: int, name: str = "value") -> int:
        return self.laid.indicator_of(place).decimals if name == "value" else 0

    def _changes(self) -> None:
        laid = self.laid
        now, old = laid.figures["value"], laid.old["value"]
        apart = np.where(np.isfinite(now - old), np.abs(now - old), np.inf)
        for number in np.flatnonzero(np.bincount(laid.moment[laid.changed])):
            places = np.flatnonzero(laid.changed & (laid.moment == number))
            largest = int(places[np.argmax(_ranked(apart[places]))])
            one, period = laid.moments[int(number)]
            decimals = _telling(float(now[largest]), float(old[largest]), self._decimals(largest))
            details: Details = {
                **self._title(laid.indicators[one]),
                "period": str(period),
                "count": len(places),
                "area": self._area(largest),
                "value": _rounded(now[largest], decimals),
                "old": _rounded(old[largest], decimals),
            }
            row = int(self.findings.rows[laid.row[largest]])
            lost = details["value"] is None or details["old"] is None
            same = details["value"] == details["old"]
            code = "changes_published_missing" if lost else "changes_published_basis" if same else "changes_published"
            self.findings.add_to_file(Problem(code, row, self._header("value"), _plain(details["value"]), details))

    def _gone(self) -> None:
        found = expected(self.laid)
        for slot in gone_areas(self.laid, found):
            names = sorted(self._area(int(place)) for place in slot.places)
            self._tell_gone("areas_gone", slot, {"areas": _some(names), "count": len(names)})
        for slot in gone_groups(self.laid, found):
            dimensions, groups = self.reference.catalogue.dimensions, self.reference.catalogue.all_groups
            ids = sorted({self.laid.word("grp", int(place)) for place in slot.places})
            titles: Details = {"count": len(ids)}
            titles["groups_sv"] = _some([groups[one].title(dimensions, "sv") if one in groups else one for one in ids])
            titles["groups_en"] = _some([groups[one].title(dimensions, "en") if one in groups else one for one in ids])
            self._tell_gone("group_gone", slot, titles)
        for indicator, period, after in absent_periods(self.laid):
            details = {**self._title(indicator), "period": str(period), "after": str(after)}
            self.findings.add_to_file(Problem("period_gone", details=details))

    def _tell_gone(self, code: str, slot: Slot, details: Details) -> None:
        one, period = self.laid.moments[slot.moment]
        before = self.laid.word("period", int(slot.places[0]))
        told = {**self._title(self.laid.indicators[one]), "period": str(period), "before_period": before}
        self.findings.add_to_file(Problem(code, details={**told, **details}))

    def _differences(self, found: Differences) -> None:
        row_of = {int(found.row[one]): int(one) for one in np.flatnonzero(~found.explained)}

        def details(one: int) -> Details:
            decimals = self._decimals(int(found.place[one]), found.name)
            return {
                "value": _rounded(found.total[one], decimals),
                "sum": _rounded(found.sum[one], decimals),
                "difference": _rounded(found.total[one] - found.sum[one], decimals),
                "parts": int(found.parts[one]),
                "area": self._area(int(found.place[one])),
                "column": found.name,
            }

        self._add(f"{found.of}_differ", found.name, row_of, _Lazily(details))

    def _noise(self, differences: Sequence[Differences]) -> None:
        """Tell once for each indicator and period how many totals differ by what the source's own noise may explain."""
        if not differences:
            return
        kept = [one.explained for one in differences]
        places = np.concatenate([one.place[mask] for one, mask in zip(differences, kept, strict=True)])
        apart = np.concatenate([np.abs(one.total - one.sum)[mask] for one, mask in zip(differences, kept, strict=True)])
        for number in np.flatnonzero(np.bincount(self.laid.moment[places])):
            mine = self.laid.moment[places] == number
            one, period = self.laid.moments[int(number)]
            indicator = self.laid.indicators[one]
            details: Details = {**self._title(indicator), "period": str(period), "producer": indicator.source.producer}
            details |= {"count": int(np.count_nonzero(mine)), "largest": float(round(apart[mine].max(), 4))}
            self.findings.add_to_file(Problem("totals_differ_noise", details=details))


class _Lazily(dict[int, Details]):
    """Details that are worked out when they are told: of a million doubts five hundred are."""

    def __init__(self, make: Callable[[int], Details]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, one: int) -> Details:
        self[one] = self._make(one)
        return self[one]


def _rounded(number: np.float64, decimals: int) -> float | None:
    return None if np.isnan(number) else round(float(number), decimals)


def _telling(now: float, old: float, decimals: int) -> int:
    """Return with how many decimals two values can be told apart: those of the indicator, or some more."""
    return next((more for more in range(decimals, _MOST_DECIMALS) if round(now, more) != round(old, more)), _MOST_DECIMALS)


def _plain(number: Detail) -> str | None:
    """Return a number as a program reads it; what a person reads is written by `kraftkollen.words`."""
    return None if number is None else f"{number:.12g}"


def _ranked(apart: Floats) -> Floats:
    """Return how far values are apart, what came from or went to missing after the rest."""
    return np.where(np.isinf(apart), -1.0, apart)


def _some(names: Sequence[str]) -> str:
    """Return the first few names; three dots stand for the rest."""
    more = ["…"] if len(names) > _NAMES_TOLD else []
    return ", ".join([*names[:_NAMES_TOLD], *more])
