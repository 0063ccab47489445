"""A delivery's receipt to keep: a page of HTML that needs nothing else, in print as on the screen; it holds no figure."""

import html
from collections import Counter
from collections.abc import Iterable, Iterator

from kraftkollen.actions.deliver import Receipt
from kraftkollen.errors import Problem
from kraftkollen.model.delivery import State
from kraftkollen.model.text import Language
from kraftkollen.words.demo import demo_notice
from kraftkollen.words.numbers import moment, number
from kraftkollen.words.sentences import TERMS
from kraftkollen.words.translate import mark, translate

_STYLE = (
    "body{font:11pt/1.5 system-ui,sans-serif;color:#111;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:16pt}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #ccc}"
    "th{font-weight:600;width:14rem}td{overflow-wrap:anywhere}@page{margin:2cm}"
)
_WARNINGS = {
    "jump": mark("unlikely change of a value"),
    "denominator_jump": mark("unlikely change of a denominator"),
    "changes_published": mark("replaces an approved figure"),
    "changes_published_basis": mark("replaces an approved figure"),
    "changes_published_missing": mark("replaces an approved figure"),
    "areas_gone": mark("areas left out"),
    "group_gone": mark("groups left out"),
    "period_gone": mark("a period left out"),
    "groups_differ": mark("groups that do not add up"),
    "areas_differ": mark("areas that do not add up"),
    "totals_differ_noise": mark("totals that differ a little"),
    "file_seen": mark("the same file was sent before"),
    "pending_overlap": mark("the same figures wait in another delivery"),
    "superseded": mark("later deliveries hold some of the figures"),
}


def receipt_lines(done: Receipt, language: Language) -> tuple[tuple[str, str], ...]:
    """Return what a receipt says: a label and a text each. No figure and no warning's value: a receipt is passed on."""
    return tuple((translate(language, label), text) for label, text in _lines(done, language) if text)


def _lines(done: Receipt, language: Language) -> Iterator[tuple[str, str]]:
    def as_count(value: int) -> str:
        return number(value, 0, language)

    yield mark("Delivery"), str(done.batch)
    yield mark("File"), done.filename
    yield mark("Fingerprint (SHA-256)"), done.sha256
    yield mark("Delivered"), moment(done.delivered_at)
    yield mark("Delivered by"), done.delivered_by
    yield mark("Figures"), as_count(done.rows)
    yield mark("New"), as_count(done.new)
    yield mark("Changed"), as_count(done.changed)
    yield mark("Unchanged"), as_count(done.unchanged)
    yield mark("Document number"), done.document or ""
    yield mark("Comment"), done.comment or ""
    yield mark("Warnings that were confirmed"), warnings_said(done.warnings, language)
    yield mark("State"), translate(language, TERMS[done.state.value])
    if done.state is not State.PENDING:
        yield mark("Decided"), f"{moment(done.at)}, {done.by}"
        yield mark("Why"), done.why or ""
        yield mark("Document number of the decision"), done.ref or ""


def warnings_said(warnings: Iterable[Problem], language: Language) -> str:
    """Return the kinds of warnings and how many there were of each."""
    counts = Counter(translate(language, _WARNINGS.get(one.code, mark("other"))) for one in warnings)
    return ", ".join(f"{kind}: {number(count, 0, language)}" for kind, count in counts.items())


def receipt_html(done: Receipt, city: str, language: Language, *, demo: bool) -> bytes:
    """Return the receipt as a file to keep, print or send."""
    title = translate(language, "Receipt of delivery {batch}, {city}", batch=done.batch, city=city)
    lines = receipt_lines(done, language)
    rows = "".join(f"<tr><th scope=row>{_plain(label)}</th><td>{_plain(text)}</td></tr>" for label, text in lines)
    notes = []
    if done.sha256:
        notes.append(
            translate(language, "The file is kept as it came. Its fingerprint shows whether another copy is the same.")
        )
    if demo:
        notes.insert(0, demo_notice(language, demo=demo))
    said = "".join(f"<p>{_plain(one)}</p>" for one in notes)
    page = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{_plain(title)}</title><style>{_STYLE}</style>'
        f"<h1>{_plain(title)}</h1><table>{rows}</table>{said}</html>\n"
    )
    return page.encode()


def _plain(text: str) -> str:
    return html.escape(text, quote=True)
