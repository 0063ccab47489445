"""Organisation and financing in the yearly evaluation: criteria by rule, feedback, and the money of the year."""

from kraftkollen.model.criterion import Part
from kraftkollen.model.intervention import Horizon
from kraftkollen.model.ledger import LedgerRow, RowType
from kraftkollen.model.modules import Module
from kraftkollen.model.yearly import Evidence, Paragraph, Section, Table
from kraftkollen.programme import money
from kraftkollen.programme.feedback import exchanges, tally
from kraftkollen.views.checkpoint_view import CriterionRow, by_part
from kraftkollen.views.feedback_view import feedback_view
from kraftkollen.views.money_view import CutRow, is_called_off, percent
from kraftkollen.views.yearly_basis import Basis, Row, of_money, table
from kraftkollen.views.yearly_whole import organisation_table
from kraftkollen.words.numbers import day, exact, kronor, number

_CHECKPOINT = Evidence("ettarsutvardering")


def organisation_section(basis: Basis) -> Section:
    """Return how the work is organised: the criteria by rule, and whether findings are answered."""
    tables = [organisation_table(basis)]
    paragraphs = []
    if basis.uses(Module.CHECKPOINT) and basis.checkpoint.rows:
        tables += _criteria(basis, Part.ORGANISATION)
        tables += _criteria(basis, Part.OUTCOME)
        paragraphs += [Paragraph(said, evidence=_CHECKPOINT) for row in basis.checkpoint.rows for said in row.judgements]
    if basis.uses(Module.FEEDBACK):
        shown = feedback_view(basis.reading, basis.last)
        paragraphs.append(Paragraph(shown.sentence, ("feedback",), Evidence("aterkoppling")))
        tables.append(_feedback(basis))
    return Section("organised", basis.words("Organisation"), tuple(paragraphs), tables=tuple(tables))


def _criteria(basis: Basis, part: Part) -> list[Table]:
    found = dict(by_part(basis.checkpoint.rows)).get(part, ())
    if not found:
        return []
    headers = [basis.words("Criterion"), basis.words("By rule"), basis.words("Figure"), basis.words("Enough")]
    title = basis.words("{part}: the criteria by rule", part=found[0].part)
    return [table(f"criteria-{part.value}", title, headers, (_criterion(one) for one in found))]


def _criterion(one: CriterionRow) -> Row:
    return Row(one.criterion.id, (one.what, one.status_word, one.figure or "–", one.threshold), _CHECKPOINT)


def _feedback(basis: Basis) -> Table:
    found, language = tally(exchanges(basis.programme.findings, basis.programme.answers, basis.last)), basis.reading.language
    median = "–" if found.median_days is None else exact(found.median_days, language)
    rows = {
        "asked": (basis.words("Answers asked for"), number(found.asked, 0, language)),
        "open": (basis.words("Awaited"), number(found.open, 0, language)),
        "late": (basis.words("Of them past their day"), number(found.late, 0, language)),
        "median": (basis.words("Median days from finding to answer"), median),
    }
    title = basis.words("Findings and their answers on {day}", day=basis.last.isoformat())
    headers = [basis.words("What"), basis.words("Number")]
    return table("feedback", title, headers, (Row(key, cells) for key, cells in rows.items()), numbers=(1,))


def financing_section(basis: Basis) -> Section:
    """Return the money of the year: set aside, called off, used; and the criteria for financing by rule."""
    heading = basis.words("Financing")
    if not basis.uses(Module.MONEY):
        return Section("financing", heading, (Paragraph(basis.words("Money is not followed here.")),))
    criteria = _criteria(basis, Part.FINANCING) if basis.uses(Module.CHECKPOINT) else []
    if basis.money is None:
        said = basis.words("No money is on record for {year}.", year=basis.year)
        return Section("financing", heading, (Paragraph(said, evidence=Evidence("pengar")),), tables=tuple(criteria))
    where = of_money(basis.year)
    shown = basis.money
    told = [Paragraph(shown.sentence, ("money",), where), Paragraph(shown.used_sentence, ("used",), where)]
    if shown.long_term:
        told.append(Paragraph(shown.long_term, ("lasting",), where))
    tables = [_allotments(basis), *_cuts(basis), *_lasting(basis), *_shares(basis)]
    return Section("financing", heading, tuple(told), tables=(*tables, *criteria))


