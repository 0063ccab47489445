"""What the users of a meeting do, click by click; and what the users of an empty page do, at the same pace."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Final, Literal

from tools.benchmarks.tab import Failed, Run, Tab

Way = Literal["open", "menu", "link", "choose", "press"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a user does: `what` is an address, a page, the beginning of a link's address, or a widget's key."""

    way: Way
    what: str


JOBS: Final[dict[str, tuple[Step, ...]]] = {
    "politician": (Step("open", "/"), Step("menu", "arsutvardering"), Step("link", "/omraden?")),
    "steering group": (
        Step("open", "/karta"),
        Step("choose", "choice visa"),
        Step("press", "earlier"),
        Step("choose", "choice omrade"),
        Step("choose", "choice indikator"),
    ),
    "officer": (Step("open", "/lamna_uppgifter"), Step("menu", "leveranslage"), Step("choose", "choice indikator")),
}


@dataclass
class Seen:
    """What the users have seen: every run, and what went wrong."""

    runs: list[Run] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Do = Callable[[Tab, Step, random.Random], Coroutine[None, None, None]]


async def do_ours(tab: Tab, step: Step, chance: random.Random) -> None:
    """Do a step on our pages."""
    if step.way == "open":
        await tab.open(step.what)
    elif step.way == "menu":
        await tab.menu(step.what)
    elif step.way == "link":
        there = sorted({one.replace("&amp;", "&") for one in tab.shown.links if one.startswith(step.what)})
        await tab.open(chance.choice(there) if there else step.what.rstrip("?"))
    elif step.way == "press":
        # A step back is not there at the oldest period: then one forward.
        await tab.press(step.what if step.what in tab.shown.buttons else "later")
    else:
        await tab.choose(step.what, chance.randrange(1000))


async def do_empty(tab: Tab, step: Step, _: random.Random) -> None:
    """Do the same on a page of Streamlit's without anything: where a document is asked for it is asked for here too."""
    if step.way in ("open", "link"):
        await tab.open("/")
    else:
        await tab.again(step.way)


async def meeting(addresses: tuple[str, ...], users: int, seconds: float, think: float, do: Do, patience: float = 30.0) -> Seen:
    """Let so many users work for so long, each on one of the addresses, and return what they saw.

    They come within one think time, and each thinks half of it to half as much again, so that they do not march in step.
    """
    seen, until = Seen(), time.monotonic() + seconds
    kinds = cycle(JOBS.values())
    async with asyncio.TaskGroup() as group:
        for number, job in enumerate(islice(kinds, users)):
            address = addresses[number % len(addresses)]
            group.create_task(_user(Tab(address, patience), job, number, until, think, do, seen))
    return seen


async def _user(tab: Tab, job: tuple[Step, ...], number: int, until: float, think: float, do: Do, seen: Seen) -> None:
    chance = random.Random(number)  # noqa: S311 (who clicks what)
    await asyncio.sleep(chance.random() * think)
    async with tab:
        for step in _steps(job, until):
            try:
                await do(tab, step, chance)
            except (Failed, KeyError) as fault:
                seen.errors.append(str(fault) if isinstance(fault, Failed) else f"{step.way} {step.what}: not on the page")
                break
            await asyncio.sleep(think * (0.5 + chance.random()))
    seen.runs += tab.runs


def _steps(job: tuple[Step, ...], until: float) -> Iterator[Step]:
    for step in cycle(job):
        if time.monotonic() >= until:
            return
        yield step


async def once(address: str, do: Do, patience: float = 60.0) -> Seen:
    """Let one user of each kind do the whole job without thinking, one after another: what is made once is made then."""
    seen = Seen()
    for job in JOBS.values():
        async with Tab(address, patience) as tab:
            for step in job:
                try:
                    await do(tab, step, random.Random(0))  # noqa: S311 (who clicks what)
                except (Failed, KeyError) as fault:
                    seen.errors.append(str(fault) if isinstance(fault, Failed) else f"{step.way} {step.what}: not on the page")
                    break
            seen.runs += tab.runs
    return seen
