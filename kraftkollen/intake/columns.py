"""Finds the header of a tidy table, and what each of its columns is called by us."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Under each of our names what senders write, the plainest first: where two columns would be the same, the plainer one is taken.
_WRITTEN: Mapping[str, str] = {
    "indicator": "indikator indicator indikatorid indicatorid indikatornamn indikatorkod nyckeltal kpi mått",
    "area": "områdeskod områdekod delområdeskod regsokod desokod areacode område area delområde områdesnamn delområdesnamn"
    " areaname stadsdel regso deso kod code geografi geography",
    "period": "period år year läsår schoolyear halvår halfyear termin tertial kvartal quarter månad month tid time",
    "grp": "grupp group redovisningsgrupp kön sex gender ålder age åldersgrupp agegroup",
    "value": "värde value resultat utfall andel procent % share percent rate kvot medelvärde mean antal count",
    "numerator": "täljare numerator",
    "denominator": "nämnare denominator",
    "status": "status",
    "comment": "kommentar comment comments anmärkning notering note remark",
}
NUMBERS = ("value", "numerator", "denominator")
_PERSONAL = (
    "personnummer pnr persnr personnr personid samordningsnummer förnamn efternamn tilltalsnamn epost epostadress email"
    " mail mejl telefon telefonnummer tel mobil mobilnummer mobiltelefon adress gatuadress bostadsadress postadress"
    " firstname lastname surname phone phonenumber address streetaddress ssn personalidentitynumber födelsedatum"
    " dateofbirth birthdate"
)
LEAST_UNDERSTOOD = 2


def plain(header: str) -> str:
    """Return a header without case, accents, spaces and punctuation, so that "Nämnare: " and "namnare" are the same."""
    decomposed = unicodedata.normalize("NFKD", header.casefold())
    letters = re.sub(r"[^a-z0-9%]", "", decomposed)
    return letters if letters == "%" else letters.replace("%", "")


_RANKS: dict[str, tuple[str, int]] = {
    plain(word): (name, rank) for name, words in _WRITTEN.items() for rank, word in enumerate(words.split())
}
_PERSONAL_PLAIN = frozenset(plain(word) for word in _PERSONAL.split())


@dataclass(frozen=True)
class Columns:
    """Which column of the file is which of ours; `twice` and `personal` hold headers that may not stand there."""

    headers: tuple[str, ...]
    places: Mapping[str, int]
    ignored: tuple[int, ...]
    twice: tuple[int, ...]
    personal: tuple[int, ...]


def understand(headers: Sequence[str]) -> Columns:
    """Match a row of headers with our names."""
    best: dict[str, tuple[int, int]] = {}
    twice = []
    for place, header in enumerate(headers):
        name, rank = _RANKS.get(plain(header), (None, 0))
        if name is None:
            continue
        if name in best and best[name][0] == rank:
            twice.append(place)
        elif name not in best or rank < best[name][0]:
            best[name] = (rank, place)
    places = {name: place for name, (_, place) in best.items()}
    known = {*places.values(), *twice}
    personal = tuple(place for place, header in enumerate(headers) if plain(header) in _PERSONAL_PLAIN)
    ignored = tuple(place for place, header in enumerate(headers) if place not in known and header.strip())
    return Columns(tuple(header.strip() for header in headers), places, ignored, tuple(twice), personal)


def find_header(records: Sequence[Sequence[str]]) -> tuple[int, Columns] | None:
    """Return the record in which most columns are understood, the first of equals; None if none is a header."""
    found: tuple[int, Columns] | None = None
    for number, record in enumerate(records):
        columns = understand(record)
        enough = len(columns.places) >= LEAST_UNDERSTOOD and any(name in columns.places for name in NUMBERS)
        if enough and (found is None or len(columns.places) > len(found[1].places)):
            found = (number, columns)
    return found
