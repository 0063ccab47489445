"""An intervention as it is typed into a form: read, every fault told at once, and entered into the register."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.register_entry import record
from kraftkollen.actions.site import Site, catalogue, programme
from kraftkollen.actions.typed import iso_day, number_of, points_of, worded
from kraftkollen.errors import EntryRefused, Problem
from kraftkollen.intake.ledger_cells import amount_in_ore
from kraftkollen.model.actor import Actor
from kraftkollen.model.ids import id_of
from kraftkollen.model.indicator import Better, Indicator
from kraftkollen.model.intervention import Intervention
from kraftkollen.model.period import readings
from kraftkollen.model.text import Language
from kraftkollen.words.register_terms import field_name


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """The first place on the map, as typed: latitude and longitude, with ; between the points of a line."""

    kind: str = ""
    points: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class TypedDetails:
    """What may be said besides the seven fields."""

    purpose: str = ""
    target_groups: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    activity: str = ""
    result: str = ""
    effect: str = ""
    horizon: str = ""
    links: tuple[str, ...] = ()
    status: str = ""
    note: str = ""
    place: TypedPlace = TypedPlace()


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """The evaluation plan as typed; numbers and periods as text."""

    selection_indicator: str = ""
    selection_period: str = ""
    selection_figure: str = ""
    smallest_difference: str = ""
    first_period: str = ""
    scale: str = "levels"
    other_indicators: tuple[str, ...] = ()
    evaluator: str = ""
    evaluator_function: str = ""
    cost_kronor: str = ""


@dataclass(frozen=True, slots=True)
class TypedIntervention:
    """The seven fields as typed, dates as text; and the rest where the city uses it: None leaves it as it stands.

    `expected` is up, down, "" for none on record, or None: as is good for the indicator.
    """

    name: str
    city_wide: bool
    level: str
    areas: tuple[str, ...]
    lead: str
    participants: tuple[str, ...]
    kind: str
    start: str
    end: str = ""
    primary_indicator: str = ""
    expected: str | None = None
    complements: str = ""
    details: TypedDetails | None = None
    plan: TypedPlan | None = None


def enter_intervention(
    site: Site, actor: Actor, typed: TypedIntervention, language: Language, replaces: Mapping[str, Any] | None = None
) -> str:
    """Enter an intervention, or change the one that stood; return its id, made from the name if it is new.

    Parameters
    ----------
    language
        The language that was typed in; what stands in the other is kept, or filled with the same words.
    replaces
        The record as the person saw it; None for a new one.

    Raises
    ------
    NotAllowed, ConfigurationRefused
        As `enter`.
    EntryRefused
        With every fault, by the reader's names of the fields.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    with site.journal.read() as transaction:
        standing = programme(transaction)
        indicators = catalogue(site, transaction).indicators
    problems = list(faults(typed, language))
    if problems:
        raise EntryRefused(problems)
    name = str(replaces["id"]) if replaces else id_of(typed.name, {one.id for one in standing.interventions})
    body = body_of(typed, language, name, replaces or {}, indicators.get(typed.primary_indicator))
    record(site, actor, "interventions", shortest(body), replaces)
    return name


def shortest(body: dict[str, Any]) -> dict[str, Any]:
    """Return the record without what goes without saying; as it is where it does not hold, for the one who refuses it."""
    try:
        return Intervention.model_validate(body).model_dump(mode="json", exclude_defaults=True)
    except ValidationError:
        return body


