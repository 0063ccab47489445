"""Finds what looks like a person in free text: no field of the product takes it, and it is never repeated to anybody."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

# Two searches in RE2 syntax that sift a column, or a whole file at once: where they find nothing there is nothing to find.
# The first reads UTF-8 as bytes, the second as text.
MAYBE_IDENTITY = r"[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{2}(?:[-+ ]|\xc2\xa0|\xe2[\x80-\x88].)?[0-9]{4}(?:[^0-9]|$)"
MAYBE_PERSON = (
    r"@|\+46|0046|0[0-9]{1,3}\s?[-/–]|07[0-9]|[0-9]{3}\s[0-9]{2}\s+[A-ZÅÄÖ]|[a-zåäöéü]\s[A-ZÅÄÖ]"
    r"|(?:gatan?|väg|vägen|gränd|gränden|stigen|allén?|backen|stråket|esplanaden|torget|torg)\s+[0-9]"
)

_DASH = "[-+ \u00a0\u2009\u202f\u2010-\u2015\u2212]"
_LETTER = "0-9A-Za-z\u00c0-\u024f"
_IDENTITY = re.compile(rf"(?<![{_LETTER}])([0-9]{{2}})?([0-9]{{6}})({_DASH}?)([0-9]{{4}})(?![{_LETTER}])")
# "0,1912121212" and "1912121212,5" are decimals; "1912121212,0" is what a spreadsheet makes of an identity number.
_WHOLE_PART = re.compile(r"(?<![0-9])[0-9]{1,9}[.,]$")
_FRACTION = re.compile(r"[.,](?!0+(?![0-9]))[0-9]{1,9}(?![0-9])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_PHONE = re.compile(
    r"(?<![\w.,])(?:"
    r"(?:\+|00)46[\s-]?(?:\(0\)[\s-]?)?\d{1,3}(?:[\s-]?\d){5,8}"  # +46 40 12 34 56
    r"|0\d{1,3}\s?[-/–]\s?\d{2,3}(?:\s?\d{2,3}){1,3}"  # 040-12 34 56
    r"|07\d{8}|07\d\s\d{3}\s\d{2}\s\d{2}"  # 0701234567, 070 123 45 67
    r")(?![\w])"
)
# A year after a street's ending ("Cykelvägen 2024") is no house number.
_STREET = r"(?:gatan|gata|vägen|s väg|gränden?|stigen|allén|backen|stråket|esplanaden|torget|s torg)"
_ADDRESS = re.compile(rf"\b[A-ZÅÄÖ][\wåäöé:]*(?:\s[\wåäöé:]+)?{_STREET}\s+\d{{1,3}}(?!\d)\s?[A-Za-z]?\b")
_POSTCODE = re.compile(r"(?<!\d)[1-9]\d{2}\s\d{2}\s+[A-ZÅÄÖ][a-zåäö]+\b")
_GIVEN_NAMES = frozenset(
    re.findall(
        r"\w+",
        "ahmed alexander ali alice amanda anders andreas angelica ann anna anneli annika arne astrid barbro bengt berit "
        "birgitta björn bo britt caroline cecilia charlotte christer christian christina daniel david ebba elin "
        "elisabeth ella elsa emelie emil emma erik eva fatima filip fredrik gun gunilla gustav göran hanna hans hassan "
        "helena henrik ibrahim ida inga ingrid jan jenny jessica johan johanna john jonas josefin julia karin karl "
        "kerstin kjell kristina lars leif lena lennart lina linda linnéa lisa louise magnus maja malin margareta maria "
        "marie markus martin mats mattias mikael mohamed mohammad mohammed monica nils olof oskar per peter pia rickard "
        "robert roger rolf sandra sara sofia stefan stig susanne sven therese thomas tobias tommy ulf ulla ulrika "
        "victoria viktor wilhelm yusuf yvonne åke åsa örjan",
    )
)
_TWO_NAMES = re.compile(r"\b([A-ZÅÄÖÉ][a-zåäöéü]+)(?:[ -][A-ZÅÄÖ][a-zåäöéü]+)?\s([A-ZÅÄÖ][a-zåäöéü]+)\b")
_SURNAME = re.compile(
    r"(?:ss?on|sén|qvist|kvist|ström|berg|gren|lund|lind|dahl|holm|man|stedt|quist|feldt|ović|oglu|ali|[hm]ed)$"
)


class PersonKind(StrEnum):
    """What in a text points at a person."""

    IDENTITY_NUMBER = "identity_number"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


def holds_identity_number(text: str) -> bool:
    """Return whether a Swedish personal identity number or co-ordination number stands in the text.

    Ten or twelve digits, with or without a dash, plus or space, a date that exists (day + 60 for a co-ordination number) and
    the right check digit (Luhn). Organisation numbers have a month of 20 or more and pass.
    """
    return any(_is_identity(match) for match in _IDENTITY.finditer(text))


def find_persons(text: str) -> tuple[PersonKind, ...]:
    """Return what in the text points at a person, each kind once, and never the text itself.

    Names are found only where a common given name stands before a surname of a common form: a text without a find may still
    name somebody.
    """
    return tuple(_kinds(text))


def _kinds(text: str) -> Iterator[PersonKind]:
    if holds_identity_number(text):
        yield PersonKind.IDENTITY_NUMBER
    if "@" in text and _EMAIL.search(text):
        yield PersonKind.EMAIL
    if _PHONE.search(text):
        yield PersonKind.PHONE
    if _ADDRESS.search(text) or _POSTCODE.search(text):
        yield PersonKind.ADDRESS
    if any(_is_name(match) for match in _TWO_NAMES.finditer(text)):
        yield PersonKind.NAME


def _is_name(match: re.Match[str]) -> bool:
    return match[1].lower() in _GIVEN_NAMES and bool(_SURNAME.search(match[2]))


def _is_identity(match: re.Match[str]) -> bool:
    century, birth, dash, last = match.groups()
    if not _check_digit_holds(birth + last) or (not dash and _is_decimal(match)):
        return False
    return any(_date_exists(one, birth) for one in ([century] if century else ["19", "20"]))


def _is_decimal(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 11) : match.start()]
    return bool(_WHOLE_PART.search(before) or _FRACTION.match(match.string, match.end()))


def _date_exists(century: str, birth: str) -> bool:
    day = int(birth[4:])
    try:
        date(int(century + birth[:2]), int(birth[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return century in ("18", "19", "20")


def _check_digit_holds(digits: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in doubled) % 10 == 0
