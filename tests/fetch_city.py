"""A store of Malmö whose sources all lie on this machine, as the tests of fetching use it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from kraftkollen.actions import outside
from kraftkollen.actions.fetch import Fetched, Wanted, fetch
from kraftkollen.model.actor import Actor
from kraftkollen.model.clock import Clock
from kraftkollen.model.fetching import FetchSource
from kraftkollen.model.record import Record
from kraftkollen.outside.client import Line, Manners, Tempo
from kraftkollen.store import register
from tests.fetch_answers import ROOT
from tests.store_fixtures import LOCAL, Store

QUICK = Manners(apart=0.0, silence=0.3, whole=2.0)


def quick(allowed: frozenset[str], clock: Clock, _: Manners) -> Line:
    """Open a line on which no time is lost by waiting."""
    return Line(allowed, clock, QUICK, Tempo(sleep=lambda _: None))


def asked_here(store: Store, folder: Path, sources: dict[str, Iterable[Any]], address: str) -> Store:
    """Return the store with these sources alone, all of them at an address of this machine; calls are not allowed yet."""
    raw = yaml.safe_load((ROOT / "indicators.yaml").read_text(encoding="utf-8"))
    people = {"breakdowns": [["sex"], ["age_five"], ["sex", "age_five"]], "levels": ["delomrade", "regso", "stadsdel", "stad"]}
    for one in raw["indicators"]:
        one.pop("fetch", None)
        if one["id"] == "population":
            one |= people
        if one["id"] in sources:
            one["fetch"] = [_at(source, address) for source in sources[one["id"]]]
    path = folder / "indicators.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with store.site.journal.write() as transaction:
        register.add_records(transaction, [Record("indicators", "population", None)], LOCAL.name)
    return replace(store, site=replace(store.site, indicators=path))


def _at(source: FetchSource, address: str) -> dict[str, Any]:
    found: dict[str, Any] = source.model_dump(mode="json", exclude_defaults=True)
    return {**found, "kind": source.kind, "base": f"{address}/{source.kind}"}


def allowed(store: Store, address: str) -> Store:
    outside.allow(store.site, LOCAL, [address])
    return store


def fetched(store: Store, *indicators: str, actor: Actor = LOCAL, **how: Any) -> tuple[Fetched, ...]:
    return fetch(store.site, actor, Wanted(indicators, **how), quick)
