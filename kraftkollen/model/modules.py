"""Which parts of the product a city uses: light unless it says otherwise. What is off is "not used", never a failure."""

from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import Field

from kraftkollen.model.text import Definition, Text

if TYPE_CHECKING:
    from kraftkollen.model.programme import Programme


class Module(StrEnum):
    """A part that can be on or off. Indicators, map and yearly evaluation are always on."""

    INTERVENTIONS = "interventions"
    DECISIONS = "decisions"
    MONEY = "money"
    EFFECTS = "effects"
    CHECKPOINT = "checkpoint"
    INTERVENTION_DETAILS = "intervention_details"
    EVALUATION_PLANS = "evaluation_plans"
    OVERLAPS = "overlaps"
    PROBLEM_PICTURE = "problem_picture"
    FEEDBACK = "feedback"
    BRIEFINGS = "briefings"
    ALLOCATION = "allocation"


# What is on where a city has said nothing: seven fields an intervention, decisions, money from a file, what follows of them.
LIGHT: frozenset[Module] = frozenset({Module.INTERVENTIONS, Module.DECISIONS, Module.MONEY, Module.EFFECTS, Module.CHECKPOINT})


class ModuleSwitch(Definition):
    """A module that the city has switched on or off."""

    id: Module = Field(description="The module.")
    # Not "on": YAML reads that as true.
    used: bool = Field(description="True if the city uses it.")
    why: Text | None = Field(default=None, description="Why, as readers may know it.")


def used(programme: "Programme", module: Module) -> bool:
    """Return whether the city uses the module: as it has said, else as the light set-up has it."""
    return next((one.used for one in programme.modules if one.id == module), module in LIGHT)
