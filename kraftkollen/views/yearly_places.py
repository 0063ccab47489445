"""The priority areas in the yearly evaluation: what was done, how it developed, what can be put down to it, what it cost."""

from kraftkollen.model.indicator import Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.ledger import LedgerRow, RowType
from kraftkollen.model.modules import Module
from kraftkollen.model.yearly import Evidence, Figure, Line, Paragraph, Section, Table
from kraftkollen.programme import money
from kraftkollen.store.figures import Figure as Published
from kraftkollen.views.area_view import judgement
from kraftkollen.views.development_view import Development, development, moved_sentence
from kraftkollen.views.interventions_view import status_words
from kraftkollen.views.movers_view import figures_until
from kraftkollen.views.places import Place, city_place
from kraftkollen.views.together import together
from kraftkollen.views.yearly_basis import Basis, Row, of_intervention, of_money, of_place, table
from kraftkollen.views.yearly_verdicts import verdict_section
from kraftkollen.words.development import signed
from kraftkollen.words.figures import in_table
from kraftkollen.words.numbers import day, kronor
from kraftkollen.words.register_terms import term


def place_sections(basis: Basis) -> tuple[Section, ...]:
    """Return a section for each priority area, in the order of the programme."""
    return tuple(_place(basis, one) for one in basis.places)


def _place(basis: Basis, place: Place) -> Section:
    mine = basis.here(place.code, basis.running)
    chosen = next(one for one in basis.programme.priority_areas if one.id == place.code)
    names = ", ".join(basis.names.area(chosen.level, code) for code in chosen.areas)
    lead = [basis.words("Areas: {names}.", names=names)]
    lead += [chosen.why.in_language(basis.reading.language)] if chosen.why else []
    parts = [_done(basis, place, mine), _developed(basis, place, mine)]
    if basis.uses(Module.EFFECTS):
        parts.append(verdict_section(basis, place, mine))
    if basis.uses(Module.MONEY):
        parts.append(_cost(basis, place, mine))
    heading = Paragraph(" ".join(lead), evidence=of_place(place.id))
    return Section(f"place-{place.id}", place.name, (heading,), sections=tuple(parts), place=place.id)


def _done(basis: Basis, place: Place, mine: tuple[Intervention, ...]) -> Section:
    name = f"done-{place.id}"
    heading = basis.words("What was done")
    if not mine:
        said = basis.words("No intervention of the area's own was under way.")
        return Section(name, heading, (Paragraph(said),), place=place.id)
    headers = [
        basis.words("Intervention"),
        basis.words("Kind"),
        basis.words("Led by"),
        basis.words("Began"),
        basis.words("State"),
    ]
    title = basis.words("What was done in {place} in {year}", place=place.name, year=basis.year)
    return Section(
        name, heading, tables=(table(name, title, headers, (_done_row(basis, one) for one in mine)),), place=place.id
    )


def _done_row(basis: Basis, one: Intervention) -> Row:
    language = basis.reading.language
    cells = (
        basis.names.called(one.id),
        term(one.kind, language) if one.kind else "–",
        basis.names.body(one.lead) or "–",
        day(one.start) if one.start else "–",
        status_words(basis.reading, one, basis.last) or "–",
    )
    return Row(one.id, cells, of_intervention(one.id))


def developments(basis: Basis, place: Place) -> dict[str, Development]:
    """Return how each indicator has moved in a place from its baseline to the end of the year, beside the city."""
    city = city_place(basis.reading)
    of_city = figures_until(basis.reading, city, basis.last) if city else {}
    mine = figures_until(basis.reading, place, basis.last)
    return {
        name: development(basis.reading, one, one.title.in_language(basis.reading.language), mine[name], of_city.get(name, ()))
        for name, one in basis.reading.version.catalogue.indicators.items()
        if mine.get(name)
    }


def _developed(basis: Basis, place: Place, mine: tuple[Intervention, ...]) -> Section:
    found = developments(basis, place)
    name, moved = f"developed-{place.id}", basis.movers[place.id]
    primary = dict.fromkeys(one.primary_indicator for one in mine if one.primary_indicator in found)
    told = {key: one for key, one in found.items() if one.beyond_noise or key in primary}
    said = basis.words(
        "Of {count} indicators {right} moved the right way and {wrong} the wrong way by more than chance alone.",
        right=len(moved.right),
        wrong=len(moved.wrong),
        count=moved.read,
    )
    paragraphs = [Paragraph(said, ("moved",), of_place(place.id))] if moved.read else []
    paragraphs += [Paragraph(found[key].sentence, (name,), of_place(place.id)) for key in primary if key]
    if not told:
        paragraphs.append(Paragraph(basis.words("No figure can be shown from both before and after the baseline.")))
    title = basis.words("What has moved in {place} by more than chance, and what the interventions aim at", place=place.name)
    tables = (development_table(basis, name, title, told),) if told else ()
    figures = tuple(_figure(basis, place, key, found[key]) for key in primary if key)
    return Section(name, basis.words("How it developed"), tuple(paragraphs), figures, tables, place=place.id)


def development_table(basis: Basis, name: str, title: str, found: dict[str, Development]) -> Table:
    """Return developments as a table: from what, to what, how much, whether that is more than chance, and the city's."""
    headers = [
        basis.words("Indicator"),
        basis.words("Before"),
        basis.words("Period before"),
        basis.words("After"),
        basis.words("Period after"),
        basis.words("Development"),
        basis.words("The city"),
        basis.words("More than chance?"),
    ]
    note = basis.words("Development, not effect: nothing here is compared with what would have happened otherwise.")
    rows = (_development_row(basis, key, one) for key, one in found.items())
    return table(name, title, headers, rows, numbers=(1, 3, 5, 6), note=note)


