"""Reads a YAML file of register records: each with its kind and the line that it begins on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from kraftkollen.errors import DeliveryRefused, Problem

LARGEST_BYTES = 2_000_000
_DEEPEST = 20
# libyaml's parser is ten times as fast; not every machine has it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Item:
    """One record as the file has it. `row` is the line that it begins on, from 1."""

    kind: str
    row: int
    body: Mapping[str, Any]


def read_items(content: bytes, filename: str) -> tuple[Item, ...]:
    """Return the records of the file's lists, in its order.

    Raises
    ------
    DeliveryRefused
        If it is no YAML, too large, or is not made of lists of records.
    """
    if len(content) > LARGEST_BYTES:
        details = {"megabytes": round(len(content) / 1e6), "most": LARGEST_BYTES // 1_000_000}
        raise DeliveryRefused([Problem("file_too_large", details=details)], file=filename)
    try:
        text = content.decode("utf-8-sig")
        _refuse_traps(text)
        root = yaml.compose(text, Loader=_Loader)
        return tuple(_items(root))
    except UnicodeDecodeError:
        raise DeliveryRefused([Problem("encoding_unknown")], file=filename) from None
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        fault = str(getattr(error, "problem", None) or "?")
        raise DeliveryRefused(
            [Problem("yaml_fault", at.line + 1 if at else None, details={"fault": fault})], file=filename
        ) from None
    except ValueError as error:  # a date that does not exist
        raise DeliveryRefused([Problem("yaml_fault", details={"fault": str(error)})], file=filename) from None
    except _NotAListError as error:
        raise DeliveryRefused([Problem("register_list", error.row)], file=filename) from None


class _TrapError(yaml.YAMLError):
    def __init__(self, problem: str, mark: object) -> None:
        super().__init__(problem)
        self.problem, self.problem_mark = problem, mark


class _NotAListError(Exception):
    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def _refuse_traps(text: str) -> None:
    """Raise YAMLError for what a record never needs, before anything is built of it.

    A reference to another place in the file (an alias) can make a few lines as large as memory; depth can end the process.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise _TrapError("an alias", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _TrapError("too deep", event.start_mark)


def _items(root: yaml.Node | None) -> Iterator[Item]:
    if not isinstance(root, yaml.MappingNode):
        raise _NotAListError(1)
    for key, value in root.value:
        if not isinstance(value, yaml.SequenceNode):
            raise _NotAListError(key.start_mark.line + 1)
        for node in value.value:
            yield Item(str(key.value), node.start_mark.line + 1, _mapping(node))


def _mapping(node: yaml.Node) -> Mapping[str, Any]:
    if not isinstance(node, yaml.MappingNode):
        raise _NotAListError(node.start_mark.line + 1)
    names = [key.value for key, _ in node.value]
    if len(names) != len(set(names)):
        raise yaml.constructor.ConstructorError(None, None, "a field stands twice", node.start_mark)
    loader = yaml.SafeLoader("")
    try:
        found: dict[str, Any] = loader.construct_document(node)
    finally:
        loader.dispose()
    return found
