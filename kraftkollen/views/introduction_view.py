"""Two minutes for each kind of reader: what to do first, and where."""

from dataclasses import dataclass

from kraftkollen.model.text import Language
from kraftkollen.words.translate import translate


@dataclass(frozen=True)
class Step:
    """Something to do, and the address of the page where it is done."""

    text: str
    page: str


@dataclass(frozen=True)
class Role:
    """A kind of reader, and what to do first."""

    name: str
    comes_for: str
    steps: tuple[Step, ...]


def roles(language: Language) -> tuple[Role, ...]:
    """Return what each kind of reader does first."""
    return (
        _steering(language),
        _officer(language),
        _politician(language),
        _analyst(language),
        _secretary(language),
        _administrator(language),
    )


def _steering(language: Language) -> Role:
    return Role(
        translate(language, "Steering group"),
        translate(language, "Which areas pull away or fall behind, and what is to be decided?"),
        (
            Step(translate(language, "Read what has moved, and what waits for a decision."), ""),
            Step(translate(language, "Choose an indicator and step through the years."), "karta"),
            Step(translate(language, "Look at one area: every indicator, and what is done there."), "omraden"),
            Step(translate(language, "Print the meeting sheet. The button stands on the start page."), ""),
        ),
    )


def _officer(language: Language) -> Role:
    return Role(
        translate(language, "Officer who delivers figures"),
        translate(language, "How do I get my file in?"),
        (
            Step(translate(language, "See what is late, and get a template that asks for just that."), "leveranslage"),
            Step(translate(language, "Choose your file as it is. Nothing is stored until you confirm."), "lamna_uppgifter"),
            Step(
                translate(language, "If it is refused: download the file with remarks, mend it, send again."), "lamna_uppgifter"
            ),
            Step(translate(language, "Another person approves. Then the figures are on the map."), "leveranslage"),
        ),
    )


def _politician(language: Language) -> Role:
    return Role(
        translate(language, "Politician"),
        translate(language, "What did the year bring, and how do we know?"),
        (
            Step(translate(language, "Read the year in five sentences. Each leads to its evidence."), "arsutvardering"),
            Step(translate(language, "Download the PDF. An edition never changes."), "arsutvardering"),
            Step(translate(language, "See what was decided, and who dissented."), "beslut"),
            Step(translate(language, "Follow the money: set aside, called off, used."), "pengar"),
        ),
    )


def _analyst(language: Language) -> Role:
    return Role(
        translate(language, "Analyst"),
        translate(language, "Did it make a difference, and can I trust the figure?"),
        (
            Step(translate(language, "Begin with the list of answers. Most are: cannot be told."), "effektutvardering"),
            Step(
                translate(language, "Open an intervention: comparison areas, placebo tests, what would change it."),
                "effektutvardering",
            ),
            Step(translate(language, "Plan before it begins: which difference could be seen at all?"), "effektutvardering"),
            Step(translate(language, "Take the figures along as CSV or Excel."), "indikatorer"),
        ),
    )


def _secretary(language: Language) -> Role:
    return Role(
        translate(language, "Committee secretary"),
        translate(language, "What do I tell the committee?"),
        (
            Step(translate(language, "Choose the committee, and download its information as a PDF."), "aterkoppling"),
            Step(translate(language, "Enter that it was handed over, with the document number."), "aterkoppling"),
            Step(translate(language, "Enter the committee's decisions, with their dissent."), "beslut"),
            Step(
                translate(language, "See what the evaluation after one year still lacks, and whose it is."), "ettarsutvardering"
            ),
        ),
    )


def _administrator(language: Language) -> Role:
    return Role(
        translate(language, "Administrator"),
        translate(language, "How do I set it up, and keep it safe?"),
        (
            Step(translate(language, "Make the store with one command, and start the service with another. See README."), ""),
            Step(translate(language, "Put the groups of your sign-in into access.yaml. See docs/drift.md."), ""),
            Step(
                translate(language, "Switch on the parts that the city uses. The button stands on each page that is off."),
                "ettarsutvardering",
            ),
            Step(translate(language, "Say in accessibility.yaml whom a reader writes to."), "tillganglighet"),
        ),
    )
