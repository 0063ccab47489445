"""How decisions hang together: which of them still need a committee's own, and on what right the rest were taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from kraftkollen.model.decision import BodyKind, Decision
from kraftkollen.model.programme import Programme


@dataclass(frozen=True, slots=True)
class Lacking:
    """A decision that does not hold yet: the ids of the bodies that have not decided themselves."""

    decision: Decision
    bodies: tuple[str, ...]


def settling(decision: Decision, decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return for each body that a decision needs the decision that it has taken itself, if it has."""
    own = [one for one in decisions if one.settles == decision.id and one.entered]
    return {body: one for body in decision.needs for one in own if body in one.bodies}


def lacking(programme: Programme) -> tuple[Lacking, ...]:
    """Return the decisions that need a body's own decision which has not been entered, in the order of the register."""
    found = []
    for one in programme.decisions:
        there = settling(one, programme.decisions)
        missing = tuple(body for body in one.needs if body not in there)
        if missing and one.entered:
            found.append(Lacking(one, missing))
    return tuple(found)


def without_mandate(programme: Programme) -> tuple[Decision, ...]:
    """Return the steering groups' decisions of which nobody has said on what right they were taken, nor whose they need."""
    groups = {one.id for one in programme.bodies if one.kind is BodyKind.STEERING_GROUP}
    return tuple(
        one
        for one in programme.decisions
        if one.entered and one.mandate is None and not one.needs and not groups.isdisjoint(one.bodies)
    )


def concerning(programme: Programme, intervention: str) -> tuple[Decision, ...]:
    """Return the decisions that concern an intervention, the newest first; those without a day last."""
    found = [one for one in programme.decisions if intervention in one.concerns]
    return tuple(sorted(found, key=lambda one: (one.day is None, -(one.day.toordinal() if one.day else 0))))
