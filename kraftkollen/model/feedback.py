"""What the committees know of an area together, what is found and answered, and what each committee has been told."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from kraftkollen.model.text import Definition, Text

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="For addresses; never changed.")]
_Code = Annotated[str, Field(strict=True)]


def _in_both(value: object) -> object:
    return {"sv": value, "en": value} if isinstance(value, str) else value


# What somebody writes by hand is written once, and shown as it was written in both languages.
Said = Annotated[Text, BeforeValidator(_in_both)]


class InsightKind(StrEnum):
    """How an insight came about: out of the committee's own work, or by being present in the area."""

    KNOWLEDGE = "knowledge"
    PRESENCE = "presence"


class _Placed(Definition):
    """A record about a priority area or one area."""

    id: Id
    priority_area: str | None = Field(default=None, description="The id of the priority area.")
    level: str = Field(default="delomrade", description="The level of the area, if it is one area.")
    area: _Code | None = Field(default=None, description="The code of one area, quoted, in place of a priority area.")

    @property
    def place(self) -> str | None:
        """The id of the priority area, or level and code of the area; None: the whole work."""
        return self.priority_area or (f"{self.level}:{self.area}" if self.area else None)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.priority_area and self.area:
            raise ValueError("give priority_area or area, not both")
        if self.place is None and self._must_have_place():
            raise ValueError("give priority_area or area")
        return self

    @classmethod
    def _must_have_place(cls) -> bool:
        return True


class Insight(_Placed):
    """Something that a committee or company knows of an area, for the shared problem picture."""

    text: Said = Field(description="What is known. Good: The youth club closes when the need is greatest. Never a person.")
    committee: str = Field(description="The id of the committee or company that it comes from.")
    day: date = Field(description="The day that it is about.")
    kind: InsightKind = Field(default=InsightKind.KNOWLEDGE, description="knowledge, or presence: seen by being there.")
    occasions: int | None = Field(
        default=None, ge=1, le=366, description="Presence: on how many occasions it was seen; one if left out."
    )
    evidence: Said | None = Field(default=None, description="What it builds on: a figure, a document, how many asked.")
    document: str | None = Field(default=None, description="The document number.")

    @property
    def presence(self) -> int:
        """The number of occasions of public presence behind it."""
        return (self.occasions or 1) if self.kind is InsightKind.PRESENCE else 0

    @model_validator(mode="after")
    def _occasions_of_presence(self) -> Self:
        if self.occasions is not None and self.kind is not InsightKind.PRESENCE:
            raise ValueError("only presence has occasions")
        return self


class Agreement(_Placed):
    """Whether a committee shares the picture of an area. Optional: that it is asked for is our own inference."""

    committee: str = Field(description="The id of the committee or company.")
    agrees: bool = Field(description="true: delar bilden; false: delar inte bilden.")
    day: date = Field(description="The day of its answer.")
    why: Said | None = Field(default=None, description="What it sees otherwise, if it says so.")
    document: str | None = Field(default=None, description="The document number.")


class Dialogue(_Placed):
    """That bodies have talked with each other, about an area or the whole work."""

    day: date = Field(description="The day.")
    bodies: tuple[str, ...] = Field(min_length=2, description="Ids of the bodies that took part.")
    what: Said = Field(description="What was talked about, and what came of it.")
    document: str | None = Field(default=None, description="The document number.")

    @classmethod
    def _must_have_place(cls) -> bool:
        return False

    @model_validator(mode="after")
    def _different_bodies(self) -> Self:
        if len(set(self.bodies)) < len(self.bodies):
            raise ValueError("a body stands twice")
        return self


class OriginKind(StrEnum):
    """What a finding comes from."""

    EFFECT = "effect"
    INDICATOR = "indicator"
    CHECKPOINT = "checkpoint"
    OVERLAP = "overlap"
    OTHER = "other"


