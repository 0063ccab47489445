"""The commands `fetch`, which asks official sources, and `outside`, by which an administrator allows it."""

import hashlib
import sys
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions import outside as permission
from kraftkollen.actions.fetch import Fetched, Wanted, any_refused
from kraftkollen.actions.fetch import fetch as fetch_action
from kraftkollen.cli.answer import REFUSED, Call, answered, problem_documents
from kraftkollen.cli.life import publish_recorded, publish_waiting
from kraftkollen.views.fetch_view import fetch_view
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.words.fetching import what_came
from kraftkollen.words.problems import problem_sentence
from kraftkollen.words.translate import translate


@click.command()
@click.argument("indicators", nargs=-1)
@click.option("--due", is_flag=True, help="Ask only for what can exist by now and is not there: for a timer.")
@click.option("--dry-run", is_flag=True, help="Ask, and say what would be delivered; store nothing.")
@click.option(
    "--record", type=click.Path(path_type=Path, file_okay=False), help="Keep the answers in this folder too, as test material."
)
@click.option("--by", help="Who does it.")
@answered
def fetch(call: Call, indicators: tuple[str, ...], due: bool, dry_run: bool, record: Path | None, by: str | None) -> None:
    """Fetch official figures from their sources: of these indicators, or of all that have one."""
    actor = call.actor(by)
    done = fetch_action(call.site, actor, Wanted(indicators, due, dry_run, record))
    receipts = [one.took.receipt for one in done if one.took.receipt is not None]
    if any(one.approved for one in receipts):
        publish_recorded(call, actor)
    elif receipts:
        publish_waiting(call, actor)
    lines = [line for one in done for line in _lines(one, call)]
    call.answer([fetched_document(one, call) for one in done], "\n".join(lines))
    if any_refused(done):
        sys.exit(REFUSED)


def _lines(one: Fetched, call: Call) -> list[str]:
    said = what_came(one.outcome.value, one.took.new, one.took.changed, one.lacking, call.language)
    problems = [f"  {problem_sentence(problem, call.language)}" for problem in one.problems]
    return [f"{one.indicator} · {one.source} · {one.level}: {said}", *problems]


def fetched_document(one: Fetched, call: Call) -> dict[str, Any]:
    """Return what came of one source as a document."""
    receipt = one.took.receipt
    return {
        "indicator": one.indicator,
        "source": one.source,
        "level": one.level,
        "outcome": one.outcome,
        "asked": one.asked,
        "lacking": [{"period": lack.period, "since": lack.since} for lack in one.lacking],
        "rows": one.took.rows,
        "new": one.took.new,
        "changed": one.took.changed,
        "unchanged": one.took.unchanged,
        "batch": receipt.batch if receipt else None,
        "state": receipt.state if receipt else None,
        "updated": one.updated,
        "answers": [
            {
                "address": answer.question.address,
                "at": answer.at,
                "sha256": hashlib.sha256(answer.body).hexdigest(),
                "bytes": len(answer.body),
            }
            for answer in one.answers
        ],
        "warnings": problem_documents(one.took.warnings, call.language),
        "problems": problem_documents(one.problems, call.language),
    }


@click.group()
def outside() -> None:
    """Whether official figures may be fetched from outside: off until an administrator allows it."""


@outside.command("show")
@answered
def show(call: Call) -> None:
    """Say what would leave the house, to which addresses, and what is allowed."""
    shown = fetch_view(Reading(call.actor(), open_newest(call.data), call.language), call.site.clock.now().date())
    call.answer(shown, "\n".join([shown.sentence, *(f"- {one.address}: {one.sent}" for one in shown.leaving)]))


@outside.command("allow")
@click.option("--by", help="Who does it.")
@click.option("--why", help="Why, as it is kept in the register.")
@answered
def allow(call: Call, by: str | None, why: str | None) -> None:
    """Allow calls to the addresses that `outside show` lists."""
    changed = permission.allow_all(call.site, call.actor(by), why)
    call.answer({"allowed": True, "changed": bool(changed)}, translate(call.language, "Calls to the sources are allowed."))


@outside.command("stop")
@click.option("--by", help="Who does it.")
@click.option("--why", help="Why, as it is kept in the register.")
@answered
def stop(call: Call, by: str | None, why: str | None) -> None:
    """Stop all calls to the outside."""
    changed = permission.stop(call.site, call.actor(by), why)
    call.answer({"allowed": False, "changed": bool(changed)}, translate(call.language, "Calls to the sources are stopped."))
