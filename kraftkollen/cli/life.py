"""What the commands of a delivery's life share: all files looked at first, publishing after, and the documents they answer."""

from dataclasses import replace
from typing import Any

from kraftkollen.actions import publish as publish_action
from kraftkollen.actions.deliver import Receipt
from kraftkollen.actions.examine import Parcel, Preview, preview
from kraftkollen.cli.answer import Call, problem_documents
from kraftkollen.errors import DeliveryRefused, Problem, PublishingFailed, UserError
from kraftkollen.model.actor import Actor
from kraftkollen.model.delivery import Form
from kraftkollen.words.problems import error_sentence


def previews(call: Call, actor: Actor, parcels: list[Parcel], form: Form) -> list[Preview]:
    """Return what the files would do; DeliveryRefused with the problems of all of them, each with its file's name."""
    found: list[Preview] = []
    problems: list[Problem] = []
    refused: list[str] = []
    for one in parcels:
        try:
            found.append(preview(call.site, actor, one, form))
        except DeliveryRefused as error:
            # As the error names it: a file's name may itself be what must not be repeated.
            name = str(error.details.get("file") or "")
            refused += [name] if name else []
            named = {"file": name} if name and len(parcels) > 1 else {}
            problems += [replace(problem, details={**problem.details, **named}) for problem in error.problems]
    if problems:
        raise DeliveryRefused(problems, file=", ".join(refused))
    return found


def publish_recorded(call: Call, actor: Actor) -> None:
    """Publish what was just recorded; PublishingFailed says that it stays recorded."""
    try:
        publish_action.publish(call.site, actor)
    except UserError as error:
        raise PublishingFailed(reason=error_sentence(error, call.language)) from error


def preview_document(call: Call, found: Preview) -> dict[str, Any]:
    return {
        "batch": None,
        "sha256": found.sha256,
        "rows": found.rows,
        "new": found.comparison.new,
        "changed": found.comparison.changed,
        "unchanged": found.comparison.unchanged,
        "skipped": found.skipped,
        "understood": found.understood.as_json(),
        "warnings": problem_documents(found.warnings, call.language),
        "problems": [],
    }


def receipt_document(call: Call, done: Receipt) -> dict[str, Any]:
    counts = {name: getattr(done, name) for name in ("batch", "sha256", "rows", "new", "changed", "unchanged")}
    warnings = problem_documents(done.warnings, call.language)
    return {**counts, "state": done.state.value, "warnings": warnings, "problems": []}
