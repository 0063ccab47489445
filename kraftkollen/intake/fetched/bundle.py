"""What is kept of a fetch: the question that was asked, and every answer as it came, with its address, time and hash.

A bundle is a file like any other that is delivered: it is read again by leading the same dialogue with the answers it holds.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from kraftkollen.intake.fetched.found import Dialogue, Found, stop
from kraftkollen.intake.fetched.sources import dialogue
from kraftkollen.model.catalogue import Catalogue
from kraftkollen.model.fetching import Answer, Ask, FetchSource, Question

KEPT = "kraftkollen_fetch"
READER = "fetch/1"
_SOURCE: TypeAdapter[Any] = TypeAdapter(FetchSource)


@dataclass(frozen=True)
class Bundle:
    """A fetch as it was kept. `rows` are the numbers, from 1, of the rows that it delivers; None: all."""

    ask: Ask
    answers: tuple[Answer, ...]
    rows: tuple[int, ...] | None = None


def is_bundle(start: bytes) -> bool:
    """Return whether a file begins as a kept fetch does."""
    return start.lstrip().startswith(b'{"' + KEPT.encode() + b'"')


def bundled(bundle: Bundle) -> bytes:
    """Return the bytes to keep."""
    ask = bundle.ask
    return json.dumps(
        {
            KEPT: 1,
            "indicator": ask.indicator,
            "source": ask.source.model_dump(mode="json", exclude_defaults=True) | {"kind": ask.source.kind},
            "city": ask.city,
            "periods": ask.periods,
            "rows": bundle.rows,
            "answers": [_kept(one) for one in bundle.answers],
        },
        ensure_ascii=False,
    ).encode()


def _kept(one: Answer) -> dict[str, Any]:
    asked = {"address": one.question.address, "posted": one.question.posted, "at": one.at}
    return {**asked, "sha256": hashlib.sha256(one.body).hexdigest(), "body": one.body.decode()}


def opened(data: bytes) -> Bundle:
    """Return what the bytes hold; UnreadableError if they do not hold together."""
    try:
        content = json.loads(data)
        source = _SOURCE.validate_python(content["source"])
        ask = Ask(content["indicator"], source, content["city"], tuple(content["periods"]))
        answers = tuple(_answer(one) for one in content["answers"])
        rows = None if content["rows"] is None else tuple(int(one) for one in content["rows"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ValidationError) as error:
        raise stop("bundle_broken") from error
    return Bundle(ask, answers, rows)


def _answer(found: Any) -> Answer:
    body = found["body"].encode()
    if hashlib.sha256(body).hexdigest() != found["sha256"]:
        raise ValueError(found["sha256"])
    return Answer(Question(found["address"], found["posted"]), found["at"], body)


def found_in(bundle: Bundle, catalogue: Catalogue) -> Found:
    """Return what the kept answers hold: all rows, whichever are delivered.

    Raises
    ------
    UnreadableError
        As when they came; or if they are not the answers to what would be asked.
    """
    indicator = catalogue.indicators.get(bundle.ask.indicator)
    if indicator is None:
        raise stop("form_indicator_unknown")
    talk = dialogue(bundle.ask, indicator, catalogue.groups(indicator.id))
    return led(talk, bundle.answers)


def led(talk: Dialogue, answers: Sequence[Answer]) -> Found:
    """Lead a dialogue to its end with answers that are there, in the order in which they were asked for."""
    left = iter(answers)
    try:
        question = next(talk)
        while True:
            answer = next(left, None)
            if answer is None or answer.question != question:
                raise stop("bundle_broken")
            question = talk.send(answer)
    except StopIteration as end:
        if next(left, None) is not None:
            raise stop("bundle_broken") from None
        found: Found = end.value
        return found
