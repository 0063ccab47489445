"""A line to one source: asks at its pace, waits and tries again where that can help, and gives each answer as it came.

It knows nothing of what is asked. Whatever cannot be answered ends in one error that says which address and why.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx

from kraftkollen.errors import Detail, OutsideNotAllowed, Problem, SourceFailed
from kraftkollen.model.clock import Clock
from kraftkollen.model.fetching import Answer, Question, host

_AGENT = "Kraftkollen (official statistics, once a period)"
_BUSY, _GONE = 429, 410


@dataclass(frozen=True, slots=True)
class Manners:
    """How a source is treated.

    Attributes
    ----------
    apart
        Seconds between the beginnings of two calls.
    tries
        How often one question is asked before giving up.
    first_wait, longest_wait
        Seconds before the second try, doubled for each that follows; a source that asks for a longer wait is left alone.
    silence, whole
        Seconds that an answer may be silent, and that it may take in all.
    most_bytes
        An answer that is larger ends the fetch.
    """

    apart: float = 0.34
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    silence: float = 60.0
    whole: float = 300.0
    most_bytes: int = 100_000_000


@dataclass(frozen=True, slots=True)
class Tempo:
    """How time is told and waited for."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why one try gave no answer; `wait` is how long the source asks to be left alone, None if it does not say."""

    code: str
    reason: str
    wait: float | None = None


@dataclass
class Line:
    """An open line to the addresses that are allowed. To be used in a `with` block."""

    allowed: frozenset[str]
    clock: Clock
    manners: Manners = field(default_factory=Manners)
    tempo: Tempo = field(default_factory=Tempo)
    _client: httpx.Client | None = None
    _next: float = 0.0

    def __enter__(self) -> Self:
        timeout = httpx.Timeout(self.manners.silence, connect=min(10.0, self.manners.silence))
        # No redirects: they lead to an address that nobody has allowed.
        self._client = httpx.Client(timeout=timeout, follow_redirects=False, headers={"User-Agent": _AGENT})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._client is not None
        self._client.close()

    def ask(self, question: Question) -> Answer:
        """Return the source's answer.

        Raises
        ------
        OutsideNotAllowed
            If no administrator has allowed the address; then nothing was sent.
        SourceFailed
            If it does not answer, or refuses.
        """
        if host(question.address) not in self.allowed:
            raise OutsideNotAllowed(address=host(question.address))
        wait = self.manners.first_wait
        for number in range(1, self.manners.tries + 1):
            self._keep_pace()
            found = self._try(question)
            if isinstance(found, bytes):
                return Answer(question, self.clock.now().isoformat(), found)
            asked = found.wait if found.wait is not None else wait
            if number == self.manners.tries or asked > self.manners.longest_wait:
                raise _failed(question, found.code, reason=found.reason, tries=number)
            self.tempo.sleep(max(asked, 0.0))
            wait = min(2 * wait, self.manners.longest_wait)
        raise AssertionError("a source is asked at least once")

    def _keep_pace(self) -> None:
        ahead = self._next - self.tempo.now()
        if ahead > 0:
            self.tempo.sleep(ahead)
        self._next = self.tempo.now() + self.manners.apart

    def _try(self, question: Question) -> bytes | _Failure:
        """Return the answer, or why this try gave none; raise where trying again cannot help."""
        assert self._client is not None
        posted = (
            {"content": question.posted.encode(), "headers": {"Content-Type": "application/json"}} if question.posted else {}
        )
        try:
            with self._client.stream("POST" if question.posted else "GET", question.address, **posted) as response:  # type: ignore[arg-type]
                if response.status_code == _BUSY or response.status_code >= 500:
                    code = "source_busy" if response.status_code == _BUSY else "source_unreachable"
                    return _Failure(code, f"HTTP {response.status_code}", self._asked_to_wait(response))
                if response.status_code != httpx.codes.OK:
                    code = "source_gone" if response.status_code == _GONE else "source_refused"
                    raise _failed(question, code, reason=f"HTTP {response.status_code}", tries=1)
                return self._read(question, response)
        except httpx.TransportError as error:
            return _Failure("source_unreachable", type(error).__name__)
        except (httpx.DecodingError, httpx.InvalidURL) as error:
            raise _failed(question, "source_refused", reason=type(error).__name__, tries=1) from error

    def _read(self, question: Question, response: httpx.Response) -> bytes | _Failure:
        """Return the body; a source that drips for ever or sends without end is not waited for."""
        began, body = self.tempo.now(), bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self.manners.most_bytes:
                raise _failed(question, "source_too_large", most=self.manners.most_bytes // 1_000_000, tries=1)
            if self.tempo.now() - began > self.manners.whole:
                return _Failure("source_unreachable", "ReadTimeout")
        return bytes(body)

    def _asked_to_wait(self, response: httpx.Response) -> float | None:
        said = response.headers.get("Retry-After", "").strip()
        if said.isdigit():
            return float(said)
        try:
            return (parsedate_to_datetime(said).replace(tzinfo=None) - self.clock.now()).total_seconds()
        except (ValueError, TypeError):
            return None


def _failed(question: Question, code: str, **details: Detail) -> SourceFailed:
    # Without what stands after the question mark: an address is told, never more than it takes.
    address = question.address.partition("?")[0][:300]
    return SourceFailed([Problem(code, details={"address": address, **details})], address=host(question.address))
