"""Which column of a file of interventions or decisions is which field, and which names stand in a cell."""

import re
from collections.abc import Mapping

from kraftkollen.intake.names import fold

INTERVENTION_HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("insats", "insatsens namn", "namn", "intervention", "name"),
    "id": ("id",),
    "areas": ("områden", "område", "var", "areas", "area", "where"),
    "lead": ("leds av", "ansvarig", "ansvarig nämnd", "lead", "led by"),
    "participants": ("medverkar", "medverkande", "participants", "taking part"),
    "kind": ("typ", "slag", "kind"),
    "complements": ("kompletterar", "complements"),
    "start": ("start", "startdatum", "börjar"),
    "end": ("slut", "slutdatum", "end"),
    "primary_indicator": ("primär indikator", "indikator", "primary indicator", "indicator"),
    "expected": ("förväntad riktning", "riktning", "expected direction", "expected"),
    "purpose": ("syfte", "purpose"),
    "target_groups": ("för vilka", "målgrupp", "målgrupper", "target groups", "for whom"),
    "conditions": ("villkor som vägs samman", "villkor", "conditions"),
    "activity": ("aktivitet", "activity"),
    "result": ("resultat", "result"),
    "effect": ("effekt", "effect"),
    "horizon": ("långsiktig eller projekt", "long-term or project", "horizon"),
    "links": ("del av", "part of", "links"),
    "status": ("status",),
    "note": ("anteckning", "kommentar", "note"),
    "selection_indicator": ("vald på indikator", "chosen on indicator"),
    "selection_period": ("vald på period", "chosen on period"),
    "selection_figure": ("vald på siffra", "chosen on figure"),
    "smallest_difference": ("minsta skillnad som spelar roll", "minsta skillnad", "smallest difference"),
    "first_period": ("första perioden efter", "first period after"),
    "other_indicators": ("andra indikatorer", "other indicators"),
    "evaluator": ("ansvarar för utvärderingen", "ansvarig för utvärderingen", "evaluator"),
    "evaluator_function": ("funktion", "function"),
    "cost_kronor": ("utvärderingens kostnad", "cost of the evaluation"),
}
DECISION_HEADERS: Mapping[str, tuple[str, ...]] = {
    "what": ("beslut", "vad", "decision", "what"),
    "id": ("id",),
    "day": ("datum", "dag", "date", "day"),
    "bodies": ("organ", "beslutat av", "nämnd", "body", "bodies", "decided by"),
    "reference": ("referens", "diarienummer", "paragraf", "reference"),
    "mandate": ("mandat", "mandate"),
    "mandate_from": ("delegation från", "delegation from"),
    "needs": ("måste också beslutas av", "kräver beslut av", "needs"),
    "settles": ("eget beslut om", "är nämndens eget beslut om", "settles"),
    "reservations": ("reservationer", "reservation", "reservations"),
    "statements": ("särskilda yttranden", "yttranden", "statements"),
    "document": ("protokoll", "protokollets adress", "länk", "document", "minutes"),
    "concerns": ("gäller", "insatser", "concerns", "interventions"),
}
# What tells the two kinds of file apart.
_FIRST = {"interventions": "name", "decisions": "what"}
HEADERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {"interventions": INTERVENTION_HEADERS, "decisions": DECISION_HEADERS}


def is_header(text: str) -> bool:
    """Return whether a header, as written, is one of ours."""
    return any(_field(fields, text) for fields in HEADERS.values())


def kind_of(headers: tuple[str, ...]) -> str | None:
    """Return the kind of record that the headers are of: the one with the most of them, if its first field is there."""
    counts = {
        kind: sum(_field(fields, one) is not None for one in headers)
        for kind, fields in HEADERS.items()
        if _FIRST[kind] in {_field(fields, one) for one in headers}
    }
    return max(counts, key=lambda kind: counts[kind], default=None)


def fields_of(kind: str, headers: tuple[str, ...]) -> dict[int, str | None]:
    """Return the field of each column by its place; None for one that is not ours. Columns without a header are left out."""
    return {place: _field(HEADERS[kind], header) for place, header in enumerate(headers) if header}


def _field(fields: Mapping[str, tuple[str, ...]], header: str) -> str | None:
    folded = fold(header)
    return next((field for field, names in fields.items() if folded in (field, field.replace("_", " "), *names)), None)


def found_names(cell: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the ids of the names in a cell, and the parts of it that are no name.

    Names are parted by | or ; or a line break; by a comma too where what stands between is no name as a whole, since a
    committee may have commas in its own.

    Parameters
    ----------
    known
        The id by each name that it goes under, folded.
    """
    ids: list[str] = []
    unknown: list[str] = []
    for part in filter(None, (one.strip() for one in re.split(r"[|;\n]", cell))):
        whole = known.get(fold(part))
        pieces = [part] if whole else list(filter(None, (one.strip() for one in part.split(","))))
        for piece in pieces:
            found = known.get(fold(piece))
            (ids if found else unknown).append(found or piece)
    return list(dict.fromkeys(ids)), unknown
