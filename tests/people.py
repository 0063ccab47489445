"""People of the made-up city, as its sign-in knows them: for a page run by AppTest, and for a server that a browser meets."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ISSUER = "https://inloggning.exempelstad.test"
# As an administrator would write it: a group for each role, one of them of officers of a single committee.
ACCESS = """
name_claim: name
groups_claim: groups
groups:
  lasare: {roles: [reader]}
  fortroendevalda: {roles: [politician]}
  styrgrupp: {roles: [steering_group]}
  sekreterare: {roles: [secretary]}
  grundskolan: {roles: [officer], owners: [grundskolenamnden]}
  fritid: {roles: [officer], owners: [fritidsnamnden]}
  statistik: {roles: [central_statistician]}
  godkannare: {roles: [approver]}
  analys: {roles: [analyst]}
  drift: {roles: [administrator]}
"""
GROUP_OF = {
    "reader": "lasare",
    "politician": "fortroendevalda",
    "steering_group": "styrgrupp",
    "secretary": "sekreterare",
    "officer": "grundskolan",
    "central_statistician": "statistik",
    "approver": "godkannare",
    "analyst": "analys",
    "administrator": "drift",
}


@dataclass(frozen=True)
class Person:
    """Somebody with a name, in groups of ACCESS; signed in since `since`, or else since now, for `seconds`."""

    name: str
    groups: tuple[str, ...] = ()
    seconds: int = 3600
    since: int | None = None

    def claims(self) -> dict[str, Any]:
        """What the identity token says of the person."""
        since = int(time.time()) if self.since is None else self.since
        return {
            "is_logged_in": True,
            "iss": ISSUER,
            "sub": f"id-{self.name}",
            "name": self.name,
            "groups": list(self.groups),
            "iat": since,
            "exp": since + self.seconds,
        }


class Stranger(Person):
    """Somebody who has not signed in."""

    def claims(self) -> dict[str, Any]:
        return {"is_logged_in": False}


def one(name: str, role: str) -> Person:
    """Return somebody in the group that carries the role; an officer is one of grundskolenämnden."""
    return Person(name, (GROUP_OF[role],))


def set_up(store: Path, text: str = ACCESS) -> Path:
    """Put access.yaml into the store, so that sign-in is needed there; return the file."""
    path = store / "access.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def secrets(provider: str = ISSUER, address: str = "http://127.0.0.1:{port}") -> dict[str, Any]:
    """Return what .streamlit/secrets.toml holds where sign-in is set up."""
    return {
        "auth": {
            "redirect_uri": f"{address}/oauth2callback",
            "cookie_secret": os.urandom(24).hex(),
            "client_id": "kraftkollen",
            "client_secret": "hemligt",
            "server_metadata_url": f"{provider}/.well-known/openid-configuration",
        }
    }


def secrets_file(folder: Path, provider: str, address: str = "http://127.0.0.1:{port}") -> Path:
    """Write the same as a file, for a server: KRAFTKOLLEN_SECRETS names it, and Streamlit fills in its own port."""
    path = folder / "secrets.toml"
    # JSON's texts are TOML's.
    lines = [f"{name} = {json.dumps(value)}" for name, value in secrets(provider, address)["auth"].items()]
    path.write_text("\n".join(["[auth]", *lines, ""]), encoding="utf-8")
    return path
