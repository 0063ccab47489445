"""Who is at the screen: by the city's sign-in where it is set up, else the one local user of this machine.

Every page asks anew each time that it is drawn (a deep link runs a page alone, and a token expires while a tab stays open).
Whatever is half set up lets nobody in.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from kraftkollen import access
from kraftkollen.access import Permission
from kraftkollen.actions import sign_in as action
from kraftkollen.actions.site import Site, access_file
from kraftkollen.errors import NotLocal, SignInExpired, SignInIncomplete, SignInMisconfigured, SignInNeeded, UserError
from kraftkollen.model.actor import NOBODY, Actor, Role, local_actor, visitor
from kraftkollen.model.clock import Clock
from kraftkollen.model.sign_in import SignIn
from kraftkollen.ui import caches, ended

SECRETS = "KRAFTKOLLEN_SECRETS"  # the variable that names the file of secrets, if it is not .streamlit/secrets.toml
_SECRET_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reads. `refusal` is why nobody is let in; `grouped` whether a group of the person's stands in access.yaml."""

    actor: Actor
    refusal: UserError | None = None
    set_up: bool = True
    grouped: bool = True

    @property
    def signed_in(self) -> bool:
        return self.set_up and bool(self.actor.name)

    @property
    def can_sign_in(self) -> bool:
        """Whether signing in, once or again, would help."""
        return self.refusal is None or isinstance(self.refusal, SignInNeeded | SignInExpired | SignInIncomplete)


def identity(clock: Clock) -> Identity:
    """Return who reads this page now."""
    try:
        return _identity(clock)
    except UserError as refusal:
        return Identity(NOBODY, refusal)


def may_still(permission: Permission, clock: Clock) -> bool:
    """Return whether whoever reads may do it now: what is drawn anew by itself, without its page, must ask again."""
    reader = identity(clock)
    return reader.refusal is None and access.may(reader.actor, permission)


def _identity(clock: Clock) -> Identity:
    settings = sign_in_settings()
    if settings is None:
        require_local(_addresses())
        return Identity(local_actor(), set_up=False)
    claims: Mapping[str, object] = st.user.to_dict()
    if claims.get("is_logged_in") is not True or ended.is_ended(claims):
        return Identity(visitor()) if settings.public else Identity(NOBODY, SignInNeeded())
    try:
        actor = settings.actor(claims, clock.now())
    except SignInExpired:
        # Streamlit's cookie outlives the sign-in by weeks: who signed in once may read what anybody may.
        if settings.public:
            return Identity(visitor())
        raise
    _recorded(clock, actor, str(claims.get("sub")), str(claims.get("iat")))
    return Identity(actor, grouped=actor.roles != {Role.READER} or settings.knows(claims))


def actor_of(cookies: Mapping[str, str], clock: Clock) -> Actor:
    """Return who asks for a file or sends one, by the signed cookie; nobody where it does not hold or has expired."""
    try:
        settings = sign_in_settings()
        if settings is None:
            return local_actor()
        claims, other = _claims(cookies), visitor() if settings.public else NOBODY
        if claims.get("is_logged_in") is not True or ended.is_ended(claims):
            return other
        try:
            return settings.actor(claims, clock.now())
        except SignInExpired:
            return other
    except UserError:
        return NOBODY


def _claims(cookies: Mapping[str, str]) -> Mapping[str, object]:
    """Return what Streamlit put into its cookie when the person signed in; nothing if it is not signed by us."""

    def signed(name: str) -> bytes | None:
        value = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(get_cookie_secret(), name, value)

    try:
        found = json.loads(get_cookie_with_chunks(signed, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def sign_in_settings() -> SignIn | None:
    """Return what access.yaml says, None where sign-in is not set up at all.

    Without an access.yaml everybody who signs in is a reader; one that KRAFTKOLLEN_ACCESS names must be there.

    Raises
    ------
    SignInMisconfigured, ConfigurationRefused
        If it is half set up, or access.yaml does not hold.
    """
    section, path, named = auth_section(), access_file(caches.data_folder()), caches.access_file_named()
    if section is None:
        if path.exists() or named:
            raise SignInMisconfigured(what="no_auth_section")
        return None
    if len(str(section.get("cookie_secret") or "")) < _SECRET_LENGTH:
        raise SignInMisconfigured(what="weak_cookie_secret")
    if not path.exists() and not named:
        return SignIn()
    return caches.sign_in(str(path), path.stat().st_mtime_ns if path.exists() else 0)


def auth_section() -> Mapping[str, object] | None:
    """Return the section [auth] of Streamlit's secrets, None if there is none.

    Raises
    ------
    SignInMisconfigured
        If there are secrets that cannot be read: they may have held it.
    """
    if st.secrets.load_if_toml_exists():
        section: Mapping[str, object] | None = st.secrets.get("auth")
        return section
    if os.environ.get(SECRETS) or any(Path(one).exists() for one in st.get_option("secrets.files")):
        raise SignInMisconfigured(what="secrets_unreadable")
    return None


def require_local(addresses: Iterable[str]) -> None:
    """Raise NotLocal unless every address, with or without scheme and port, is this machine's own."""
    for one in addresses:
        if not is_local(one):
            raise NotLocal(address=one)


def _addresses() -> list[str]:
    """Return where the server listens, where the reader is, and what the browser and any proxy say of it.

    The browser's own words keep out a page elsewhere whose name was made to point here, and a proxy that lets people in.
    """
    headers = st.context.headers
    said = ("Host", "Origin", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded")
    listens = st.get_option("server.address") or "0.0.0.0"  # noqa: S104 (it is what Streamlit does without an address)
    found = [listens, st.context.ip_address, *(one for name in said for one in headers.get_all(name))]
    # Streamlit has no address for a reader on this machine, nor where no browser stands behind the run.
    return [one for one in found if isinstance(one, str)]


def is_local(text: str) -> bool:
    """Return whether an address, with or without scheme and port, is this machine's own."""
    try:
        # An IPv6 address as a socket has it lacks the brackets of an address bar.
        bare = "://" not in text and "[" not in text and text.count(":") > 1
        host = text if bare else urlsplit(text if "://" in text else f"//{text}").hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _recorded(clock: Clock, actor: Actor, subject: str, issued: str) -> None:
    """Keep that somebody signed in: once for each token, however many tabs and pages it opens."""
    caches.recorded(str(caches.data_folder()), subject, issued, lambda: action.record(_site(clock), actor))


def sign_out(clock: Clock, actor: Actor) -> None:
    """Keep that the person signed out, and end it here and, where it can be, at the city's sign-in."""
    action.record(_site(clock), actor, out=True)
    ended.end(st.user.to_dict(), clock.now())
    st.logout()


def _site(clock: Clock) -> Site:
    return Site.at(caches.data_folder(), clock)
