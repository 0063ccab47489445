"""Areas of Exempelstad by hand: name, where the middle lies, what kind of place it is, how many live there: all invented."""

from dataclasses import dataclass

# A kind of place: what it looks like from above, and who lives there.
INNER, ESTATE, MIXED, VILLA, NEW, RURAL, EMPTY = "inner", "estate", "mixed", "villa", "new", "rural", "empty"


@dataclass(frozen=True, slots=True)
class Place:
    """A delområde.

    `x`, `y` are kilometres east and north of the square; `residents` is the size in 2012; `need` is how badly off its residents
    are beside what its kind says, in standard deviations (above nought: worse off).
    """

    code: str
    name: str
    stadsdel: str
    x: float
    y: float
    kind: str
    residents: int
    need: float


_TABLE: dict[str, tuple[tuple[str, float, float, str, int, float], ...]] = {
    "Stadskärnan": (
        ("Torgstaden", 0.0, 0.0, INNER, 2300, -0.3),
        ("Domkvarteret", 0.1, 0.65, INNER, 2100, -0.5),
        ("Slottsholmen", -0.65, 0.35, EMPTY, 60, -0.4),
        ("Bryggarstaden", 0.7, 0.35, INNER, 3100, 0.0),
        ("Hantverkarstaden", 0.65, -0.4, INNER, 3900, 0.1),
        ("Västra Vallen", -0.5, -0.35, INNER, 2800, -0.7),
        ("Östra Vallen", 1.35, 0.0, INNER, 4200, 0.5),
        ("Teaterkvarteren", 0.0, -0.75, INNER, 3300, -0.2),
        ("Järnvägsstaden", 0.8, 1.05, INNER, 2900, 0.6),
        ("Brunnshagen", 1.45, 0.8, INNER, 3700, 0.7),
        ("Lärkstaden", 1.3, -0.8, INNER, 3400, 0.2),
        ("Sankt Görans", 0.55, -1.25, INNER, 3600, 0.3),
        ("Kanalstaden", -0.6, -1.1, INNER, 2600, -0.9),
        ("Nystaden", -0.1, -1.75, INNER, 2900, 0.0),
    ),
    "Norrhamn": (
        ("Inre Kajen", 0.15, 1.5, NEW, 1650, -0.6),
        ("Varvskajen", -0.15, 2.45, NEW, 1050, -0.3),
        ("Yttre Kajen", -1.5, 2.9, EMPTY, 25, 0.3),
        ("Frihamnspiren", -1.35, 3.65, EMPTY, 12, 0.4),
        ("Repslagarbanan", 0.95, 1.95, INNER, 3300, 0.8),
        ("Sjömansbacken", 1.35, 2.75, MIXED, 3000, 0.7),
        ("Norrhamns industriområde", 0.55, 3.7, EMPTY, 90, 0.8),
        ("Fyrudden", 0.95, 5.1, VILLA, 1500, 0.1),
    ),
    "Kvarnbacken": (
        ("Kvarnbacken Norra", 2.55, 0.9, ESTATE, 5600, 0.5),
        ("Kvarnbacken Södra", 2.45, 0.05, ESTATE, 5200, 0.4),
        ("Mjölnartorpet", 2.3, 1.8, MIXED, 3100, 0.5),
        ("Lindhaga", 3.4, 0.4, ESTATE, 4700, 0.0),
        ("Stenåker", 3.5, -0.5, ESTATE, 4300, -0.2),
        ("Björkslätt", 2.5, -0.85, ESTATE, 4900, -0.1),
        ("Hasselgården", 3.4, 1.45, ESTATE, 3900, -0.3),
        ("Rågängen", 4.45, -0.15, ESTATE, 6400, 0.9),
        ("Kornängen", 4.4, 0.95, MIXED, 3500, -1.1),
        ("Tegelbruket", 3.4, -1.5, MIXED, 2900, -1.0),
        ("Österledens verksamhetsområde", 5.7, 0.6, EMPTY, 70, 0.6),
    ),
    "Solvik": (
        ("Strandängen", -1.2, -2.1, MIXED, 2700, -0.8),
        ("Tallåsen", -0.85, -3.05, VILLA, 2200, -0.1),
        ("Gamla Solvik", -2.3, -2.7, VILLA, 2500, -0.5),
        ("Solviksstrand", -3.5, -3.2, VILLA, 2300, -0.8),
        ("Snäckstrand", -3.6, -4.4, VILLA, 1900, -0.6),
        ("Rosenvik", -2.2, -3.85, VILLA, 2600, 0.0),
        ("Äppelbyn", -1.0, -4.1, VILLA, 2400, 0.2),
        ("Sandbacka", -2.4, -5.05, VILLA, 2000, -0.2),
        ("Ejderviken", -3.8, -5.65, VILLA, 1600, -0.4),
        ("Måsudden", -4.2, -6.9, VILLA, 1200, -0.3),
        ("Havsbrynet", -2.75, -6.6, NEW, 1350, -0.5),
        ("Vitsippan", -1.05, -5.35, VILLA, 1800, 0.0),
    ),
    "Ekhaga": (
        ("Ekhaga centrum", 0.85, -2.25, ESTATE, 4600, 0.2),
        ("Ekhaga gård", 1.65, -1.7, ESTATE, 4200, 0.1),
        ("Sörgården", 0.0, -2.65, MIXED, 3200, 0.2),
        ("Bokslätt", 1.85, -2.75, ESTATE, 3800, -0.1),
        ("Alhagen", 0.9, -3.2, MIXED, 3600, 0.3),
        ("Idrottsbyn", 0.1, -3.7, MIXED, 2800, 0.0),
        ("Lergropen", 1.0, -4.45, NEW, 1200, 0.0),
        ("Vallmobyn", 2.4, -3.85, VILLA, 2500, 0.4),
        ("Söderslingan", 3.0, -2.5, MIXED, 3300, 0.5),
        ("Söderports handelsområde", 2.2, -5.3, EMPTY, 45, 0.3),
    ),
    "Lillåsen": (
        ("Lillåsbyn", 2.6, 2.95, VILLA, 2600, 0.2),
        ("Storåsen", 3.6, 2.6, MIXED, 3400, 0.1),
        ("Åsbrinken", 2.4, 4.1, VILLA, 2200, -0.2),
        ("Skogsbrynet", 3.6, 3.9, VILLA, 2400, -0.3),
        ("Rådjurshagen", 4.8, 3.2, VILLA, 2100, -0.1),
        ("Talltorp", 4.8, 2.05, MIXED, 2900, 0.3),
        ("Norra Ängarna", 2.5, 5.4, NEW, 1500, -0.4),
        ("Kärrhöjden", 4.3, 5.1, VILLA, 1700, 0.0),
        ("Sjöåsen", 6.0, 4.3, VILLA, 1500, -0.4),
    ),
    "Åslätt": (
        ("Åslätts kyrkby", 7.4, -0.9, VILLA, 1900, 0.3),
        ("Norra Åslätt", 8.8, 3.0, RURAL, 1560, 0.1),
        ("Ryabygden", 5.9, -3.3, RURAL, 1440, 0.2),
        ("Tranemaden", 6.2, -7.2, RURAL, 1030, 0.0),
        ("Stenarp", 10.4, -4.4, RURAL, 1310, 0.1),
        ("Fågelmossen", 11.4, 0.6, RURAL, 820, 0.3),
        ("Kustbygden", -0.9, 8.4, RURAL, 1670, -0.4),
        ("Hultabygden", 6.6, 7.4, RURAL, 1160, 0.0),
        ("Sörslätten", 0.6, -8.0, RURAL, 1370, -0.1),
    ),
}


def places() -> tuple[Place, ...]:
    """Return every delområde, in the order of its code: E, the stadsdel's two digits, the area's two."""
    return tuple(
        Place(f"E{district:02d}{number:02d}", name, stadsdel, x, y, kind, residents, need)
        for district, (stadsdel, rows) in enumerate(_TABLE.items(), start=1)
        for number, (name, x, y, kind, residents, need) in enumerate(rows, start=1)
    )


def slug(name: str) -> str:
    """Return the name as it stands in addresses: small letters without å, ä, ö."""
    return name.lower().translate(str.maketrans("åäöé ", "aaoe-"))
