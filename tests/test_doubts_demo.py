"""How well the warnings tell honest figures from mistakes, measured on every delivery of the demo city."""

import json
import random
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import yaml

from kraftkollen.actions.site import ROOT
from kraftkollen.aggregation import wholes
from kraftkollen.intake import check, read
from kraftkollen.intake.doubts import doubts
from kraftkollen.model.area import Area, Division
from kraftkollen.model.catalogue import load_catalogue
from kraftkollen.model.delivery import KEY, OBSERVATION_SCHEMA, Form, Reference

FOLDER = ROOT / "data" / "cities" / "exempelstad"
JUMPS = {"jump", "denominator_jump"}


@dataclass(frozen=True)
class Sent:
    file: str
    rows: pa.Table
    current: pa.Table
    approved: bool


@cache
def reference() -> Reference:
    drawn = json.loads((FOLDER / "areas" / "delomraden.geojson").read_text(encoding="utf-8"))["features"]
    properties = [one["properties"] for one in drawn]
    districts = sorted({(one["parent"], one["parent_name"]) for one in properties})
    divisions = tuple(Division(f"{level}-2023", level, "2023") for level in ("stad", "stadsdel", "delomrade"))
    areas = (
        Area("stad-2023", "9999", "Exempelstad"),
        *(Area("stadsdel-2023", *district, "9999") for district in districts),
        *(Area("delomrade-2023", one["code"], one["name"], one["parent"]) for one in properties),
    )
    return Reference(load_catalogue(ROOT / "indicators.yaml"), divisions, areas, date(2026, 11, 1))


@cache
def sent() -> tuple[Sent, ...]:
    """Every delivery, with what was current when it came."""
    listed = yaml.safe_load((FOLDER / "deliveries" / "deliveries.yaml").read_text(encoding="utf-8"))["deliveries"]
    current, found = OBSERVATION_SCHEMA.empty_table(), []
    for one in listed:
        content = (FOLDER / "deliveries" / one["file"]).read_bytes()
        checked = check(read(content, one["file"], Form()), reference(), Form())
        assert checked.problems == (), one["file"]
        found.append(Sent(one["file"], checked.rows, current, one["approved"] is not None))
        if one["approved"]:
            both = pa.concat_tables([current, checked.rows]).to_pandas().drop_duplicates(list(KEY), keep="last")
            current = pa.Table.from_pandas(both, schema=OBSERVATION_SCHEMA, preserve_index=False)
    return tuple(found)


def jumped(rows: pa.Table, current: pa.Table) -> set[int]:
    """Return the rows of the file that are told to have jumped."""
    problems = doubts(rows, current, reference())
    return {one.row for one in problems if one.code in JUMPS and one.row is not None}


def test_of_honest_rows_at_most_one_in_a_hundred_is_told() -> None:
    honest = [one for one in sent() if one.approved]
    told = sum(len(jumped(one.rows, one.current)) for one in honest)
    rows = sum(one.rows.num_rows for one in honest)
    assert rows > 50_000
    assert told / rows < 0.01


def test_totals_of_the_demo_city_add_up() -> None:
    larger = wholes(reference().divisions, reference().areas)
    told = {problem.code for one in sent() for problem in doubts(one.rows, one.current, reference(), larger)}
    assert not told & {"groups_differ", "areas_differ", "totals_differ_noise"}


def test_the_delivery_that_was_rejected_is_told_and_so_is_the_year_that_was_left_out() -> None:
    rejected = next(one for one in sent() if not one.approved)
    assert len(jumped(rejected.rows, rejected.current)) > rejected.rows.num_rows / 4
    late = next(one for one in sent() if one.file.endswith("stadsbyggnadsnamnden_2025.csv"))
    gone = [problem for problem in doubts(late.rows, late.current, reference()) if problem.code == "period_gone"]
    assert {one.details["period"] for one in gone} == {"2024"}


def _table(rows: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(rows, schema=OBSERVATION_SCHEMA, preserve_index=False)


def _last_year() -> list[Sent]:
    return [one for one in sent() if one.approved and one.file.endswith("_2025.csv")]


def _mistyped(rows: pd.DataFrame, draw: random.Random) -> int | None:
    """Put a decimal mark in the wrong place of one figure; return its row, or None where that would be refused anyhow."""
    place = draw.randrange(len(rows))
    row, factor = rows.iloc[place], draw.choice((10, 0.1))
    indicator = reference().catalogue.indicators[row["indicator"]]
    if row["status"] == "missing":
        return None
    if not indicator.is_ratio or np.isnan(row["numerator"]):
        rows.loc[place, "value"] = round(row["value"] * factor)
        return int(row["source_row"]) if rows.loc[place, "value"] != row["value"] else None
    name = draw.choice(("numerator", "denominator"))
    rows.loc[place, name] = round(row[name] * factor)
    top, below = rows.loc[place, ["numerator", "denominator"]]
    rows.loc[place, "value"] = indicator.per * top / below if below else np.nan
    refused = not below or (indicator.kind == "share" and top > below) or rows.loc[place, name] == row[name]
    return None if refused else int(row["source_row"])


def test_most_mistyped_decimals_are_caught() -> None:
    draw, caught, planted = random.Random(1), 0, 0
    for one in _last_year():
        for _ in range(15):
            rows = one.rows.to_pandas()
            row = _mistyped(rows, draw)
            if row is not None:
                planted += 1
                caught += row in jumped(_table(rows), one.current)
    assert planted > 60
    assert caught / planted > 0.75


def test_most_pairs_of_areas_that_are_mixed_up_are_caught() -> None:
    draw, caught, planted = random.Random(2), 0, 0
    for one in _last_year():
        for _ in range(15):
            rows = one.rows.to_pandas()
            row = rows.iloc[draw.randrange(len(rows))]
            same = (rows[["indicator", "period", "division"]] == row[["indicator", "period", "division"]]).all(axis=1)
            first, second = draw.sample(sorted(set(rows.loc[same, "area"])), 2)
            rows.loc[same, "area"] = rows.loc[same, "area"].replace({first: second, second: first})
            mixed = set(rows.loc[same & rows["area"].isin([first, second]), "source_row"])
            planted += 1
            caught += bool(mixed & jumped(_table(rows), one.current))
    assert planted > 60
    assert caught / planted > 0.5