def _development_row(basis: Basis, name: str, one: Development) -> Row:
    reading, indicator = basis.reading, basis.reading.version.catalogue.indicators[name]

    def ends(figure: Published | None) -> tuple[str, str]:
        if figure is None:
            return "–", "–"
        return in_table(figure.value, figure.status, indicator, reading.language), reading.period(figure.period, indicator)

    def change(size: float | None) -> str:
        return "–" if size is None else signed(size, indicator, reading.language)

    cells = (
        indicator.title.in_language(reading.language),
        *ends(one.ends.before),
        *ends(one.ends.after),
        change(one.change.size if one.change else None),
        change(one.city.size if one.city else None),
        judgement(reading, one),
    )
    return Row(name, cells, of_indicator(name))


def of_indicator(indicator: str) -> Evidence:
    """Return where an indicator stands over time."""
    return Evidence("indikatorer", (("indikator", indicator),))


def _figure(basis: Basis, place: Place, name: str, found: Development) -> Figure:
    reading, indicator = basis.reading, basis.reading.version.catalogue.indicators[name]
    mine = figures_until(reading, place, basis.last).get(name, [])
    periods = tuple(str(one) for one in sorted({indicator.read_period(one.period) for one in mine}))
    lines = tuple(
        one for one in _lines(basis, place, indicator, mine, periods) if any(value is not None for value in one.values)
    )
    title = indicator.title.in_language(reading.language)
    start = basis.programme.programme.start
    began = (one for one in periods if start is not None and indicator.read_period(one).last_day >= start)
    names = ", ".join(one.name for one in lines)
    return Figure(
        id=f"figure-{place.id}-{name}",
        indicator=name,
        title=f"{title}. {moved_sentence(reading, indicator, found.change)}" if found.change else title,
        alt=basis.words("Line chart of {places}. {sentence}", places=names, sentence=found.sentence),
        unit=indicator.unit.in_language(reading.language),
        decimals=indicator.decimals,
        periods=tuple(reading.period(one, indicator) for one in periods),
        lines=lines,
        start=reading.period(next(began, ""), indicator),
        target=next((one.value for one in indicator.targets if one.area in (place.code, None)), None),
        source=indicator.source.producer,
    )


def _lines(
    basis: Basis, place: Place, indicator: Indicator, mine: list[Published], periods: tuple[str, ...]
) -> tuple[Line, ...]:
    """Return the place, and for a share, rate or mean the city, each over the place's own periods."""
    values = {str(indicator.read_period(one.period)): one.value for one in mine}
    own = Line(place.name, tuple(values.get(one) for one in periods))
    city = city_place(basis.reading)
    if city is None or not indicator.is_ratio:
        return (own,)
    of_city = tuple(figures_until(basis.reading, city, basis.last).get(indicator.id, []))
    counts = (together(indicator, of_city, one) for one in periods)
    return own, Line(city.name, tuple(one.value if one is not None else None for one in counts))


def _cost(basis: Basis, place: Place, mine: tuple[Intervention, ...]) -> Section:
    name, heading = f"cost-{place.id}", basis.words("What it cost")
    rows = [one for one in money.standing_on(basis.programme.ledger, basis.last) if one.year == basis.year]
    here = [row for row in rows if row.intervention in {one.id for one in mine}]
    shared = Paragraph(basis.words("Money of the whole city's processes is not divided between areas."))
    if not here:
        said = basis.words("No money is booked on the area's own interventions for {year}.", year=basis.year)
        return Section(name, heading, (Paragraph(said), shared), place=place.id)
    used = money.total(money.of(here, RowType.ACTUAL))
    said = basis.words(
        "On the area's own interventions {amount} was used in {year}.",
        amount=kronor(used, basis.reading.language),
        year=basis.year,
    )
    if not money.of(here, RowType.ACTUAL):
        said = basis.words("Nobody has entered what was used in {year}.", year=basis.year)
    return Section(
        name,
        heading,
        (Paragraph(said, (name,), of_money(basis.year)), shared),
        tables=(_cost_table(basis, place, mine, here),),
        place=place.id,
    )


def _cost_table(basis: Basis, place: Place, mine: tuple[Intervention, ...], here: list[LedgerRow]) -> Table:
    by_id = {one.key: one for one in basis.money.by_intervention} if basis.money else {}
    headers = [basis.words("Intervention"), basis.words("Planned"), basis.words("Called off"), basis.words("Used")]
    cuts = [(one.id, by_id[one.id]) for one in mine if one.id in by_id]
    rows = [Row(key, (cut.name, cut.budget, cut.called_off, cut.used), of_money(basis.year)) for key, cut in cuts]
    sums = (money.of(here, kind) for kind in RowType)
    amounts = (kronor(money.total(one), basis.reading.language) if one else "–" for one in sums)
    rows.append(Row("total", (basis.words("All of them"), *amounts)))
    title = basis.words("Money for the interventions in {place}, {year}", place=place.name, year=basis.year)
    several = [basis.names.called(one.id) for one in mine if len(one.areas) > 1]
    note = basis.words("In several areas, and not divided between them: {names}.", names=", ".join(several)) if several else ""
    return table(f"cost-{place.id}", title, headers, rows, numbers=(1, 2, 3), note=note)
