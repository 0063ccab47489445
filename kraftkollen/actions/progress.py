"""How long work says how far it has come: a step by name, and the share of the work that is done, 0 to 1."""

from collections.abc import Callable

Progress = Callable[[str, float], None]


def silent(_step: str, _share: float) -> None:
    """Report nothing."""
