"""What all tests share: where the outside material lies, and real stores built by the product's own code."""

import os
import shutil
from pathlib import Path

import pytest

from tests import stores
from tests.store_fixtures import Store, copied, make_malmo

ROOT = Path(__file__).resolve().parents[1]
_IN_CI = bool(os.environ.get("CI"))


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
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad with all its deliveries. To be read only: copy it (tests.stores.copied) to write."""
    return stores.made(tmp_path_factory.mktemp("exempelstad") / "store")


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exempelstad without a figure. To be read only."""
    return stores.made(tmp_path_factory.mktemp("exempelstad_empty") / "store", "--empty")


@pytest.fixture(scope="session")
def malmo_store(malmo_template: Path) -> Path:
    """Malmö without a figure, with approximate borders. To be read only."""
    return malmo_template


@pytest.fixture(scope="session")
def malmo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of Malmö without figures; copy it, do not write in it."""
    return make_malmo(tmp_path_factory.mktemp("stores") / "malmo")


@pytest.fixture
def malmo(malmo_template: Path, tmp_path: Path) -> Store:
    """A store of Malmö without figures, of the test's own; its clock stands still at START."""
    return copied(malmo_template, tmp_path / "store")
