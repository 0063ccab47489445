"""How a command answers: one JSON document on standard output if asked for, words on standard error, and an exit status."""

import functools
import json
import logging
import math
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import click

from kraftkollen.actions.site import Site
from kraftkollen.errors import FileUnwritable, NameNeeded, Problem, UserError
from kraftkollen.model.actor import Actor, local_actor
from kraftkollen.model.clock import clock_from_environment
from kraftkollen.model.delivery import State
from kraftkollen.model.text import Language
from kraftkollen.words.problems import error_sentence, problem_sentence, what_to_do

REFUSED, OUR_FAULT = 2, 1
F = TypeVar("F", bound=Callable[..., Any])
_log = logging.getLogger("kraftkollen")


@dataclass
class Call:
    """What all commands are given: the store, and how to answer."""

    data: Path
    language: Language
    json: bool = False

    @property
    def site(self) -> Site:
        return Site.at(self.data, clock_from_environment())

    def actor(self, name: str | None = None) -> Actor:
        """Return the local user, under the name given."""
        if name is not None and not name.strip():
            raise NameNeeded
        return local_actor(name) if name else local_actor()

    def answer(self, document: Any, words: str | None = None) -> None:
        """Answer with a document, or in words."""
        if self.json:
            click.echo(json.dumps(plain(document), ensure_ascii=False, allow_nan=False))
        elif words is not None:
            click.echo(words)
        else:
            click.echo(json.dumps(plain(document), ensure_ascii=False, indent=2, allow_nan=False))


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their paths in the folder, which is made; none of them may lead out of it.

    Raises
    ------
    FileUnwritable
        If one cannot be written.
    """
    root = folder.resolve()
    try:
        for name, content in files.items():
            path = (root / name).resolve()
            if not path.is_relative_to(root):
                raise ValueError("a path leads out of the folder")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise FileUnwritable(file=str(folder), reason=error.strerror or str(error)) from error


def plain(value: Any) -> Any:
    """Return the value as JSON knows it."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, State):
        return value.word
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def problem_documents(problems: tuple[Problem, ...], language: Language) -> list[dict[str, Any]]:
    """Return problems as documents, each with its sentence."""
    return [
        {
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "code": one.code,
            "message": what_to_do(one, language),
            **({"file": one.details["file"]} if "file" in one.details else {}),
        }
        for one in problems
    ]


def answered(command: F) -> F:
    """Give a command its --json option, and turn errors into a document or words and an exit status."""

    @click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, and nothing else.")
    @functools.wraps(command)
    def run(*args: Any, as_json: bool, **options: Any) -> None:
        call: Call = click.get_current_context().obj
        call.json = as_json
        try:
            command(call, *args, **options)
        except UserError as error:
            _refuse(call, error)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            # Whoever read the answer has gone; there is nobody to tell.
            os._exit(OUR_FAULT)
        except Exception:
            number = secrets.token_hex(4)
            _log.exception("error %s", number)
            _say_error(call, "our_fault", f"error {number}", [])
            sys.exit(OUR_FAULT)

    return run  # type: ignore[return-value]


class Answering(click.Group):
    """The group of all commands; one that is called wrongly says so in JSON too, if JSON was asked for."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **options: Any) -> Any:
        given = sys.argv[1:] if args is None else list(args)
        if "--json" not in given:
            return super().main(args, *rest, **options)
        try:
            return super().main(args, *rest, **{**options, "standalone_mode": False})
        except click.ClickException as error:
            click.echo(_error_document("usage", error.format_message(), []))
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(OUR_FAULT)


def _refuse(call: Call, error: UserError) -> None:
    problems = problem_documents(error.problems, call.language)
    _say_error(call, error.code, error_sentence(error, call.language), problems)
    if not call.json:
        for problem in error.problems:
            click.echo(f"- {problem_sentence(problem, call.language)}", err=True)
    sys.exit(REFUSED)


def _say_error(call: Call, code: str, message: str, problems: list[dict[str, Any]]) -> None:
    if call.json:
        click.echo(_error_document(code, message, problems))
    else:
        click.echo(message, err=True)


def _error_document(code: str, message: str, problems: list[dict[str, Any]]) -> str:
    return json.dumps({"error": {"code": code, "message": message, "problems": problems}}, ensure_ascii=False)
