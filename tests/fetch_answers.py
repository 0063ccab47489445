"""Answers of official sources for the tests: recorded ones, and made ones of the same form; and a dialogue led with them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kraftkollen.intake.fetched import Found, dialogue
from kraftkollen.intake.unreadable import UnreadableError
from kraftkollen.model.catalogue import Catalogue, load_catalogue
from kraftkollen.model.fetching import Answer, Ask, CkanFetch, KoladaFetch, PxWebFetch, Question

ROOT = Path(__file__).resolve().parents[1]
AT = "2026-03-01T12:00:00"
YEARS = ("2022", "2023", "2024")
AGES = ["-4", *(f"{low}-{low + 4}" for low in range(5, 80, 5)), "80-"]
AGE_CODES = {code: f"y{'0' if code == '-4' else ''}{code}" for code in AGES} | {"totalt": "total"}
SEXES = {"1": "men", "2": "women", "1+2": "total", "TotSa": "total"}

KOLADA = KoladaFetch(kind="kolada", code="N02244", since="2022", base="https://kolada.test/v3")
REGSO = PxWebFetch.model_validate(
    {
        "kind": "pxweb",
        "base": "https://scb.test/api/v2",
        "table": "TAB6574",
        "level": "regso",
        "since": "2022",
        "region": {"codes": "{city}R*", "suffix": "_RegSO2025", "version": "2025", "codelist": "vs_RegSO2025", "first": "2024"},
        "breakdowns": {
            "Alder": {"dimension": "age_five", "codes": AGE_CODES},
            "Kon": {"dimension": "sex", "codes": SEXES},
        },
        "contents": {"000007Y7": "value"},
    }
)
# As the recorded answer of the first interface has it.
REGSO_1 = REGSO.model_copy(
    update={"api": 1, "base": "https://scb.test/OV0104/v1/doris/sv/ssd", "table": "BE/FolkmRegso", "since": "2024"}
)
CKAN = CkanFetch(
    kind="ckan",
    base="https://data.test/api/3/action",
    resource="r-1",
    level="delomrade",
    since="2022",
    columns={"Kod": "area", "År": "period", "Kön": "sex", "Antal": "value"},
    ignore=("Namn",),
    page=2,
    producer="Malmö stad",
)


def catalogue(**changes: Mapping[str, Any]) -> Catalogue:
    """Return the product's own indicators, with changes laid over some of them."""
    people = {"breakdowns": [["sex"], ["age_five"], ["sex", "age_five"]], "levels": ["delomrade", "regso", "stadsdel", "stad"]}
    return load_catalogue(ROOT / "indicators.yaml", {"population": people, **changes})


def ask(
    source: KoladaFetch | PxWebFetch | CkanFetch, indicator: str, periods: Sequence[str] = YEARS, city: str = "1280"
) -> Ask:
    return Ask(indicator, source, city, tuple(periods))


Reply = Callable[[Question], Any]


def talked(asked: Ask, reply: Reply, known: Catalogue | None = None) -> tuple[Found, list[Answer]]:
    """Lead a dialogue to its end; `reply` gives each question's answer, as bytes or as JSON."""
    known = known or catalogue()
    talk = dialogue(asked, known.indicators[asked.indicator], known.groups(asked.indicator))
    answers: list[Answer] = []
    try:
        question = next(talk)
        while True:
            found = reply(question)
            answers.append(Answer(question, AT, found if isinstance(found, bytes) else json.dumps(found).encode()))
            question = talk.send(answers[-1])
    except StopIteration as end:
        return end.value, answers


def stopped(asked: Ask, reply: Reply, known: Catalogue | None = None) -> tuple[str, dict[str, Any]]:
    """Return the code and the details of what a dialogue stops for."""
    try:
        talked(asked, reply, known)
    except UnreadableError as error:
        return error.problem.code, dict(error.problem.details)
    raise AssertionError("it did not stop")


def figure(unit: str, year: str, values: Mapping[str, float | None], code: str = "N02244", **more: Any) -> dict[str, Any]:
    """Return a row as Kolada writes it; the order of the genders is its own."""
    listed = [
        {"gender": gender, "count": 1, "status": "" if value is not None else "Missing", "value": value, "isdeleted": False}
        for gender, value in values.items()
    ]
    return {"kpi": code, "municipality": unit, "period": int(year), "values": listed, **more}


def page(rows: Sequence[Any], following: str | None = None) -> dict[str, Any]:
    return {"values": list(rows), "next_url": following, "previous_url": None, "count": len(rows)}


def described(codes: Mapping[str, Iterable[str]], api: int = 2) -> dict[str, Any]:
    """Return a table's description, as the documentation has it."""
    if api == 1:
        listed = [{"code": name, "text": name, "values": list(one), "valueTexts": list(one)} for name, one in codes.items()]
        return {"title": "Folkmängd", "variables": listed}
    return {"updated": "2026-03-24T07:00:00Z", **cube(codes, None)}


def cube(codes: Mapping[str, Iterable[str]], values: Sequence[float | None] | None, **more: Any) -> dict[str, Any]:
    """Return JSON-stat 2 of these codes."""
    listed = {name: list(one) for name, one in codes.items()}
    return {
        "version": "2.0",
        "class": "dataset",
        "id": list(listed),
        "size": [len(one) for one in listed.values()],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {"label": name, "category": {"index": {code: at for at, code in enumerate(one)}, "label": {}}}
            for name, one in listed.items()
        },
        "value": list(values) if values is not None else [],
        **more,
    }


def selected(question: Question) -> dict[str, list[str]]:
    """Return the codes that a question to PxWeb asks for."""
    assert question.posted is not None
    asked = json.loads(question.posted)
    if "query" in asked:
        return {one["code"]: one["selection"]["values"] for one in asked["query"]}
    return {one["variableCode"]: one["valueCodes"] for one in asked["selection"]}


def recorded_regso(shared: Path) -> tuple[dict[str, Any], bytes]:
    """Return a description of the recorded answer of the first interface, and the answer."""
    content = (shared / "data/recorded/pxweb_v1_malmo_regso_population_2024.json").read_bytes()
    keys = [row["key"] for row in json.loads(content)["data"]]
    names = ("Region", "Alder", "Kon", "Tid")
    return described({name: dict.fromkeys(key[at] for key in keys) for at, name in enumerate(names)}, api=1), content
