"""The programme of one city, as programme.yaml seeds it: areas, decisions, money, committees, interventions.

The file seeds the journal's register; after that the register rules and can be exported to the same form.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from kraftkollen.errors import ConfigurationRefused, Problem
from kraftkollen.model.calendar import CalendarDay
from kraftkollen.model.catalogue import problems_of, read_yaml
from kraftkollen.model.comparison import COMPARISON_KINDS, ComparisonRecords
from kraftkollen.model.criterion import CHECKPOINT_KINDS, CheckpointRecords
from kraftkollen.model.decision import Body, BodyKind, Decision, Dissent
from kraftkollen.model.edition_comments import COMMENT_KINDS, CommentRecords
from kraftkollen.model.feedback import FEEDBACK_KINDS
from kraftkollen.model.feedback_names import FeedbackRecords, Names, feedback_faults
from kraftkollen.model.ids import ID, VERSION, Code
from kraftkollen.model.intervention import Intervention, InterventionKind, OverlapAnswer, Selection, Structure
from kraftkollen.model.ledger import LEDGER_KINDS, LedgerRecords, ledger_faults
from kraftkollen.model.modules import ModuleSwitch
from kraftkollen.model.outside import OUTSIDE_KINDS, OutsideRecords
from kraftkollen.model.register_names import register_faults
from kraftkollen.model.text import Definition, Text

# Where they have always been looked for.
__all__ = [
    "Body",
    "BodyKind",
    "Code",
    "Decision",
    "Dissent",
    "Intervention",
    "InterventionKind",
    "Programme",
    "Selection",
    "load_programme",
]


class City(Definition):
    """The city that the store belongs to."""

    id: str = Field(pattern=ID, description="The name of its folder under data/cities.")
    name: str = Field(description="The city's name.")
    code: Code = Field(description="The municipality's code, quoted.")
    demo: bool = Field(default=False, description="True for a fictional city: every page, file and document says demo data.")
    licence: str | None = Field(
        default=None, description="The terms of the city's own figures as open data, once decided. Good: CC0, CC BY 4.0."
    )


class LevelDefinition(Definition):
    """A size of area."""

    id: str = Field(pattern=ID, description="In Swedish without å, ä and ö, as it stands in addresses: delomrade, stadsdel.")
    title: Text = Field(description="What the reader sees.")


class DivisionDefinition(Definition):
    """One version of one level's areas, and the file that its first borders come from."""

    level: str = Field(description="The id of its level.")
    version: str = Field(pattern=VERSION, description="The version. Good: the year that the division is from, quoted.")
    file: str | None = Field(default=None, description="GeoJSON beside programme.yaml, with code, name and parent.")
    dissolve: str | None = Field(default=None, description="In place of a file: the finer level whose parents it is made of.")
    source: Text = Field(description="Where the borders come from, as shown in the source line.")
    approximate: bool = Field(default=False, description="True if the borders are drawn, not official: said wherever shown.")

    @property
    def id(self) -> str:
        """The division's id, as the journal holds it."""
        return f"{self.level}-{self.version}"

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.file is None) == (self.dissolve is None):
            raise ValueError("give either file or dissolve")
        return self


class PriorityArea(Definition):
    """One or several areas that the joint work is for."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    name: str = Field(description="What the reader sees.")
    level: str = Field(default="delomrade", description="The level that the codes belong to.")
    areas: tuple[Code, ...] = Field(min_length=1, description="Codes of the areas, quoted.")
    since: date | None = Field(default=None, description="When it was chosen.")
    why: Text | None = Field(default=None, description="On what ground it was chosen, as decided.")


class Money(Definition):
    """An amount set aside."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    year: int = Field(ge=2000, le=2200, description="The budget year.")
    source: Text = Field(description="Where the money comes from.")
    amount_ore: int = Field(ge=0, description="The amount in öre, a whole number.")
    purpose: Text = Field(description="What it is for.")
    rule: Text | None = Field(default=None, description="On what terms it may be used.")
    standing: Text | None = Field(default=None, description="How sure it is, and what is still to be entered.")
    processes: tuple[str, ...] = Field(default=(), description="Ids of the city-wide processes that it supports.")


class Noted(Definition):
    """Something on record that is neither a decision nor money: a concern, a form of financing, an open question."""

    id: str = Field(pattern=ID, description="For addresses; never changed.")
    what: Text = Field(description="To the letter of the record.")
    whose: tuple[str, ...] = Field(default=(), description="Ids of the bodies whose it is.")
    also: Text | None = Field(
        default=None, description="Whose it is beside the bodies, as the record says: the consulted bodies."
    )


class Ask(Noted):
    """Something asked for on record that must be visible in the product."""

    number: int = Field(ge=1, description="Its number in the list of what is asked for.")


