"""What the computer proposes as findings today: double processes that nobody has answered. Effects and indicators join here."""

from collections.abc import Iterable
from datetime import date

from kraftkollen.model.feedback import Origin, OriginKind, Receiver, ReceiverKind
from kraftkollen.model.modules import Module, used
from kraftkollen.model.programme import Programme
from kraftkollen.model.text import LANGUAGES, Text
from kraftkollen.programme.feedback import Proposal
from kraftkollen.programme.overlaps import Overlap, overlaps
from kraftkollen.views.reading import Reading
from kraftkollen.views.register_names import covers
from kraftkollen.words.translate import mark, translate

_OVERLAP = mark("{first} and {second} do the same kind of thing for the same people in the same place.")


def proposals(reading: Reading, on: date) -> tuple[Proposal, ...]:
    """Return what may be recorded as a finding on a day: each double process that is not answered, if the city looks for them.

    It goes to both interventions and to those who lead them.
    """
    known = reading.version.programme
    if not used(known, Module.OVERLAPS):
        return ()
    found = overlaps(known.interventions, known.overlap_answers, covers(reading), on).unanswered
    return tuple(_proposal(known, one) for one in found)


def _proposal(known: Programme, one: Overlap) -> Proposal:
    pair = [found for found in known.interventions if found.id in (one.first, one.second)]
    names = {language: [found.name.in_language(language) for found in pair] for language in LANGUAGES}
    said = {
        language: translate(language, _OVERLAP, first=names[language][0], second=names[language][1]) for language in LANGUAGES
    }
    local = [Receiver(kind=ReceiverKind.INTERVENTION, id=found.id) for found in pair]
    leads = dict.fromkeys(found.lead for found in pair if found.lead)
    return Proposal(
        origin=Origin(kind=OriginKind.OVERLAP, subject=f"{one.first} {one.second}"),
        day=one.since,
        what=Text(sv=said["sv"], en=said["en"]),
        receivers=(*local, *(Receiver(kind=ReceiverKind.COMMITTEE, id=body) for body in leads)),
        priority_area=_priority_area(known, one.areas),
    )


def _priority_area(known: Programme, codes: Iterable[str]) -> str | None:
    """Return the priority area that holds all of the areas, if one does."""
    there = frozenset(codes)
    return next((one.id for one in known.priority_areas if there and there <= frozenset(one.areas)), None)
