"""What an attacker could notice at best: counts that are equal to others, or to sums of neighbouring groups, place by place.

Made apart from the protection's own search (`links.py`), and from figures in which nothing is hidden: stronger than any reader.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyarrow as pa

from kraftkollen.disclosure.attacker import Equal, Key
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.indicator import RATIOS
from kraftkollen.model.period import SPAN

Place = tuple[str, str]
# Indicator, period, groups that are added, term.
_Count = tuple[str, str, tuple[str, ...], str]


def equal_of(figures: pa.Table, catalogue: Catalogue) -> tuple[Equal, ...]:
    """Return what adds up to nought across indicators, from figures as they are."""
    by_year: dict[int, dict[_Count, dict[Place, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in figures.to_pylist():
        indicator = catalogue.indicators[row["indicator"]]
        if SPAN in row["period"]:
            continue
        period = indicator.read_period(row["period"])
        ratio = indicator.kind in RATIOS
        terms = {"top": row["numerator"] if ratio else row["value"]} | ({"bottom": row["denominator"]} if ratio else {})
        for year in {period.first_day.year, period.last_day.year}:
            for term, count in terms.items():
                if count is not None:
                    name = (row["indicator"], row["period"], (row["grp"],), term)
                    by_year[year][name][row["division"], row["area"]] = count
    return tuple(dict.fromkeys(one for counts in by_year.values() for one in _noticed(counts, catalogue)))


def _noticed(counts: Mapping[_Count, Mapping[Place, float]], catalogue: Catalogue) -> Iterator[Equal]:
    added = {**counts, **dict(_added(counts, catalogue))}
    for one, places in counts.items():
        for other, theirs in added.items():
            if one[:2] == other[:2] or (len(other[2]) == 1 and other <= one):
                continue
            common = [place for place in places if place in theirs]
            equal = [place for place in common if abs(places[place] - theirs[place]) < 1e-6]
            if len([place for place in equal if places[place] > 0]) >= 3 and len(equal) >= 0.75 * len(common):
                for place in equal:
                    yield (_term(one, one[2][0], place, -1.0), *(_term(other, group, place, 1.0) for group in other[2]))


def _term(count: _Count, group: str, place: Place, sign: float) -> tuple[Key, str, float]:
    return (count[0], *place, count[1], group), count[3], sign


def _added(
    counts: Mapping[_Count, Mapping[Place, float]], catalogue: Catalogue
) -> Iterator[tuple[_Count, Mapping[Place, float]]]:
    for indicator, period, term in dict.fromkeys((one[0], one[1], one[3]) for one in counts):
        for line in _lines(indicator, catalogue):
            there = [group for group in line if (indicator, period, (group,), term) in counts]
            for start in range(len(there)):
                for end in range(start + 2, len(there) + 1):
                    parts = [counts[indicator, period, (group,), term] for group in there[start:end]]
                    places = set.intersection(*(set(part) for part in parts))
                    if end - start < len(line):
                        yield (
                            (indicator, period, tuple(there[start:end]), term),
                            {place: sum(part[place] for part in parts) for place in places},
                        )


def _lines(indicator: str, catalogue: Catalogue) -> list[list[str]]:
    """Return the groups of each dimension in their order, the other dimensions held."""
    lines: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for group in catalogue.groups(indicator):
        for number, (dimension, _) in enumerate(group.categories):
            held = group.categories[:number] + group.categories[number + 1 :]
            lines[dimension, held].append(group.id)
    return list(lines.values())
