"""Starts Kraftkollen on this machine, from nothing: environment, store, dashboard. `python3 tools/start.py --help` says how."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

import environment

HOST, FIRST_PORT = "127.0.0.1", 8501
# The pages' libraries are imported before the server answers: a first visitor would otherwise wait for them.
SERVE = (
    "import kraftkollen.ui.start_page, kraftkollen.ui.map_page, kraftkollen.ui.upload_page\n"
    "from kraftkollen.ui import server\n"
    "server.main()"
)


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        port = _port(options.port)
        python = environment.ready("requirements.txt")
        data = options.data.resolve()
        _store(python, data, options.city)
        return _serve(python, data, port, browser=not options.no_browser)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Start Kraftkollen on this machine. Ctrl-C stops it.")
    parser.add_argument("--city", help="the city of a new store, a folder below data/cities (default: exempelstad)")
    default = Path(os.environ.get("KRAFTKOLLEN_DATA") or environment.ROOT / "data" / "store")
    parser.add_argument("--data", type=Path, default=default, metavar="DIR", help="the store's folder (default: data/store)")
    parser.add_argument("--port", type=int, help=f"this port and no other (default: {FIRST_PORT} or the next that is free)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the address in a browser")
    return parser.parse_args()


def _port(wanted: int | None) -> int:
    """Return a port that nobody listens on."""
    tried = [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + 100)
    for port in tried:
        with socket.socket() as probe:
            # Elsewhere than on Windows this only passes over connections that are closing; there it would share a port in use.
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    sys.exit(f"Port {tried[0]} is in use: choose another with --port.")


def _store(python: Path, data: Path, city: str | None) -> None:
    """Make the store if there is none; one that is there must be of the city that was asked for."""
    kraftkollen = [str(python), "-m", "kraftkollen", "--data", str(data)]
    if not (data / "journal.duckdb").exists():
        print(f"Making a store in {data} …", flush=True)
        done = subprocess.run([*kraftkollen, "init", "--city", city or "exempelstad"], cwd=environment.ROOT, check=False)
        if done.returncode:
            sys.exit(done.returncode)
    elif city:
        command = [*kraftkollen, "programme", "export", "--json"]
        answer = subprocess.run(command, cwd=environment.ROOT, stdout=subprocess.PIPE, check=True).stdout
        found = json.loads(answer)["city"]["id"]
        if found != city:
            sys.exit(f"{data} holds the store of {found}, not {city}: choose another folder with --data.")


def _serve(python: Path, data: Path, port: int, *, browser: bool) -> int:
    """Start the server, say where it answers, and wait until it ends."""
    command = [
        str(python),
        "-c",
        SERVE,
        "--server.address",
        HOST,
        "--server.port",
        str(port),
        "--logger.level",
        "warning",
    ]
    variables = {**os.environ, "KRAFTKOLLEN_DATA": str(data)}
    server = subprocess.Popen(command, cwd=environment.ROOT, env=variables, stdout=subprocess.DEVNULL)
    try:
        address = f"http://{HOST}:{port}"
        while not _answers(address):
            if server.poll() is not None:
                sys.exit("The dashboard did not start: the reason stands above.")
            time.sleep(0.1)
        print(f"Kraftkollen: {address}   (Ctrl-C stops it)", flush=True)
        if browser:
            webbrowser.open(address)
        return server.wait()
    finally:
        _stop(server)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, whether or not the Ctrl-C that ended this process has reached it too."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
