"""What is said of open data in every form alike: words for columns, terms as licences that machines know, titles."""

from dataclasses import dataclass
from typing import Final

from kraftkollen.model.group import Dimension
from kraftkollen.model.text import LANGUAGES, Text
from kraftkollen.views.open_data_view import OpenData, OpenIndicator, WhyLeftOut
from kraftkollen.words.translate import mark, translate

PRIORITY_NAME: Final = "priority"
_COLUMNS: Final = {
    "indicator": mark("The indicator's id; what it means stands in indicators.csv"),
    "level": mark("The size of area, such as delomrade; priority for the priority areas"),
    "division": mark("The level with the version of its areas: codes are joined only within it"),
    "area": mark("The area's code"),
    "area_name": mark("The area's name"),
    "period": mark("The period: 2024, 2024/25, 2024H1, 2024T1, 2024Q1, 2024-03, or a span of several: 2022--2024"),
    "first_day": mark("The first day of the period"),
    "last_day": mark("The last day of the period"),
    "group": mark("The group of people; total for all"),
    "value": mark("The figure in the indicator's unit; empty where it is hidden or missing"),
    "numerator": mark("What is counted above the line; empty where it is hidden, missing, or there is none"),
    "denominator": mark("What it is divided by; empty where it is hidden, missing, or there is none"),
    "status": mark("final, preliminary, missing, or hidden: too few people for the figure to be shown"),
    "origin": mark("delivered, computed (small areas added up), or pooled (several periods together)"),
    "version": mark("The version of the division"),
    "code": mark("The area's code"),
    "name": mark("The area's name"),
    "parent": mark("The code of the larger area that it lies in"),
    "borders": mark("Where the borders come from"),
    "approximate": mark("Whether the borders are drawn by hand and not official"),
    "title_sv": mark("What is measured, in Swedish"),
    "title_en": mark("What is measured, in English"),
    "description_sv": mark("What a figure means, and what it does not, in Swedish"),
    "description_en": mark("What a figure means, and what it does not, in English"),
    "unit_sv": mark("The unit, in Swedish"),
    "unit_en": mark("The unit, in English"),
    "kind": mark("share, rate, mean, count_people or count_things"),
    "better": mark("Which way is better: higher, lower or neither"),
    "numerator_sv": mark("What is counted above the line, in words, in Swedish"),
    "denominator_sv": mark("What it is divided by, in words, in Swedish"),
    "producer": mark("Who makes the figure"),
    "terms": mark("On what terms the figure may be used"),
    "owner": mark("The committee or company that answers for it"),
    "passed_on": mark("Whether its figures are among these files"),
    "why_left_out": mark("Why not: forbidden by its maker, or its maker's terms are unknown"),
}
_WHY_LEFT_OUT: Final = {
    WhyLeftOut.FORBIDDEN: mark("its maker does not let it be passed on"),
    WhyLeftOut.TERMS_UNKNOWN: mark("the terms of its maker are not known"),
}
# Creative Commons is what DCAT-AP-SE asks for; what is not among these goes out in its maker's own words.
_LICENCES: Final = {
    "cc0": ("CC0-1.0", "http://creativecommons.org/publicdomain/zero/1.0/"),
    "cc0 1.0": ("CC0-1.0", "http://creativecommons.org/publicdomain/zero/1.0/"),
    "cc by 4.0": ("CC-BY-4.0", "http://creativecommons.org/licenses/by/4.0/"),
    "cc by": ("CC-BY-4.0", "http://creativecommons.org/licenses/by/4.0/"),
    "cc by-sa 4.0": ("CC-BY-SA-4.0", "http://creativecommons.org/licenses/by-sa/4.0/"),
}


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms that machines know: the name at SPDX, and the address."""

    name: str
    address: str


def licence(terms: str | None) -> Licence | None:
    """Return the licence that the terms name; None where they are words of somebody's own, or none."""
    found = _LICENCES.get(" ".join((terms or "").casefold().split()))
    return Licence(*found) if found else None


def both(message: str, **blanks: object) -> Text:
    """Return the message in both languages."""
    swedish, english = (translate(language, message, **blanks) for language in LANGUAGES)
    return Text(sv=swedish, en=english)


def what_column(name: str, dimension: Dimension | None = None) -> Text:
    """Return what stands in a column; a dimension's column is called by its own title."""
    return dimension.title if dimension is not None else both(_COLUMNS[name])


def why(reason: WhyLeftOut) -> Text:
    """Return why an indicator is left out."""
    return both(_WHY_LEFT_OUT[reason])


def title(data: OpenData, words: Text) -> Text:
    """Return a title with the city's name, and that it is demo data where it is."""
    plain = Text(sv=f"{words.sv}, {data.city.name}", en=f"{words.en}, {data.city.name}")
    return demo_words(data, plain)


def demo_words(data: OpenData, words: Text) -> Text:
    """Return the words, with demo data said before them for a made-up city."""
    if not data.city.demo:
        return words
    said = both(mark("Demo data"))
    return Text(sv=f"{said.sv}: {words.sv}", en=f"{said.en}: {words.en}")


def about(one: OpenIndicator, data: OpenData) -> Text:
    """Return what an indicator means and where it comes from, as one text; for a made-up city that it is demo data."""
    own = one.indicator
    source = both(mark("Source: {producer}."), producer=own.source.producer)
    found = Text(sv=f"{own.description.sv} {source.sv}", en=f"{own.description.en} {source.en}")
    return demo_words(data, found)


def terms_sentence(terms: str) -> Text:
    """Return on what terms something may be used; that none are decided where there are none."""
    if not terms:
        return both(mark("The city has not decided the terms."))
    return both(mark("Terms: {terms}."), terms=terms)
