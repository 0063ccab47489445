"""An intervention (insats) or a city-wide process: seven fields, and all that may be said besides, each of it optional."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from kraftkollen.model.ids import ID, Code
from kraftkollen.model.indicator import PeriodText
from kraftkollen.model.text import Definition, Text


class InterventionKind(StrEnum):
    """How an intervention works."""

    DIRECT = "direct"
    PREVENTIVE = "preventive"
    PHYSICAL = "physical"


class TargetGroup(StrEnum):
    """Whom an intervention is for. A closed list: what is worded freely cannot be compared."""

    AGE_0_5 = "age_0_5"
    AGE_6_12 = "age_6_12"
    AGE_13_15 = "age_13_15"
    AGE_16_19 = "age_16_19"
    AGE_20_25 = "age_20_25"
    PARENTS = "parents"
    ADULTS = "adults"
    EVERYBODY = "everybody"


class Condition(StrEnum):
    """A circumstance that an intervention takes into account; two or more together make it intersectional."""

    SEX = "sex"
    AGE = "age"
    ECONOMY = "economy"
    HOUSING = "housing"
    SCHOOLING = "schooling"
    LANGUAGE = "language"
    ORIGIN = "origin"
    DISABILITY = "disability"
    HEALTH = "health"
    FAMILY = "family"


class Horizon(StrEnum):
    """Whether it is here to stay."""

    LONG_TERM = "long_term"
    PROJECT = "project"


class Status(StrEnum):
    """Where an intervention is in its life."""

    PLANNED = "planned"
    ONGOING = "ongoing"
    PAUSED = "paused"
    ENDED = "ended"


class Selection(Definition):
    """On what figure, of what period, an area was chosen: needed to see regression to the mean."""

    indicator: str = Field(description="The id of the indicator.")
    period: PeriodText = Field(description="The period whose figure decided.")
    figure: float | None = Field(
        default=None, allow_inf_nan=False, description="The figure as it stood then, in the indicator's unit, if published."
    )


class Logic(Definition):
    """How it is meant to work: from activity over result to effect."""

    activity: Text = Field(description="What is done.")
    result: Text = Field(description="What comes of it at once.")
    effect: Text = Field(description="What is to be different for whom in the end.")


class PlaceKind(StrEnum):
    """What a physical intervention changes on the ground."""

    BARRIER_REMOVED = "barrier_removed"
    SAFE_SCHOOL_ROUTE = "safe_school_route"
    OTHER = "other"


Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]


class Place(Definition):
    """A point or line on the map that a physical intervention is about."""

    kind: PlaceKind = Field(description="barrier_removed, safe_school_route or other.")
    points: tuple[tuple[Longitude, Latitude], ...] = Field(
        min_length=1, max_length=500, description="Longitude and latitude (WGS 84): one point, or a line of several."
    )
    what: Text | None = Field(default=None, description="What is there: a path under the railway.")


class Scale(StrEnum):
    """On what scale areas are compared."""

    LEVELS = "levels"
    LOGARITHM = "logarithm"


class EvaluationPlan(Definition):
    """What is settled before the outcome is known. A change after the start stays in sight with the plan."""

    other_indicators: tuple[str, ...] = Field(default=(), description="Ids of indicators beside the primary one.")
    smallest_difference: float | None = Field(
        default=None,
        gt=0,
        allow_inf_nan=False,
        description="Smallest difference that matters, in the indicator's unit.",
    )
    first_period: PeriodText | None = Field(
        default=None, description="The first period that counts as after the start; left out: worked out from the start."
    )
    scale: Scale = Field(default=Scale.LEVELS, description="levels, or logarithm.")
    evaluator: str | None = Field(default=None, description="The id of the body that answers for the evaluation.")
    evaluator_function: Text | None = Field(default=None, description="The function there that does it, never a person.")
    cost_ore: int | None = Field(default=None, ge=0, description="What the evaluation may cost, in öre.")


class Intervention(Definition):
    """An intervention (insats) or a city-wide process: seven fields, the rest can wait."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    name: Text = Field(description="What the reader sees.")
    city_wide: bool = Field(default=False, description="True for a process of the whole city; it has no comparison areas.")
    level: str = Field(default="delomrade", description="The level that the codes belong to.")
    areas: tuple[Code, ...] = Field(default=(), description="Codes of the areas, quoted; none if it is city-wide.")
    lead: str | None = Field(default=None, description="The id of the body that leads it.")
    participants: tuple[str, ...] = Field(default=(), description="Ids of the committees and companies taking part.")
    kind: InterventionKind | None = Field(default=None, description="direct, preventive or physical.")
    complements: str | None = Field(default=None, description="What a physical intervention complements: the id of another.")
    start: date | None = Field(default=None, description="When it began; null if that is not on record.")
    end: date | None = Field(default=None, description="When it ended, if it did.")
    primary_indicator: str | None = Field(default=None, description="The one indicator named in advance.")
    expected: str | None = Field(default=None, pattern=r"^(up|down)$", description="Which way it is expected to go.")
    selection: Selection | None = Field(default=None, description="On what figure the area was chosen.")
    note: Text | None = Field(default=None, description="What else is on record.")
    purpose: Text | None = Field(default=None, description="Why it is done, in one or two sentences.")
    target_groups: tuple[TargetGroup, ...] = Field(default=(), description="Whom it is for.")
    conditions: tuple[Condition, ...] = Field(default=(), description="Circumstances it joins; two or more: intersectional.")
    logic: Logic | None = Field(default=None, description="From activity over result to effect.")
    horizon: Horizon | None = Field(default=None, description="long_term or project.")
    links: tuple[str, ...] = Field(default=(), description="Ids of the city-wide processes and structures that it is part of.")
    status: Status | None = Field(default=None, description="planned, ongoing, paused or ended; left out: by the dates.")
    places: tuple[Place, ...] = Field(default=(), description="Points and lines on the map: barriers removed, school routes.")
    plan: EvaluationPlan | None = Field(default=None, description="The evaluation plan.")

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.city_wide == bool(self.areas):
            raise ValueError("give areas, or city_wide: true")
        if self.start and self.end and self.end < self.start:
            raise ValueError("it ends before it starts")
        if self.complements == self.id or self.id in self.links:
            raise ValueError("it cannot complement or be part of itself")
        return self

    def status_on(self, day: date) -> Status | None:
        """Return how it stands on a day: as said, unless its dates say otherwise; None where nobody has said anything."""
        if self.end is not None and self.end < day:
            return Status.ENDED
        if self.start is not None and self.start > day:
            return Status.PLANNED
        if self.status is not None:
            return self.status
        return Status.ONGOING if self.start is not None else None


class Structure(Definition):
    """Something that is there already and that interventions can be part of: a model of collaboration, safe school routes."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    name: Text = Field(description="What the reader sees.")
    note: Text | None = Field(default=None, description="What is on record about it.")


class OverlapAnswerKind(StrEnum):
    """What a body says of two interventions that overlap."""

    SAME = "same"
    COMPLEMENTARY = "complementary"
    MERGE = "merge"


class OverlapAnswer(Definition):
    """What was answered of two interventions that overlap, for the areas and groups in which they did then."""

    id: str = Field(pattern=ID, description="The ids of both, in the order of the alphabet, joined by __.")
    interventions: tuple[str, str] = Field(description="The ids of both.")
    answer: OverlapAnswerKind = Field(description="same, complementary or merge.")
    role: str = Field(description="The id of the body that answers, never a person.")
    day: date = Field(description="When it was answered.")
    areas: tuple[Code, ...] = Field(default=(), description="The areas in which they overlapped; none: the whole city.")
    target_groups: tuple[TargetGroup, ...] = Field(default=(), description="The groups that they shared.")
    note: str | None = Field(default=None, max_length=500, description="What else is to be known of it.")
