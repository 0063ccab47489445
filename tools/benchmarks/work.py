"""What a server and the browser before it have worked, in seconds of the processor: without others who use the machine."""

import os
import statistics
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import Server

# What draws: Chromium's own names of its processes, and ours for them.
_NAMES = {"renderer": "page", "GPU": "graphics"}


class Work:
    """Reads the processor's time of the server and of the browser's processes."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self._session = browser.new_browser_cdp_session()
        self._server = Path(f"/proc/{server.process.pid}/stat")

    def so_far(self) -> dict[str, float]:
        """Return the seconds since the start: of scripts and layout (page), of drawing (graphics), the rest, the server."""
        found = dict.fromkeys(("page", "graphics", "browser", "server"), 0.0)
        for one in self._session.send("SystemInfo.getProcessInfo")["processInfo"]:
            found[_NAMES.get(one["type"], "browser")] += one["cpuTime"]
        # After the name, which may hold anything: user time is the twelfth field, system time the thirteenth (man 5 proc).
        fields = self._server.read_text(encoding="utf-8").rpartition(")")[2].split()
        found["server"] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return found

    def since(self, before: dict[str, float]) -> dict[str, float]:
        """Return what has been worked since then. A tab that was closed takes its time with it: never less than nought."""
        return {name: round(max(0.0, now - before[name]), 2) for name, now in self.so_far().items()}


def middle(listed: Iterable[dict[str, float]]) -> dict[str, float]:
    """Return the median of each."""
    found = list(listed)
    return {name: round(statistics.median(one[name] for one in found), 2) for name in found[0]}
