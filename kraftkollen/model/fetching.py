"""Where an indicator's figures can be fetched: the sources as indicators.yaml writes them, and what is asked and answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from kraftkollen.model.ids import Code
from kraftkollen.model.text import Definition

TOTAL = "total"
FIGURE_COLUMNS = ("value", "numerator", "denominator")
# At these addresses the sources answer as far as is known (facts of March to September 2026); each can be another by setting.
KOLADA = "https://api.kolada.se/v3"
SCB = "https://statistikdatabasen.scb.se/api/v2"


class ApprovedBy(StrEnum):
    """Who approves what a fetch brings: a rule, because the producer has published it; or a person."""

    RULE = "rule"
    PERSON = "person"


def _web_address(value: object) -> object:
    if isinstance(value, str) and urlsplit(value).scheme in ("https", "http") and urlsplit(value).netloc:
        return value.rstrip("/")
    raise ValueError("an address begins with https:// and names a host")


Address = Annotated[str, BeforeValidator(_web_address)]


class _Fetch(Definition):
    """What every source says."""

    level: str = Field(default="stad", description="The level of the areas that it answers for.")
    since: str = Field(pattern=r"^\d{4}", description="The first period that is asked for, quoted.")
    approved_by: ApprovedBy = Field(
        default=ApprovedBy.RULE,
        description="rule: what the producer publishes is approved as it comes. person: somebody approves it first.",
    )


class KoladaFetch(_Fetch):
    """A key figure in Kolada."""

    kind: Literal["kolada"]
    base: Address = Field(default=KOLADA, description="The address of the interface.")
    code: str = Field(pattern=r"^[NU]\d{5}$", description="The key figure. Good: N15428.")
    units: Mapping[str, Code] = Field(
        default_factory=dict,
        description="The area that each organisational unit belongs to, by the unit's id. Left out: the whole municipality.",
    )

    municipalities: Mapping[Code, str] = Field(
        default_factory=dict,
        description="Other municipalities to show beside the city, by code, with their names. Left out: the city itself.",
    )
    version: str | None = Field(default=None, description="The version of the division that those municipalities are.")

    @model_validator(mode="after")
    def _beside(self) -> Self:
        if self.municipalities and (self.units or self.version is None or self.level == "stad"):
            raise ValueError("other municipalities have a level and a version of their own, and no units")
        return self

    @property
    def deliverer(self) -> str:
        """In whose name its figures are delivered."""
        return "Kolada"

    @property
    def name(self) -> str:
        """What it is called in a file's name and on a page."""
        return f"Kolada {self.code}"


class Region(Definition):
    """Which codes of a table are areas of ours, and of which division."""

    variable: str = Field(default="Region", description="The table's variable.")
    codes: str = Field(description="How the codes begin or what they are; {city} is the municipality. Good: '{city}R*'.")
    suffix: str = Field(default="", description="What the codes of this division end in. Good: _RegSO2025.")
    version: str | None = Field(default=None, description="The version of the division, as the store has it. Good: '2025'.")
    codelist: str | None = Field(default=None, description="The source's name for the division. Good: vs_RegSO2025.")
    first: str | None = Field(
        default=None,
        description="The first period of the division: before it the source answers nought, which means missing.",
    )


class Breakdown(Definition):
    """How the codes of a variable are categories of ours."""

    dimension: str = Field(description="The dimension in indicators.yaml.")
    codes: Mapping[str, str] = Field(description="Each code's category, or total. Several codes may be total: one is there.")
    has_total: bool = Field(default=True, description="False if the table has no total: then none is delivered.")

    @model_validator(mode="after")
    def _says_the_total(self) -> Self:
        if self.has_total and TOTAL not in self.codes.values():
            raise ValueError("a total is fetched and never summed: say which code it is")
        return self


class PxWebFetch(_Fetch):
    """A table in a PxWeb database."""

    kind: Literal["pxweb"]
    base: Address = Field(default=SCB, description="The address of the interface.")
    api: Literal[1, 2] = Field(default=2, description="Which interface of PxWeb it is.")
    table: str = Field(pattern=r"^[\w./-]+$", description="The table. Good: TAB6574.")
    producer: str = Field(default="SCB", description="In whose name the figures are delivered.")
    region: Region
    time: str = Field(default="Tid", description="The variable of time.")
    breakdowns: Mapping[str, Breakdown] = Field(default_factory=dict, description="The variables that divide people.")
    contents: Mapping[str, Literal["value", "numerator", "denominator"]] = Field(
        min_length=1, description="What each code of the contents is."
    )
    contents_variable: str = Field(default="ContentsCode", description="The variable of contents.")
    codelists: Mapping[str, str] = Field(
        default_factory=dict, description="The source's name for the codes of a variable, where it has several lists."
    )
    fixed: Mapping[str, str] = Field(default_factory=dict, description="The code that is chosen of each other variable.")
    most_cells: int = Field(default=150_000, ge=1, le=150_000, description="How many cells one question may ask for.")

    @property
    def deliverer(self) -> str:
        return self.producer

    @property
    def name(self) -> str:
        return f"{self.producer} {self.table.replace('/', ' ')}"


class CkanFetch(_Fetch):
    """A table in a city's open data (CKAN)."""

    kind: Literal["ckan"]
    base: Address = Field(description="The address of the interface, as far as /api/3/action.")
    resource: str | None = Field(default=None, pattern=r"^[\w-]+$", description="The id of the resource.")
    search: str | None = Field(default=None, description="What to search for, if the resource has another id each year.")
    title: str | None = Field(default=None, description="The name of the resource that is meant among those found.")
    columns: Mapping[str, str] = Field(
        description="What each column is: area, period, value, numerator, denominator, status, or a dimension."
    )
    ignore: tuple[str, ...] = Field(default=(), description="Columns that are there and not used.")
    filters: Mapping[str, str] = Field(default_factory=dict, description="Rows that are meant: a column and its value.")
    decimal_mark: Literal[",", "."] = Field(default=".", description="How decimals are written where numbers are text.")
    page: int = Field(default=10_000, ge=1, le=32_000, description="How many rows are asked for at a time.")
    producer: str = Field(description="In whose name the figures are delivered: the city.")
    approved_by: ApprovedBy = ApprovedBy.PERSON

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if (self.resource is None) == (self.search is None):
            raise ValueError("give either resource or search")
        if self.search is not None and self.title is None:
            raise ValueError("a search finds several: give title as well")
        meant = set(self.columns.values())
        if not {"area", "period"} <= meant or not meant & set(FIGURE_COLUMNS):
            raise ValueError("columns must say which are area, period and value")
        return self

    @property
    def deliverer(self) -> str:
        return self.producer

    @property
    def name(self) -> str:
        return f"{self.producer} {self.resource or self.title}"


FetchSource = Annotated[KoladaFetch | PxWebFetch | CkanFetch, Field(discriminator="kind")]


def host(address: str) -> str:
    """Return scheme and host of an address: what an administrator allows."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a source: an address, and a JSON text where it is posted."""

    address: str
    posted: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered, as it came, and when (UTC)."""

    question: Question
    at: str
    body: bytes = field(repr=False)


@dataclass(frozen=True)
class Ask:
    """Everything that decides what is asked of a source, so that the kept answers can be read again.

    `periods` are those wanted, in the indicator's own form; `city` is the municipality's code.
    """

    indicator: str
    source: KoladaFetch | PxWebFetch | CkanFetch
    city: str
    periods: tuple[str, ...]