class Frame(Definition):
    """When and how the programme counts."""

    name: Text = Field(description="What the joint work is called.")
    start: date | None = Field(default=None, description="The day that the year until the checkpoint is counted from.")
    start_source: Text | None = Field(default=None, description="Why that day, and whether it is decided.")
    checkpoint_months: int = Field(default=12, ge=1, le=120, description="Months from the start to the checkpoint.")


class Programme(FeedbackRecords, LedgerRecords, CheckpointRecords, CommentRecords, ComparisonRecords, OutsideRecords):
    """Everything that a city has put on record."""

    city: City
    programme: Frame
    levels: tuple[LevelDefinition, ...] = Field(min_length=1, description="From the whole city to the finest.")
    divisions: tuple[DivisionDefinition, ...] = Field(min_length=1)
    bodies: tuple[Body, ...] = Field(min_length=1)
    priority_areas: tuple[PriorityArea, ...] = ()
    decisions: tuple[Decision, ...] = ()
    money: tuple[Money, ...] = ()
    concerns: tuple[Noted, ...] = ()
    financing_forms: tuple[Noted, ...] = ()
    asks: tuple[Ask, ...] = ()
    inferences: tuple[Noted, ...] = Field(default=(), description="Our own inferences, labelled as ours.")
    not_decided: tuple[Noted, ...] = Field(default=(), description="Shown as open until the city decides.")
    interventions: tuple[Intervention, ...] = ()
    structures: tuple[Structure, ...] = Field(default=(), description="What is there already, to be part of.")
    overlap_answers: tuple[OverlapAnswer, ...] = Field(default=(), description="What was said of double processes.")
    modules: tuple[ModuleSwitch, ...] = Field(default=(), description="Parts switched on or off; the light set-up else.")
    indicators: Mapping[str, Mapping[str, Any]] = Field(
        default_factory=dict, description="The city's own amendments of indicators.yaml: targets, owner, lag."
    )

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        faults = [*self._unknown_bodies(), *self._unknown_levels(), *self._twice(), *feedback_faults(self, self._names())]
        faults += [*self._ledger_faults(), *register_faults(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _ledger_faults(self) -> Iterator[str]:
        names = ({one.id for one in records} for records in (self.bodies, self.interventions, self.money))
        return ledger_faults(self, *names)

    def _names(self) -> Names:
        lists = (self.bodies, self.priority_areas, self.interventions, self.levels)
        return Names(*(frozenset(str(one.id) for one in records) for records in lists))

    def _unknown_bodies(self) -> Iterator[str]:
        known = {body.id for body in self.bodies}
        named = [(one.id, one.whose) for one in (*self.concerns, *self.financing_forms, *self.asks)]
        return (f"{subject} names the unknown body {body}" for subject, bodies in named for body in bodies if body not in known)

    def _unknown_levels(self) -> Iterator[str]:
        known = {level.id for level in self.levels}
        used = [(one.id, one.level) for one in self.priority_areas]
        used += [(one.id, one.level) for one in self.interventions]
        used += [(one.id, one.level) for one in self.divisions]
        return (f"{subject} names the unknown level {level}" for subject, level in used if level not in known)

    def _twice(self) -> Iterator[str]:
        for kind, records in self.records().items():
            ids = Counter(record.id for record in records)
            yield from (f"the id {one} stands twice among {kind}" for one, count in ids.items() if count > 1)

    def records(self) -> dict[str, tuple[Any, ...]]:
        """Return the lists that the register holds, by their name in the YAML file."""
        return {kind: getattr(self, kind) for kind in RECORD_KINDS}

    def body_name(self, body: str) -> str:
        """Return the name of a body; its id if nothing more is known of it."""
        return next((one.name for one in self.bodies if one.id == body), body)


RECORD_KINDS: dict[str, type[Definition]] = {
    "bodies": Body,
    "priority_areas": PriorityArea,
    "decisions": Decision,
    "money": Money,
    "concerns": Noted,
    "financing_forms": Noted,
    "asks": Ask,
    "inferences": Noted,
    "not_decided": Noted,
    "interventions": Intervention,
    "structures": Structure,
    "overlap_answers": OverlapAnswer,
    "calendar": CalendarDay,
    "modules": ModuleSwitch,
    **LEDGER_KINDS,
    **FEEDBACK_KINDS,
    **CHECKPOINT_KINDS,
    **COMMENT_KINDS,
    **COMPARISON_KINDS,
    **OUTSIDE_KINDS,
}


def load_programme(path: Path) -> Programme:
    """Load a city's programme.yaml.

    Raises
    ------
    ConfigurationRefused
        With one problem a fault, each naming the place in the file.
    """
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise ConfigurationRefused([Problem("definition_no_list", details={"key": "city"})], file=path.name)
    try:
        return Programme.model_validate(raw)
    except ValidationError as error:
        raise ConfigurationRefused(problems_of(error, path.parent.name), file=path.name) from error
