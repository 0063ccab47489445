"""What the server turns away before Streamlit sees it: other names, other pages, and whoever may not send or fetch a file."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.secrets import Secrets
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from kraftkollen.ui import ended
from kraftkollen.ui.gate import LONGEST_QUERY
from kraftkollen.ui.guard import Guard
from tests import people
from tests.people import Person

HOME = "http://127.0.0.1:8501"
CITY = "https://kraftkollen.exempelstad.test"
UPLOAD, MEDIA, STREAM = "/_stcore/upload_file/some-session/1", "/media/0123456789abcdef.csv", "/_stcore/stream"


async def _inside(request: Request) -> PlainTextResponse:
    return PlainTextResponse("inside")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("inside")
    await websocket.close()


def client(address: str = HOME) -> TestClient:
    routes = [
        WebSocketRoute(STREAM, _stream),
        Route("/{rest:path}", _inside, methods=["GET", "PUT", "DELETE", "POST"]),
    ]
    return TestClient(Guard(Starlette(routes=routes)), base_url=address, follow_redirects=False)


@pytest.fixture
def signing_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """A server whose people sign in; its secrets."""
    secrets, found = Secrets(), people.secrets(address=CITY)
    secrets._secrets = found  # type: ignore[assignment]
    monkeypatch.setattr(st, "secrets", secrets)
    monkeypatch.setattr("streamlit.web.server.server_util.secrets_singleton", secrets)
    monkeypatch.setenv("KRAFTKOLLEN_DATA", str(tmp_path))
    people.set_up(tmp_path)
    return found["auth"]


def cookies(secret: str, claims: dict[str, Any], name: str = USER_COOKIE_NAME) -> dict[str, str]:
    """Return the cookies that Streamlit would set for those claims with that secret."""
    found: dict[str, str] = {}

    def keep(one: str, value: str) -> None:
        found[one] = create_signed_value(secret, one, value).decode()

    set_cookie_with_chunks(keep, lambda one, value: create_signed_value(secret, one, value), name, claims, cookie_attr_size=100)
    return found


def answered(one: TestClient, method: str, path: str, **options: Any) -> int:
    return one.request(method, path, **options).status_code


OWN_NAMES = ("127.0.0.1:8501", "localhost", "[::1]:8501")
OTHER_NAMES = ("angripare.se", "127.0.0.1.angripare.se", "10.0.0.7:8501", "angripare.se@127.0.0.1", "", "a b", "127.0.0.1/x")


def test_a_server_without_sign_in_answers_to_this_machines_names_only() -> None:
    for name in OWN_NAMES:
        assert answered(client(), "GET", "/karta", headers={"Host": name}) == 200, name
    for name in OTHER_NAMES:
        for path in ("/karta", "/_stcore/health", MEDIA, UPLOAD):
            assert answered(client(), "GET", path, headers={"Host": name}) == 421, name


def test_a_server_with_sign_in_answers_to_the_name_that_people_sign_in_under_too(signing_in: dict[str, Any]) -> None:
    for name in ("kraftkollen.exempelstad.test", "KRAFTKOLLEN.exempelstad.test:443", *OWN_NAMES):
        assert answered(client(), "GET", "/karta", headers={"Host": name}) == 200, name
    for name in OTHER_NAMES:
        assert answered(client(), "GET", "/karta", headers={"Host": name}) == 421, name


def test_two_names_in_one_request_are_turned_away() -> None:
    assert answered(client(), "GET", "/karta", headers=[("Host", "127.0.0.1"), ("Host", "angripare.se")]) == 421


ORIGINS = (
    "https://angripare.se",
    "http://127.0.0.1:9999",
    "http://localhost:8501",
    "null",
    "http://127.0.0.1:8501.angripare.se",
)


def _opens(address: str, origin: str | None) -> bool:
    headers = {"Host": address.split("//")[1], **({"Origin": origin} if origin else {})}
    try:
        with client(address).websocket_connect(STREAM, headers=headers) as socket:
            return bool(socket.receive_text() == "inside")
    except WebSocketDisconnect as refused:
        return refused.code != 1008


def test_only_a_page_of_this_very_server_opens_a_websocket(signing_in: dict[str, Any]) -> None:
    assert _opens(HOME, HOME)
    assert _opens(CITY, CITY)
    assert not _opens(HOME, None)
    assert [one for one in ORIGINS if _opens(HOME, one) or _opens(CITY, one)] == []
    assert not _opens("http://angripare.se", "http://angripare.se")


def test_a_file_is_taken_from_those_who_have_a_file_box_and_from_no_other(signing_in: dict[str, Any]) -> None:
    def sent(person: Person) -> tuple[int, int]:
        held = cookies(signing_in["cookie_secret"], person.claims())
        return answered(client(CITY), "PUT", UPLOAD, cookies=held), answered(client(CITY), "DELETE", UPLOAD, cookies=held)

    told = {role: sent(people.one("Någon", role)) for role in people.GROUP_OF}
    assert {role for role, answers in told.items() if answers == (200, 200)} == {
        "officer",
        "central_statistician",
        "secretary",
        "administrator",
    }
    assert set(told.values()) == {(200, 200), (403, 403)}


def test_a_cookie_that_is_forged_expired_or_another_one_sends_and_fetches_nothing(signing_in: dict[str, Any]) -> None:
    secret, officer = signing_in["cookie_secret"], people.one("Olle", "officer").claims()
    good = cookies(secret, officer)
    name, value = next(iter(good.items()))
    bad: dict[str, dict[str, str]] = {
        "none": {},
        "empty": {name: ""},
        "unsigned": {name: json.dumps(officer)},
        "changed": {name: value[:10] + ("A" if value[10] != "A" else "B") + value[11:]},
        "cut": {name: value[:-1]},
        "another secret": cookies("x" * 48, officer),
        "the cookie of the tokens": {name: next(iter(cookies(secret, officer, TOKENS_COOKIE_NAME).values()))},
        "expired": cookies(secret, officer | {"exp": officer["iat"] - 1}),
        "without end": cookies(secret, {key: one for key, one in officer.items() if key != "exp"}),
        "not signed in": cookies(secret, officer | {"is_logged_in": "yes"}),
        "letters of another alphabet": {name: "å" * 50},
    }
    assert answered(client(CITY), "PUT", UPLOAD, cookies=good) == 200
    for what, held in bad.items():
        header = {"Cookie": "; ".join(f"{key}={one}" for key, one in held.items()).encode("utf-8")}
        assert answered(client(CITY), "PUT", UPLOAD, headers=header) == 403, what
        assert answered(client(CITY), "GET", MEDIA, headers=header) == 403, what


def test_a_download_is_fetched_by_those_who_have_signed_in_and_by_all_where_editions_are_open(
    signing_in: dict[str, Any], tmp_path: Path
) -> None:
    reader = cookies(signing_in["cookie_secret"], people.one("Rut", "reader").claims())
    assert answered(client(CITY), "GET", MEDIA, cookies=reader) == 200
    assert answered(client(CITY), "GET", MEDIA) == 403
    people.set_up(tmp_path, "public: true\n" + people.ACCESS)
    assert answered(client(CITY), "GET", MEDIA) == 200
    assert answered(client(CITY), "PUT", UPLOAD) == 403


def test_a_cookie_that_was_copied_before_its_person_signed_out_sends_and_fetches_nothing(signing_in: dict[str, Any]) -> None:
    claims = people.one("Olle", "officer").claims() | {"sub": "id-copied"}
    held = cookies(signing_in["cookie_secret"], claims)
    assert answered(client(CITY), "PUT", UPLOAD, cookies=held) == 200
    ended.end(claims, datetime.now(UTC).replace(tzinfo=None))
    assert (answered(client(CITY), "PUT", UPLOAD, cookies=held), answered(client(CITY), "GET", MEDIA, cookies=held)) == (
        403,
        403,
    )
    again = cookies(signing_in["cookie_secret"], claims | {"iat": claims["iat"] + 1})
    assert answered(client(CITY), "PUT", UPLOAD, cookies=again) == 200


def test_where_editions_are_open_an_old_cookie_lets_one_fetch_what_a_stranger_may(
    signing_in: dict[str, Any], tmp_path: Path
) -> None:
    officer = people.one("Olle", "officer").claims()
    old = cookies(signing_in["cookie_secret"], officer | {"exp": officer["iat"] - 1})
    people.set_up(tmp_path, "public: true\n" + people.ACCESS)
    assert (answered(client(CITY), "GET", MEDIA, cookies=old), answered(client(CITY), "PUT", UPLOAD, cookies=old)) == (200, 403)


HUGE = {f"_streamlit_user__{number}": "x" * 4_000 for number in range(12)} | {"_streamlit_user": "chunks-9999999"}


def test_cookies_that_are_huge_or_many_are_nobodys(signing_in: dict[str, Any]) -> None:
    assert answered(client(CITY), "GET", MEDIA, cookies=HUGE) == 403


async def _echo(websocket: WebSocket) -> None:
    await websocket.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await websocket.send_bytes(await websocket.receive_bytes())


def test_of_what_a_browser_says_only_the_words_of_a_page_go_on_to_streamlit() -> None:
    said = [
        BackMsg(clear_cache=True),
        BackMsg(load_git_info=True),
        BackMsg(set_run_on_save=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(),
        BackMsg(rerun_script=ClientState(query_string="a=1")),
        BackMsg(app_heartbeat=True),
    ]
    through = TestClient(Guard(Starlette(routes=[WebSocketRoute(STREAM, _echo)])), base_url=HOME)
    with through.websocket_connect(STREAM, headers={"Host": "127.0.0.1:8501", "Origin": HOME}) as socket:
        for one in said:
            socket.send_bytes(one.SerializeToString())
        heard = [BackMsg.FromString(socket.receive_bytes()).WhichOneof("type") for _ in range(2)]
        socket.send_bytes(b"\xff not a message")
        assert socket.receive_bytes() == b"\xff not a message"
    assert heard == ["rerun_script", "app_heartbeat"]


PRESSED = BackMsg(backend_operation_request=BackendOperationRequest(request_id="1"))


def _heard_of(held: dict[str, str], meanwhile: Callable[[], object], said: BackMsg = PRESSED) -> str:
    """What Streamlit receives over a websocket that was opened with those cookies before something happened."""
    heard: list[str] = []

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append((await receive())["type"])

    async def browser() -> Message:
        meanwhile()
        return {"type": "websocket.receive", "bytes": said.SerializeToString()}

    async def nothing(message: Message) -> None:
        del message

    cookie = "; ".join(f"{name}={value}" for name, value in held.items())
    headers = {"host": CITY.split("//")[1], "origin": CITY, "cookie": cookie}
    scope = {"type": "websocket", "path": STREAM, "query_string": b""}
    scope["headers"] = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    asyncio.run(Guard(streamlit)(scope, browser, nothing))
    return heard[0]


def test_a_file_that_a_page_offers_is_not_made_for_who_has_signed_out_or_lost_a_role_since(
    signing_in: dict[str, Any], tmp_path: Path
) -> None:
    people.set_up(tmp_path, "public: true\n" + people.ACCESS)
    claims = people.one("Olle", "officer").claims() | {"sub": "id-offered"}
    held = cookies(signing_in["cookie_secret"], claims)
    assert _heard_of(held, lambda: None) == "websocket.receive"
    assert _heard_of({}, lambda: None) == "websocket.receive"  # a stranger takes an edition along
    taken_away = "public: true\n" + people.ACCESS.replace("grundskolan:", "grundskolan_före_detta:")
    assert _heard_of(held, lambda: people.set_up(tmp_path, taken_away)) == "websocket.disconnect"
    people.set_up(tmp_path, "public: true\n" + people.ACCESS)
    assert _heard_of(held, lambda: ended.end(claims, datetime.now(UTC).replace(tzinfo=None))) == "websocket.disconnect"
    assert _heard_of(held, lambda: None, BackMsg(app_heartbeat=True)) == "websocket.receive"


def test_nobody_sends_or_fetches_a_file_where_sign_in_is_half_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_DATA", str(tmp_path))
    assert answered(client(), "PUT", UPLOAD) == 200
    people.set_up(tmp_path)
    assert answered(client(), "PUT", UPLOAD) == 403
    assert answered(client(), "GET", MEDIA) == 403


@pytest.mark.parametrize("base", ["", "kraftkollen"])
def test_doors_are_shut_under_any_path_that_the_dashboard_lies_under(base: str, request: pytest.FixtureRequest) -> None:
    before = st.get_option("server.baseUrlPath")
    config.set_option("server.baseUrlPath", base)
    request.addfinalizer(lambda: config.set_option("server.baseUrlPath", before))
    under = f"/{base}" if base else ""
    for path in (
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore/script-health-check",
        "/_stcore/agent/x",
    ):
        assert answered(client(), "GET", under + path) == 404, path
    assert answered(client(), "GET", under + "/_stcore/health") == 200


def test_an_address_that_is_very_long_is_turned_away() -> None:
    assert answered(client(), "GET", "/karta?omrade=" + "x" * (LONGEST_QUERY - 20)) == 200
    assert answered(client(), "GET", "/karta?omrade=" + "x" * LONGEST_QUERY) == 414
