"""The modules by name, and what is said of one that a city does not use."""

from collections.abc import Mapping

from kraftkollen.model.modules import Module
from kraftkollen.model.text import Language
from kraftkollen.words.translate import mark, translate

NOT_USED = mark("not used")

_NAMES: Mapping[Module, str] = {
    Module.INTERVENTIONS: mark("Interventions"),
    Module.DECISIONS: mark("Decisions"),
    Module.MONEY: mark("Money"),
    Module.EFFECTS: mark("Evaluation of effects"),
    Module.CHECKPOINT: mark("Evaluation after one year"),
    Module.INTERVENTION_DETAILS: mark("More about each intervention"),
    Module.EVALUATION_PLANS: mark("Evaluation plans"),
    Module.OVERLAPS: mark("Double processes"),
    Module.PROBLEM_PICTURE: mark("Shared problem picture"),
    Module.FEEDBACK: mark("Feedback"),
    Module.BRIEFINGS: mark("Information to the committees"),
    Module.ALLOCATION: mark("Allocation"),
}


def module_name(module: Module, language: Language) -> str:
    """Return the reader's name of a module."""
    return translate(language, _NAMES[module])


def not_used(language: Language) -> str:
    """Return what stands where something that is not used would have counted."""
    return translate(language, NOT_USED)
