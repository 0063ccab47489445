"""Sign-ins that people have ended before their time: whoever kept a copy of the cookie, or another tab, comes no further.

Streamlit's cookie alone would do until its token ends. Kept in the store, so that every process of the service knows, also one
that is started later; and by this process, where the disk refuses. Not among the caches: a cache may be emptied.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock

from kraftkollen.actions import sign_in as action
from kraftkollen.ui import caches

_ended: dict[str, float] = {}
_lock = Lock()


def end(claims: Mapping[str, object], now: datetime) -> None:
    """Let the sign-in that a token speaks of end now; what has ended by itself since is forgotten."""
    token, expires = _token(claims), claims.get("exp")
    with _lock:
        for one in [one for one, until in _ended.items() if until <= now.replace(tzinfo=UTC).timestamp()]:
            del _ended[one]
        if token is None or not isinstance(expires, int | float):
            return
        _ended[token] = float(expires)
    action.end(caches.data_folder(), token, float(expires), now)


def is_ended(claims: Mapping[str, object]) -> bool:
    """Return whether the person has signed out of the sign-in that a token speaks of, in whichever process."""
    token = _token(claims)
    return token is not None and (token in _ended or action.has_ended(caches.data_folder(), token))


def _token(claims: Mapping[str, object]) -> str | None:
    """Return a name for the token that says nothing of whose it is."""
    subject, issued = claims.get("sub"), claims.get("iat")
    if subject is None or issued is None:
        return None
    return hashlib.sha256(json.dumps([str(claims.get("iss")), str(subject), str(issued)]).encode()).hexdigest()
