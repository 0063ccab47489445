"""The command that keeps a machine's published files those of a journal that several machines share."""

import time

import click

from kraftkollen.actions.follow import Followed, Follower
from kraftkollen.actions.follow import follow as follow_action
from kraftkollen.cli.answer import Call, answered
from kraftkollen.errors import UserError
from kraftkollen.words.problems import error_sentence
from kraftkollen.words.translate import mark, translate


@click.command()
@click.option("--once", is_flag=True, help="Write out what is new, and stop.")
@click.option("--seconds", type=click.FloatRange(0.1, 60), default=2.0, show_default=True, help="How often to look.")
@answered
def follow(call: Call, once: bool, seconds: float) -> None:
    """Write out here what other machines publish: run it on each, beside the dashboard."""
    site, actor = call.site, call.actor()
    if once:
        _tell(call, follow_action(site, actor))
        return
    follower, last = Follower(site, actor), ""
    while True:
        try:
            found = follower.step()
            if found is not None:
                _tell(call, found)
            last = ""
        except UserError as error:
            # The server may be gone for a while: said once, and tried again until it is there.
            said = error_sentence(error, call.language)
            if said != last:
                click.echo(said, err=True)
            last = said
        time.sleep(seconds)


def _tell(call: Call, found: Followed) -> None:
    words = mark("Written out here: figures {figures}, register {register}. Files taken away: {files}.")
    said = translate(call.language, words, figures=found.figures or "-", register=found.register or "-", files=found.taken_away)
    call.answer(found, said)
