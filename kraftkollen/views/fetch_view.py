"""What would be called outside, what would be sent there, and how the sources stand: for an administrator to decide on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kraftkollen.model.due import due_since, expected
from kraftkollen.model.fetching import CkanFetch, KoladaFetch, PxWebFetch, host
from kraftkollen.model.indicator import Indicator
from kraftkollen.views.reading import Reading
from kraftkollen.words.fetching import what_lacks

Source = KoladaFetch | PxWebFetch | CkanFetch


@dataclass(frozen=True, slots=True)
class Leaving:
    """An address that would be called: what is sent there, and whether it is allowed."""

    address: str
    sent: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """A period that could exist and is not published, and since when."""

    period: str
    since: date


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of one indicator. `lacks` says in words what is not there, `owner` whose indicator it is."""

    indicator: str
    title: str
    owner: str
    source: str
    level: str
    latest: str
    lacking: tuple[Lack, ...]
    lacks: str


@dataclass(frozen=True)
class FetchView:
    """Everything that the page of fetching shows. `sentence` says whether anything may be called."""

    demo: bool
    allowed: bool
    sentence: str
    leaving: tuple[Leaving, ...]
    rows: tuple[SourceRow, ...]


def fetch_view(reading: Reading, today: date) -> FetchView:
    """Return how fetching stands.

    Parameters
    ----------
    today
        What could be there is decided by it.
    """
    programme = reading.version.programme
    known = reading.version.catalogue.indicators.values()
    pairs = [(one, source) for one in known for source in one.fetch]
    addresses = sorted({host(source.base) for _, source in pairs})
    allowed = programme.addresses_allowed
    leaving = tuple(
        Leaving(one, _sent(reading, [source for _, source in pairs if host(source.base) == one]), one in allowed)
        for one in addresses
    )
    return FetchView(
        demo=programme.city.demo,
        allowed=bool(allowed),
        sentence=_sentence(reading, leaving),
        leaving=leaving,
        rows=tuple(_row(reading, one, source, today) for one, source in pairs),
    )


def _sentence(reading: Reading, leaving: tuple[Leaving, ...]) -> str:
    if reading.version.programme.city.demo:
        return reading.words("A made-up city has no official figures: nothing is called.")
    if not any(one.allowed for one in leaving):
        return reading.words("Nothing is called outside. An administrator can allow it.")
    if all(one.allowed for one in leaving):
        return reading.words("Official figures may be fetched from the addresses below.")
    return reading.words("Some of the addresses below are new and not allowed yet.")


def _sent(reading: Reading, sources: list[Source]) -> str:
    """Return what is sent to an address: codes and years, and nothing else."""
    city = reading.version.programme.city.code
    return " ".join(said for said in dict.fromkeys(_parts(reading, sources, city)))


def _parts(reading: Reading, sources: list[Source], city: str) -> Iterator[str]:
    codes = sorted({one.code for one in sources if isinstance(one, KoladaFetch)})
    if codes:
        yield reading.words(
            "The codes of the key figures ({codes}), the municipality {city} or its units, and years.",
            codes=", ".join(codes),
            city=city,
        )
    for one in sources:
        if isinstance(one, PxWebFetch):
            yield reading.words(
                "The name of the table ({table}), codes of areas in the municipality {city}, of groups, and years.",
                table=one.table,
                city=city,
            )
        elif isinstance(one, CkanFetch):
            yield reading.words("The name of the table ({table}), and which rows.", table=one.resource or one.title)


def _row(reading: Reading, indicator: Indicator, source: Source, today: date) -> SourceRow:
    registry = reading.version.registry
    division = next((one.id for one in registry.divisions if one.level == source.level), None)
    there = {one.period for one in reading.version.figures.delivered(indicator.id) if one.division == division}
    first = source.region.first if isinstance(source, PxWebFetch) else None
    due = list(due_since(indicator, max(source.since, first or source.since), today))
    wanted = (one for one in expected(indicator, due, there) if str(one) not in there)
    lacking = tuple(Lack(str(one), one.first_readable(indicator.lag_months)) for one in wanted)
    titles = {one.id: one.title_sv if reading.language == "sv" else one.title_en for one in registry.levels}
    held = [one for one in due if str(one) in there]
    return SourceRow(
        indicator=indicator.id,
        title=indicator.title.in_language(reading.language),
        owner=indicator.owner,
        source=source.name,
        level=titles.get(source.level, source.level),
        latest=str(held[-1]) if held else "",
        lacking=lacking,
        lacks=what_lacks(lacking, reading.language),
    )
