"""The yearly evaluation of a year, computed from a published version by the functions that the other pages use.

What a content is made of stands in `kraftkollen.model.yearly`; this module fills it in. A number that stands in two places
comes from one function, and every number in a paragraph stands in the tables that the paragraph names.
"""

from datetime import date

from kraftkollen import __version__
from kraftkollen.errors import NoSuchYear
from kraftkollen.model.modules import Module
from kraftkollen.model.yearly import Paragraph, Section, YearlyContent
from kraftkollen.views.reading import Reading
from kraftkollen.views.yearly_basis import Basis
from kraftkollen.views.yearly_decided import comments, decisions_section
from kraftkollen.views.yearly_end import figures_section, glossary, made, map_of, sources_section
from kraftkollen.views.yearly_organised import financing_section, organisation_section
from kraftkollen.views.yearly_places import place_sections
from kraftkollen.views.yearly_unknown import unknown_section
from kraftkollen.views.yearly_verdicts import verdict_lines
from kraftkollen.views.yearly_whole import five, whole_section


def yearly_years(reading: Reading, today: date) -> tuple[int, ...]:
    """Return the years that can be evaluated, the newest first: from the start of the work to the year of today."""
    programme = reading.version.programme
    starts = [one for one in (programme.programme.start, *(one.start for one in programme.interventions)) if one is not None]
    begun = programme.programme.start or min(starts, default=today)
    return tuple(range(today.year, min(begun.year, today.year) - 1, -1))


def yearly_view(reading: Reading, year: int, today: date) -> YearlyContent:
    """Return the yearly evaluation of a year, as it is known on a day in it or in the year after it.

    Parameters
    ----------
    today
        The day of knowledge; of a year that is long over, the last day of the year after it counts.

    Raises
    ------
    NoSuchYear
        If the work had not begun, or the year has not.
    """
    return content_of(basis_of(reading, year, today))


def basis_of(reading: Reading, year: int, today: date) -> Basis:
    """Return what the evaluation of a year starts from.

    Raises
    ------
    NoSuchYear
        If the work had not begun, or the year has not.
    """
    years = yearly_years(reading, today)
    if year not in years:
        raise NoSuchYear(year=year, first=years[-1], last=years[0])
    return Basis(reading, year, min(today, date(year + 1, 12, 31)))


def content_of(basis: Basis) -> YearlyContent:
    """Return the yearly evaluation that a basis gives."""
    reading, year = basis.reading, basis.year
    programme = reading.version.programme
    name = programme.programme.name.in_language(reading.language)
    return YearlyContent(
        year=year,
        language=reading.language,
        day=basis.day,
        title=basis.words("Yearly follow-up and evaluation {year}", year=year),
        city=programme.city.name,
        programme=name,
        demo=programme.city.demo,
        demo_notice=reading.demo_notice,
        underlag=basis.words(
            "About {year}, as it is known on {day}. Computed by Kraftkollen: evidence for decisions, not a decision.",
            year=year,
            day=basis.day.isoformat(),
        ),
        five=five(basis),
        sections=_sections(basis),
        verdicts=verdict_lines(basis) if basis.uses(Module.EFFECTS) else (),
        comments_heading=basis.words("Comments by named bodies"),
        comments_lead=basis.words("Their own words, apart from what is computed above."),
        comments=comments(basis),
        glossary_heading=basis.words("Words"),
        glossary=glossary(basis),
        made=made(reading, __version__),
    )


def _sections(basis: Basis) -> tuple[Section, ...]:
    said = () if basis.places else (Paragraph(basis.words("No priority areas are chosen.")),)
    heading = basis.words("The priority areas")
    return (
        Section("places", heading, said, maps=map_of(basis), sections=place_sections(basis)),
        whole_section(basis),
        organisation_section(basis),
        financing_section(basis),
        unknown_section(basis),
        decisions_section(basis),
        figures_section(basis),
        sources_section(basis),
    )
