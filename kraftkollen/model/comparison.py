"""What whoever evaluates puts on record: that a list of comparison areas is another than the rule's, and why."""

from collections.abc import Mapping
from typing import Self

from pydantic import Field, model_validator

from kraftkollen.model.ids import ID, Code
from kraftkollen.model.text import Definition


def comparison_id(intervention: str, indicator: str) -> str:
    """Return the id of the record that holds the change for an intervention and indicator: there is one at most."""
    return f"{intervention}__{indicator}"


class ComparisonChange(Definition):
    """A list of comparison areas changed by hand. Its history in the register has every earlier form, with who and when."""

    id: str = Field(pattern=ID, description="The ids of intervention and indicator, joined by __.")
    intervention: str = Field(description="The id of the intervention.")
    indicator: str = Field(description="The id of the indicator.")
    removed: tuple[Code, ...] = Field(default=(), description="Codes of areas that the rule lets in and that are taken out.")
    added: tuple[Code, ...] = Field(default=(), description="Codes of areas that the rule leaves out and that are put in.")
    reason: str = Field(min_length=1, max_length=500, description="Why, as readers meet it; never about a person.")

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.id != comparison_id(self.intervention, self.indicator):
            raise ValueError("the id is that of the intervention and that of the indicator, joined by __")
        if not self.removed and not self.added:
            raise ValueError("it changes nothing: withdraw it to go back to the rule's list")
        if set(self.removed) & set(self.added):
            raise ValueError("an area cannot be both taken out and put in")
        return self


class ComparisonRecords(Definition):
    """The changed lists as a programme holds them: a base of `Programme`."""

    comparison_changes: tuple[ComparisonChange, ...] = ()

    def comparison_change(self, intervention: str, indicator: str) -> ComparisonChange | None:
        """Return the change that stands for an intervention and indicator; None where the rule's list does."""
        name = comparison_id(intervention, indicator)
        return next((one for one in self.comparison_changes if one.id == name), None)


# Written by those who evaluate, and by nobody else.
COMPARISON_KINDS: Mapping[str, type[Definition]] = {"comparison_changes": ComparisonChange}
