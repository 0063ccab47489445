"""The commands of a delivery's life: approve, reject, revert, batches, erase, and the proof that nothing is lost."""

import sys
from collections.abc import Callable

import click

from kraftkollen.actions import decide, deliver
from kraftkollen.actions.deliver import Receipt
from kraftkollen.actions.erase import erase as erase_action
from kraftkollen.actions.verify import verify as verify_action
from kraftkollen.cli.answer import REFUSED, Call, answered, problem_documents
from kraftkollen.cli.life import publish_recorded, publish_waiting, receipt_document
from kraftkollen.words.translate import mark, translate


def _life(name: str, help_text: str) -> click.Command:
    """Make a command that moves a delivery along."""
    act: Callable[..., Receipt] = getattr(decide, name)

    @click.command(name, help=help_text)
    @click.argument("batch", type=int)
    @click.option("--by", required=True, help="Who does it.")
    @click.option("--why", help="Why.")
    @click.option("--ref", help="The number of the decision's document (diarienummer).")
    @answered
    def move(call: Call, batch: int, by: str, why: str | None, ref: str | None) -> None:
        actor = call.actor(by)
        done = act(call.site, actor, batch, why, ref)
        if name == "reject":
            publish_waiting(call, actor)
        else:
            publish_recorded(call, actor)
        call.answer(receipt_document(call, done))

    return move


@click.command()
@answered
def batches(call: Call) -> None:
    """List every delivery, the newest first."""
    found = deliver.batches(call.site, call.actor())
    lines = [f"{one.id}\t{one.state.word}\t{one.at.isoformat()}\t{one.rows}\t{one.filename}" for one in found]
    call.answer(list(found), "\n".join(lines) or translate(call.language, "None yet."))


@click.command()
@click.argument("batch", type=int)
@click.option("--by", required=True, help="Who does it.")
@click.option("--why", required=True, help="Why. Do not repeat what is erased.")
@click.option("--ref", required=True, help="The legal ground: a decision's number, or a paragraph of a law.")
@answered
def erase(call: Call, batch: int, by: str, why: str, ref: str) -> None:
    """Erase what should never have been delivered: bytes, rows and published versions. It cannot be undone."""
    done = erase_action(call.site, call.actor(by), batch, why, ref)
    words = mark("Erased: {batches}. Files taken away: {files}.")
    said = translate(
        call.language, words, batches=", ".join(map(str, done.batches)) or "-", files=done.uploads + done.published
    )
    call.answer(done, said)


@click.command()
@answered
def verify(call: Call) -> None:
    """Read every kept file again, and compare with the journal and the published files."""
    found = verify_action(call.site, call.actor())
    problems = problem_documents(found.problems, call.language)
    words = mark("Nothing is wrong: {batches} deliveries with {observations} figures were read again.")
    said = translate(call.language, words, batches=found.batches, observations=found.observations)
    document = {"ok": found.ok, "observations": found.observations, "batches": found.batches, "digest": found.digest}
    warnings = problem_documents(found.warnings, call.language)
    lines = [*(one["message"] for one in problems), *([] if problems else [said]), *(one["message"] for one in warnings)]
    call.answer({**document, "problems": problems, "warnings": warnings}, "\n".join(lines))
    if not found.ok:
        sys.exit(REFUSED)


approve = _life("approve", "Approve a delivery: its values become current and are published.")
reject = _life("reject", "Reject a delivery that waits for approval.")
revert = _life("revert", "Take back an approved delivery: what was current before is current again.")