def _allotments(basis: Basis) -> Table:
    shown, language = basis.money, basis.reading.language
    assert shown is not None
    headers = [
        basis.words("Purpose"),
        basis.words("Source"),
        basis.words("Set aside"),
        basis.words("Called off"),
        basis.words("Left"),
    ]
    where = of_money(basis.year)
    rows = [
        Row(one.id, (one.purpose, one.source, one.amount, one.called_off, one.remaining), where) for one in shown.allotments
    ]
    mine = [one for one in basis.programme.money if one.year == basis.year]
    called = [
        one for one in (money.allotment_standing(one, basis.programme.ledger, basis.last) for one in mine) if is_called_off(one)
    ]
    sums = (
        sum(one.money.amount_ore for one in called),
        sum(one.called_off_ore for one in called),
        sum(one.remaining_ore for one in called),
    )
    if called:
        amounts = (kronor(one, language) for one in sums)
        rows.append(Row("total", (basis.words("All that is to be called off"), "", *amounts)))
    title = basis.words("Money set aside for {year}", year=basis.year)
    return table("money", title, headers, rows, numbers=(2, 3, 4))


def _rows(basis: Basis) -> list[LedgerRow]:
    """Return the rows of the year that count on its last day."""
    return [one for one in money.standing_on(basis.programme.ledger, basis.last) if one.year == basis.year]


def _cuts(basis: Basis) -> list[Table]:
    shown = basis.money
    assert shown is not None
    until = day(max((one.day for one in money.of(_rows(basis), RowType.ACTUAL)), default=basis.last))
    parts = {
        "used": (
            basis.words("Source"),
            basis.words("Money of {year} by source, up to {day}", year=basis.year, day=until),
            shown.by_source,
        ),
        "used-committee": (basis.words("Body"), basis.words("Money of {year} by body", year=basis.year), shown.by_committee),
        "used-intervention": (
            basis.words("Intervention"),
            basis.words("Money of {year} by intervention", year=basis.year),
            shown.by_intervention,
        ),
    }
    return [_cut(basis, name, first, title, rows) for name, (first, title, rows) in parts.items() if rows]


def _cut(basis: Basis, name: str, first: str, title: str, cuts: tuple[CutRow, ...]) -> Table:
    headers = [first, basis.words("Planned"), basis.words("Called off"), basis.words("Used")]
    where = of_money(basis.year)
    rows = [Row(one.key, (one.name or "–", one.budget, one.called_off, one.used), where) for one in cuts]
    if name == "used":
        rows.append(_total(basis))
    return table(name, title, headers, rows, numbers=(1, 2, 3))


def _total(basis: Basis) -> Row:
    sums = (money.of(_rows(basis), kind) for kind in RowType)
    amounts = tuple(kronor(money.total(one), basis.reading.language) if one else "–" for one in sums)
    return Row("total", (basis.words("All of them"), *amounts))


def _lasting(basis: Basis) -> list[Table]:
    """Return what of the money used is financed for long; nothing where nothing was used."""
    programme = basis.programme
    lasting = frozenset(one.id for one in programme.interventions if one.horizon is Horizon.LONG_TERM)
    found = money.long_term_share(money.of(_rows(basis), RowType.ACTUAL), lasting)
    if found.ordinary is None:
        return []
    rows = [Row("ordinary", (basis.words("Ordinary funding"), percent(basis.reading, found.ordinary)))]
    if any(one.horizon for one in programme.interventions):
        rows.append(Row("lasting", (basis.words("Interventions that are long-term"), percent(basis.reading, found.long_term))))
    title = basis.words("What of the money used is financed for long")
    return [table("lasting", title, [basis.words("What"), basis.words("Share")], rows, numbers=(1,))]


def _shares(basis: Basis) -> list[Table]:
    """Return administration of the year, and the sentence on what is financed for long as rows of their own."""
    shown = basis.money
    assert shown is not None
    mine = [one for one in shown.administration if one.year == str(basis.year)]
    if not mine:
        return []
    headers = [
        basis.words("Year"),
        basis.words("Used"),
        basis.words("Administration, booked"),
        basis.words("Share"),
        basis.words("With the rule of thumb"),
        basis.words("Of city-wide money"),
    ]
    rows = (
        Row(
            one.year,
            (one.year, one.used, one.booked, one.booked_share, one.with_rule, one.city_wide_share),
            of_money(basis.year),
        )
        for one in mine
    )
    title = basis.words("Administration of what was used")
    return [table("shares", title, headers, rows, numbers=range(1, 6), note=shown.rule)]
