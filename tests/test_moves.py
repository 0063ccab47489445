"""What a delivery would move among the published figures, counted before it is approved, with larger areas."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kraftkollen.actions import decide
from kraftkollen.actions.moves import Moves, moves, moves_of_file
from kraftkollen.errors import NotAllowed, NotFound, WrongState
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.delivery import Form
from kraftkollen.store import places
from tests import stores
from tests.store_fixtures import LOCAL, OFFICER, Store, attendance, parcel, store_at

AREA = "10101"
STEERING = Actor("Stig", frozenset({Role.STEERING_GROUP}))


@dataclass(frozen=True)
class Moved:
    """A figure that would move."""

    area: str
    computed: bool
    old: float | None
    value: float | None


def figures(found: Moves) -> list[Moved]:
    return [
        Moved(one["area"], one["origin"] == "computed", one["old_value"], one["value"]) for one in found.figures.to_pylist()
    ]


def counted(found: Moves) -> dict[str, tuple[int, int, int]]:
    return {one.indicator: (one.new, one.changed, one.gone) for one in found.indicators}


@pytest.fixture
def city(empty_store: Path, tmp_path: Path) -> Store:
    """Exempelstad, where nine areas make a district."""
    return store_at(stores.copied(empty_store, tmp_path))


def district(store: Store) -> list[str]:
    """Return a line for every area of the first district."""
    with store.site.journal.read() as transaction:
        areas = places.areas(transaction, places.current_divisions(transaction)[-1:])
    first = next(one.parent for one in areas if one.code == "E0101")
    codes = [one.code for one in areas if one.parent == first]
    return [f"school_attendance;{code};2023/24;;;{800 if code == 'E0101' else 850};1000;;" for code in codes]


def test_what_is_said_before_is_what_publishing_does(city: Store) -> None:
    city.approved(*district(city))
    city.publish()
    before = {(one.level, one.area, one.period, one.group): one.value for one in city.series(group="all")}
    sent = city.deliver("school_attendance;E0101;2023/24;;;901;1000;;", "school_attendance;E0201;2023/24;;;700;1000;;")
    found = moves(city.site, LOCAL, sent.batch)
    city.approve(sent.batch)
    city.publish()
    after = {(one.level, one.area, one.period, one.group): one.value for one in city.series(group="all")}
    changed = {key for key in before if key in after and before[key] != after[key]}
    (mine,) = found.indicators
    assert mine.new == len(set(after) - set(before))
    assert mine.changed == len(changed) > 1
    assert mine.gone == 0
    assert mine.computed == len([one for one in figures(found) if one.computed]) >= 1
    assert found.figures.num_rows == mine.new + mine.changed


def test_the_figures_show_the_old_value_and_the_new_also_of_what_is_added_up(city: Store) -> None:
    city.approved(*district(city))
    found = moves_of_file(city.site, LOCAL, parcel("school_attendance;E0101;2023/24;;;890;1000;;"), Form())
    told = {(one.area, one.computed): (one.old, one.value) for one in figures(found)}
    assert told["E0101", False] == (80, 89)
    sums = [pair for (_, computed), pair in told.items() if computed]
    count = len(district(city))
    expected = [(850 * (count - 1) + own) / count / 10 for own in (800, 890)]
    assert pytest.approx(expected) in [list(pair) for pair in sums]
    assert city.count("SELECT count(*) FROM batch") == 1


def test_a_file_that_says_the_same_moves_nothing(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    assert moves_of_file(malmo.site, LOCAL, parcel(attendance(AREA, 900, 1000)), Form()).indicators == ()


def test_of_an_approved_delivery_is_said_what_its_revert_would_move(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    newer = malmo.approved(attendance(AREA, 910, 1000), attendance("10102", 700, 1000))
    found = moves(malmo.site, LOCAL, newer.batch)
    assert len(found.indicators) == 1
    delivered = {one.area: (one.old, one.value) for one in figures(found) if not one.computed}
    assert delivered == {AREA: (91, 90), "10102": (70, None)}
    malmo.approved(attendance(AREA, 920, 1000), attendance("10102", 720, 1000))
    assert moves(malmo.site, LOCAL, newer.batch).indicators == ()


def test_figures_are_for_those_who_may_see_the_delivery_and_counts_for_those_who_see_deliveries(malmo: Store) -> None:
    batch = malmo.deliver(attendance(AREA, 3, 1000), actor=OFFICER).batch
    own, other = moves(malmo.site, OFFICER, batch), moves(malmo.site, STEERING, batch)
    assert (own.withheld, other.withheld) == (False, True)
    assert figures(own)
    assert figures(other) == []
    assert counted(own) == counted(other)
    with pytest.raises(NotAllowed):
        moves(malmo.site, Actor("Lisa", frozenset({Role.READER})), batch)


def test_what_is_decided_for_good_moves_nothing_and_says_so(malmo: Store) -> None:
    batch = malmo.deliver(attendance(AREA, 900, 1000)).batch
    decide.reject(malmo.site, LOCAL, batch)
    with pytest.raises(WrongState):
        moves(malmo.site, LOCAL, batch)
    with pytest.raises(NotFound):
        moves(malmo.site, LOCAL, 99)


def test_a_hidden_cell_of_another_delivery_is_neither_shown_nor_given_away_to_one_who_guesses_it(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 3, 1000))
    malmo.publish()
    guesses = [moves_of_file(malmo.site, OFFICER, parcel(attendance(AREA, n, 1000)), Form()) for n in (3, 4)]
    assert counted(guesses[0]) == counted(guesses[1])
    for found in guesses:
        assert found.indicators[0].changed == 1
        assert {one.old for one in figures(found)} == {None}
        assert {one.value for one in figures(found) if one.computed} == {None}
    assert moves_of_file(malmo.site, LOCAL, parcel(attendance(AREA, 3, 1000)), Form()).indicators == ()


def test_what_is_approved_and_not_published_yet_moves_nothing_that_another_could_read(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.publish()
    malmo.approved(attendance(AREA, 905, 1000))
    found = [moves_of_file(malmo.site, OFFICER, parcel(attendance(AREA, n, 1000)), Form()) for n in (905, 906)]
    assert [{one.old for one in figures(one_) if not one.computed} for one_ in found] == [{None}, {None}]
    assert counted(found[0]) == counted(found[1])
