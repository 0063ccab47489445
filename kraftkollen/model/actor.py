"""Who does something: a name, the roles that the name carries, and the committees that it speaks for."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for. What each role may do stands in `kraftkollen.access` and nowhere else."""

    VISITOR = "visitor"  # anybody at all, where published editions are open without signing in
    READER = "reader"
    POLITICIAN = "politician"
    STEERING_GROUP = "steering_group"
    SECRETARY = "secretary"
    OFFICER = "officer"
    CENTRAL_STATISTICIAN = "central_statistician"
    APPROVER = "approver"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who reads or writes. `owners` are the ids of the committees and companies that an officer delivers for."""

    name: str
    roles: frozenset[Role]
    owners: frozenset[str] = frozenset()
    local: bool = False


NOBODY = Actor("", frozenset())


def visitor() -> Actor:
    """Return whoever reads published editions without signing in."""
    return Actor("", frozenset({Role.VISITOR}))


def local_actor(name: str = "lokal användare") -> Actor:
    """Return the one user of a set-up without sign-in: every role, and the record says that it was local."""
    return Actor(name=name, roles=frozenset(Role), local=True)
