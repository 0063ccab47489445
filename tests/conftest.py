"""What all tests share: where the outside material lies, and real stores built by the product's own code."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kraftkollen.store.files import locked
from tests import journals, no_outside, order, stores
from tests.hostile_store import hostile
from tests.store_fixtures import Store, copied, make_malmo
from tools import cluster as cluster_of_tools
from tools.cluster import Cluster

ROOT = Path(__file__).resolve().parents[1]
_IN_CI = bool(os.environ.get("CI"))
# A store of the whole demo city takes most of a minute to make on a busy machine; whoever comes second waits for it.
_PATIENCE = 600

# How fast examples are made says more of the machine, which others use too, than of the tests.
settings.register_profile("shared machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared machine")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(order.Order(config), "order of the files")


@pytest.fixture(scope="session", autouse=True)
def nothing_is_asked_of_the_outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, no page, no command and no server asks for anything outside this machine; the first that does fails the run."""
    with no_outside.watched(tmp_path_factory.mktemp("outside") / "log"):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared: official layer, recorded answers, facts. It must be there in CI."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        assert not _IN_CI, f"{folder} is missing: CI must have it"
        pytest.skip("needs ../shared (the material that only the developers have)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; it must be there in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        assert not _IN_CI, "Chromium is missing: CI must have it"
        pytest.skip("needs Chromium (on Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of an nginx; it must be there in CI."""
    found = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)
    if found is None:
        assert not _IN_CI, "nginx is missing: CI must have it"
        pytest.skip("needs nginx (on Debian: apt-get install nginx-light)")
    return found


def _of_this_process(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return this process's own copy of a store that is made once for all processes of the run."""
    run = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        run = run.parent
    made = run / f"made-{name}"
    with locked(run / f"made-{name}.lock", seconds=_PATIENCE):
        if not made.exists():
            part = run / f"part-{name}"
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(made)
    return Path(shutil.copytree(made, factory.mktemp(name) / "store"))


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad with all its deliveries. To be read only: copy it (tests.stores.copied) to write."""
    return _of_this_process(tmp_path_factory, "exempelstad", stores.made)


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad without a figure. To be read only."""
    return _of_this_process(tmp_path_factory, "exempelstad_empty", lambda store: stores.made(store, "--empty"))


@pytest.fixture(scope="session")
def malmo_store(malmo_template: Path) -> Path:
    """Malmö without a figure, with approximate borders. To be read only."""
    return malmo_template


@pytest.fixture(scope="session")
def malmo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Malmö without figures; copy it, do not write in it."""
    return _of_this_process(tmp_path_factory, "malmo", make_malmo)


@pytest.fixture(scope="session")
def hostile_store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad with code in every text that anybody can write. To be read only."""
    return hostile(empty_store, tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def malmo(request: pytest.FixtureRequest, malmo_template: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of Malmö without figures, of the test's own; its clock stands still at START.

    Its journal is a file, or on a server where the test asks for that: `tests.journals.on_both`.
    """
    if getattr(request, "param", journals.DEFAULT) == journals.FILE:
        yield copied(malmo_template, tmp_path / "store")
    else:
        with journals.copied_to(request.getfixturevalue("malmo_on_server"), tmp_path / "store") as store:
            yield store


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this process's own; it must be there in CI."""
    commands = cluster_of_tools.commands()
    if commands is None:
        assert not _IN_CI, "PostgreSQL is missing: CI must have it"
        pytest.skip("needs PostgreSQL (on Debian: apt-get install postgresql)")
    with cluster_of_tools.running(commands) as found:
        yield found


@pytest.fixture(scope="session")
def malmo_on_server(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> journals.Template:
    """A store of Malmö without figures whose journal is on the server; copy it, do not write in it."""
    return journals.made(cluster, tmp_path_factory.mktemp("server") / "store")