def faults(typed: TypedIntervention, language: Language) -> Iterator[Problem]:
    """Yield what is missing or cannot be read, by the reader's names of the fields."""
    if not typed.name.strip():
        yield Problem("entry_missing", column=field_name("name", language))
    if not typed.city_wide and not typed.areas:
        yield Problem("entry_missing", column=field_name("where", language))
    if typed.city_wide and typed.areas:
        yield Problem("register_city", column=field_name("where", language))
    # What could not be read is not repeated: it may be anything.
    days = {name: getattr(typed, name).strip() for name in ("start", "end")}
    read = {name: iso_day(text) for name, text in days.items() if text}
    yield from (Problem("entry_date", column=field_name(name, language)) for name, found in read.items() if found is None)
    start, end = read.get("start"), read.get("end")
    if start and end and end < start:
        yield Problem("entry_ends_first")
    if typed.details and typed.details.place.points.strip() and points_of(typed.details.place.points) is None:
        yield Problem("entry_place", column=field_name("places", language))
    if typed.plan:
        numbers = {"selection": typed.plan.selection_figure, "smallest_difference": typed.plan.smallest_difference}
        wrong = [name for name, text in numbers.items() if text.strip() and number_of(text) is None]
        wrong += ["cost"] if typed.plan.cost_kronor.strip() and amount_in_ore(typed.plan.cost_kronor) is None else []
        yield from (Problem("entry_number", column=field_name(name, language)) for name in wrong)
        periods = {"selection": typed.plan.selection_period, "first_period": typed.plan.first_period}
        odd = (name for name, text in periods.items() if text.strip() and not readings(text.strip()))
        yield from (Problem("entry_period", column=field_name(name, language)) for name in odd)


def _expected(typed: TypedIntervention, indicator: Indicator | None) -> str | None:
    if typed.expected is not None or indicator is None:
        return typed.expected or None
    return {Better.HIGHER: "up", Better.LOWER: "down"}.get(indicator.better)


def body_of(
    typed: TypedIntervention, language: Language, name: str, old: Mapping[str, Any], indicator: Indicator | None
) -> dict[str, Any]:
    """Return the record that the form makes of what stood, `old`: whatever the form does not have is kept."""
    light = {
        "id": name,
        "name": worded(old.get("name"), language, typed.name),
        "city_wide": typed.city_wide,
        "level": typed.level,
        "areas": list(typed.areas),
        "lead": typed.lead or None,
        "participants": list(typed.participants),
        "kind": typed.kind or None,
        "complements": typed.complements or None,
        "start": iso_day(typed.start),
        "end": iso_day(typed.end),
        "primary_indicator": typed.primary_indicator or None,
        "expected": _expected(typed, indicator),
    }
    details = _details(typed.details, language, old) if typed.details else {}
    plan = _plan(typed.plan, language, old) if typed.plan else {}
    return {**old, **light, **details, **plan}


def _details(typed: TypedDetails, language: Language, old: Mapping[str, Any]) -> dict[str, Any]:
    before = old.get("logic") or {}
    logic = {name: worded(before.get(name), language, getattr(typed, name)) for name in ("activity", "result", "effect")}
    first = {"kind": typed.place.kind or "other", "points": points_of(typed.place.points)}
    places = list(old.get("places") or ())
    what = worded((places[0] if places else {}).get("what"), language, typed.place.what)
    place = [{**first, **({"what": what} if what else {})}] if first["points"] else []
    return {
        "purpose": worded(old.get("purpose"), language, typed.purpose),
        "target_groups": list(typed.target_groups),
        "conditions": list(typed.conditions),
        "logic": logic if any(logic.values()) else None,
        "horizon": typed.horizon or None,
        "links": list(typed.links),
        "status": typed.status or None,
        "note": worded(old.get("note"), language, typed.note),
        "places": [*place, *places[1:]],
    }


def _plan(typed: TypedPlan, language: Language, old: Mapping[str, Any]) -> dict[str, Any]:
    before = old.get("plan") or {}
    figure = number_of(typed.selection_figure) if typed.selection_figure.strip() else None
    selection = {"indicator": typed.selection_indicator, "period": typed.selection_period.strip(), "figure": figure}
    plan = {
        "smallest_difference": number_of(typed.smallest_difference) if typed.smallest_difference.strip() else None,
        "first_period": typed.first_period.strip() or None,
        "scale": typed.scale,
        "other_indicators": list(typed.other_indicators),
        "evaluator": typed.evaluator or None,
        "evaluator_function": worded(before.get("evaluator_function"), language, typed.evaluator_function),
        "cost_ore": amount_in_ore(typed.cost_kronor) if typed.cost_kronor.strip() else None,
    }
    said = any(value for name, value in plan.items() if name != "scale") or plan["scale"] != "levels"
    asked = bool(typed.selection_indicator and typed.selection_period.strip())
    return {"selection": selection if asked else None, "plan": plan if said else None}
