"""What is true in Exempelstad and hidden in a real city: which intervention made a difference, how large, from when."""

from dataclasses import dataclass

from tools.exempelstad.places import places


@dataclass(frozen=True, slots=True)
class TrueEffect:
    """What an intervention adds to a share: percentage points by period since its start; the last stays."""

    intervention: str
    indicator: str
    area: str
    first_year: int
    points: tuple[float, ...]

    def points_in(self, year: int) -> float:
        """Return the percentage points added in the period that begins in `year`."""
        since = year - self.first_year
        return 0.0 if since < 0 else self.points[min(since, len(self.points) - 1)]


@dataclass(frozen=True, slots=True)
class BadYear:
    """An intervention without effect, where a figure had fallen most in one year: by chance, and it comes back by itself."""

    intervention: str
    indicator: str
    year: int
    compared_with: tuple[int, int]
    least_denominator: int


def code_of(name: str) -> str:
    """Return the code of a delområde by its name."""
    return next(place.code for place in places() if place.name == name)


TRUE_EFFECT = TrueEffect("tillbaka_till_klassrummet", "school_attendance", code_of("Rågängen"), 2022, (3.5, 7.0))
BAD_YEAR = BadYear("fritid_for_alla", "sports_occasions", 2021, (2015, 2019), 150)
NULLS = (
    "laxhjalp_varje_dag",
    "vagen_till_arbete",
    "hela_familjen",
    "oppna_dorrar",
    "genvagen",
    "gymnasiementor",
    BAD_YEAR.intervention,
)
