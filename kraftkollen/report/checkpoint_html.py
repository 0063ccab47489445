"""The evaluation after one year as a page of HTML that needs nothing else: in print the paper that goes with a case."""

import html
from collections.abc import Iterable, Iterator, Sequence

from kraftkollen.report.checkpoint_approval import Approved, approval_sentence
from kraftkollen.report.checkpoint_text import decided_line, undecided_line
from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, Evidence, by_part
from kraftkollen.views.reading import Reading

_STYLE = (
    "body{font:11pt/1.5 system-ui,sans-serif;color:#111;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:18pt;line-height:1.25;margin:0 0 .5rem}h2{font-size:14pt;margin:2rem 0 .5rem;break-after:avoid}"
    "h3{font-size:11pt;margin:1.25rem 0 .25rem;break-after:avoid}p{margin:.35rem 0}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.5rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #ccc;font-weight:400}"
    "thead th{font-weight:600;border-bottom:2px solid #666}tr,li{break-inside:avoid}ul{padding-left:1.25rem}"
    ".state{border-left:4px solid #9a1f2e;padding:.25rem 0 .25rem .75rem;margin:1rem 0;font-weight:600}"
    "thead{display:table-header-group}@page{margin:2cm}@media print{body{margin:0;max-width:none;padding:0}}"
)
_MANY = 8


def as_html(reading: Reading, shown: CheckpointView, approved: Approved) -> bytes:
    """Return the paper: whether it is approved, summary, evidence, follow-up, what was decided."""
    title = reading.words(
        "The evaluation after one year: {name}", name=shown.programme.programme.name.in_language(reading.language)
    )
    page = (
        f'<!doctype html><html lang="{reading.language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{_plain(title)}</title><style>{_STYLE}</style>'
        f"<main><h1>{_plain(title)}</h1>{''.join(_parts(reading, shown, approved))}</main></html>\n"
    )
    return page.encode()


def _parts(reading: Reading, shown: CheckpointView, approved: Approved) -> Iterator[str]:
    words = reading.words
    if reading.demo_notice:
        yield _paragraph(reading.demo_notice)
    computed = words("As of {day}. Computed by Kraftkollen; evidence for a decision, not a decision.", day=shown.on.isoformat())
    yield _paragraph(computed)
    yield f'<p class="state">{_plain(approval_sentence(reading, approved))}</p>'
    yield _heading(words("Summary"))
    yield from (_paragraph(one) for one in (shown.days, shown.readiness, shown.budget) if one)
    yield _heading(words("Evidence"))
    for _, rows in by_part(shown.rows):
        yield from _criteria(reading, rows)
    if shown.outcomes:
        heading = words("Verdicts of the primary indicators")
        yield f"<h3>{_plain(heading)}</h3>"
        columns = (words("Intervention"), words("Primary indicator"), words("Verdict"))
        yield _table(columns, ((one.name, one.indicator, one.verdict) for one in shown.outcomes))
    yield _heading(words("Follow-up"))
    yield from _follow_up(reading, shown)
    yield _heading(words("What was decided"))
    if shown.decided:
        yield _list(decided_line(one) for one in shown.decided)
    yield _paragraph(undecided_line(reading, shown))


def _criteria(reading: Reading, rows: Sequence[CriterionRow]) -> Iterator[str]:
    """Yield a part's criteria: the table, then what people judge beside the rule, then what each rests on."""
    words = reading.words
    yield f"<h3>{_plain(rows[0].part)}</h3>"
    columns = (words("Criterion"), words("By rule"), words("Figure"), words("Enough"), words("Whose wish"))
    yield _table(columns, ((one.what, one.status_word, _figure(one), _enough(one), one.whose) for one in rows))
    if not all(one.criterion.decided for one in rows):
        yield _paragraph(words("What is enough is a proposal; not decided, unless a decision stands beside it."))
    judged = [f"{one.what}. {said}" for one in rows for said in one.judgements]
    if judged:
        yield _paragraph(words("A person judges otherwise; the rule's answer stands:"))
        yield _list(judged)
    resting = [
        words("{criterion} rests on: {what}", criterion=one.what, what=_named(reading, one.evidence))
        for one in rows
        if one.evidence
    ]
    if resting:
        yield _list(resting)


def _enough(one: CriterionRow) -> str:
    return one.threshold if one.criterion.decided else one.limits


def _figure(one: CriterionRow) -> str:
    return f"{one.figure} {one.counted}" if one.figure else ""


def _named(reading: Reading, items: Sequence[Evidence]) -> str:
    named = "; ".join(one.title for one in items[:_MANY])
    rest = len(items) - _MANY
    if rest <= 0:
        return named
    return named + " " + reading.counted("and {count} more on the page.", "and {count} more on the page.", rest)


def _follow_up(reading: Reading, shown: CheckpointView) -> Iterator[str]:
    if not shown.missing:
        yield _paragraph(reading.words("Nothing that can be entered is missing."))
        return
    columns = (reading.words("What is missing"), reading.words("Whose"), reading.words("For the criterion"))
    yield _table(columns, ((one.title, one.whose, row.what) for row, one in shown.missing))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{_plain(one)}</th>' for one in columns)
    body = "".join(
        f'<tr><th scope="row">{_plain(row[0])}</th>' + "".join(f"<td>{_plain(one)}</td>" for one in row[1:]) + "</tr>"
        for row in rows
    )
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{_plain(one)}</li>' for one in items)}</ul>"


def _heading(text: str) -> str:
    return f"<h2>{_plain(text)}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{_plain(text)}</p>"


def _plain(text: str) -> str:
    return html.escape(text, quote=True)
