"""The criteria of the evaluation after one year: what is measured, whose wish it is, what is enough; and what a person says."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from kraftkollen.model.feedback import Said
from kraftkollen.model.ids import ID
from kraftkollen.model.modules import Module
from kraftkollen.model.text import Definition, Text

_DIGEST = r"^[0-9a-f]{64}$"


class Part(StrEnum):
    """What a criterion is about."""

    ORGANISATION = "organisation"
    FINANCING = "financing"
    OUTCOME = "outcome"


class FigureId(StrEnum):
    """The figures that the register, the money and the effects give; each is worked out in `kraftkollen.programme`."""

    MANDATE_CLEAR = "mandate_clear"
    BRIEFED_IN_TIME = "briefed_in_time"
    BROADLY_REPRESENTED = "broadly_represented"
    PICTURE_SHARED = "picture_shared"
    EVALUATOR_NAMED = "evaluator_named"
    OVERLAPS_ANSWERED = "overlaps_answered"
    FINDINGS_ANSWERED = "findings_answered"
    PRESENCE_SEEN = "presence_seen"
    SOURCES_CLEAR = "sources_clear"
    LONG_TERM = "long_term"
    NEXT_YEAR_BUDGETED = "next_year_budgeted"
    CALL_OFFS_USED = "call_offs_used"
    ADMINISTRATION = "administration"
    EVALUATION_PAID = "evaluation_paid"
    FOLLOWS_EFFECT = "follows_effect"
    VERDICTS_AS_EXPECTED = "verdicts_as_expected"


class Criterion(Definition):
    """One criterion. Its figure is a share from 0 to 1; what is enough is for the city to say."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    part: Part = Field(description="organisation, financing or outcome.")
    what: Text = Field(description="What is asked, as a statement that can hold or not.")
    whose: tuple[str, ...] = Field(default=(), description="Ids of the bodies whose wish it is.")
    also: Text | None = Field(default=None, description="Whose it is beside the bodies, as the record says.")
    ours: bool = Field(default=False, description="True if it is our own inference, and then labelled so.")
    figure: FigureId = Field(description="The figure that measures it.")
    met: float = Field(ge=0, le=1, description="Met from this figure on; up to it where less is better.")
    partly: float = Field(ge=0, le=1, description="Partly met from this figure on; up to it where less is better.")
    less_is_better: bool = Field(default=False, description="True for the share of administration.")
    decided: str | None = Field(
        default=None, description="Body, date and reference of what is enough; left out: a proposal, and said to be one."
    )
    module: Module = Field(description="The module that the figure comes from; off: not used.")

    @model_validator(mode="after")
    def _thresholds_in_order(self) -> Self:
        if (self.partly > self.met) != self.less_is_better and self.partly != self.met:
            raise ValueError("partly lies below met, or above it where less is better")
        return self


class StatusCode(StrEnum):
    """The answer of the rule."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    EVIDENCE_MISSING = "evidence_missing"
    NOT_USED = "not_used"


class Judgement(Definition):
    """What somebody says of a criterion beside the rule's answer, never instead of it."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    criterion: str = Field(description="The id of the criterion.")
    status: StatusCode = Field(description="met, partly or not_met.")
    why: Said = Field(description="Why it is judged otherwise.")
    body: str = Field(description="The id of the body or function that judges.")
    function: Said | None = Field(default=None, description="The function there that judges, never a person.")
    day: date = Field(description="The day that it is about.")
    document: str | None = Field(default=None, max_length=100, description="The document number.")


class Outcome(StrEnum):
    """What a body decides of an intervention, or of the model as a whole."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    STOP = "stop"


class CheckpointDecision(Definition):
    """What a body has decided after the evaluation: the field is empty until there is one."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    subject: str | None = Field(default=None, description="The id of the intervention; none: the model as a whole.")
    outcome: Outcome = Field(description="continue, adjust or stop.")
    decision: str = Field(description="The id of the decision: who, when, reference and dissent stand there.")
    note: Said | None = Field(default=None, description="What is to be adjusted, in the words of the decision.")


class ApprovedText(Definition):
    """The text of one criterion as it was approved: by its digest, so that a later change is seen."""

    criterion: str = Field(pattern=ID, description="The id of the criterion.")
    digest: str = Field(pattern=_DIGEST, description="Of the criterion's text.")


class Approval(Definition):
    """That a person has approved the computed text of the evaluation before it is published."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    day: date = Field(description="The day of the evaluation that was approved.")
    digest: str = Field(pattern=_DIGEST, description="Of the Swedish text that was approved, SHA-256.")
    body: str = Field(description="The id of the body whose person approved it.")
    function: Said | None = Field(default=None, description="The function there that approved it, never a person.")
    given: date | None = Field(default=None, description="The day on which it was approved.")
    texts: tuple[ApprovedText, ...] = Field(default=(), description="The text of each criterion as it stood then.")


class CheckpointRecords(Definition):
    """The evaluation after one year, as a part of the programme."""

    criteria: tuple[Criterion, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    checkpoint_decisions: tuple[CheckpointDecision, ...] = ()
    approvals: tuple[Approval, ...] = ()


CHECKPOINT_KINDS: dict[str, type[Definition]] = {
    "criteria": Criterion,
    "judgements": Judgement,
    "checkpoint_decisions": CheckpointDecision,
    "approvals": Approval,
}
