"""Loads indicators.yaml: every definition checked, all faults at once, each with its indicator and field."""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from kraftkollen.errors import ConfigurationRefused, Problem
from kraftkollen.model.group import Dimension, Group, groups_of
from kraftkollen.model.indicator import Indicator
from kraftkollen.model.text import Definition

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Catalogue:
    """All indicators by id, in the order of the file, and the dimensions that their groups are made of."""

    indicators: Mapping[str, Indicator]
    dimensions: Mapping[str, Dimension]

    @cached_property
    def _groups(self) -> dict[str, tuple[Group, ...]]:
        return {one.id: groups_of(one.breakdowns, self.dimensions) for one in self.indicators.values()}

    def groups(self, indicator: str) -> tuple[Group, ...]:
        """Return the groups for which the indicator is given, the total first."""
        return self._groups[indicator]

    @cached_property
    def all_groups(self) -> dict[str, Group]:
        """Every group that some indicator uses, by id."""
        return {group.id: group for groups in self._groups.values() for group in groups}


class _Dimensions(Definition):
    dimensions: dict[str, Dimension] = Field(default_factory=dict)


def problems_of(error: ValidationError, subject: str) -> list[Problem]:
    """Turn pydantic's faults into problems that name the subject (an indicator, or a part of the programme) and field."""
    found = []
    for fault in error.errors(include_url=False):
        place = ".".join(str(part) for part in fault["loc"]) or "-"
        unknown = fault["type"] == "extra_forbidden"
        code = "definition_unknown_key" if unknown else "definition_fault"
        found.append(Problem(code, column=place, details={"subject": subject, "field": place, "fault": fault["msg"]}))
    return found


def read_yaml(path: Path) -> Any:
    """Return what the YAML file holds.

    Raises
    ------
    ConfigurationRefused
        If it cannot be read, is no YAML, or says the same key twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationRefused([Problem("file_unreadable", details={"reason": str(error)})], file=path.name) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        row = mark.line + 1 if mark else None
        problem = Problem("yaml_fault", row=row, details={"fault": str(getattr(error, "problem", None) or error)})
        raise ConfigurationRefused([problem], file=path.name) from error


# libyaml's parser is ten times as fast, and every delivery reads the definitions; not every machine has it.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML keeps the last of two equal keys without a word; a definition given twice must be a fault."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # the 31st of June: PyYAML lets it through as it came
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                continue  # refused by the safe loader below
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
            seen.add(key)
        constructed: dict[Any, Any] = super().construct_mapping(node, deep)
        return constructed


def load_catalogue(path: Path, amendments: Mapping[str, Mapping[str, Any]] | None = None) -> Catalogue:
    """Load indicators.yaml, with a city's own amendments (its targets, owners or lags) laid over it.

    Raises
    ------
    ConfigurationRefused
        With one problem a fault, each naming indicator and field.
    """
    raw = read_yaml(path)
    if not isinstance(raw, dict) or not isinstance(raw.get("indicators"), list):
        raise ConfigurationRefused([Problem("definition_no_list", details={"key": "indicators"})], file=path.name)
    problems = [
        Problem("definition_unknown_key", column=str(key), details={"subject": path.name, "field": str(key), "fault": ""})
        for key in raw
        if key not in ("indicators", "dimensions")
    ]
    dimensions = _load_dimensions(raw.get("dimensions") or {}, problems)
    indicators = _load_indicators(raw["indicators"], amendments or {}, problems)
    given = {str(one.get("id")) for one in raw["indicators"] if isinstance(one, dict)}
    problems += _unknown_amendments(amendments or {}, given)
    problems += _unknown_dimensions(indicators.values(), dimensions)
    if problems:
        raise ConfigurationRefused(problems, file=path.name)
    return Catalogue(indicators, dimensions)


def _load_dimensions(raw: object, problems: list[Problem]) -> dict[str, Dimension]:
    try:
        return _Dimensions.model_validate({"dimensions": raw}).dimensions
    except ValidationError as error:
        problems += problems_of(error, "dimensions")
        return {}


def _load_indicators(
    raw: Sequence[Any], amendments: Mapping[str, Mapping[str, Any]], problems: list[Problem]
) -> dict[str, Indicator]:
    found: dict[str, Indicator] = {}
    for number, given in enumerate(raw, start=1):
        name = str(given.get("id") if isinstance(given, dict) and given.get("id") else f"#{number}")
        merged = {**given, **amendments.get(name, {})} if isinstance(given, dict) else given
        one = validated(Indicator, merged, name, problems)
        if one is not None and one.id in found:
            problems.append(Problem("definition_twice", column="id", details={"subject": name, "field": "id"}))
        elif one is not None:
            found[one.id] = one
    return found


def validated(model: type[M], given: object, subject: str, problems: list[Problem]) -> M | None:
    """Return the model, or None after adding its faults to `problems`."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        problems += problems_of(error, subject)
        return None


def _unknown_amendments(amendments: Mapping[str, Any], known: set[str]) -> list[Problem]:
    return [
        Problem("definition_unknown_key", column=name, details={"subject": "programme.yaml", "field": name, "fault": ""})
        for name in amendments
        if name not in known
    ]


def _unknown_dimensions(indicators: Iterable[Indicator], dimensions: Mapping[str, Dimension]) -> list[Problem]:
    return [
        Problem("definition_no_dimension", column="breakdowns", details={"subject": one.id, "field": name})
        for one in indicators
        for names in one.breakdowns
        for name in names
        if name not in dimensions
    ]


def catalogue_to_json(catalogue: Catalogue) -> str:
    """Return the definitions as text, the same for the same definitions."""
    return json.dumps(
        {
            "indicators": [one.model_dump(mode="json") for one in catalogue.indicators.values()],
            "dimensions": {name: one.model_dump(mode="json") for name, one in catalogue.dimensions.items()},
        },
        ensure_ascii=False,
    )


def catalogue_from_json(text: str) -> Catalogue:
    """Return the definitions that `catalogue_to_json` wrote."""
    raw = json.loads(text)
    indicators = [Indicator.model_validate(one) for one in raw["indicators"]]
    dimensions = _Dimensions.model_validate({"dimensions": raw["dimensions"]}).dimensions
    return Catalogue({one.id: one for one in indicators}, dimensions)
