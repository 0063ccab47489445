"""Whether figures may be fetched from outside, and from which addresses: off until an administrator has allowed it."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from kraftkollen.model.fetching import Address
from kraftkollen.model.text import Definition


class OutsideCalls(Definition):
    """What an administrator has allowed. Its history in the register has who did it, when and why."""

    id: Literal["fetch"] = Field(default="fetch", description="There is one such record.")
    allowed: bool = Field(description="True if figures may be fetched from the addresses.")
    addresses: tuple[Address, ...] = Field(
        default=(), description="The addresses that may be called: scheme and host. Good: https://api.kolada.se."
    )


class OutsideRecords(Definition):
    """The permission as a programme holds it: a base of `Programme`."""

    outside_calls: tuple[OutsideCalls, ...] = Field(default=(), description="At most one. Left out: nothing is called.")

    @property
    def addresses_allowed(self) -> frozenset[str]:
        """The addresses that may be called."""
        return frozenset(address for one in self.outside_calls if one.allowed for address in one.addresses)


# Written by administrators, and by nobody else.
OUTSIDE_KINDS: Mapping[str, type[Definition]] = {"outside_calls": OutsideCalls}
