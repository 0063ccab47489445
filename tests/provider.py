"""The city's sign-in, played by oidc-provider-mock, before a real server and a real browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page, expect

from tests import people
from tests.browser import Server, serving
from tests.people import Person

NOT_OURS = re.compile(r"^https://")


@contextmanager
def provider(*persons: Person, seconds: int = 3600) -> Iterator[str]:
    """Run a provider that knows those persons; return its address. Its tokens last `seconds`."""
    users = [User(sub=one.name, claims={"name": one.name, "groups": list(one.groups)}) for one in persons]
    with run_server_in_thread(user_claims=users, access_token_max_age=timedelta(seconds=seconds)) as server:
        yield f"http://localhost:{server.server_port}"


@contextmanager
def serving_with_sign_in(store: Path, folder: Path, issuer: str, access: str = people.ACCESS) -> Iterator[Server]:
    """Run a dashboard on the store whose people sign in with that provider."""
    people.set_up(store, access)
    with serving(store, KRAFTKOLLEN_SECRETS=str(people.secrets_file(folder, issuer))) as server:
        yield server


def sign_in(page: Page, name: str) -> None:
    """Press the button on the page, and be that person at the provider."""
    page.route(NOT_OURS, lambda route: route.abort())  # the mock's own style sheet lies out on the internet
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(f"Inloggad: {name}")).to_be_visible()


def sign_out(page: Page) -> None:
    """Press the button on the page, and let the provider end the session too."""
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Logga in")).to_be_visible()
