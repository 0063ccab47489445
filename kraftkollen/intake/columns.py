"""Knows the words that stand in headers, and what each column of a tidy table is called by us."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Under each of our names what senders write, the plainest first: where two columns would be the same, the plainer one is taken.
_WRITTEN: Mapping[str, str] = {
    "indicator": "indikator indicator indikatorid indicatorid indikatornamn indikatorkod nyckeltal kpi mått",
    "area": "områdeskod områdekod delområdeskod regsokod desokod areacode område area delområde områdesnamn delområdesnamn"
    " areaname stadsdel regso deso region kod code geografi geography",
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
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEAST_UNDERSTOOD = 2

# The header of the column of remarks in a copy that we send back.
# Not plain "anmärkning", which is what a sender's own column of comments may be called.
REMARKS_HEADER = "Anmärkning från Kraftkollen"


@lru_cache(maxsize=4096)
def plain(header: str) -> str:
    """Return a header without case, accents, spaces and punctuation, so that "Nämnare: " and "namnare" are the same."""
    decomposed = unicodedata.normalize("NFKD", header.casefold())
    letters = re.sub(r"[^a-z0-9%]", "", decomposed)
    return letters if letters == "%" else letters.replace("%", "")


_RANKS: dict[str, tuple[str, int]] = {
    plain(word): (name, rank) for name, words in _WRITTEN.items() for rank, word in enumerate(words.split())
}
_PERSONAL_PLAIN = frozenset(plain(word) for word in _PERSONAL.split())


TIDY, PERIODS, INDICATORS = "tidy", "periods_as_columns", "indicators_as_columns"


@dataclass(frozen=True)
class Wide:
    """A column of figures of one subject, which is a period or an indicator: its values, numerators or denominators."""

    place: int
    part: str
    subject: str


@dataclass(frozen=True)
class Columns:
    """Which column of the file is which of ours; `twice` and `personal` hold headers that may not stand there.

    `wide` are the columns that stand beside each other for different subjects; `depth` is the number of header rows;
    `title` the cell above the header that names the indicator, and its id.
    """

    headers: tuple[str, ...]
    places: Mapping[str, int]
    ignored: tuple[int, ...]
    twice: tuple[int, ...]
    personal: tuple[int, ...]
    shape: str = TIDY
    wide: tuple[Wide, ...] = ()
    depth: int = 1
    title: tuple[str, str] | None = None

    @property
    def size(self) -> int:
        """How many columns are understood."""
        return len(self.places) + len(self.wide)

    def told(self, headers: Sequence[str]) -> dict[str, str]:
        """Return the header of each column that was understood; those of a wide shape under "part:subject"."""
        told = {name: headers[place] for name, place in self.places.items()}
        if self.title is not None:
            told["indicator"] = self.title[0]
        return told | {f"{one.part}:{one.subject}": headers[one.place] for one in self.wide}


def meaning_of(header: str) -> tuple[str | None, int]:
    """Return what we call a column with that header, and how plain the word is; units and remarks after it do not count."""
    for form in (header, _REMARK.sub("", header), header.split(",")[0]):
        found = _RANKS.get(plain(form))
        if found is not None:
            return found
    return None, 0


def is_personal(header: str) -> bool:
    """Return whether a column with that header is for data about persons."""
    return plain(header) in _PERSONAL_PLAIN or plain(_REMARK.sub("", header)) in _PERSONAL_PLAIN


def understand(headers: Sequence[str]) -> Columns:
    """Match a row of headers with our names."""
    best: dict[str, tuple[int, int]] = {}
    twice = []
    for place, header in enumerate(headers):
        name, rank = meaning_of(header)
        if name is None:
            continue
        if name in best and best[name][0] == rank:
            twice.append(place)
        elif name not in best or rank < best[name][0]:
            best[name] = (rank, place)
    places = {name: place for name, (_, place) in best.items()}
    known = {*places.values(), *twice}
    personal = tuple(place for place, header in enumerate(headers) if is_personal(header))
    ignored = tuple(place for place, header in enumerate(headers) if place not in known and header.strip())
    return Columns(tuple(header.strip() for header in headers), places, ignored, tuple(twice), personal)
