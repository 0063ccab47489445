"""What may happen to a store: random deliveries of tables that are bound to each other, reverts and erasures."""

import random
from collections.abc import Callable

from kraftkollen.actions import decide
from kraftkollen.actions.erase import erase
from kraftkollen.model.delivery import State
from kraftkollen.store import deliveries
from tests.store_fixtures import LOCAL, Store

AREAS = ("37301", "37302", "37303", "37304", "37305", "37306", "37307", "37308")
# Two that count the same people, one that counts them otherwise, one of school years that lie across, and one that is pooled.
KINDS: dict[str, tuple[str, ...]] = {
    "population": ("2022", "2023", "2024"),
    "low_economic_standard": ("2022", "2023", "2024"),
    "overcrowding": ("2023", "2024"),
    "school_attendance": ("2022/23", "2023/24", "2024/25"),
    "upper_secondary_eligibility": ("2019", "2020", "2021", "2022", "2023", "2024"),
}


def people_in(area: str, period: str) -> int:
    """Return how many live there: the same for all who count them."""
    return random.Random(f"{area} {period[:4]}").randint(6, 60)


def line_of(chance: random.Random, name: str, area: str, period: str) -> str:
    people = people_in(area, period) + (chance.choice((0, 0, 0, 1)) if name != "overcrowding" else 3)
    if name == "population":
        return f"{name};{area};{period};total;{people};;;;"
    few = chance.choice((0, 1, 2, 4, 7, people // 2))
    status = chance.choice(("", "", "", "preliminär"))
    return f"{name};{area};{period};total;;{min(few, people)};{people};{status};"


def _delivery(chance: random.Random) -> list[str]:
    name = chance.choice(list(KINDS))
    periods = chance.sample(KINDS[name], chance.randint(1, 2))
    areas = AREAS if chance.random() < 0.7 else chance.sample(AREAS, 2)
    return [line_of(chance, name, area, period) for period in periods for area in areas]


def happening(chance: random.Random) -> Callable[[Store], object]:
    """Return something that happens to a store: a delivery, or the end of one."""
    kind, lines, place = chance.choice(("deliver", "deliver", "deliver", "revert", "erase")), _delivery(chance), chance.random()

    def act(store: Store) -> object:
        with store.site.journal.read() as transaction:
            standing = [one.id for one in deliveries.batches(transaction) if one.state is State.APPROVED]
        if kind == "deliver" or not standing:
            return store.approved(*lines)
        number = standing[int(place * len(standing))]
        if kind == "revert":
            return decide.revert(store.site, LOCAL, number)
        return erase(store.site, LOCAL, number, "Fel fil.", "KS-2026-1")

    return act


def happenings(chance: random.Random, steps: int) -> list[Callable[[Store], object]]:
    """Return a delivery of everything, and so many things that happen after it."""
    first = [line_of(chance, name, area, period) for name, periods in KINDS.items() for area in AREAS for period in periods]
    return [lambda store: store.approved(*first), *(happening(chance) for _ in range(steps))]
