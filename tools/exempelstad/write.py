"""Writes Exempelstad as the files of data/cities/exempelstad: borders, programme, and deliveries as officers send them."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import yaml

from tools.exempelstad.city import City
from tools.exempelstad.geography import borders
from tools.exempelstad.programme import programme_yaml
from tools.exempelstad.rows import HEADER, Content, Row, rows
from tools.exempelstad.schedule import Round, rounds

# How some committees' spreadsheets save; the others write UTF-8 with a byte order mark.
_ENCODING = {"fritidsnamnden": "cp1252", "tekniska_namnden": "cp1252"}
_UTF16 = ("kulturnamnden", "2023")
_WITH_SEPARATOR_LINE = ("forskolenamnden", "2023")
_HEAD = "# The deliveries of the demo data, in the order of time. Invented; made by tools/make_exempelstad.py. Times are UTC.\n"


def files(city: City) -> Mapping[str, bytes]:
    """Return every file of data/cities/exempelstad by its path in that folder. The same seed gives the same bytes."""
    deliveries = rounds(city.catalogue)
    found = {
        "areas/delomraden.geojson": borders().encode("utf-8"),
        "programme.yaml": programme_yaml(city.bad_year_area).encode("utf-8"),
        "deliveries/deliveries.yaml": _list(city, deliveries).encode("utf-8"),
    }
    return found | {f"deliveries/{_name(one)}": _delivery(city, one) for one in deliveries}


def _name(one: Round) -> str:
    return f"{one.delivered:%Y-%m-%d}_{one.owner}_{one.label}.csv"


def _delivery(city: City, one: Round) -> bytes:
    table: list[Row] = [HEADER]
    for indicator, periods in one.content:
        table += rows(city, Content(city.figures[indicator], periods, one.change))
    return _encoded(table, one)


def _encoded(table: Sequence[Row], one: Round) -> bytes:
    text = io.StringIO(newline="")
    if (one.owner, one.label) == _WITH_SEPARATOR_LINE:
        text.write("sep=;\r\n")
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(table)
    encoding = "utf-16" if (one.owner, one.label) == _UTF16 else _ENCODING.get(one.owner, "utf-8-sig")
    # "utf-16" would follow the machine's byte order.
    return b"\xff\xfe" + text.getvalue().encode("utf-16-le") if encoding == "utf-16" else text.getvalue().encode(encoding)


def _list(city: City, deliveries: Sequence[Round]) -> str:
    names = _body_names(city)
    listed = [
        {
            "file": _name(one),
            "by": f"Tjänsteperson, {names[one.owner]}",
            "owner": one.owner,
            "delivered": one.delivered.isoformat(),
            "approved": _iso(one.approved),
            "rejected": _iso(one.rejected),
            "comment": one.comment,
        }
        for one in deliveries
    ]
    return _HEAD + yaml.safe_dump({"deliveries": listed}, allow_unicode=True, sort_keys=False, width=1000)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _body_names(city: City) -> dict[str, str]:
    bodies = yaml.safe_load(programme_yaml(city.bad_year_area))["bodies"]
    return {body["id"]: body["name"] for body in bodies}
