"""The command `effect`: an evaluation of published figures, or of any tidy table; and what could be seen beforehand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kraftkollen.cli.answer import Call, answered
from kraftkollen.cli.effect_words import estimate_document, plan_document
from kraftkollen.errors import FileUnreadable
from kraftkollen.views.effect_told import effect_text, other_scale_text, plan_text
from kraftkollen.views.effect_view import (
    Choice,
    Method,
    Scale,
    answer,
    areas_question,
    file_answer,
    intervention_question,
    planned,
)
from kraftkollen.views.panel_file import Columns
from kraftkollen.views.reading import Reading, open_newest

F = TypeVar("F", bound=Callable[..., Any])
_METHODS, _SCALES = [one.value for one in Method], [one.value for one in Scale]


def _published_options(command: F) -> F:
    for option in (
        click.option("--indicator", help="The indicator; the intervention's primary one if left out."),
        click.option("--intervention", help="The id of an intervention in the register."),
        click.option("--areas", help="Codes or names, with commas between; or the id of a priority area."),
        click.option("--plan", "beforehand", is_flag=True, help="What could be seen if it began after the last figure."),
    ):
        command = option(command)
    return command


def _panel_options(command: F) -> F:
    for option in (
        click.option("--panel", type=click.Path(path_type=Path), help="A tidy table: one row a unit and period."),
        click.option("--unit", help="The column of units."),
        click.option("--time", "time_column", help="The column of periods."),
        click.option("--outcome", help="The column of the outcome."),
        click.option("--population", help="The column of what each unit's figures are counted on: scales the placebos."),
        click.option("--treated", help="The treated units, with commas between."),
        click.option("--exclude", help="Units that take no part, with commas between."),
    ):
        command = option(command)
    return command


@click.command("effect")
@_published_options
@_panel_options
@click.option("--start", help="The first period after the start; with --panel one for each treated unit, if they differ.")
@click.option("--method", type=click.Choice(_METHODS), default="weighted", show_default=True)
@click.option("--scale", type=click.Choice(_SCALES), help="Levels, or the logarithm; as the evaluation plan says, else levels.")
@click.option(
    "--matters",
    type=click.FloatRange(min=0, min_open=True),
    help="The smallest difference that matters, in the outcome's unit.",
)
@answered
def effect(call: Call, method: str, scale: str | None, matters: float | None, **given: Any) -> None:
    """Evaluate an intervention against comparison areas."""
    choice = Choice(Method(method), Scale(scale) if scale else None, matters)
    if given["panel"] is not None:
        _of_panel(call, choice, **given)
    else:
        _of_published(call, choice, **given)


def _of_panel(call: Call, choice: Choice, panel: Path, start: str | None, **given: Any) -> None:
    named = (_needed(given, "unit"), _needed(given, "time_column"), _needed(given, "outcome"))
    columns = Columns(*named, given["population"])
    treated, starts = _listed(_needed(given, "treated")), _listed(start or _missing("--start"))
    if len(starts) not in (1, len(treated)):
        raise click.UsageError(f"--start: 1 or {len(treated)}")
    pairs = list(zip(treated, starts * len(treated) if len(starts) == 1 else starts, strict=True))
    try:
        content = panel.read_bytes()
    except OSError as error:
        raise FileUnreadable(file=str(panel), reason=error.strerror or str(error)) from error
    found = file_answer(content, panel.name, columns, pairs, _listed(given["exclude"] or ""), choice)
    text = effect_text(found, call.language)
    call.answer(estimate_document(found, text), text)


def _of_published(call: Call, choice: Choice, indicator: str | None, start: str | None, **given: Any) -> None:
    reading = Reading(call.actor(), open_newest(call.data), call.language)
    if given["intervention"] is not None:
        question = intervention_question(reading, given["intervention"], indicator)
    else:
        areas = _listed(_needed(given, "areas"))
        question = areas_question(reading, indicator or _missing("--indicator"), areas, start or _missing("--start"))
    if given["beforehand"]:
        coming = planned(reading, question, choice=choice)
        said = plan_text(coming, call.language)
        call.answer(plan_document(coming, said), said)
        return
    found = answer(reading, question, choice)
    told = effect_text(found.estimate, call.language, question.indicator)
    text = f"{told} {other_scale_text(question, found.estimate, call.language)}".strip()
    call.answer(estimate_document(found.estimate, text, found), text)


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _needed(given: dict[str, Any], name: str) -> str:
    return str(given[name] or _missing(f"--{name.removesuffix('_column')}"))


def _missing(option: str) -> str:
    raise click.UsageError(f"Missing option '{option}'.", click.get_current_context())
