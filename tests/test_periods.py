"""Periods and spans of periods: what they are called, where they begin and end, and how they sort."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kraftkollen.model.period import Period, PeriodKind, fits, parse_period, readings

_PER_YEAR = {"year": 1, "school_year": 1, "half_year": 2, "tertial": 3, "quarter": 4, "month": 12}


@st.composite
def periods(draw: st.DrawFn, kind: PeriodKind | None = None) -> Period:
    chosen = kind or draw(st.sampled_from(list(PeriodKind)))
    part = draw(st.integers(1, _PER_YEAR[chosen.value]))
    return Period(chosen, draw(st.integers(1990, 2100)), part, draw(st.integers(1, 6)))


@pytest.mark.parametrize(
    ("text", "first", "last", "parts"),
    [
        ("2023--2025", date(2023, 1, 1), date(2025, 12, 31), ["2023", "2024", "2025"]),
        ("2022/23--2023/24", date(2022, 7, 1), date(2024, 6, 30), ["2022/23", "2023/24"]),
        ("2023Q4--2024Q1", date(2023, 10, 1), date(2024, 3, 31), ["2023Q4", "2024Q1"]),
        ("2024-11--2025-02", date(2024, 11, 1), date(2025, 2, 28), ["2024-11", "2024-12", "2025-01", "2025-02"]),
    ],
)
def test_a_span_knows_its_first_and_last_day_and_its_parts(text: str, first: date, last: date, parts: list[str]) -> None:
    span = parse_period(text)
    assert (span.first_day, span.last_day, [str(one) for one in span.parts], str(span)) == (first, last, parts, text)


@given(periods())
def test_a_period_or_span_is_read_back_from_its_own_text(period: Period) -> None:
    assert parse_period(str(period), period.kind) == period
    assert [one.length for one in period.parts] == [1] * period.length
    assert (period.parts[0].first_day, period.parts[-1].last_day) == (period.first_day, period.last_day)
    assert period.parts[-1].ending(period.length) == period


@given(periods(), st.integers(-20, 20))
def test_a_span_is_shifted_as_a_whole(period: Period, steps: int) -> None:
    assert period.shifted(steps).parts == tuple(one.shifted(steps) for one in period.parts)
    assert period.shifted(steps).steps_after(period) == steps


def test_what_ends_later_is_later_and_of_two_that_end_together_the_longer_comes_first() -> None:
    texts = ["2024", "2022--2024", "2025", "2023--2025", "2023"]
    assert sorted(texts, key=parse_period) == ["2023", "2022--2024", "2024", "2023--2025", "2025"]


@pytest.mark.parametrize(
    "text", ["2025--2023", "2024--2024", "2023--2024Q1", "2023--", "--2025", "2023--x", "2023--2024--2025"]
)
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        parse_period(text)


def test_a_span_is_never_taken_for_a_period_that_somebody_delivers() -> None:
    assert readings("2023--2025") == ()
    assert not fits("2023--2025", PeriodKind.YEAR)
