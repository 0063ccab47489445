"""Writes Exempelstad's programme.yaml: the templates beside this module, joined, with names of areas made into codes."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.exempelstad.ledger import ledger_yaml
from tools.exempelstad.truth import code_of

# Each holds lists of its own; the first also says that everything is invented.
_TEMPLATES = ("programme.template.yaml", "interventions.template.yaml", "feedback.template.yaml", "checkpoint.template.yaml")
_BAD_YEAR = "@@bad_year"


@cache
def _with_codes() -> str:
    joined = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _TEMPLATES)
    return re.sub(r'"@([^@"]+)"', lambda found: f'"{code_of(found[1])}"', joined)


def programme_yaml(bad_year_area: str) -> str:
    """Return the text of programme.yaml; one area depends on the seed, for it is chosen on a drawn figure."""
    return _with_codes().replace(_BAD_YEAR, bad_year_area) + ledger_yaml()


@cache
def amendments() -> Mapping[str, Mapping[str, Any]]:
    """Return what the city lays over indicators.yaml: targets, baselines, a break."""
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_with_codes())["indicators"]
    return found


@cache
def treated() -> frozenset[str]:
    """Return the codes of the areas in which something is done, but for the one that the seed decides."""
    interventions = yaml.safe_load(_with_codes())["interventions"]
    return frozenset(area for one in interventions for area in one.get("areas", ()) if area != _BAD_YEAR)
