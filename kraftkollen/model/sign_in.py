"""Who somebody is by the city's own sign-in: access.yaml says which groups carry which roles.

A file that holds, with every field:

    name_claim: preferred_username    # one for each person, and nothing that people can change: it is recorded
    groups_claim: groups
    public: false                     # true: published editions without signing in
    groups:
      Kraftkollen statistiker: {roles: [central_statistician]}
      kraftkollen-officer-grundskolenamnden: {roles: [officer], owners: [grundskolenamnden]}

Somebody without a group that stands here is a reader.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field, ValidationError

from kraftkollen.errors import ConfigurationRefused, Problem, SignInExpired, SignInIncomplete
from kraftkollen.model.actor import Actor, Role
from kraftkollen.model.catalogue import problems_of, read_yaml
from kraftkollen.model.text import Definition


class Grant(Definition):
    """What the members of a group are: roles, and the committees or companies that its officers deliver for."""

    roles: frozenset[Role] = Field(min_length=1)
    owners: frozenset[str] = frozenset()


class SignIn(Definition):
    """How the claims of a token become an actor."""

    name_claim: str = Field(default="preferred_username", min_length=1)
    groups_claim: str = Field(default="groups", min_length=1)
    public: bool = False
    groups: Mapping[str, Grant] = Field(default_factory=dict)

    def actor(self, claims: Mapping[str, object], now: datetime) -> Actor:
        """Return who the token speaks of.

        Parameters
        ----------
        claims
            Those of the identity token, its signature already checked.
        now
            The present moment in UTC, without a zone.

        Raises
        ------
        SignInExpired
            If `exp` has passed or is missing: a token that never ends is not one of OpenID Connect.
        SignInIncomplete
            If the claim that names the person is missing.
        """
        expires = claims.get("exp")
        if (
            isinstance(expires, bool)
            or not isinstance(expires, int | float)
            or not now.replace(tzinfo=UTC).timestamp() < expires
        ):
            raise SignInExpired
        name = claims.get(self.name_claim)
        if not isinstance(name, str) or not name.strip():
            raise SignInIncomplete(claim=self.name_claim)
        grants = [self.groups[one] for one in self._known(claims)]
        roles = frozenset(role for one in grants for role in one.roles) or frozenset({Role.READER})
        return Actor(name.strip(), roles, frozenset(owner for one in grants for owner in one.owners))

    def knows(self, claims: Mapping[str, object]) -> bool:
        """Return whether the person is in a group that stands here."""
        return bool(self._known(claims))

    def _known(self, claims: Mapping[str, object]) -> list[str]:
        return [one for one in _listed(claims.get(self.groups_claim)) if one in self.groups]


def _listed(groups: object) -> list[str]:
    """Return the groups of a claim; some providers send a single group as a text."""
    if isinstance(groups, str):
        return [groups]
    return [one for one in groups if isinstance(one, str)] if isinstance(groups, list | tuple) else []


def load_sign_in(path: Path) -> SignIn:
    """Load access.yaml; ConfigurationRefused with every fault at once."""
    try:
        found = SignIn.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        raise ConfigurationRefused(problems_of(error, path.name), file=path.name) from error
    problems = [problem for name, grant in found.groups.items() for problem in _owners(name, grant)]
    if problems:
        raise ConfigurationRefused(problems, file=path.name)
    return found


def _owners(name: str, grant: Grant) -> list[Problem]:
    officer = Role.OFFICER in grant.roles
    if officer == bool(grant.owners):
        return []
    return [Problem("access_owners_missing" if officer else "access_owners_unused", column=name, details={"subject": name})]
