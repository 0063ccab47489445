"""Programmes in which so many things of so many hold, one maker for each figure of the evaluation after one year."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kraftkollen.model.criterion import FigureId
from kraftkollen.model.programme import Programme
from kraftkollen.model.verdict import VerdictCode
from kraftkollen.programme.checkpoint_basis import Basis, Outcome
from kraftkollen.programme.overlaps import overlaps

ON = date(2026, 6, 30)
T = {"sv": "Text", "en": "Text"}
MANY = [f"n{number}" for number in range(20)]
BASE: dict[str, Any] = {
    "city": {"id": "prov", "name": "Prov", "code": "0000"},
    "programme": {"name": T, "start": "2026-01-07"},
    "levels": [{"id": "stad", "title": T}, {"id": "delomrade", "title": T}],
    "divisions": [{"level": "delomrade", "version": "1", "file": "x", "source": T}],
    "bodies": [
        *({"id": one, "name": one} for one in ("a", "b", "c", *MANY)),
        {"id": "styr", "name": "Styrgrupp", "kind": "steering_group"},
    ],
    "modules": [
        {"id": one, "used": True}
        for one in (
            "intervention_details",
            "evaluation_plans",
            "overlaps",
            "problem_picture",
            "feedback",
            "briefings",
            "allocation",
        )
    ],
}
Records = dict[str, Any]
PRESENT = {"kind": "presence", "text": "x", "day": "2026-02-01"}


def intervention(name: str, **more: Any) -> Records:
    return {"id": name, "name": T, "areas": ["1"], "lead": "a", "start": "2026-01-10", "kind": "direct", **more}


def row(name: str, type_: str, ore: int, **more: Any) -> Records:
    given = {"id": name, "year": 2026, "committee": "a", "source": "city_wide", "type": type_, "day": "2026-03-01"}
    return {**given, "amount_ore": ore, **({"allotment": "pott"} if type_ == "call_off" else {}), **more}


def basis(records: Mapping[str, Any], outcomes: tuple[Outcome, ...] = (), on: date = ON) -> Basis:
    """Return what the figures are worked out from, for a programme of these records."""
    programme = Programme.model_validate({**BASE, **records})
    found = overlaps(programme.interventions, programme.overlap_answers, {}, on)
    return Basis(programme, on, programme.programme.start, found, outcomes)


def _mandate(holding: int, whole: int) -> Records:
    said = [{"mandate": "own"} if number < holding else {} for number in range(whole)]
    return {
        "decisions": [{"id": f"d{n}", "day": "2026-02-01", "bodies": ["styr"], "what": T, **one} for n, one in enumerate(said)]
    }


def _briefed(holding: int, whole: int) -> Records:
    if not whole:
        return {"interventions": [intervention("i")]}
    told = [{"id": f"x{n}", "committee": one, "calendar": "k", "day": "2026-04-20"} for n, one in enumerate(MANY[:holding])]
    return {
        "interventions": [intervention("i", lead=MANY[0], participants=MANY[1:whole])],
        "calendar": [{"id": "k", "kind": "interim_report", "day": "2026-05-01"}],
        "briefings": told,
    }


def _interventions(holding: int, whole: int, holds: Records) -> list[Records]:
    return [intervention(f"i{number}", **(holds if number < holding else {})) for number in range(whole)]


def _broad(holding: int, whole: int) -> Records:
    return {"interventions": _interventions(holding, whole, {"participants": ["b", "c"]})}


def _places(holding: int, whole: int, given: list[Records]) -> Records:
    areas = [{"id": f"p{number}", "name": "P", "areas": [str(number)]} for number in range(whole)]
    insights = [
        {"id": f"k{number}_{place}", "priority_area": f"p{number}", **one}
        for number in range(holding)
        for place, one in enumerate(given)
    ]
    return {"priority_areas": areas, "insights": insights}


def _picture(holding: int, whole: int) -> Records:
    return _places(holding, whole, [{"text": "x", "day": "2026-02-01", "committee": one} for one in "ab"])


def _presence(holding: int, whole: int) -> Records:
    return _places(holding, whole, [{**PRESENT, "committee": "a"}])


def _evaluator(holding: int, whole: int) -> Records:
    return {"interventions": _interventions(holding, whole, {"plan": {"evaluator": "b"}})}


def _overlaps(holding: int, whole: int) -> Records:
    pairs = [(f"i{number:02}", f"j{number:02}") for number in range(whole)]
    made = [intervention(name, areas=[str(n)], target_groups=["age_6_12"]) for n, pair in enumerate(pairs) for name in pair]
    answers = [
        {"id": "__".join(pair), "interventions": pair, "answer": "same", "role": "a", "day": "2026-03-01", "areas": [str(n)]}
        | {"target_groups": ["age_6_12"]}
        for n, pair in enumerate(pairs[:holding])
    ]
    return {"interventions": made, "overlap_answers": answers}


def _findings(holding: int, whole: int) -> Records:
    asked = {"day": "2026-02-01", "what": "x", "receivers": [{"kind": "committee", "id": "a"}], "due": "2026-05-01"}
    answer = {"receiver": {"kind": "committee", "id": "a"}, "day": "2026-03-01", "text": "x"}
    return {
        "findings": [{"id": f"f{number}", **asked} for number in range(whole)],
        "answers": [{"id": f"s{number}", "finding": f"f{number}", **answer} for number in range(holding)],
    }


def _sources(holding: int, whole: int) -> Records:
    rows = [row(f"r{number}", "budget", 100, intervention=f"i{number}") for number in range(holding)]
    return {"interventions": _interventions(0, whole, {}), "ledger": rows}


def _split(holding: int, whole: int, mine: Records, others: Records) -> list[Records]:
    """Return rows of what was used: so many parts of the money with the one, the rest with the other."""
    amounts = (("r", holding, mine), ("s", whole - holding, others))
    return [row(name, "actual", 100 * parts, **more) for name, parts, more in amounts if parts]


def _long_term(holding: int, whole: int) -> Records:
    made = [intervention("i", horizon="long_term"), intervention("j", horizon="project")]
    return {"interventions": made, "ledger": _split(holding, whole, {"intervention": "i"}, {"intervention": "j"})}


def _next_year(holding: int, whole: int) -> Records:
    rows = [row(f"r{number}", "budget", 100, intervention=f"i{number}", year=2027) for number in range(holding)]
    days = [{"id": "b", "kind": "budget", "day": "2026-06-15", "period": "2027"}]
    return {"interventions": _interventions(0, whole, {}), "ledger": rows, "calendar": days if whole else []}


def _call_offs(holding: int, whole: int) -> Records:
    money = [{"id": "pott", "year": 2026, "source": T, "amount_ore": 10_000, "purpose": T}]
    used = [row("s", "actual", 100 * holding)] if holding else []
    return {"money": money, "ledger": [row("r", "call_off", 100 * whole), *used] if whole else []}


def _administration(holding: int, whole: int) -> Records:
    return {"ledger": _split(holding, whole, {"kind": "administration"}, {})}


def _paid(holding: int, whole: int) -> Records:
    rows = [row(f"r{number}", "budget", 1, intervention=f"i{number}", kind="evaluation") for number in range(holding)]
    return {"interventions": _interventions(whole, whole, {"plan": {"cost_ore": 1}}), "ledger": rows}


def _follows(holding: int, whole: int) -> Records:
    made = [intervention("i0"), intervention("i1")]
    return {"interventions": made, "ledger": _split(holding, whole, {"intervention": "i0"}, {"intervention": "i1"})}


def _verdicts(holding: int, whole: int) -> Records:
    return {"interventions": _interventions(holding, whole, {})}


# How many of how many hold; nought of nought is a programme in which there is nothing to count.
HOLDING: Mapping[FigureId, Callable[[int, int], Records]] = {
    FigureId.MANDATE_CLEAR: _mandate,
    FigureId.BRIEFED_IN_TIME: _briefed,
    FigureId.BROADLY_REPRESENTED: _broad,
    FigureId.PICTURE_SHARED: _picture,
    FigureId.EVALUATOR_NAMED: _evaluator,
    FigureId.OVERLAPS_ANSWERED: _overlaps,
    FigureId.FINDINGS_ANSWERED: _findings,
    FigureId.PRESENCE_SEEN: _presence,
    FigureId.SOURCES_CLEAR: _sources,
    FigureId.LONG_TERM: _long_term,
    FigureId.NEXT_YEAR_BUDGETED: _next_year,
    FigureId.CALL_OFFS_USED: _call_offs,
    FigureId.ADMINISTRATION: _administration,
    FigureId.EVALUATION_PAID: _paid,
    FigureId.FOLLOWS_EFFECT: _follows,
    FigureId.VERDICTS_AS_EXPECTED: _verdicts,
}


def outcomes(figure: FigureId, holding: int, whole: int) -> tuple[Outcome, ...]:
    """Return the verdicts that the figure needs; other figures need none."""
    if figure is FigureId.FOLLOWS_EFFECT and whole:
        return (Outcome("i0", VerdictCode.NONE_LARGER_THAN, None, None), Outcome("i1", VerdictCode.CANNOT_TELL, True, None))
    if figure is FigureId.VERDICTS_AS_EXPECTED:
        said = [(VerdictCode.SIGNS, True) if number < holding else (VerdictCode.CLEAR, False) for number in range(whole)]
        return tuple(Outcome(f"i{number}", *one, None) for number, one in enumerate(said))
    return ()
