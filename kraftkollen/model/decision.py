"""Who decides, and what was decided: bodies, decisions with their mandate, and the dissent that is shown with them."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from kraftkollen.model.ids import ID
from kraftkollen.model.text import Definition, Text


class BodyKind(StrEnum):
    """What kind of body it is."""

    COMMITTEE = "committee"
    COMPANY = "company"
    BOARD = "board"
    COUNCIL = "council"
    OFFICE = "office"
    STEERING_GROUP = "steering_group"


class Body(Definition):
    """A committee (nämnd), a company, the executive board or the council. Owns indicators and leads interventions."""

    id: str = Field(pattern=ID, description="Its name without å, ä, ö and spaces: grundskolenamnden.")
    name: str = Field(description="Its name, as it writes it.")
    kind: BodyKind = Field(
        default=BodyKind.COMMITTEE, description="committee, company, board, council, office or steering_group."
    )
    answered: bool = Field(default=False, description="Whether it answered the consultation on record.")
    note: Text | None = Field(default=None, description="What is on record about it.")


class Dissent(Definition):
    """A reservation or a statement, by parties."""

    kind: str = Field(pattern=r"^(reservation|statement)$", description="reservation or statement.")
    parties: tuple[str, ...] = Field(min_length=1, description="The parties, as they abbreviate themselves.")
    received: bool = Field(default=True, description="False if it was announced and is not in the documents.")


class Mandate(StrEnum):
    """On what right a body decided."""

    OWN = "own"
    DELEGATION = "delegation"


class Decision(Definition):
    """Something that a body decided or stated."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    day: date | None = Field(default=None, description="The day of the decision; null if it is not known.")
    bodies: tuple[str, ...] = Field(min_length=1, description="Ids of the bodies.")
    reference: str | None = Field(default=None, description="Paragraph and document number.")
    reference_note: Text | None = Field(default=None, description="Where the reference is found, if the record says so.")
    what: Text = Field(description="What was decided or stated, to the letter of the minutes.")
    dissent: tuple[Dissent, ...] = Field(default=(), description="Shown wherever the decision is shown.")
    entered: bool = Field(default=True, description="False while the outcome is not known and is to be entered.")
    mandate: Mandate | None = Field(default=None, description="own, or delegation; left out where the record does not say.")
    mandate_from: tuple[str, ...] = Field(default=(), description="Ids of the bodies whose delegation it rests on.")
    needs: tuple[str, ...] = Field(
        default=(), description="Ids of the bodies that must decide themselves before it holds: a steering group's decision."
    )
    settles: str | None = Field(default=None, description="The id of the decision that needed this body's own.")
    document: str | None = Field(
        default=None, pattern=r"^https?://[^\s<>\"']+$", max_length=500, description="Address of the minutes."
    )
    concerns: tuple[str, ...] = Field(default=(), description="Ids of the interventions that it is about.")

    @model_validator(mode="after")
    def _mandate_holds(self) -> Self:
        if self.mandate_from and self.mandate is not Mandate.DELEGATION:
            raise ValueError("mandate_from says whose delegation it is: give mandate: delegation")
        if self.settles == self.id:
            raise ValueError("a decision cannot settle itself")
        return self
