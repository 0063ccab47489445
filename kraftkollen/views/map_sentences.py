"""The sentence of each mode of the map. None claims a difference that chance alone may have made, and none speaks of effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kraftkollen.development import LEVEL, Change, Movement, Turn
from kraftkollen.model.delivery import Status
from kraftkollen.model.indicator import Indicator
from kraftkollen.views.map_modes import NOT_COMPARED, NOT_DELIVERED, Comparison, Mode
from kraftkollen.views.reading import Reading
from kraftkollen.words import maps as say
from kraftkollen.words.development import changed
from kraftkollen.words.figures import with_unit
from kraftkollen.words.translate import translate


@dataclass(frozen=True, slots=True)
class Tally:
    """How many differences are beyond chance, and which way; `better` and `worse` are nought where no way is better."""

    count: int
    up: int
    down: int
    better: int
    worse: int

    @property
    def beyond(self) -> int:
        return self.up + self.down

    @property
    def by_chance(self) -> int:
        """How many of so many may be beyond chance by chance, rounded."""
        return round(self.count * (1 - LEVEL))


def tally(changes: Iterable[Change]) -> Tally:
    """Count the differences whose noise is known."""
    known = [one for one in changes if one.movement is not Movement.UNKNOWN_NOISE]
    return Tally(
        len(known),
        sum(one.movement is Movement.UP for one in known),
        sum(one.movement is Movement.DOWN for one in known),
        sum(one.turn is Turn.RIGHT for one in known),
        sum(one.turn is Turn.WRONG for one in known),
    )


def compared_sentence(reading: Reading, indicator: Indicator, found: Comparison, until: str, statuses: Iterable[str]) -> str:
    """Return what a map of differences says: of how many areas something is certain, and how many say nothing."""
    since = reading.period(found.since, indicator) if found.since else ""
    if found.why_not is not None:
        return translate(reading.language, say.WHY_NOT[found.why_not], since=since, until=reading.period(until, indicator))
    if not found.changes:
        said = [reading.words("No area has figures that can be compared.")]
    elif not tally(found.changes).count:
        said = [_span(reading, indicator, found, since)]
    else:
        said = [_counted(reading, indicator, found, since), *_chance(reading, tally(found.changes))]
    if found.whole is not None:
        said.append(reading.words("The whole city: {value}.", value=changed(found.whole.size, indicator, reading.language)))
    return " ".join([*said, *gaps(reading, statuses)])


def _counted(reading: Reading, indicator: Indicator, found: Comparison, since: str) -> str:
    counted = tally(found.changes)
    first, second = (counted.up, counted.down) if not (counted.better or counted.worse) else (counted.better, counted.worse)
    blanks: dict[str, object] = {
        "areas": reading.counted("{count} area", "{count} areas", counted.count),
        "first": first,
        "second": second,
        "rest": counted.count - counted.beyond,
    }
    sided = bool(counted.better or counted.worse)
    if found.mode is Mode.CHANGE:
        return _since(reading, counted, blanks, since, sided=sided)
    if found.mode is Mode.TARGET:
        return _target(reading, indicator, found, blanks, sided=sided)
    blanks["city"] = with_unit(found.city or 0.0, indicator, reading.language)
    if sided:
        return reading.words(
            "Of {areas} {first} are better than the city ({city}) and {second} are worse, by more than chance. "
            "The other {rest} cannot be told from it.",
            **blanks,
        )
    if counted.beyond:
        return reading.words(
            "Of {areas} {first} are above the city ({city}) and {second} below it, by more than chance. "
            "The other {rest} cannot be told from it.",
            **blanks,
        )
    return reading.words("None of {areas} can be told from the city ({city}).", **blanks)


def _since(reading: Reading, counted: Tally, blanks: Mapping[str, object], since: str, *, sided: bool) -> str:
    if not counted.beyond:
        return reading.words("Since {since} none of {areas} has moved more than chance may give.", since=since, **blanks)
    if sided:
        return reading.words(
            "Since {since} {moved} of {areas} have moved more than chance: {first} the right way, {second} the wrong way.",
            since=since,
            moved=counted.beyond,
            **blanks,
        )
    return reading.words(
        "Since {since} {moved} of {areas} have moved more than chance: {first} up, {second} down.",
        since=since,
        moved=counted.beyond,
        **blanks,
    )


def _target(reading: Reading, indicator: Indicator, found: Comparison, blanks: Mapping[str, object], *, sided: bool) -> str:
    said = _target_values(reading, indicator, found)
    if sided:
        return said + reading.words(
            "Of {areas} {first} have reached it and {second} have not, by more than chance. "
            "The other {rest} cannot be told from it.",
            **blanks,
        )
    if blanks["first"] or blanks["second"]:
        return said + reading.words(
            "Of {areas} {first} are above it and {second} below it, by more than chance. "
            "The other {rest} cannot be told from it.",
            **blanks,
        )
    return said + reading.words("None of {areas} can be told from it.", **blanks)


def _target_values(reading: Reading, indicator: Indicator, found: Comparison) -> str:
    values = {one.beside for one in found.areas.values() if one.change is not None}
    if found.target is None:
        return reading.words("Each area beside its own target.") + " "
    value = with_unit(found.target.value, indicator, reading.language)
    said = reading.words("The city's target is {value} by {period}.", value=value, period=found.target.period)
    if values - {found.target.value}:
        said += " " + reading.words("Where an area has a target of its own, that one counts.")
    return said + " "


def _chance(reading: Reading, counted: Tally) -> list[str]:
    if not counted.by_chance or not counted.beyond:
        return []
    return [
        reading.counted(
            "Of so many, {count} may do so by chance all the same.",
            "Of so many, {count} may do so by chance all the same.",
            counted.by_chance,
        )
    ]


def _span(reading: Reading, indicator: Indicator, found: Comparison, since: str) -> str:
    """Return from where to where differences go whose noise is not known: nothing is claimed of any of them."""
    sizes = sorted(one.size for one in found.changes)
    low, high = (changed(one, indicator, reading.language) for one in (sizes[0], sizes[-1]))
    areas = reading.counted("{count} area", "{count} areas", len(sizes))
    blanks = {"low": low, "high": high, "areas": areas, "since": since}
    said = {
        Mode.CHANGE: reading.words("Since {since} from {low} to {high} in {areas}.", **blanks),
        Mode.TARGET: reading.words("From {low} to {high} beside the target in {areas}.", **blanks),
        Mode.CITY: reading.words("From {low} to {high} beside the city in {areas}.", **blanks),
    }
    return f"{said[found.mode]} " + reading.words("How much of it is chance cannot be worked out for this indicator.")


def gaps(reading: Reading, statuses: Iterable[str]) -> list[str]:
    """Return how many areas say nothing, and why."""
    said, listed = [], list(statuses)
    hidden, missing, absent, alone = (listed.count(one) for one in (Status.HIDDEN, Status.MISSING, NOT_DELIVERED, NOT_COMPARED))
    if hidden:
        said.append(
            reading.counted("{count} area is hidden: too few people.", "{count} areas are hidden: too few people.", hidden)
        )
    if missing:
        said.append(reading.counted("{count} area is missing.", "{count} areas are missing.", missing))
    if absent:
        said.append(reading.counted("{count} area has not been delivered.", "{count} areas have not been delivered.", absent))
    if alone:
        said.append(reading.counted("{count} area cannot be compared.", "{count} areas cannot be compared.", alone))
    return said
