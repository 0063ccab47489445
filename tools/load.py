"""Drives many real sessions through the users' jobs over Streamlit's websocket, on our app and on an empty page in turns.

`python tools/load.py --store data/store` prints one JSON document. How to read it: docs/prestanda.md, "Många på en gång".
"""

import argparse
import asyncio
import gc
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from tools.benchmarks import servers  # noqa: E402
from tools.benchmarks.jobs import Do, Seen, do_empty, do_ours, meeting, once  # noqa: E402
from tools.benchmarks.machine import machine  # noqa: E402
from tools.benchmarks.servers import Server  # noqa: E402
from tools.benchmarks.tab import Failed, Run, Tab  # noqa: E402

# Where the idle sessions stand.
_IDLE = ("/", "/karta", "/arsutvardering", "/lamna_uppgifter", "/leveranslage", "/omraden")


def main() -> int:
    """Measure what was asked for and print it; 1 if a session saw an error."""
    options = _options()
    gc.disable()  # the client's own pauses would be taken for the server's
    found: dict[str, Any] = {"machine": machine(), "store": str(options.store)}
    with tempfile.TemporaryDirectory(prefix="kraftkollen-load-") as name, ExitStack() as stack:
        if options.start:
            found["start"] = _start(options.store, Path(name), options.start)
        if options.users or options.idle:
            ours = stack.enter_context(servers.ours(options.store, options.processes))
            empty = stack.enter_context(servers.empty(Path(name), options.processes))
            if options.users:
                found["seconds_until_at_rest"] = round(max(one.rest() for one in ours), 1)
                found["memory_at_rest"] = _held(ours)
                found["load"] = asyncio.run(_load(ours, empty, options))
            if options.idle:
                found["memory"] = asyncio.run(_memory(ours, options.idle))
    print(json.dumps(found, ensure_ascii=False, indent=2))
    errors = found.get("load", {}).get("errors", []) + found.get("memory", {}).get("errors", [])
    return 1 if errors else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--store", type=Path, default=ROOT / "data" / "store", help="the store that is read (default: data/store)"
    )
    parser.add_argument("--users", type=int, default=30, help="active users; 0 for none")
    parser.add_argument("--seconds", type=float, default=80, help="for how long, on our app and the empty page together")
    parser.add_argument("--processes", type=int, default=1, help="server processes; each user keeps to one")
    parser.add_argument("--think", type=float, default=3.0, help="seconds between what a user does, on the average")
    parser.add_argument("--turns", type=int, default=2, help="how often our app and the empty page take turns")
    parser.add_argument("--idle", type=int, default=0, help="sessions that stand open, for the memory")
    parser.add_argument(
        "--start", type=int, default=0, help="how many starts to a first page are measured, of which the median counts"
    )
    return parser.parse_args()


async def _load(ours: tuple[Server, ...], empty: tuple[Server, ...], options: argparse.Namespace) -> dict[str, Any]:
    """Let the users work on the one and then on the other, in turns, so that whatever else the machine does slows both."""
    for one in empty:
        await once(one.address, do_empty)
    first = [await once(one.address, do_ours) for one in ours]
    both: dict[str, tuple[tuple[Server, ...], Do, Seen, list[float]]] = {
        "empty": (empty, do_empty, Seen(), []),
        "ours": (ours, do_ours, Seen(), []),
    }
    for _ in range(options.turns):
        for run, do, seen, worked in both.values():
            before = sum(one.processor() for one in run)
            its = await _meeting(run, options, do)
            seen.runs += its.runs
            seen.errors += its.errors
            worked.append(sum(one.processor() for one in run) - before)
    bare, told = (_told(seen, sum(worked)) for _, _, seen, worked in both.values())
    return {
        "users": options.users,
        "processes": options.processes,
        "think_seconds": options.think,
        "ratio_p50": round(told["p50_ms"] / bare["p50_ms"], 2),
        "ratio_p95": round(told["p95_ms"] / bare["p95_ms"], 2),
        "empty": bare,
        "ours": told,
        "ours_by_step": _by_step(both["ours"][2].runs),
        "first_ms": {one.what: round(one.seconds * 1000) for one in first[0].runs},
        "errors": [error for one in (*first, both["ours"][2], both["empty"][2]) for error in one.errors][:50],
    }


async def _meeting(run: tuple[Server, ...], options: argparse.Namespace, do: Do) -> Seen:
    addresses = tuple(one.address for one in run)
    return await meeting(addresses, options.users, options.seconds / options.turns / 2, options.think, do)


def _told(seen: Seen, worked: float) -> dict[str, Any]:
    took = sorted(one.seconds * 1000 for one in seen.runs)
    if len(took) < 2:
        sys.exit("Nobody came far enough: " + "; ".join(seen.errors[:5]))
    cuts = statistics.quantiles(took, n=20, method="inclusive")
    return {
        "runs": len(took),
        "p50_ms": round(cuts[9], 1),
        "p95_ms": round(cuts[18], 1),
        "longest_ms": round(took[-1], 1),
        "server_processor_ms_a_run": round(worked * 1000 / len(took), 1),
        "errors": len(seen.errors),
    }


def _by_step(runs: list[Run]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for what, count in sorted(Counter(one.what for one in runs).items()):
        its = sorted(one.seconds * 1000 for one in runs if one.what == what)
        high = its[min(len(its) - 1, int(len(its) * 0.95))]
        size = statistics.median(one.bytes for one in runs if one.what == what)
        found[what] = {
            "runs": count,
            "p50_ms": round(statistics.median(its), 1),
            "p95_ms": round(high, 1),
            "bytes": size,
        }
    return found


async def _memory(ours: tuple[Server, ...], idle: int) -> dict[str, Any]:
    """Return the memory of all processes before any session, with so many idle ones, and after they have gone, twice."""
    errors: list[str] = []
    found: dict[str, Any] = {"idle_sessions": idle, "processes": len(ours), "before": _held(ours)}
    for turn in ("first", "again"):
        tabs = [Tab(ours[number % len(ours)].address, 60) for number in range(idle)]
        for number, tab in enumerate(tabs):
            try:
                await tab.open(_IDLE[number % len(_IDLE)])
            except Failed as fault:
                errors.append(str(fault))
        await asyncio.sleep(2)
        found[f"with_idle_{turn}"] = _held(ours)
        for tab in tabs:
            await tab.close()
        await asyncio.sleep(2)
        found[f"after_{turn}"] = _held(ours)
    return found | {"errors": errors[:50]}


def _held(ours: tuple[Server, ...]) -> dict[str, float]:
    each = [one.memory() for one in ours]
    return {f"{name}_mb": round(sum(one[name] for one in each), 1) for name in ("rss", "pss")}


def _start(store: Path, folder: Path, times: int) -> dict[str, Any]:
    """Return the seconds from starting a process until its first page has been run, in turns with a bare one."""
    before = servers.imports(store)
    took: dict[str, list[float]] = {"empty_with_same_imports": [], "ours": []}
    for _ in range(times):
        with servers.empty(folder, 1, before) as (one,):
            took["empty_with_same_imports"].append(asyncio.run(_first(one)))
        with servers.ours(store, 1) as (one,):
            took["ours"].append(asyncio.run(_first(one)))
    bare, told = (statistics.median(one) for one in took.values())
    each = {name: [round(one, 2) for one in listed] for name, listed in took.items()}
    return {**each, "ratio": round(told / bare, 2)}


async def _first(server: Server) -> float:
    start = time.monotonic()
    async with Tab(server.address, 60) as tab:
        await tab.open("/")
    return server.seconds + time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main())
