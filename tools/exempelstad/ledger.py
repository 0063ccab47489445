"""Writes Exempelstad's ledger: four years of budget, call-offs and use, two corrections, a year of much administration."""

from collections.abc import Iterator
from typing import NamedTuple

import yaml

_FRITID, _SOCIAL, _GRUND = "fritidsnamnden", "arbetsmarknads_och_socialnamnden", "grundskolenamnden"
_LED_BY = {
    "lokal_samverkan": _FRITID,
    "tidigt_stod": _SOCIAL,
    "tillbaka_till_klassrummet": _GRUND,
    "laxhjalp_varje_dag": _GRUND,
    "vagen_till_arbete": _SOCIAL,
    "hela_familjen": _SOCIAL,
    "genvagen": "tekniska_namnden",
    "fritid_for_alla": _FRITID,
}
# What the two processes call off of each year's city-wide money, by day, in thousands of kronor.
_CALL_OFFS = (
    ("2023-03-27", "lokal_samverkan", 1400),
    ("2023-05-15", "tidigt_stod", 1600),
    ("2023-09-18", "lokal_samverkan", 900),
    ("2023-10-23", "tidigt_stod", 1300),
    ("2024-02-12", "lokal_samverkan", 2100),
    ("2024-02-26", "tidigt_stod", 2400),
    ("2024-08-26", "lokal_samverkan", 1500),
    ("2024-09-09", "tidigt_stod", 2000),
    ("2025-02-17", "lokal_samverkan", 1900),
    ("2025-03-10", "tidigt_stod", 2600),
    ("2025-09-01", "lokal_samverkan", 900),
    ("2025-09-22", "tidigt_stod", 2000),
    ("2026-02-16", "lokal_samverkan", 1500),
    ("2026-04-20", "tidigt_stod", 1800),
    ("2026-09-14", "lokal_samverkan", 700),
)
# What they used of it: activity, administration and evaluation. Administration was a fifth of it in 2024.
_USED = (
    (2023, "lokal_samverkan", (1880, 310, 60)),
    (2023, "tidigt_stod", (2450, 360, 60)),
    (2024, "lokal_samverkan", (2540, 780, 150)),
    (2024, "tidigt_stod", (3230, 920, 180)),
    (2025, "lokal_samverkan", (2140, 260, 90)),
    (2025, "tidigt_stod", (4020, 390, 140)),
    (2026, "lokal_samverkan", (1490, 170, 0)),
    (2026, "tidigt_stod", (1310, 150, 0)),
)
# Money of the committees' own: year, intervention, budget, used. No administration is booked here: the rule of thumb is.
_ORDINARY = (
    (2023, "tillbaka_till_klassrummet", 3800, 3610),
    (2023, "laxhjalp_varje_dag", 2100, 2040),
    (2023, "vagen_till_arbete", 5200, 5340),
    (2023, "hela_familjen", 1900, 1420),
    (2024, "tillbaka_till_klassrummet", 4200, 4310),
    (2024, "laxhjalp_varje_dag", 2150, 2170),
    (2024, "vagen_till_arbete", 5300, 5180),
    (2024, "hela_familjen", 2600, 2480),
    (2024, "fritid_for_alla", 900, 840),
    (2025, "tillbaka_till_klassrummet", 4350, 4290),
    (2025, "laxhjalp_varje_dag", 2200, 2230),
    (2025, "vagen_till_arbete", 5300, 5410),
    (2025, "hela_familjen", 2700, 2660),
    (2025, "fritid_for_alla", 900, 930),
    (2026, "tillbaka_till_klassrummet", 4450, 3570),
    (2026, "laxhjalp_varje_dag", 2250, 1810),
    (2026, "hela_familjen", 2800, 2190),
)
_SHORTCUT = ((2023, 2500, 2140), (2024, 3000, 3120), (2025, 11500, 10870))
_STATE_GRANT = ((2024, 1200, 1150), (2025, 1200, 1200))
_KINDS = ("activity", "administration", "evaluation")


