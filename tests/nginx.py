"""A real nginx before real servers, by an example of deploy/ as it stands."""

import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser import HOST
from tests.stores import ROOT

ONE, TWO = ROOT / "deploy" / "nginx.conf", ROOT / "deploy" / "nginx-two.conf"
# What the examples name, in the same order as the servers that stand for them.
_NAMED = (8501, 8502)
_MAIN = """daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
{log}
{temporary}
include {folder}/site.conf;
}}
"""


def free_ports(count: int) -> list[int]:
    """Return so many ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind((HOST, 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def before(
    servers: Sequence[int], http: int, https: int, program: str, folder: Path, log: str = "access_log off;"
) -> Iterator[None]:
    """Run nginx with the example for so many servers, its ports, name and paths changed and nothing else."""
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    subprocess.run([*made, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    example = ONE if len(servers) == 1 else TWO
    text = example.read_text(encoding="utf-8").replace("/etc/ssl/kraftkollen", str(folder))
    text = text.replace("kraftkollen.example.se", "localhost")
    text = text.replace("listen 80", f"listen {HOST}:{http}").replace("listen 443", f"listen {HOST}:{https}")
    for named, port in zip(_NAMED, servers, strict=False):
        text = text.replace(f"127.0.0.1:{named}", f"127.0.0.1:{port}")
    (folder / "site.conf").write_text(text, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, log=log, temporary=temporary), encoding="utf-8")
    with subprocess.Popen([program, "-c", str(folder / "nginx.conf"), "-p", str(folder)], stderr=subprocess.PIPE) as process:
        try:
            _until_open(https, process)
            yield
        finally:
            process.terminate()
            process.wait(10)


def _until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx does not answer")
