"""The accessibility statement that the law (2018:1937) asks for: from the city's own settings and the last assessment."""

from dataclasses import dataclass

from kraftkollen.model.accessibility import Assessment, Contact, Shortcoming
from kraftkollen.model.programme import City
from kraftkollen.model.text import Language
from kraftkollen.words.numbers import listed
from kraftkollen.words.translate import translate, translate_counted

REPORT = "https://www.digg.se/tdosanmalan"


@dataclass(frozen=True)
class Limit:
    """Something that not everybody can use: what, by which criterion of WCAG, why, and what to do instead."""

    what: str
    criterion: str
    why: str
    instead: str


@dataclass(frozen=True)
class Statement:
    """What the page says; `ways` are how a reader reaches the body, as label, text and address."""

    about: tuple[str, ...]
    conforms: str
    limits: tuple[Limit, ...]
    exempt: str
    report: str
    ways: tuple[tuple[str, str, str], ...]
    supervised: tuple[str, ...]
    tested: tuple[str, ...]
    dates: tuple[str, ...]


def statement(language: Language, city: City, contact: Contact | None, assessment: Assessment | None) -> Statement:
    """Return the statement of a city's service; what nobody has filled in is said to be missing, and never made up."""
    limits = (*_own(language), *_found(language, assessment), *(_citys(language, one) for one in _shortcomings(contact)))
    return Statement(
        about=_about(language, city, contact),
        conforms=translate(
            language,
            "Kraftkollen conforms in part with the law on accessibility of digital public service, because of the "
            "shortcomings that are described below.",
        ),
        limits=limits,
        exempt=translate(
            language,
            "No part is exempt as a disproportionate burden (section 12 of the law), and none for being outside the law "
            "(section 9).",
        ),
        report=_report(language, contact),
        ways=_ways(language, contact),
        supervised=(
            translate(
                language,
                "The Agency for Digital Government (DIGG) supervises that the law is followed. If you are not content with "
                "how we handle your comments, you can report it to DIGG.",
            ),
        ),
        tested=_tested(language, assessment),
        dates=_dates(language, contact, assessment),
    )


def _shortcomings(contact: Contact | None) -> tuple[Shortcoming, ...]:
    return contact.shortcomings if contact else ()


def _about(language: Language, city: City, contact: Contact | None) -> tuple[str, ...]:
    who = (
        translate(language, "{authority} stands behind this service.", authority=contact.authority.in_language(language))
        if contact
        else translate(language, "This is Kraftkollen for {city}.", city=city.name)
    )
    return (
        who,
        translate(
            language,
            "This page tells how Kraftkollen meets the law on accessibility of digital public service (2018:1937), which "
            "shortcomings are known, and how you report others.",
        ),
    )


def _own(language: Language) -> tuple[Limit, ...]:
    """Return what we know of the product itself; nothing of this is found by a tool."""
    return (
        Limit(
            translate(language, "The areas of a map cannot be reached by keyboard, and are not read aloud one by one."),
            "1.1.1, 2.1.1",
            translate(language, "The map is drawn as one picture."),
            translate(language, "The box Area beside the map chooses the same, and the table below says the same."),
        ),
        Limit(
            translate(language, "The single values of a chart are shown only while the pointer is over them."),
            "2.1.1",
            translate(language, "The chart library lets nobody reach them by keyboard."),
            translate(language, "The table below the chart has every value."),
        ),
        Limit(
            translate(language, "Messages about the connection to the server may be in English."),
            "3.1.2",
            translate(language, "The platform, Streamlit, has no other language. We exchange the texts that we know of."),
            translate(language, "Load the page again. What you chose stands in the address."),
        ),
    )


def _found(language: Language, assessment: Assessment | None) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            translate(language, "The page {page}: the rule {rule} is broken.", page=one.page or "start", rule=one.rule),
            one.rule,
            translate_counted(language, "{count} place, found by a tool.", "{count} places, found by a tool.", one.count),
            translate(language, "Write to us and we give you the content in another way."),
        )
        for one in (assessment.findings if assessment else ())
    )


def _citys(language: Language, one: Shortcoming) -> Limit:
    return Limit(one.what.in_language(language), "–", one.why.in_language(language), one.instead.in_language(language))


def _report(language: Language, contact: Contact | None) -> str:
    if contact is None:
        return translate(
            language,
            "Nobody has filled in whom to write to. An administrator does it in accessibility.yaml in the store: "
            "see docs/drift.md.",
        )
    return translate(
        language,
        "Tell us if something does not work for you, or if you want content that is exempt in a form that you can use. We "
        "answer within {days} days.",
        days=contact.days,
    )


def _ways(language: Language, contact: Contact | None) -> tuple[tuple[str, str, str], ...]:
    if contact is None:
        return ()
    ways = [(translate(language, "E-mail"), contact.email, f"mailto:{contact.email}")]
    if contact.phone:
        ways.append((translate(language, "Telephone"), contact.phone, f"tel:{contact.phone.replace(' ', '')}"))
    if contact.form:
        ways.append((translate(language, "Form"), contact.form, contact.form))
    return tuple(ways)


def _tested(language: Language, found: Assessment | None) -> tuple[str, ...]:
    by_hand = translate(
        language,
        "Besides, the main jobs of each kind of reader have been tried by keyboard alone. Nobody who uses a screen reader or "
        "another aid has tried the service yet.",
    )
    if found is None:
        return (translate(language, "No assessment has been made of this version."), by_hand)
    widths = listed(language, [str(one) for one in found.widths])
    return (
        translate(
            language,
            "Our own assessment by a tool, {tool}, against {standard}: {pages} pages in {states} states, {widths} pixels wide.",
            tool=found.tool,
            standard=found.standard,
            pages=found.pages,
            states=found.states,
            widths=widths,
        ),
        translate_counted(
            language,
            "The tool found {count} fault.",
            "The tool found {count} faults.",
            sum(one.count for one in found.findings),
        ),
        by_hand,
        translate(language, "PDF documents are written to the standard PDF/UA-1, and checked by the program that writes them."),
    )


def _dates(language: Language, contact: Contact | None, found: Assessment | None) -> tuple[str, ...]:
    said = []
    if found is not None:
        said.append(translate(language, "Last assessed: {day}.", day=found.on))
    if contact is not None:
        said.append(translate(language, "The statement was last updated: {day}.", day=contact.updated))
    return tuple(said)
