"""A decision as it is typed into a form, with its dissent and its mandate; and a day of the city's calendar."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions.register_entry import record
from kraftkollen.actions.site import Site, programme
from kraftkollen.actions.typed import iso_day, worded
from kraftkollen.errors import EntryRefused, Problem
from kraftkollen.model.actor import Actor
from kraftkollen.model.decision import Decision
from kraftkollen.model.ids import id_of
from kraftkollen.model.period import readings
from kraftkollen.model.text import Language


@dataclass(frozen=True, slots=True)
class TypedDecision:
    """A decision as typed. Dissent: parties, with + between those of one text and ; between texts. No day: not yet decided."""

    day: str
    bodies: tuple[str, ...]
    what: str
    reference: str = ""
    mandate: str = ""
    mandate_from: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    settles: str = ""
    reservations: str = ""
    statements: str = ""
    document: str = ""
    concerns: tuple[str, ...] = ()


def enter_decision(
    site: Site, actor: Actor, typed: TypedDecision, language: Language, replaces: Mapping[str, Any] | None = None
) -> str:
    """Enter a decision, or change the one that stood; return its id, made from its first body and its day if it is new.

    Raises
    ------
    NotAllowed, ConfigurationRefused
        As `enter`.
    EntryRefused
        With every fault: what is missing, a date or address that cannot be read, something that may be a person.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    problems = list(faults(typed))
    if problems:
        raise EntryRefused(problems)
    with site.journal.read() as transaction:
        taken = {one.id for one in programme(transaction).decisions}
    name = str(replaces["id"]) if replaces else id_of(f"{typed.bodies[0]} {typed.day or 'kommande'}", taken, "beslut")
    body = shortest(body_of(typed, language, name, replaces or {}))
    record(site, actor, "decisions", body, replaces)
    return name


def shortest(body: dict[str, Any]) -> dict[str, Any]:
    """Return the record without what goes without saying; as it is where it does not hold, for the one who refuses it."""
    with suppress(ValidationError):
        return Decision.model_validate(body).model_dump(mode="json", exclude_defaults=True)
    return body


def faults(typed: TypedDecision) -> Iterator[Problem]:
    """Yield what is missing or cannot be read."""
    # By the code's names of the fields: the words for them are among the terms of the sentences.
    for name in ("bodies", "what"):
        if not getattr(typed, name):
            yield Problem("entry_missing", column=name)
    if typed.day.strip() and iso_day(typed.day) is None:
        yield Problem("entry_date", column="day")
    if typed.document.strip() and not re.fullmatch(r"https?://[^\s<>\"']+", typed.document.strip()):
        yield Problem("entry_link", column="link")


def dissent_of(reservations: str, statements: str, old: tuple[Mapping[str, Any], ...] = ()) -> list[dict[str, Any]]:
    """Return reservations and statements as the register holds them; one announced and not received stays so."""
    announced = [tuple(one["parties"]) for one in old if one.get("received") is False]
    found: list[dict[str, Any]] = []
    for kind, text in (("reservation", reservations), ("statement", statements)):
        for part in filter(None, (one.strip() for one in text.split(";"))):
            parties = tuple(party.strip() for party in part.split("+") if party.strip())
            late = {"received": False} if kind == "statement" and parties in announced else {}
            found += [{"kind": kind, "parties": list(parties), **late}] if parties else []
    return found


def body_of(typed: TypedDecision, language: Language, name: str, old: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record that the form makes of what stood, `old`."""
    return {
        **old,
        "id": name,
        "day": iso_day(typed.day),
        "bodies": list(typed.bodies),
        "what": worded(old.get("what"), language, typed.what),
        "reference": typed.reference.strip() or None,
        "mandate": typed.mandate or None,
        "mandate_from": list(typed.mandate_from) if typed.mandate == "delegation" else [],
        "needs": list(typed.needs),
        "settles": typed.settles or None,
        "dissent": dissent_of(typed.reservations, typed.statements, tuple(old.get("dissent") or ())),
        "document": typed.document.strip() or None,
        "concerns": list(typed.concerns),
        # A decision whose outcome was to be entered is entered once it has a day.
        "entered": bool(typed.day.strip()) or bool(old.get("entered", bool(old))),
    }


def enter_calendar_day(site: Site, actor: Actor, kind: str, day: str, period: str, title: str, language: Language) -> str:
    """Enter a day of the city's calendar; return its id.

    Raises
    ------
    NotAllowed, EntryRefused
        As `enter_decision`.
    """
    access.require(actor, Permission.EDIT_REGISTER)
    found = iso_day(day)
    problems = [] if found else [Problem("entry_date", column="day")]
    problems += [Problem("entry_period", column="period")] if period.strip() and not readings(period.strip()) else []
    if problems:
        raise EntryRefused(problems)
    name = id_of(f"{kind} {found}")
    body = {"id": name, "kind": kind, "day": found, "period": period.strip() or None, "title": worded(None, language, title)}
    record(site, actor, "calendar", {key: value for key, value in body.items() if value is not None}, None)
    return name
