"""A source that fails in every way is asked again where that helps, and left alone where it does not; nobody else is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from kraftkollen.errors import OutsideNotAllowed, SourceFailed
from kraftkollen.model.clock import FixedClock
from kraftkollen.model.fetching import Question
from kraftkollen.outside.client import Line, Manners, Tempo
from tests.fault_server import Fault, Source, serving

CLOCK = FixedClock(datetime.fromisoformat("2026-03-01T12:00:00"))
QUICK = Manners(apart=0.0, silence=0.3, whole=2.0, most_bytes=1000)
DATE = "Sun, 01 Mar 2026 12:00:07 GMT"


@dataclass
class Waited:
    """Time that passes only by waiting."""

    at: float = 0.0
    naps: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at += seconds


@pytest.fixture(scope="module")
def source() -> Iterator[Source]:
    with serving(lambda question: {"asked": question.address, "posted": question.posted}) as found:
        yield found


def line(source: Source, waited: Waited, manners: Manners = QUICK) -> Line:
    source.asked.clear()
    source.faults.clear()
    return Line(frozenset({source.address}), CLOCK, manners, Tempo(waited.now, waited.sleep))


@pytest.mark.parametrize(
    ("fault", "naps"),
    [
        (Fault(503), [1.0]),
        (Fault(500, body=b"<html>"), [1.0]),
        (Fault(429), [1.0]),
        (Fault(429, {"Retry-After": "17"}), [17.0]),
        (Fault(429, {"Retry-After": DATE}), [7.0]),
        (Fault(503, {"Retry-After": "nonsense"}), [1.0]),
        (Fault(silent=True), [1.0]),
        (Fault(cut=5), [1.0]),
        (Fault(cut=0), [1.0]),
    ],
)
def test_what_passes_is_waited_for_as_long_as_the_source_asks(source: Source, fault: Fault, naps: list[float]) -> None:
    waited = Waited()
    with line(source, waited) as open_line:
        source.faults[:] = [fault]
        answer = open_line.ask(Question(f"{source.address}/a", '{"b": 1}'))
    assert answer.body == b'{"asked": "%s/a", "posted": "{\\"b\\": 1}"}' % source.address.encode()
    assert (len(source.asked), waited.naps, answer.at) == (2, naps, "2026-03-01T12:00:00")


@pytest.mark.parametrize(
    ("fault", "code", "calls"),
    [
        (Fault(410), "source_gone", 1),
        (Fault(403), "source_refused", 1),
        (Fault(400), "source_refused", 1),
        (Fault(404), "source_refused", 1),
        (Fault(302, {"Location": "http://192.0.2.1/"}), "source_refused", 1),
        (Fault(204), "source_refused", 1),
        (Fault(body=b"x" * 1001), "source_too_large", 1),
        (Fault(headers={"Content-Encoding": "gzip"}, body=b"no gzip"), "source_refused", 1),
        (Fault(429, {"Retry-After": "3600"}), "source_busy", 1),
        (Fault(503), "source_unreachable", 5),
        (Fault(429), "source_busy", 5),
    ],
)
def test_what_does_not_pass_ends_in_one_error_with_the_address(source: Source, fault: Fault, code: str, calls: int) -> None:
    waited = Waited()
    with line(source, waited) as open_line:
        source.faults[:] = [fault] * 5
        with pytest.raises(SourceFailed) as failed:
            open_line.ask(Question(f"{source.address}/a?b=c"))
    (problem,) = failed.value.problems
    assert (problem.code, problem.details["address"], len(source.asked)) == (code, f"{source.address}/a", calls)
    assert waited.naps == [1.0, 2.0, 4.0, 8.0][: calls - 1]


def test_an_address_that_nobody_allowed_is_not_asked(source: Source) -> None:
    with line(source, Waited()) as open_line:
        for address in ("https://192.0.2.1/a", source.address.replace("http", "https"), "http://127.0.0.1:1/a"):
            with pytest.raises(OutsideNotAllowed):
                open_line.ask(Question(address))
    assert source.asked == []


def test_a_machine_that_is_not_there_is_an_error_like_any_other(source: Source) -> None:
    with Line(frozenset({"http://127.0.0.1:1"}), CLOCK, QUICK, Tempo(Waited().now, Waited().sleep)) as open_line:
        with pytest.raises(SourceFailed) as failed:
            open_line.ask(Question("http://127.0.0.1:1/a"))
        assert failed.value.problems[0].details["reason"] == "ConnectError"


def test_no_source_is_asked_faster_than_it_allows(source: Source) -> None:
    waited = Waited()
    with line(source, waited, Manners(apart=0.34)) as open_line:
        for _ in range(31):
            open_line.ask(Question(f"{source.address}/a"))
    assert waited.at > 10.0  # thirty calls in ten seconds is what Statistics Sweden allows
