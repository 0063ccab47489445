"""The names that interventions, decisions and answers have for each other: each must be a record of the programme."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kraftkollen.model.programme import Programme


def register_faults(programme: "Programme") -> Iterator[str]:
    """Yield what no register can hold: a name in an intervention, decision or answer that nothing has."""
    known = {
        "body": {one.id for one in programme.bodies},
        "intervention": {one.id for one in programme.interventions},
        "decision": {one.id for one in programme.decisions},
        "criterion": {one.id for one in programme.criteria},
        "structure": {one.id for one in programme.structures} | {one.id for one in programme.interventions if one.city_wide},
    }
    named = (_of_interventions, _of_decisions, _of_answers, _of_checkpoint)
    for subject, kind, name in (found for names in named for found in names(programme)):
        if name not in known[kind]:
            yield f"{subject} names the unknown {kind} {name}"


def _of_interventions(programme: "Programme") -> Iterator[tuple[str, str, str]]:
    for one in programme.interventions:
        yield from ((one.id, "body", name) for name in (*one.participants, *([one.lead] if one.lead else [])))
        yield from ((one.id, "intervention", name) for name in [one.complements] if name)
        yield from ((one.id, "structure", name) for name in one.links)
        yield from ((one.id, "body", name) for name in [one.plan.evaluator if one.plan else None] if name)


def _of_decisions(programme: "Programme") -> Iterator[tuple[str, str, str]]:
    for one in programme.decisions:
        yield from ((one.id, "body", name) for name in (*one.bodies, *one.mandate_from, *one.needs))
        yield from ((one.id, "intervention", name) for name in one.concerns)
        yield from ((one.id, "decision", name) for name in [one.settles] if name)


def _of_answers(programme: "Programme") -> Iterator[tuple[str, str, str]]:
    for one in programme.overlap_answers:
        yield from ((one.id, "intervention", name) for name in one.interventions)
        yield (one.id, "body", one.role)
    yield from ((change.id, "intervention", change.intervention) for change in programme.comparison_changes)


def _of_checkpoint(programme: "Programme") -> Iterator[tuple[str, str, str]]:
    for criterion in programme.criteria:
        yield from ((criterion.id, "body", name) for name in criterion.whose)
    for judgement in programme.judgements:
        yield from ((judgement.id, "criterion", judgement.criterion), (judgement.id, "body", judgement.body))
    for decided in programme.checkpoint_decisions:
        yield (decided.id, "decision", decided.decision)
        yield from ((decided.id, "intervention", name) for name in [decided.subject] if name)
    for approval in programme.approvals:
        yield (approval.id, "body", approval.body)
    for comment in programme.edition_comments:
        yield (comment.id, "body", comment.body)
