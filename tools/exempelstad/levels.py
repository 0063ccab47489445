"""How each indicator lies and moves in Exempelstad: invented levels, of the size that a Swedish city has. Definitions stay in
indicators.yaml; here stands only what a drawing needs beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.exempelstad.places import EMPTY, ESTATE, INNER, MIXED, NEW, RURAL, VILLA


@dataclass(frozen=True)
class Behaviour:
    """How the figures of an indicator come about.

    For a share, `level`, `need`, `trend`, `women` and `kinds` are in logits; otherwise in natural logarithms of events per head
    (per area, when `ages` is None). `need` is the slope on how badly off an area is; `wobble` the standard deviation of what an
    area drifts by itself; `shared` that of what moves the whole city in one year; `women` how women lie above men. `reached` is
    the part of those ages that is counted at all, `reached_in` that part by kind of place; `over` what is counted above the
    denominator (enrolled in October, no resident in December); `clustered` how much more than one by one events vary.
    """

    level: float
    need: float = 0.0
    trend: float = 0.0
    wobble: float = 0.05
    shared: float = 0.03
    women: float = 0.0
    ages: tuple[int, int] | None = (0, 99)
    reached: float = 1.0
    reached_in: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=dict)
    clustered: float = 0.0
    over: float = 0.0
    break_by: float = 0.35


# What each kind of place adds to how badly off its residents are, in standard deviations.
NEED_OF_KIND = {INNER: 0.0, ESTATE: 1.25, MIXED: 0.25, VILLA: -1.0, NEW: -0.7, RURAL: -0.45, EMPTY: 0.2}
_FLATS = {INNER: 0.96, ESTATE: 0.97, MIXED: 0.55, VILLA: 0.1, NEW: 0.65, RURAL: 0.04, EMPTY: 0.5}

BEHAVIOURS: dict[str, Behaviour] = {
    "upper_secondary_eligibility": Behaviour(1.95, -0.7, -0.012, 0.1, women=0.28, ages=(15, 15)),
    "grade_6_all_subjects": Behaviour(1.15, -0.7, -0.015, 0.1, women=0.25, ages=(12, 12)),
    "school_attendance": Behaviour(1.9, -0.3, -0.004, 0.03, 0.04, women=0.02, ages=(6, 15), reached=0.97),
    "preschool_participation": Behaviour(2.15, -0.42, 0.015, 0.05, ages=(3, 5), over=0.012),
    "upper_secondary_completion": Behaviour(0.95, -0.45, 0.008, 0.08, women=0.35, ages=(19, 19), reached=0.97),
    "not_in_work_or_study": Behaviour(-2.25, 0.38, -0.015, 0.07, 0.05, women=-0.05, ages=(16, 24)),
    "activity_responsibility": Behaviour(-3.1, 0.5, 0.01, 0.1, ages=(16, 19)),
    "employment_20_24": Behaviour(0.45, -0.22, 0.01, 0.06, 0.07, women=0.05, ages=(20, 24), kinds={INNER: -0.25}),
    "low_economic_standard": Behaviour(-1.75, 0.8, -0.01, 0.05, 0.02, ages=(0, 19)),
    "long_term_assistance": Behaviour(-3.0, 0.8, -0.02, 0.06, ages=(0, 17)),
    "overcrowding": Behaviour(-1.9, 0.6, 0.005, 0.04, 0.02, reached_in=_FLATS),
    "safe_after_dark": Behaviour(1.0, -0.45, -0.01, 0.08, 0.06, women=-0.55, ages=(16, 84), reached=0.007),
    "safe_at_school": Behaviour(2.0, -0.3, -0.02, 0.08, women=-0.25, ages=(14, 14), reached=0.72),
    "violent_crime": Behaviour(-4.85, 0.42, 0.005, 0.12, 0.04, kinds={INNER: 0.55, EMPTY: 0.7}),
    "sports_occasions": Behaviour(3.15, -0.28, 0.012, 0.06, 0.05, women=-0.4, ages=(7, 20), clustered=60.0),
    "childrens_loans": Behaviour(2.6, -0.22, 0.01, 0.07, 0.06, ages=(0, 17), clustered=30.0, kinds={INNER: 0.3, RURAL: -0.15}),
    "residential_turnover": Behaviour(-1.95, 0.1, 0.0, 0.05, 0.03, kinds={INNER: 0.4, NEW: 0.6, VILLA: -0.35, RURAL: -0.4}),
    "safe_school_routes": Behaviour(-0.4, 0.1, 0.03, 0.2, ages=None, kinds={EMPTY: -3.0, RURAL: -0.6, VILLA: 0.3}),
    "public_presence_hours": Behaviour(
        4.4, 0.55, 0.02, 0.15, 0.05, ages=None, clustered=8.0, kinds={INNER: 0.7, EMPTY: -2.0, RURAL: -2.5, VILLA: -0.8}
    ),
}

# The first year with a figure where an indicator is measured every second year.
FIRST_OF_SECOND_YEARS = 2013
# Work was scarce for the young in one year: a blow to the whole city, in logits, and no area's own doing.
BLOWS = {("employment_20_24", 2020): -0.22, ("not_in_work_or_study", 2020): 0.15, ("school_attendance", 2020): -0.10,
         ("school_attendance", 2021): -0.12, ("sports_occasions", 2020): -0.35, ("sports_occasions", 2021): -0.15}  # fmt: skip
