"""Made-up programmes with problem pictures, findings and briefings, drawn at random for property tests."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from kraftkollen.model.programme import Programme

DAY = date(2026, 6, 30)
BODIES = ("kommunstyrelsen", "skolan", "kulturen", "husen")
KINDS = {"kommunstyrelsen": "board", "husen": "company"}
PLACES: tuple[dict[str, str], ...] = ({"priority_area": "norr"}, {"priority_area": "soder"}, {"area": "1"}, {"area": "9"})
RECEIVERS: tuple[dict[str, str], ...] = (
    {"kind": "steering_group"},
    {"kind": "local_work", "id": "norr"},
    {"kind": "intervention", "id": "laxor"},
    {"kind": "committee", "id": "skolan"},
)
days = st.integers(-500, 60).map(lambda ago: (DAY + timedelta(days=ago)).isoformat())


def programme(**lists: Any) -> Programme:
    """Return a programme of two priority areas, an intervention and a process, with these records."""
    text = {"sv": "x", "en": "x"}
    return Programme.model_validate(
        {
            "city": {"id": "staden", "name": "Staden", "code": "0001"},
            "programme": {"name": text, "start": "2025-01-01"},
            "levels": [{"id": "delomrade", "title": text}],
            "divisions": [{"level": "delomrade", "version": "1", "file": "a.geojson", "source": text}],
            "bodies": [{"id": one, "name": one, "kind": KINDS.get(one, "committee")} for one in BODIES],
            "priority_areas": [
                {"id": "norr", "name": "Norr", "areas": ["1", "2"]},
                {"id": "soder", "name": "Söder", "areas": ["3"]},
            ],
            "interventions": [
                {
                    "id": "laxor",
                    "name": text,
                    "areas": ["2"],
                    "lead": "skolan",
                    "participants": ["husen"],
                    "start": "2025-02-01",
                },
                {"id": "tidigt", "name": text, "city_wide": True, "lead": "kulturen", "start": "2026-02-01"},
            ],
            **lists,
        }
    )


def _numbered(records: list[dict[str, Any]], prefix: str) -> list[dict[str, Any]]:
    return [{"id": f"{prefix}{place}", **one} for place, one in enumerate(records)]


def _made(prefix: str, **fields: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    one = st.fixed_dictionaries(fields)
    return st.lists(one, max_size=12).map(lambda records: _numbered(records, prefix))


def _insight(one: dict[str, Any]) -> dict[str, Any]:
    place, occasions = one.pop("place"), one.pop("occasions")
    return {**one, **place, **({"kind": "presence", "occasions": occasions} if occasions else {}), "text": "Något."}


insights = _made(
    "i", place=st.sampled_from(PLACES), committee=st.sampled_from(BODIES), day=days, occasions=st.integers(0, 9)
).map(lambda found: [_insight(one) for one in found])
agreements = _made(
    "a", priority_area=st.sampled_from(["norr", "soder"]), committee=st.sampled_from(BODIES), day=days, agrees=st.booleans()
)


@st.composite
def findings_and_answers(draw: st.DrawFn) -> dict[str, Any]:
    """Return findings, some with due dates, and answers to some of their receivers, some with a measure that may be done."""
    found, answers = [], []
    for number in range(draw(st.integers(0, 6))):
        start = date.fromisoformat(draw(days))
        receivers = draw(st.lists(st.sampled_from(RECEIVERS), min_size=1, unique_by=str))
        due = draw(st.none() | st.integers(0, 90).map(lambda later, start=start: (start + timedelta(later)).isoformat()))
        origin = {"kind": draw(st.sampled_from(["effect", "indicator", "other"]))}
        found.append(
            {"id": f"f{number}", "day": start.isoformat(), "what": "x", "receivers": receivers, "due": due, "origin": origin}
        )
        for place, receiver in enumerate(receivers):
            if draw(st.booleans()):
                day = start + timedelta(draw(st.integers(0, 200)))
                answer = {"id": f"s{number}_{place}", "finding": f"f{number}", "receiver": receiver, "day": day.isoformat()}
                measure = {"measure": "x", "done": draw(st.sampled_from([None, (day + timedelta(40)).isoformat()]))}
                answers.append({**answer, "text": "x", **(measure if draw(st.booleans()) else {})})
    return {"findings": found, "answers": answers}
