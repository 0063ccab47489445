"""indicators.yaml holds every indicator of the facts, and a fault in it is told with indicator and field."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from markdown_tables import tables

from kraftkollen.errors import ConfigurationRefused, Problem
from kraftkollen.model.catalogue import Catalogue, load_catalogue
from kraftkollen.model.indicator import Counted, Indicator, Kind
from kraftkollen.model.period import PeriodKind
from kraftkollen.model.programme import load_programme

ROOT = Path(__file__).resolve().parents[1]
UNIT_CLASS = {"%": (Kind.SHARE, 100), "per 100 000": (Kind.RATE, 100_000), "per head": (Kind.RATE, 1)}
COUNTS = {"count", "hours"}
DIRECTIONS = {"ökad", "ökat", "öka", "minskad", "minskat", "minska", "fler", "färre", "increased", "reduced", "more", "fewer"}
EIGHT_LINES = """\
- id: swimmers
  title: {sv: Simkunniga i åk 6, en: Able to swim in year 6}
  description: {sv: Andel som kan simma 200 meter., en: Share who can swim 200 metres.}
  kind: share
  better: higher
  numerator: {sv: Elever i åk 6 som kan simma, en: Pupils in year 6 who can swim}
  denominator: {sv: Alla elever i åk 6, en: All pupils in year 6}
  owner: grundskolenamnden
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "indicators.yaml")


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[dict[str, str]]:
    return tables(shared / "facts" / "indicators.md")[0]


def _load(folder: Path, indicators: str, amendments: Mapping[str, Mapping[str, Any]] | None = None) -> Catalogue:
    path = folder / "indicators.yaml"
    path.write_text("indicators:\n" + indicators, encoding="utf-8")
    return load_catalogue(path, amendments)


def _faults(folder: Path, indicators: str, amendments: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationRefused) as refused:
        _load(folder, indicators, amendments)
    return refused.value.problems


def _places(problems: tuple[Problem, ...]) -> set[tuple[object, object]]:
    return {(problem.details["subject"], problem.details["field"]) for problem in problems}


def _unit_class(one: Indicator) -> str:
    if one.kind is Kind.COUNT_THINGS:
        return "hours" if one.unit.en == "hours" else "count"
    return next(unit for unit, found in UNIT_CLASS.items() if found == (one.kind, one.per))


@pytest.mark.shared
def test_every_indicator_of_the_facts_is_there_as_written(catalogue: Catalogue, rows: list[dict[str, str]]) -> None:
    # A span has a dash on the screen, and a hyphen in the facts.
    spans = [re.sub(r"(?<=\d)-(?=\d)", "–", row["indicator"]) for row in rows]
    theirs = [
        (row["id"], title, row["unit"], row["better"], row["Kolada"], row["owner"])
        for title, row in zip(spans, rows, strict=True)
    ]
    malmo = load_programme(ROOT / "data" / "cities" / "malmo" / "programme.yaml")
    ours = [
        (one.id, one.title.sv, _unit_class(one), str(one.better), one.source.code or "none", malmo.body_name(one.owner))
        for one in catalogue.indicators.values()
        if one.id != "population"
    ]
    assert ours == theirs
    assert len(ours) == 19


@pytest.mark.shared
def test_producers_lags_and_halves_of_years_are_those_of_the_facts(catalogue: Catalogue, rows: list[dict[str, str]]) -> None:
    for row in rows:
        one, source = catalogue.indicators[row["id"]], row["source"]
        own = source.startswith("own")
        assert one.source.official is not own, row["id"]
        assert own or source.startswith(one.source.producer), row["id"]
        assert (one.period is PeriodKind.HALF_YEAR) == ("half-yearly" in source), row["id"]
        assert (one.lag_months == 24) == ("two years' lag" in source), row["id"]
        assert (one.every == 2) == ("every second year" in source), row["id"]
        assert one.source.catalogue == (None if row["Kolada"] == "none" else "Kolada"), row["id"]


