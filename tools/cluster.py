"""A PostgreSQL server of one's own, in a folder that goes with it: for the tests, and for tools that try a journal on a server.

It listens on a socket in that folder and nowhere else, and dies with the process that started it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_USER = "postgres"
_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """A running server."""

    folder: Path
    commands: Path

    def address(self, database: str) -> str:
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def create(self, database: str, like: str = "template1") -> str:
        """Make a database, as a copy of another that nobody is in; return its address."""
        self.run(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
        return self.address(database)

    def drop(self, database: str) -> None:
        """Take a database away, and whoever is in it."""
        self.run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def run(self, statement: str, database: str = "postgres") -> str:
        """Run a statement with the server's own client; return what it printed."""
        command = [str(self.commands / "psql"), "-qAtX", "-v", "ON_ERROR_STOP=1", self.address(database), "-c", statement]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commands() -> Path | None:
    """Return the folder of PostgreSQL's commands, the newest version's; None if it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: int(one.parent.name))
    return folders[-1] if folders else None


@contextmanager
def running(folder: Path) -> Iterator[Cluster]:
    """Start a server whose commands lie in `folder`; it is stopped, and its files taken away, at the end of the block."""
    # Not below a folder that only we may enter: where we are root the server is another user. And a socket's path is short.
    place = Path(tempfile.mkdtemp(prefix="kraftkollen-pg-"))
    data = place / "data"
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam(_USER)
            os.chown(place, user.pw_uid, user.pw_gid)
            place.chmod(0o755)
        initdb = ["initdb", "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([*_as_its_user(), str(folder / initdb[0]), *initdb[1:]], check=True, capture_output=True, cwd=place)
        # Without fsync: what is tried is a process that is killed, not a machine that loses its power.
        options = {"listen_addresses": "", "unix_socket_directories": str(place), "fsync": "off", "max_connections": "60"}
        given = [f"--{name}={value}" for name, value in options.items()]
        with (place / "log").open("wb") as log:
            server = subprocess.Popen(
                [*_as_its_user(), str(folder / "postgres"), "-D", str(data), *given], stdout=log, stderr=log, cwd=place
            )
        try:
            _wait(folder, place, server)
            yield Cluster(place, folder)
        finally:
            # SIGQUIT: at once, since nothing of it is kept.
            server.send_signal(3)
            server.wait(_SECONDS)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _as_its_user() -> list[str]:
    """Return what goes before a command so that it runs as PostgreSQL wants it, never as root, and dies with us."""
    found = shutil.which("setpriv")
    if found is None:
        return []
    user = [f"--reuid={_USER}", f"--regid={_USER}", "--init-groups"] if os.geteuid() == 0 else []
    return [found, *user, "--pdeathsig=QUIT"]


def _wait(folder: Path, place: Path, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _SECONDS
    while subprocess.run([str(folder / "pg_isready"), "-q", "-h", str(place)], check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError((place / "log").read_text(errors="replace"))
        time.sleep(0.05)
