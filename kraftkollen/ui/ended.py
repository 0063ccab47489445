"""Sign-ins that people have ended before their time: whoever kept a copy of the cookie, or another tab, comes no further.

Streamlit's cookie alone would do until its token ends. Kept by this process, and not among the caches: a cache may be emptied.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock

_ended: dict[tuple[str, str, str], float] = {}
_lock = Lock()


def end(claims: Mapping[str, object], now: datetime) -> None:
    """Let the sign-in that a token speaks of end now; what has ended by itself since is forgotten."""
    token, expires = _token(claims), claims.get("exp")
    with _lock:
        for one in [one for one, until in _ended.items() if until <= now.replace(tzinfo=UTC).timestamp()]:
            del _ended[one]
        if token is not None and isinstance(expires, int | float):
            _ended[token] = float(expires)


def is_ended(claims: Mapping[str, object]) -> bool:
    """Return whether the person has signed out of the sign-in that a token speaks of."""
    return _token(claims) in _ended


def _token(claims: Mapping[str, object]) -> tuple[str, str, str] | None:
    subject, issued = claims.get("sub"), claims.get("iat")
    return None if subject is None or issued is None else (str(claims.get("iss")), str(subject), str(issued))
