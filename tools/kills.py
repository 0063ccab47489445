"""Kills imports, approvals, reverts, publications and erasures at random moments, and looks whether the store is whole.

    python tools/kills.py --count 200
    python tools/kills.py --count 200 --server     # the journal on a PostgreSQL server that is started for it

After every kill: `verify` finds nothing, every delivery has its rows and its bytes, readers see a whole version, and there is
nothing gone for which a receipt was printed. What was killed without a receipt may have been recorded: an import is sent again
with the same key, and then it must be there once. An erasure is called again, and then nothing of it may be left.
Says each kill on standard error, and prints one JSON document; exit status 1 if anything was wrong.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Run as a file: its own folder comes first, ours must come before it.
sys.path.insert(0, str(ROOT))

from kraftkollen.actions import decide, deliver, publish, setup  # noqa: E402
from kraftkollen.actions.erase import erase  # noqa: E402
from kraftkollen.actions.examine import Parcel  # noqa: E402
from kraftkollen.actions.history import kept_file  # noqa: E402
from kraftkollen.actions.progress import silent  # noqa: E402
from kraftkollen.actions.site import Site  # noqa: E402
from kraftkollen.actions.verify import verify  # noqa: E402
from kraftkollen.model.actor import Actor, local_actor  # noqa: E402
from kraftkollen.model.clock import SystemClock  # noqa: E402
from kraftkollen.model.delivery import Form, State  # noqa: E402
from kraftkollen.store import erasure, published, versions  # noqa: E402
from kraftkollen.store.address import FILE as ADDRESS_FILE  # noqa: E402
from kraftkollen.views.reading import open_newest  # noqa: E402
from tools import cluster  # noqa: E402
from tools.cluster import Cluster  # noqa: E402

ACTS = ("import", "approve", "revert", "publish", "erase")
_HEADER = "indikator;område;period;täljare;nämnare"
_AREAS = tuple(f"101{number:02}" for number in range(1, 9))
_PRELOADED = ["tools.kills"]
_FRESH = 20
_UNFINISHED = frozenset({"upload_unknown", "erasure_unfinished"})


@dataclass
class Report:
    """What came of it. `finished` of the acts were done before they were killed; `applied` had taken hold without a receipt."""

    kills: int = 0
    finished: int = 0
    applied: int = 0
    by_act: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Kill as often as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="how many kills")
    parser.add_argument("--seed", type=int, default=4, help="for the moments and the acts")
    parser.add_argument("--server", action="store_true", help="with the journal on a server")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kraftkollen-kills-") as name, _cluster(options.server) as server:
        place = Place(Path(name) / "store", server)
        place.join()
        setup.init(Site.at(place.path, SystemClock()), local_actor(), "malmo", empty=True, progress=silent)
        report = kill_often(place, options.count, options.seed)
    print(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    return 1 if report.faults else 0


@contextmanager
def _cluster(wanted: bool) -> Iterator[Cluster | None]:
    if not wanted:
        yield None
        return
    folder = cluster.commands()
    if folder is None:
        raise SystemExit("PostgreSQL is not installed")
    with cluster.running(folder) as server:
        yield server


@dataclass(frozen=True)
class Place:
    """Where the store lies that is killed at, and how it is put back to what it was."""

    path: Path
    server: Cluster | None

    @property
    def clean(self) -> Path:
        return self.path.with_name(f"{self.path.name}-clean")

    def join(self) -> None:
        """Name the server to the store, if there is one."""
        if self.server is not None:
            self.path.mkdir()
            file = self.path / ADDRESS_FILE
            file.touch(mode=0o600)
            file.write_text(self.server.create("kills"))

    def keep(self) -> None:
        """Remember how the store is."""
        shutil.copytree(self.path, self.clean)
        if self.server is not None:
            self.server.create("clean", like="kills")

    def renew(self) -> None:
        """Make the store what it was then."""
        shutil.rmtree(self.path)
        shutil.copytree(self.clean, self.path)
        if self.server is not None:
            self.server.drop("kills")
            self.server.create("kills", like="clean")


def kill_often(place: Place, count: int, seed: int) -> Report:
    """Kill `count` processes that write to the store; it must have no delivery yet."""
    path = place.path
    site, user, chance, report = Site.at(path, SystemClock()), local_actor(), random.Random(seed), Report()  # noqa: S311
    _deliver(site, user, "0")
    decide.approve(site, user, 1)
    publish.publish(site, user)
    lasted = {act: _timed(site, user, act) for act in ACTS}
    place.keep()
    for turn in range(count):
        act = ACTS[turn % len(ACTS)]
        if turn % _FRESH == _FRESH - 1:
            # Every delivery is read again after every kill: a store that grows would only make it slow.
            place.renew()
        batch = _prepared(site, user, act, turn)
        before = _states(site, user)
        told = _killed(path, act, batch, turn, chance.uniform(0, 1.2 * lasted[act]))
        _let_the_server_finish(site)
        report.kills += 1
        report.by_act[act] = report.by_act.get(act, 0) + 1
        report.finished += told is not None
        report.applied += told is None and _states(site, user) != before
        faults = _faults(site, user, act, before, told)
        if act == "erase":
            faults += _faults_of_erasing_again(site, user, batch)
        if act == "import":
            faults += _faults_of_sending_again(site, user, f"kill {turn}")
        report.faults += [f"{turn} {act}: {one}" for one in faults]
        print(f"{turn + 1} of {count}: {act}, {len(faults)} faults", file=sys.stderr, flush=True)
    return report


def _timed(site: Site, user: Actor, act: str) -> float:
    batch = _prepared(site, user, act, -1)
    start = time.perf_counter()
    _act(site, user, act, batch, f"timed {act}")
    return time.perf_counter() - start


def _prepared(site: Site, user: Actor, act: str, turn: int) -> int:
    """Return the number of a delivery that the act can be done to."""
    if act in ("import", "publish"):
        return 0
    batch = _deliver(site, user, f"{act} {turn}")
    if act in ("revert", "erase"):
        decide.approve(site, user, batch)
    if act == "erase":
        publish.publish(site, user)
    return batch


def _deliver(site: Site, user: Actor, key: str) -> int:
    return deliver.deliver(site, user, _parcel(key), Form(), key=key).batch


def _parcel(key: str) -> Parcel:
    """Return a file whose figures are those of its key alone."""
    chance = random.Random(key)  # noqa: S311
    lines = [
        f"school_attendance;{area};{year}/{year % 100 + 1:02};{chance.randint(100, 900)};1000"
        for area in _AREAS
        for year in range(2012, 2024)
    ]
    return Parcel("\n".join([_HEADER, *lines]).encode(), "fil.csv")


def _act(site: Site, user: Actor, act: str, batch: int, key: str) -> dict[str, object]:
    if act == "publish":
        return asdict(publish.publish(site, user))
    if act == "erase":
        erase(site, user, batch, "prov", "beslut 7")
        return {"batch": batch, "state": State.ERASED.value}
    if act == "import":
        done = deliver.deliver(site, user, _parcel(key), Form(), key=key)
    else:
        done = getattr(decide, act)(site, user, batch, "prov")
    return {"batch": done.batch, "state": done.state.value}


def _work(path: str, act: str, batch: int, key: str, out: Connection) -> None:
    """Do one act in a process of its own, and print its receipt."""
    site = Site.at(Path(path), SystemClock())
    out.send("ready")
    out.send(json.dumps(_act(site, local_actor(), act, batch, key)))
    signal.pause()  # until it is killed: also one that is done


def _killed(path: Path, act: str, batch: int, turn: int, after: float) -> dict[str, object] | None:
    """Start the act, kill it `after` seconds; return its receipt if it had printed one."""
    # A server that has imported everything forks each process: what is killed is the act, not the start of Python.
    context = get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    heard, said = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(str(path), act, batch, f"kill {turn}", said))
    process.start()
    said.close()
    if heard.recv() != "ready" or process.pid is None:
        raise RuntimeError("the process did not start")
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    try:
        return dict(json.loads(heard.recv())) if heard.poll() else None
    except (EOFError, OSError):
        return None


def _let_the_server_finish(site: Site) -> None:
    """Wait until a server is through with what the killed process last sent: only then can be said what came of it."""
    if site.folder.server is not None:
        with site.journal.write():
            return


def _states(site: Site, user: Actor) -> dict[int, State]:
    return {one.id: one.state for one in deliver.batches(site, user)}


def _faults(site: Site, user: Actor, act: str, before: dict[int, State], told: dict[str, object] | None) -> list[str]:
    """Return what is wrong with the store after a kill."""
    found = verify(site, user)
    # What a killed erasure has left is to be said: whoever reads it calls `erase` again.
    said = _UNFINISHED if act == "erase" and told is None else frozenset()
    faults = [f"verify: {one.code} {dict(one.details)}" for one in found.problems if one.code not in said]
    after = {one.id: one for one in deliver.batches(site, user)}
    if found.batches != len(after) or found.observations != sum(one.rows for one in after.values()):
        faults.append("rows and deliveries do not go together")
    faults += [f"delivery {number} is gone" for number in before if number not in after]
    for number in set(after) - set(before):
        if after[number].rows != len(_AREAS) * 12 or not kept_file(site, user, number)[0]:
            faults.append(f"delivery {number} is half there")
    if told is not None and "batch" in told:
        one = after.get(int(str(told["batch"])))
        if one is None or one.state.value != told["state"]:
            faults.append(f"a receipt for what is gone: {told}")
    version = open_newest(site.folder.path)
    if told is not None and "figures" in told and int(version.figures.meta["version"]) != told["figures"]:
        faults.append(f"a publication that is gone: {told}")
    if version.figures.count == 0:
        faults.append("readers see nothing")
    return faults


def _faults_of_sending_again(site: Site, user: Actor, key: str) -> list[str]:
    """Send what was killed once more, as whoever has no receipt does; return what is wrong then."""
    sent = _deliver(site, user, key)
    mine = [one.id for one in deliver.batches(site, user) if one.sha256 == _parcel(key).sha256]
    return [] if mine == [sent] else [f"sent again, there are the deliveries {mine}"]


def _faults_of_erasing_again(site: Site, user: Actor, batch: int) -> list[str]:
    """Finish an erasure that was killed; return what is wrong then."""
    sha256 = next(one.sha256 for one in deliver.batches(site, user) if one.id == batch)
    erase(site, user, batch, "prov", "beslut 7")
    faults = [f"verify after erasing again: {one.code}" for one in verify(site, user).problems]
    state = _states(site, user)[batch]
    faults += [] if state is State.ERASED else [f"erased again, and {state.value}"]
    with site.journal.read() as transaction:
        if sha256 in " ".join(transaction.uploads.strangers(frozenset())):
            faults.append("the bytes of an erased delivery are still there")
        held = erasure.versions_that_held(transaction)
    if any(kind == versions.FIGURES and number in held for kind, number, _ in published.files(site.folder)):
        faults.append("a published file that held what is erased is still there")
    return faults


if __name__ == "__main__":
    sys.exit(main())
