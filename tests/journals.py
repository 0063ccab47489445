"""Stores whose journal is on a PostgreSQL server: the same tests run on both kinds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from kraftkollen.store.address import FILE as ADDRESS_FILE
from tests.store_fixtures import Store, make_malmo, store_at
from tools.cluster import Cluster

FILE, SERVER = "file", "server"
# KRAFTKOLLEN_JOURNALS=server runs the whole suite, wherever a test has a store of Malmö of its own, on a server.
DEFAULT = os.environ.get("KRAFTKOLLEN_JOURNALS", FILE)
# For a test, or as `pytestmark` of a file in which every test has a store: run with the journal in a file, and on a server.
on_both = pytest.mark.parametrize("malmo", [FILE, SERVER], indirect=True)
# What a test says of the file itself, of what lies beside it, or of rows that a server would refuse to have changed.
in_file = pytest.mark.parametrize("malmo", [FILE], indirect=True)
on_server = pytest.mark.parametrize("malmo", [SERVER], indirect=True)
_numbers = count(1)


@dataclass(frozen=True)
class Template:
    """A store to copy: its folder, and the database of its journal."""

    cluster: Cluster
    folder: Path
    database: str


def made(cluster: Cluster, folder: Path) -> Template:
    """Make a store of Malmö with its journal on the server."""
    join(folder, cluster.create("template_malmo"))
    make_malmo(folder)
    return Template(cluster, folder, "template_malmo")


def join(folder: Path, address: str) -> Store:
    """Return a store in the folder whose journal is at the address, as an administrator sets it up."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ADDRESS_FILE
    path.touch(mode=0o600)
    path.write_text(address)
    return store_at(folder)


@contextmanager
def copied_to(template: Template, folder: Path) -> Iterator[Store]:
    """Give a copy of the store, in a database of its own."""
    database = f"copy_{next(_numbers)}"
    shutil.copytree(template.folder, folder)
    store = join(folder, template.cluster.create(database, like=template.database))
    try:
        yield store
    finally:
        template.cluster.drop(database)


def second_machine(first: Store, folder: Path) -> Store:
    """Return what another machine has that shares the journal of the first: the address, and nothing else yet."""
    return join(folder, (first.path / ADDRESS_FILE).read_text())
