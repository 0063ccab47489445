"""Fetches official figures: asks a source, keeps what it answered, and lets what is new or revised in as any delivery is."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.fetch_delivery import Took, take_in, would_take
from kraftkollen.actions.fetch_plan import Lacking, Plan, lacking, plans
from kraftkollen.actions.fetch_record import keep_for_tests
from kraftkollen.actions.progress import Progress, silent
from kraftkollen.actions.site import Site, catalogue, programme
from kraftkollen.errors import DeliveryRefused, DemoFetchesNothing, OutsideNotAllowed, Problem, SourceFailed
from kraftkollen.intake.fetched import Found, dialogue
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.actor import Actor
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.clock import Clock
from kraftkollen.model.fetching import Answer, Ask, host
from kraftkollen.outside.client import Line, Manners, Tempo


class Outcome(StrEnum):
    """What came of one source. `NOTHING_DUE`: it was not asked; `DECLINED`: somebody has rejected these very figures."""

    DELIVERED = "delivered"
    WOULD_DELIVER = "would_deliver"
    SAME = "same"
    WAITING = "waiting"
    DECLINED = "declined"
    NOTHING_DUE = "nothing_due"
    NOTHING_YET = "nothing_yet"
    REFUSED = "refused"


@dataclass(frozen=True)
class Fetched:
    """What came of one source of one indicator.

    `asked` are the periods that were asked for; `lacking` those that could exist and are not there, each with since when;
    `took` what was delivered; `updated` the producer's own date, "" if it says none.
    """

    indicator: str
    source: str
    deliverer: str
    level: str
    outcome: Outcome
    asked: tuple[str, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    took: Took = field(default_factory=Took)
    answers: tuple[Answer, ...] = ()
    updated: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched: ids of indicators (none: all that the actor may deliver for), and how.

    `due`: only what can exist and is not there. `dry_run`: ask, and store nothing. `record`: a folder for the answers, without
    what may point at a person, to be test material.
    """

    indicators: tuple[str, ...] = ()
    due: bool = False
    dry_run: bool = False
    record: Path | None = None


OpenLine = Callable[[frozenset[str], Clock, Manners], Line]
# How each kind of source is treated: Statistics Sweden answers thirty calls in ten seconds (documentation, and a dated note of
# a public project); for the others no limit is documented, and clients keep to five a second.
MANNERS: Mapping[str, Manners] = {
    "kolada": Manners(apart=0.2),
    "pxweb": Manners(apart=0.34),
    "ckan": Manners(apart=0.5),
}


def line_to(allowed: frozenset[str], clock: Clock, manners: Manners) -> Line:
    """Return a line to the outside, where time is the machine's own."""
    return Line(allowed, clock, manners, Tempo())


def fetch(
    site: Site, actor: Actor, wanted: Wanted, open_line: OpenLine = line_to, progress: Progress = silent
) -> tuple[Fetched, ...]:
    """Fetch from every source of the indicators. One that fails does not keep the others from being asked.

    Parameters
    ----------
    open_line
        How a line to a source is opened.
    progress
        Told the step (asking) and the share of the sources asked.

    Raises
    ------
    NotAllowed
        If the actor may not deliver, or not for an owner of an indicator that was named; or is no administrator and records.
    OutsideNotAllowed
        If no administrator has allowed calls to the outside; then nothing was sent.
    DemoFetchesNothing, NotFound, NothingToFetch
    """
    access.require(actor, Permission.DELIVER)
    if wanted.record is not None:
        access.require(actor, Permission.ADMINISTER)
    with site.journal.read() as transaction:
        known, city = catalogue(site, transaction), programme(transaction)
    if city.city.demo:
        raise DemoFetchesNothing
    found = plans(site, actor, known, wanted.indicators, due=wanted.due)
    allowed = city.addresses_allowed
    if not allowed:
        raise OutsideNotAllowed(address=", ".join(sorted({host(one.source.base) for one in found})))
    done = []
    with ExitStack() as stack:
        lines: dict[tuple[str, str], Line] = {}
        for number, plan in enumerate(found):
            progress("asking", number / len(found))
            key = (plan.source.kind, host(plan.source.base))
            if key not in lines:
                lines[key] = stack.enter_context(open_line(allowed, site.clock, MANNERS[plan.source.kind]))
            done.append(_one(site, actor, known, plan, wanted, lines[key], city.city.code))
    return tuple(done)


def _one(site: Site, actor: Actor, known: Catalogue, plan: Plan, wanted: Wanted, line: Line, city: str) -> Fetched:
    """Ask one source; whatever a user can mend becomes its outcome."""
    source = plan.source
    told = Fetched(plan.indicator.id, source.name, source.deliverer, source.level, Outcome.NOTHING_DUE, plan.asked)
    if not plan.asked:
        return replace(told, lacking=lacking(plan, ()))
    ask, answers = Ask(plan.indicator.id, source, city, plan.asked), list[Answer]()
    try:
        found = _talk(ask, known, line, answers)
        if wanted.record is not None:
            keep_for_tests(wanted.record, ask, answers)
        take = would_take if wanted.dry_run else take_in
        took = take(site, actor, plan, ask, found, answers)
    except UnreadableError as stopped:
        outcome = Outcome.NOTHING_YET if stopped.problem.code == "answer_nothing_yet" else Outcome.REFUSED
        told = replace(told, outcome=outcome, problems=(stopped.problem,), answers=tuple(answers))
        return replace(told, lacking=lacking(plan, ()))
    except (SourceFailed, DeliveryRefused, OutsideNotAllowed) as error:
        problems = error.problems or (Problem("source_not_allowed", details={"address": host(source.base)}),)
        told = replace(told, outcome=Outcome.REFUSED, problems=problems, answers=tuple(answers))
        return replace(told, lacking=lacking(plan, ()))
    outcome = Outcome(took.outcome)
    came = [row.period for row in found.rows if row.value not in ("", "..") or row.numerator not in ("", "..")]
    return replace(told, outcome=outcome, took=took, answers=tuple(answers), updated=found.updated, lacking=lacking(plan, came))


def _talk(ask: Ask, known: Catalogue, line: Line, answers: list[Answer]) -> Found:
    """Lead the dialogue with the source to its end; what it answered is in `answers`, however it ends."""
    talk = dialogue(ask, known.indicators[ask.indicator], known.groups(ask.indicator))
    try:
        question = next(talk)
        while True:
            answers.append(line.ask(question))
            question = talk.send(answers[-1])
    except StopIteration as end:
        found: Found = end.value
        return found


def any_refused(done: Sequence[Fetched]) -> bool:
    """Return whether some source gave nothing that could be taken in."""
    return any(one.outcome is Outcome.REFUSED for one in done)