def test_population_comes_first_by_sex_and_age(catalogue: Catalogue) -> None:
    assert next(iter(catalogue.indicators)) == "population"
    groups = [group.id for group in catalogue.groups("population")]
    assert len(groups) == 1 + 2 + 6 + 12
    assert groups[:3] == ["total", "women", "men"]
    assert groups[-1] == "men.65-"


def test_what_a_group_may_be_called_in_a_file_means_one_group_only(catalogue: Catalogue) -> None:
    names = [
        name.casefold()
        for dimension in catalogue.dimensions.values()
        for key, category in dimension.categories.items()
        for name in {key.casefold(), *(alias.casefold() for alias in category.aliases)}
    ]
    assert sorted(names) == sorted(set(names))


def test_preschool_may_exceed_a_hundred_per_cent_and_no_other_share(catalogue: Catalogue) -> None:
    above = {
        one.id: one.range.high for one in catalogue.indicators.values() if one.kind is Kind.SHARE and one.range.high != 100
    }
    assert above == {"preschool_participation": 130}


def test_crimes_are_protected_as_people_and_loans_are_not(catalogue: Catalogue) -> None:
    things = {one.id for one in catalogue.indicators.values() if one.counted is Counted.THINGS}
    assert things == {"sports_occasions", "childrens_loans", "safe_school_routes", "public_presence_hours"}


def test_figures_of_one_year_group_are_pooled_over_three_years(catalogue: Catalogue) -> None:
    pooled = {one.id: one.pooling.years for one in catalogue.indicators.values() if one.pooling.years > 1}
    assert pooled == dict.fromkeys(("upper_secondary_eligibility", "grade_6_all_subjects", "upper_secondary_completion"), 3)


def test_nothing_undecided_is_filled_in(catalogue: Catalogue) -> None:
    undecided = [(one.targets, one.baseline, one.checked_by, one.reviewed) for one in catalogue.indicators.values()]
    assert undecided == [((), None, None, None)] * 20


def test_no_title_says_a_direction(catalogue: Catalogue) -> None:
    words = {
        word for one in catalogue.indicators.values() for text in (one.title.sv, one.title.en) for word in text.lower().split()
    }
    assert words & DIRECTIONS == set()


def test_every_indicator_says_why_it_matters(catalogue: Catalogue) -> None:
    assert [one.id for one in catalogue.indicators.values() if one.why_it_matters is None] == []


def test_a_new_indicator_needs_eight_lines(tmp_path: Path) -> None:
    assert EIGHT_LINES.count("\n") == 8
    one = _load(tmp_path, EIGHT_LINES).indicators["swimmers"]
    assert (one.per, one.unit.sv, one.decimals, one.range.high) == (100, "procent", 1, 100)
    assert (one.period, one.levels, one.source.producer) == (PeriodKind.YEAR, ("delomrade",), "egen uppföljning")


@pytest.mark.parametrize("line", range(8))
def test_none_of_the_eight_lines_can_be_left_out(tmp_path: Path, line: int) -> None:
    kept = [text for number, text in enumerate(EIGHT_LINES.splitlines()) if number != line]
    kept[0] = "- " + kept[0][2:]
    assert _faults(tmp_path, "\n".join(kept))


def test_an_unknown_key_is_refused_at_any_depth(tmp_path: Path) -> None:
    problems = _faults(tmp_path, EIGHT_LINES + "  colour: blue\n  source: {producer: SCB, link: nowhere}\n")
    assert [problem.code for problem in problems] == ["definition_unknown_key"] * 2
    assert _places(problems) == {("swimmers", "colour"), ("swimmers", "source.link")}


def test_an_unknown_key_at_the_top_of_the_file_is_refused(tmp_path: Path) -> None:
    problems = _faults(tmp_path, EIGHT_LINES + "indicator: []\n")
    assert [(problem.code, problem.details["field"]) for problem in problems] == [("definition_unknown_key", "indicator")]