class Origin(Definition):
    """What a finding comes from, so that the computer does not propose the same one twice."""

    kind: OriginKind = Field(default=OriginKind.OTHER, description="effect, indicator, checkpoint, overlap or other.")
    subject: str | None = Field(default=None, description="Which one: ids with a blank between, such as an indicator's.")


class ReceiverKind(StrEnum):
    """Who a finding goes to: the first two are local, the last two overall."""

    INTERVENTION = "intervention"
    LOCAL_WORK = "local_work"
    STEERING_GROUP = "steering_group"
    COMMITTEE = "committee"


LOCAL = frozenset({ReceiverKind.INTERVENTION, ReceiverKind.LOCAL_WORK})


class Receiver(Definition):
    """Somebody who is to answer a finding."""

    kind: ReceiverKind = Field(description="intervention, local_work, steering_group or committee.")
    id: str | None = Field(
        default=None, description="The id of the intervention, the priority area or the committee; none for the steering group."
    )

    @property
    def local(self) -> bool:
        """Whether it is a local receiver."""
        return self.kind in LOCAL

    @property
    def key(self) -> str:
        """The receiver as one text."""
        return f"{self.kind}:{self.id}" if self.id else self.kind.value

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.id is None and self.kind is not ReceiverKind.STEERING_GROUP:
            raise ValueError("give the receiver's id")
        return self


def receiver_of(key: str) -> Receiver:
    """Return the receiver whose key it is; the inverse of `Receiver.key`. ValueError if there is none such."""
    kind, _, name = key.partition(":")
    return Receiver(kind=ReceiverKind(kind), id=name or None)


class Finding(_Placed):
    """Something that the follow-up shows, given to those who can do something about it."""

    day: date = Field(description="The day of the finding.")
    what: Said = Field(description="What was found, as it can be read without the figures at hand. Never a person.")
    origin: Origin = Field(default_factory=Origin, description="What it comes from.")
    receivers: tuple[Receiver, ...] = Field(min_length=1, description="Who is to answer, local and overall.")
    due: date | None = Field(default=None, description="When the answers are due; none: no day is set.")
    document: str | None = Field(default=None, description="The document number.")

    @classmethod
    def _must_have_place(cls) -> bool:
        return False

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if len({one.key for one in self.receivers}) < len(self.receivers):
            raise ValueError("a receiver stands twice")
        if self.due is not None and self.due < self.day:
            raise ValueError("due before the finding")
        return self


class Answer(Definition):
    """What a receiver answers, what is to be done, and when that was done."""

    id: Id
    finding: str = Field(description="The id of the finding.")
    receiver: Receiver = Field(description="Who answers: one of the finding's receivers.")
    day: date = Field(description="The day of the answer.")
    text: Said = Field(description="The answer.")
    measure: Said | None = Field(default=None, description="What is to be done; none: nothing is called for.")
    done: date | None = Field(default=None, description="The day on which the measure was done.")
    document: str | None = Field(default=None, description="The document number.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.done is not None and self.measure is None:
            raise ValueError("done without a measure")
        if self.done is not None and self.done < self.day:
            raise ValueError("done before the answer")
        return self


class HandedBy(StrEnum):
    """In what capacity somebody handed a briefing over; never who the person is."""

    ADMINISTRATION = "administration"
    SECRETARY = "secretary"
    CO_ORDINATION = "co_ordination"
    STEERING_GROUP = "steering_group"


class Briefing(Definition):
    """That a committee has been given its information for a day of the reporting calendar."""

    id: Id
    committee: str = Field(description="The id of the committee.")
    calendar: str = Field(description="The id of the day in the calendar.")
    day: date = Field(description="The day on which it was handed over.")
    by: HandedBy = Field(
        default=HandedBy.ADMINISTRATION, description="administration, secretary, co_ordination, steering_group."
    )
    document: str | None = Field(default=None, description="The document number.")


FEEDBACK_KINDS: dict[str, type[Definition]] = {
    "insights": Insight,
    "agreements": Agreement,
    "dialogues": Dialogue,
    "findings": Finding,
    "answers": Answer,
    "briefings": Briefing,
}
