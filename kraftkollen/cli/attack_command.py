"""The command `attack`: whether what is published gives away what is hidden."""

import sys

import click

from kraftkollen.actions.attack import Asked, Attacked, attack_published
from kraftkollen.cli.answer import OUR_FAULT, Call, answered
from kraftkollen.words.translate import mark, translate

_LISTED = 20


@click.command()
@click.option("--sample", type=click.IntRange(min=1), help="How many hidden counts to try; all if left out: many minutes.")
@click.option("--seed", type=int, default=1, show_default=True, help="Which ones are drawn.")
@click.option("--indicator", "indicators", multiple=True, help="An indicator; may be given several times.")
@click.option("--period", "periods", multiple=True, help="A period; may be given several times.")
@click.option("--loose", is_flag=True, help="Let totals differ from their parts as far as they do: a weaker attack.")
@click.option("--primary-only", is_flag=True, help="Without complementary hiding: then it must succeed.")
@answered
def attack(
    call: Call,
    sample: int | None,
    seed: int,
    indicators: tuple[str, ...],
    periods: tuple[str, ...],
    loose: bool,
    primary_only: bool,
) -> None:
    """Try to work hidden figures out from all that was ever published. It says how wide each lies open, never what it is."""
    asked = Asked(sample, seed, indicators, periods, loose, primary_only)
    done = attack_published(call.site, call.actor(), asked)
    call.answer(done, "\n".join([_sentence(call, done), *_failures(call, done)]))
    if done.failed:
        sys.exit(OUR_FAULT)


def _sentence(call: Call, done: Attacked) -> str:
    if not done.failed:
        words = mark("None of {attacked} hidden counts could be worked out, from {versions} published versions.")
        return translate(call.language, words, attacked=done.attacked, versions=done.versions)
    words = mark("{failed} of {attacked} hidden counts can be known too well. Publish nothing more before it is mended.")
    return translate(call.language, words, failed=done.failed, attacked=done.attacked)


def _failures(call: Call, done: Attacked) -> list[str]:
    words = mark("{cell}, {term}: an interval of {width}, {needed} needed.")
    return [
        translate(call.language, words, cell=one.cell, term=one.term, width=one.width, needed=one.needed)
        for one in done.failures[:_LISTED]
    ]
