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


def publish_waiting(call: Call, actor: Actor) -> None:
    """Publish the register, which says what waits for approval; as `publish_recorded` if it cannot be done now."""
    try:
        publish_action.publish_register(call.site, actor)
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
        "remembered": found.remembered,
        "understood": found.understood.as_json(),
        "warnings": problem_documents(found.warnings, call.language),
        "problems": [],
    }


def receipt_document(call: Call, done: Receipt) -> dict[str, Any]:
    counts = {name: getattr(done, name) for name in ("batch", "sha256", "rows", "new", "changed", "unchanged")}
    warnings = problem_documents(done.warnings, call.language)
    # Only what was given: the document of a plain import stays as it is documented.
    given = {"document": done.document, "why": done.why, "ref": done.ref}
    beside = {name: text for name, text in given.items() if text is not None}
    return {**counts, "state": done.state.word, **beside, "warnings": warnings, "problems": []}
