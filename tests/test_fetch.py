"""Official figures come by themselves: once, in the producer's name, revised as the producer revises them; never half."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kraftkollen.actions import decide, outside
from kraftkollen.actions.fetch import Fetched, Outcome
from kraftkollen.actions.verify import verify
from kraftkollen.errors import DemoFetchesNothing, NotAllowed, NothingToFetch, OutsideNotAllowed
from kraftkollen.model.catalogue import load_catalogue
from kraftkollen.model.delivery import State
from kraftkollen.model.due import expected
from kraftkollen.model.fetching import ApprovedBy, Question
from kraftkollen.model.period import Period, PeriodKind
from kraftkollen.store import deliveries
from kraftkollen.views.choices import Wanted as Choice
from kraftkollen.views.indicator_view import indicator_view
from kraftkollen.views.map_view import map_view
from kraftkollen.views.places import PlaceKind, every_place
from kraftkollen.views.reading import Reading, open_newest
from tests.fault_server import Fault, Source, serving
from tests.fetch_answers import KOLADA, figure, page
from tests.fetch_city import allowed, asked_here, fetched
from tests.journals import in_file
from tests.store_fixtures import LOCAL, OFFICER, Store, store_at

WORK = "employment_20_24"


@dataclass
class Producer:
    """What Kolada says of employment, as it may be revised; a page holds two rows."""

    values: dict[str, float | None] = field(default_factory=lambda: {"2022": 58.1, "2023": 59.2, "2024": 60.3})

    def reply(self, question: Question) -> Any:
        years = question.address.split("/year/")[1].partition("?")[0].split(",")
        start = int(question.address.partition("?page=")[2] or 0)
        rows = [figure("1280", one, {"T": self.values[one], "K": self.values[one]}) for one in years if one in self.values]
        more = f"{question.address.partition('?')[0]}?page={start + 2}" if len(rows) > start + 2 else None
        return page(rows[start : start + 2], more)


@pytest.fixture
def producer() -> Producer:
    return Producer()


@pytest.fixture
def source(producer: Producer) -> Iterator[Source]:
    with serving(producer.reply) as found:
        yield found


@pytest.fixture
def city(malmo: Store, source: Source, tmp_path: Path) -> Store:
    return allowed(asked_here(malmo, tmp_path, {WORK: [KOLADA]}, source.address), source.address)


def values(store: Store) -> dict[tuple[str, str], float | None]:
    with store.site.journal.read() as transaction:
        rows = deliveries.current(transaction, indicators=(WORK,)).to_pylist()
    return {(one["period"], one["grp"]): one["value"] for one in rows}


def one(found: tuple[Fetched, ...]) -> Fetched:
    (only,) = found
    return only


WHOLE = {(year, group): value for year, value in Producer().values.items() for group in ("total", "women")}


@in_file
def test_what_is_fetched_is_a_delivery_in_the_producers_name_with_the_answers_as_they_came(city: Store, source: Source) -> None:
    done = one(fetched(city, WORK))
    receipt = done.took.receipt
    assert receipt is not None
    assert (done.outcome, receipt.delivered_by, receipt.state) == (Outcome.DELIVERED, "Kolada", State.APPROVED)
    assert (receipt.rows, receipt.new, receipt.changed, receipt.comment) == (6, 6, 0, "Kolada N02244")
    kept = json.loads((city.site.folder.uploads / receipt.sha256[:2] / receipt.sha256).read_bytes())
    assert [one["address"] for one in kept["answers"]] == [one.address for one in source.asked]
    assert {len(one["sha256"]) for one in kept["answers"]} == {64}
    assert {one["at"] for one in kept["answers"]} == {"2026-03-01T12:00:00"}
    assert values(city) == WHOLE
    assert verify(city.site, LOCAL).ok
    city.publish()
    assert {(row.period, row.value) for row in city.series(WORK) if row.level == "stad"} == {
        ("2022", 58.1), ("2023", 59.2), ("2024", 60.3),
    }  # fmt: skip


def test_two_fetches_of_the_same_answer_make_one_delivery(city: Store) -> None:
    fetched(city, WORK)
    again = one(fetched(city, WORK))
    assert (again.outcome, again.took.unchanged, again.took.receipt) == (Outcome.SAME, 6, None)
    assert city.count("SELECT count(*) FROM batch") == 1


def test_a_revised_answer_makes_a_delivery_of_exactly_the_changed_values(city: Store, producer: Producer) -> None:
    fetched(city, WORK)
    producer.values["2023"] = 59.4
    done = one(fetched(city, WORK)).took
    assert done.receipt is not None
    assert (done.rows, done.new, done.changed, done.unchanged) == (2, 0, 2, 4)
    with city.site.journal.read() as transaction:
        rows = deliveries.rows_of(transaction, done.receipt.batch).to_pylist()
    assert [(row["period"], row["grp"], row["value"]) for row in rows] == [("2023", "total", 59.4), ("2023", "women", 59.4)]
    assert [warning.code for warning in done.warnings] == ["changes_published"]
    producer.values["2023"] = 59.2  # and back again: every step is a delivery of its own
    assert one(fetched(city, WORK)).took.changed == 2
    producer.values["2023"] = 59.4
    assert one(fetched(city, WORK)).took.changed == 2
    assert values(city)["2023", "total"] == 59.4
    assert verify(city.site, LOCAL).ok


FAULTS = {
    "busy": Fault(429, {"Retry-After": "3"}),
    "down": Fault(503),
    "silent": Fault(silent=True),
    "broken off": Fault(cut=40),
    "closed": Fault(410),
    "no page of ours": Fault(404),
    "broken JSON": Fault(body=b'{"values": [{"kpi": "N02244", "per'),
    "other columns": Fault(body=json.dumps({"rows": [], "next_url": None}).encode()),
    "half an answer": Fault(body=json.dumps({"values": [], "next_url": None, "count": 5}).encode()),
    "no next page said": Fault(body=json.dumps({"values": []}).encode()),
    "a page elsewhere": Fault(body=json.dumps({"values": [], "next_url": "http://192.0.2.1/", "count": 0}).encode()),
}
PASSING = {"busy", "down", "silent", "broken off"}


def test_every_fault_is_survived_without_a_lost_or_doubled_value(city: Store, source: Source) -> None:
    """On the first page, or on the second after half of it had come; what does not pass stores nothing at all."""
    for number, (name, fault) in enumerate(FAULTS.items()):
        source.faults[:] = [None, fault] if number % 2 else [fault]
        done = one(fetched(city, WORK))
        source.faults.clear()
        if name in PASSING:
            assert done.outcome in (Outcome.DELIVERED, Outcome.SAME), name
            assert values(city) == WHOLE
        else:
            assert (done.outcome, len(done.problems)) == (Outcome.REFUSED, 1), name
    source.faults[:] = [Fault(503)] * 5
    gone = one(fetched(city, WORK))
    assert [problem.code for problem in gone.problems] == ["source_unreachable"]
    assert values(city) == WHOLE
    assert city.count("SELECT count(*) FROM batch") == 1


def test_a_fault_before_anything_is_there_leaves_nothing_behind(city: Store, source: Source) -> None:
    for name in ("closed", "broken JSON", "half an answer"):
        source.faults[:] = [None, FAULTS[name]]
        assert one(fetched(city, WORK)).outcome is Outcome.REFUSED
    assert (values(city), city.count("SELECT count(*) FROM upload")) == ({}, 0)
    source.faults.clear()
    assert one(fetched(city, WORK)).took.new == 6


def test_nothing_is_asked_before_an_administrator_allows_it_nor_after_it_was_stopped(
    malmo: Store, source: Source, tmp_path: Path
) -> None:
    store = asked_here(malmo, tmp_path, {WORK: [KOLADA]}, source.address)
    with pytest.raises(OutsideNotAllowed):
        fetched(store, WORK)
    with pytest.raises(NotAllowed):
        outside.allow(store.site, OFFICER, [source.address])
    allowed(store, "https://api.kolada.se")
    assert [problem.code for problem in one(fetched(store, WORK)).problems] == ["source_not_allowed"]
    outside.allow_all(store.site, LOCAL)
    outside.stop(store.site, LOCAL)
    with pytest.raises(OutsideNotAllowed):
        fetched(store, WORK)
    assert source.asked == []


def test_an_officer_fetches_for_the_own_committee_alone(city: Store) -> None:
    with pytest.raises(NotAllowed):
        fetched(city, WORK, actor=OFFICER)
    with pytest.raises(NothingToFetch):
        fetched(city, actor=OFFICER)


def test_a_made_up_city_fetches_nothing(empty_store: Path) -> None:
    with pytest.raises(DemoFetchesNothing):
        fetched(store_at(empty_store))


def test_a_timer_asks_only_for_what_can_exist_and_is_not_there(city: Store, source: Source, producer: Producer) -> None:
    del producer.values["2024"]
    first = one(fetched(city, WORK, due=True))
    assert first.asked == ("2022", "2023", "2024")
    assert [(lack.period, lack.since.isoformat()) for lack in first.lacking] == [("2024", "2025-12-01")]
    producer.values["2024"] = None  # the source's word for what is missing
    again = one(fetched(city, WORK, due=True))
    assert (again.asked, [lack.period for lack in again.lacking]) == (("2023", "2024"), ["2024"])
    producer.values["2024"] = 60.3
    assert one(fetched(city, WORK, due=True)).lacking == ()
    calls = len(source.asked)
    assert one(fetched(city, WORK, due=True)).outcome is Outcome.NOTHING_DUE
    assert len(source.asked) == calls


def test_a_dry_run_says_what_would_come_and_stores_nothing(city: Store) -> None:
    done = one(fetched(city, WORK, dry_run=True))
    assert (done.outcome, done.took.new, values(city)) == (Outcome.WOULD_DELIVER, 6, {})
    assert city.count("SELECT count(*) FROM batch") == 0


def test_what_waits_or_was_rejected_is_not_delivered_again(malmo: Store, source: Source, tmp_path: Path) -> None:
    by_person = KOLADA.model_copy(update={"approved_by": ApprovedBy.PERSON})
    city = allowed(asked_here(malmo, tmp_path, {WORK: [by_person]}, source.address), source.address)
    first = one(fetched(city, WORK)).took.receipt
    assert first is not None
    assert first.state is State.PENDING
    assert one(fetched(city, WORK)).outcome is Outcome.WAITING
    assert one(fetched(city, WORK, due=True)).outcome is Outcome.NOTHING_DUE
    decide.reject(city.site, LOCAL, first.batch, "fel tabell")
    assert one(fetched(city, WORK)).outcome is Outcome.DECLINED
    assert city.count("SELECT count(*) FROM batch") == 1


def test_other_municipalities_stand_as_lines_beside_the_city_and_nowhere_else(
    malmo: Store, producer: Producer, tmp_path: Path
) -> None:
    others = {"0180": "Stockholm", "1480": "Göteborg"}
    beside = KOLADA.model_copy(update={"level": "kommun", "version": "2025", "municipalities": others})

    def reply(question: Question) -> Any:
        units = question.address.split("/municipality/")[1].split("/")[0].split(",")
        years = question.address.split("/year/")[1].split(",")
        return page([figure(unit, year, {"T": producer.values[year]}) for unit in units for year in years])

    with serving(reply) as source:
        here = asked_here(malmo, tmp_path, {WORK: [KOLADA, beside]}, source.address)
        text = here.site.indicators.read_text(encoding="utf-8")
        here.site.indicators.write_text(text.replace("  - stad\n", "  - stad\n  - kommun\n"), encoding="utf-8")
        found = fetched(allowed(here, source.address), WORK)
    assert [(one.outcome, one.level, one.took.new) for one in found] == [
        (Outcome.DELIVERED, "stad", 3), (Outcome.DELIVERED, "kommun", 6),
    ]  # fmt: skip
    here.publish()
    reading = Reading(LOCAL, open_newest(here.path), "sv")
    shown = indicator_view(reading, WORK, "total", None)
    assert [(line.place.name, line.place.kind) for line in shown.lines] == [
        ("Malmö", PlaceKind.CITY), ("Göteborg", PlaceKind.BESIDE), ("Stockholm", PlaceKind.BESIDE),
    ]  # fmt: skip
    assert [point.value for point in shown.lines[1].points] == [58.1, 59.2, 60.3]
    assert len(shown.sentences) == 1
    assert "Källa: Kolada" in shown.source
    assert "Stockholm" not in {place.name for place in every_place(reading)}
    assert [one.id for one in map_view(reading, Choice(WORK)).choices.level.options] == ["stad"]


def test_what_was_never_measured_is_not_lacking(city: Store, producer: Producer) -> None:
    """A series that begins later than was asked for, and one that is measured every second year."""
    del producer.values["2022"]
    assert one(fetched(city, WORK)).lacking == ()
    known = load_catalogue(city.site.indicators).indicators[WORK]
    second = known.model_copy(update={"every": 2})
    due = [Period(PeriodKind.YEAR, year) for year in range(2018, 2025)]
    assert [str(each) for each in expected(second, due, {"2019", "2021"})] == ["2019", "2021", "2023"]
    assert expected(second, due, set()) == tuple(due)
