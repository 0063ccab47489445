"""What can be told of a page's accessibility by machine: axe-core in a real browser, and what axe does not look at.

axe-core (Deque, MPL 2.0) comes with the PyPI package axe-playwright-python, pinned by hash as all others: nothing is fetched.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

# Every rule of WCAG 2.0 to 2.2, levels A and AA. The target sizes of 2.2 are off in axe unless asked for.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
_RUN = """tags => axe.run(document, {
    runOnly: {type: 'tag', values: tags}, rules: {'target-size': {enabled: true}}, resultTypes: ['violations', 'incomplete'],
})"""
# What axe does not look at, or calls good practice only.
_LOOK = """() => {
    const shown = one => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
    const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(shown)
        .map(one => [+one.tagName[1], one.innerText]);
    const wide = document.documentElement.clientWidth, main = document.querySelector('[data-testid=stMain]');
    const scrolls = one => {
        for (let up = one.parentElement; up && up !== main; up = up.parentElement)
            if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)
                && up.getBoundingClientRect().right <= wide + 1) return true;
        return false;
    };
    const cut = [...document.querySelectorAll('[data-testid=stMain] *')].filter(one => {
        const box = one.getBoundingClientRect();
        return shown(one) && box.width > 1 && box.height > 1 && (box.right > wide + 1 || box.left < -1) && !scrolls(one);
    });
    const blind = [...document.querySelectorAll('[data-testid=stMain] img, [data-testid=stPlotlyChart]')].filter(shown)
        .filter(one => one.tagName === 'IMG' ? !one.hasAttribute('alt') : !one.querySelector('[aria-label],[role=img]')
            && !one.closest('[aria-label],[role=img]'));
    return {
        title: document.title, language: document.documentElement.lang, levels,
        sideways: Math.max(document.documentElement.scrollWidth, main.scrollWidth) - wide,
        cut: cut.slice(0, 5).map(one => one.tagName + '.' + String(one.className.baseVal ?? one.className) + ': '
            + (one.innerText || '').slice(0, 60)),
        blind: blind.map(one => one.outerHTML.slice(0, 120)),
    };
}"""


@dataclass(frozen=True, order=True)
class Violation:
    """A rule that an element of a page breaks."""

    rule: str
    target: str
    element: str
    why: str


@dataclass(frozen=True)
class Known:
    """A violation that is Streamlit's own, with its issue there and what we do for the reader."""

    rule: str
    element: str
    issue: str
    instead: str


# Every one is told in the accessibility statement. None today.
KNOWN: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Look:
    """What a page is like besides what axe says."""

    title: str
    language: str
    levels: tuple[tuple[int, str], ...]
    sideways: int
    cut: tuple[str, ...]
    blind: tuple[str, ...]

    def faults(self, language: str) -> list[str]:
        """Return what is wrong, one line each; nothing where all is well."""
        found = [f"cut off: {one}" for one in self.cut] + [f"picture without words: {one}" for one in self.blind]
        if self.language != language:
            found.append(f"lang is {self.language}")
        if self.sideways > 0:
            found.append(f"scrolls {self.sideways} px sideways")
        if [level for level, _ in self.levels].count(1) != 1 or self.levels[0][0] != 1:
            found.append(f"headings: {self.levels[:3]}")
        steps = zip(self.levels, self.levels[1:], strict=False)
        return found + [f"heading leaps: {before} {after}" for before, after in steps if after[0] > before[0] + 1]


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@cache
def version() -> str:
    """Return the version of axe-core."""
    return _source().split("axe v", 1)[1].split("\n", 1)[0].strip()


def violations(page: Page) -> list[Violation]:
    """Return what axe says is broken, without what is known."""
    return sorted(one for one in _run(page)[0] if not _known(one))


def counted(page: Page) -> tuple[list[Violation], list[Violation]]:
    """Return what is broken, the known included, and what a person has to look at because axe cannot tell."""
    return _run(page)


def _run(page: Page) -> tuple[list[Violation], list[Violation]]:
    _unroll(page)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_source())
    found = page.evaluate(_RUN, list(TAGS))
    return _violations(found["violations"]), _violations(found["incomplete"])


def _unroll(page: Page) -> None:
    """Make the window as high as the page.

    Streamlit lets the page scroll in a box that cuts off what lies below it; axe takes that for hidden, and passes it over.
    """
    size = page.viewport_size
    high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    if size is not None and high > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": min(high + 50, 15_000)})
        page.wait_for_timeout(300)


def _violations(rules: list[dict[str, Any]]) -> list[Violation]:
    return [
        Violation(rule["id"], json.dumps(node["target"]), node["html"][:300], (node.get("failureSummary") or "").strip())
        for rule in rules
        for node in rule["nodes"]
    ]


def _known(one: Violation) -> bool:
    return any(one.rule == known.rule and known.element in one.element for known in KNOWN)


def look(page: Page) -> Look:
    """Return what a page is like besides what axe says."""
    found = page.evaluate(_LOOK)
    levels = tuple((level, text) for level, text in found["levels"])
    return Look(found["title"], found["language"], levels, found["sideways"], tuple(found["cut"]), tuple(found["blind"]))


def open_boxes(page: Page) -> None:
    """Open every box that is closed: what is in it is looked at too."""
    opened = page.evaluate(
        """() => {
            const closed = document.querySelectorAll('[data-testid=stMain] details:not([open]) > summary');
            closed.forEach(one => one.click());
            return closed.length;
        }"""
    )
    if opened:
        # The inside of some is drawn by a new run of the script.
        page.wait_for_timeout(300)
        settled(page)


def settled(page: Page, seconds: float = 60) -> None:
    """Wait until the page has its heading and its script has ended, with nothing left of the last page, which is shown pale."""
    page.wait_for_selector(
        "[data-testid=stMain] :is(h1, [data-testid=stAlert], [data-testid=stException])", timeout=seconds * 1000
    )
    assert page.locator("[data-testid=stException]").count() == 0, page.locator("[data-testid=stException]").first.inner_text()
    page.wait_for_function(
        """() => document.querySelector('.stApp')?.dataset.testScriptState !== 'running'
            && document.querySelector('[data-test-script-state=running], [data-stale=true]') === null""",
        timeout=seconds * 1000,
    )
    page.wait_for_timeout(600)