class _Row(NamedTuple):
    id: str
    year: int
    intervention: str
    source: str
    kind: str
    type: str
    thousands: int
    day: str
    more: dict[str, str]


def _rows() -> Iterator[_Row]:
    for number, (day, process, amount) in enumerate(_CALL_OFFS, start=1):
        year = int(day[:4])
        more = {"allotment": f"ks_{year}", "document": f"DEMO-{year}-{300 + number}"}
        yield _Row(f"avrop_{year}_{number}", year, process, "city_wide", "activity", "call_off", amount, day, more)
    for year, process, amounts in _USED:
        for kind, amount in zip(_KINDS, amounts, strict=True):
            if amount:
                yield _used(f"utfall_{year}_{process}_{kind}", year, process, "city_wide", amount, kind)
    for source, name, plan in (
        ("ordinary", "ram", _ORDINARY),
        ("joint_application", "genvag", _shortcut()),
        ("outside", "bidrag", _grant()),
    ):
        for year, intervention, budget, amount in plan:
            yield _Row(
                f"budget_{year}_{name}_{intervention}",
                year,
                intervention,
                source,
                "activity",
                "budget",
                budget,
                f"{year}-01-01",
                {},
            )
            yield _used(f"utfall_{year}_{name}_{intervention}", year, intervention, source, amount)
    yield from _corrections()


def _shortcut() -> tuple[tuple[int, str, int, int], ...]:
    return tuple((year, "genvagen", budget, used) for year, budget, used in _SHORTCUT)


def _grant() -> tuple[tuple[int, str, int, int], ...]:
    return tuple((year, "tidigt_stod", budget, used) for year, budget, used in _STATE_GRANT)


def _used(name: str, year: int, intervention: str, source: str, amount: int, kind: str = "activity") -> _Row:
    # The year that is not over is used up to the last monthly accounts.
    day = f"{year}-12-31" if year < 2026 else "2026-10-31"
    return _Row(name, year, intervention, source, kind, "actual", amount, day, {"document": f"DEMO-BOK-{year}"})


def _corrections() -> Iterator[_Row]:
    """An invoice booked with a nought too many, and a call-off of which a third was not needed: both stay in sight."""
    wrong = _used("utfall_2024_fel_faktura", 2024, "lokal_samverkan", "city_wide", 1250)
    yield wrong
    note = "Fakturan var på 125 000 kr; en nolla för mycket vid bokföringen (påhittat)."
    more = {**wrong.more, "corrects": wrong.id, "note": note}
    yield wrong._replace(id="rattelse_2024_faktura", thousands=125, more=more)
    name = next(f"avrop_2025_{number}" for number, one in enumerate(_CALL_OFFS, start=1) if one[0] == "2025-09-01")
    more = {
        "allotment": "ks_2025",
        "document": "DEMO-2025-388",
        "corrects": name,
        "note": "300 000 kr behövdes inte och fördes tillbaka (påhittat).",
    }
    yield _Row("rattelse_2025_avrop", 2025, "lokal_samverkan", "city_wide", "activity", "call_off", 600, "2025-09-01", more)


def ledger_yaml() -> str:
    """Return the ledger as it stands in programme.yaml, one row a line."""
    return "\nledger:\n" + "".join(f"  - {_line(one)}" for one in _rows())


def _line(row: _Row) -> str:
    body = {
        "id": row.id,
        "year": row.year,
        "intervention": row.intervention,
        "committee": _LED_BY[row.intervention],
        "source": row.source,
        **({} if row.kind == "activity" else {"kind": row.kind}),
        "type": row.type,
        "amount_ore": row.thousands * 100_000,
    }
    text = yaml.safe_dump({**body, **row.more}, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    # Dates unquoted, as the rest of the file has them.
    return text.replace("amount_ore:", f"day: {row.day}, amount_ore:")