def test_all_faults_come_at_once_with_indicator_and_field(tmp_path: Path) -> None:
    readers = EIGHT_LINES.replace("swimmers", "readers").replace("kind: share", "kind: part") + "  lag_months: soon\n"
    cyclists = EIGHT_LINES.replace("swimmers", "cyclists").replace("better: higher", "better: up") + "  breakdowns: [[sex]]\n"
    skaters = EIGHT_LINES.replace("swimmers", "skaters") + "  breakdowns: [[sex]]\n"
    problems = _faults(tmp_path, readers + cyclists + skaters + EIGHT_LINES + EIGHT_LINES)
    assert _places(problems) == {
        ("readers", "kind"),
        ("readers", "lag_months"),
        ("cyclists", "better"),
        ("skaters", "sex"),
        ("swimmers", "id"),
    }


def test_a_title_without_english_is_a_fault(tmp_path: Path) -> None:
    problems = _faults(tmp_path, EIGHT_LINES.replace(", en: Able to swim in year 6", ""))
    assert _places(problems) == {("swimmers", "title.en")}


def test_a_key_that_stands_twice_is_a_fault_with_its_line(tmp_path: Path) -> None:
    (problem,) = _faults(tmp_path, EIGHT_LINES + "  kind: mean\n")
    assert (problem.code, problem.row) == ("yaml_fault", 10)
    assert "kind" in str(problem.details["fault"])


@pytest.mark.parametrize("line", ["  reviewed: 2026-06-31\n", "  ? [a]\n  : b\n", "  title: {sv: [\n", "\tkind: mean\n"])
def test_what_yaml_cannot_read_is_a_fault_and_never_a_traceback(tmp_path: Path, line: str) -> None:
    (problem,) = _faults(tmp_path, EIGHT_LINES + line)
    assert problem.code == "yaml_fault"
    assert problem.row in (10, 11, 12)


def test_a_share_without_a_denominator_and_a_count_with_one_are_faults(tmp_path: Path) -> None:
    lines = EIGHT_LINES.splitlines()
    share = "\n".join(line for line in lines if "denominator" not in line)
    count = EIGHT_LINES.replace("swimmers", "pools").replace("kind: share", "kind: count_things")
    assert {subject for subject, _ in _places(_faults(tmp_path, f"{share}\n{count}"))} == {"swimmers", "pools"}


@pytest.mark.parametrize(("period", "kind"), [("2024/25", "year"), ("2024", "half_year"), ("2024H1", "school_year")])
def test_a_target_for_a_period_of_another_kind_is_a_fault(tmp_path: Path, period: str, kind: str) -> None:
    target = f'  period: {kind}\n  targets: [{{period: "{period}", value: 80}}]\n'
    (problem,) = _faults(tmp_path, EIGHT_LINES + target)
    assert period in str(problem.details["fault"])


def test_a_city_can_amend_targets_owner_and_lag(tmp_path: Path) -> None:
    amendments = {"swimmers": {"lag_months": 1, "owner": "fritidsnamnden", "targets": [{"period": 2028, "value": 90}]}}
    one = _load(tmp_path, EIGHT_LINES, amendments).indicators["swimmers"]
    assert (one.lag_months, one.owner, one.targets[0].period, one.targets[0].value) == (1, "fritidsnamnden", "2028", 90)
    assert one.title.en == "Able to swim in year 6"


def test_an_amendment_of_an_unknown_indicator_or_field_is_a_fault(tmp_path: Path) -> None:
    problems = _faults(tmp_path, EIGHT_LINES, {"swimers": {"lag_months": 1}, "swimmers": {"lag": 1}})
    assert _places(problems) == {("programme.yaml", "swimers"), ("swimmers", "lag")}


def test_the_guide_in_docs_is_what_the_tool_writes(tmp_path: Path) -> None:
    written = tmp_path / "indikatorer.md"
    subprocess.run([sys.executable, ROOT / "tools" / "make_indicator_guide.py", "--out", written], check=True, cwd=ROOT)
    ours = (ROOT / "docs" / "indikatorer.md").read_text(encoding="utf-8")
    assert ours == written.read_text(encoding="utf-8"), "run python tools/make_indicator_guide.py"
    assert indent(EIGHT_LINES, "   ") in ours, "the guide's example is not the one that is tested here"
