"""What the accessibility statement is filled from: who answers for the service, and what the last assessment found."""

import json
from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from kraftkollen.errors import ConfigurationRefused
from kraftkollen.model.catalogue import problems_of, read_yaml
from kraftkollen.model.text import Definition, Text

FILE = "accessibility.yaml"


class Shortcoming(Definition):
    """Content of the city's own that not everybody can use, such as minutes that were scanned."""

    what: Text
    why: Text
    instead: Text


class Contact(Definition):
    """Who answers for the service, and where a reader says that something does not work: accessibility.yaml."""

    authority: Text = Field(description="The public body that stands behind the service.")
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", description="A mailbox of a function, never of a person.")
    phone: str | None = Field(default=None, pattern=r"^[+0-9][0-9 -]{4,}$")
    form: str | None = Field(default=None, pattern=r"^https://\S+$", description="A form for comments, if there is one.")
    days: int = Field(default=14, ge=1, description="Within how many days an answer is given.")
    updated: date = Field(description="When the city last went through the statement.")
    shortcomings: tuple[Shortcoming, ...] = ()


class Finding(Definition):
    """What the assessment found on a page."""

    page: str
    rule: str
    count: int = Field(ge=1)


class Assessment(Definition):
    """What tools/accessibility.py found when it last ran, as it wrote it down."""

    on: date
    tool: str = Field(description="The tool and its version.")
    browser: str
    standard: str
    pages: int = Field(ge=1, description="Pages looked at.")
    states: int = Field(ge=1, description="Looks in all: each page in each state, store and width.")
    widths: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    unknown: int = Field(ge=0, description="Places that the tool could not judge and a person has to.")


def load_contact(path: Path) -> Contact:
    """Load accessibility.yaml; ConfigurationRefused with every fault at once."""
    given = read_yaml(path)
    try:
        return Contact.model_validate(given)
    except ValidationError as error:
        raise ConfigurationRefused(problems_of(error, "accessibility"), file=path.name) from error


def load_assessment(path: Path) -> Assessment | None:
    """Return the last assessment, None if none has been made."""
    if not path.is_file():
        return None
    return Assessment.model_validate(json.loads(path.read_text(encoding="utf-8")))
