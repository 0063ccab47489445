"""Pages are drawn in turn; one that takes long, or waits for something else, keeps nobody."""

import sys
import threading
from collections.abc import Iterator

import pytest

from kraftkollen.ui import turns


class Reader(threading.Thread):
    """Somebody whose page is drawn until told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.inside, self.stop, self.waits, self.go_on = (threading.Event() for _ in range(4))
        self.start()

    def run(self) -> None:
        with turns.taken():
            self.inside.set()
            self.waits.wait(20)
            with turns.given():
                self.go_on.wait(20)
            self.stop.wait(20)

    def leave(self) -> None:
        for one in (self.waits, self.go_on, self.stop):
            one.set()
        self.join(20)


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Reader]]:
    monkeypatch.setattr(turns, "_turn", threading.Semaphore())
    monkeypatch.setattr(turns, "_PATIENCE", 60.0)
    found: list[Reader] = []
    yield found
    for one in found:
        one.leave()


def test_the_next_page_is_drawn_when_the_one_before_is_done(readers: list[Reader]) -> None:
    readers.append(Reader())
    assert readers[0].inside.wait(20)
    readers.append(Reader())
    assert not readers[1].inside.wait(0.3)
    readers[0].leave()
    assert readers[1].inside.wait(20)


def test_a_page_that_waits_for_other_work_lets_others_in_and_then_waits_for_its_turn(readers: list[Reader]) -> None:
    readers.append(Reader())
    assert readers[0].inside.wait(20)
    readers[0].waits.set()
    readers.append(Reader())
    assert readers[1].inside.wait(20)
    readers[0].go_on.set()
    readers[0].stop.set()
    readers[0].join(0.3)
    assert readers[0].is_alive()
    readers[1].leave()
    readers[0].join(20)
    assert not readers[0].is_alive()


def test_nobody_waits_long_and_who_went_in_beside_takes_no_turn_away(
    readers: list[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    readers.append(Reader())
    assert readers[0].inside.wait(20)
    monkeypatch.setattr(turns, "_PATIENCE", 0.01)
    readers.append(Reader())
    assert readers[1].inside.wait(20)
    readers[1].leave()
    monkeypatch.setattr(turns, "_PATIENCE", 60.0)
    readers.append(Reader())
    assert not readers[2].inside.wait(0.3)
    readers[0].leave()
    assert readers[2].inside.wait(20)


def test_a_page_that_ends_in_a_fault_gives_its_turn_away(readers: list[Reader]) -> None:
    with pytest.raises(ZeroDivisionError), turns.taken():
        _ = 1 / 0
    readers.append(Reader())
    assert readers[0].inside.wait(20)


def test_where_no_page_is_drawn_there_is_nothing_to_give_away(readers: list[Reader]) -> None:
    with turns.given():
        readers.append(Reader())
        assert readers[0].inside.wait(20)
    readers.append(Reader())
    assert not readers[1].inside.wait(0.3)


def test_the_loop_that_sends_comes_in_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[float] = []
    monkeypatch.setattr(sys, "setswitchinterval", seen.append)
    turns.use()
    assert seen
    assert seen[0] < 0.005
