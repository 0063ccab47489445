"""The meeting sheet: one printed A4 page of where the areas stand, what is to be decided and what the evaluation lacks.

A page of HTML that needs nothing else, in print as on the screen. It holds what is published, and no figure besides.
"""

import html
from collections.abc import Iterable, Iterator, Sequence

from kraftkollen.model.text import Language
from kraftkollen.views.due_view import Due
from kraftkollen.views.meeting_view import Evaluation, Lack, MeetingView
from kraftkollen.views.movers_view import Mover, PlaceMovers
from kraftkollen.words.demo import demo_notice
from kraftkollen.words.numbers import day
from kraftkollen.words.translate import mark, translate, translate_counted

# What one page has room for; what is left out is counted on it, and stands in full on the start page.
_MOST_MOVERS, _MOST_DUE, _MOST_LACKS, _MOST_LETTERS, _MOST_NAMED = 5, 8, 10, 170, 1
_AREAS_ABREAST = 3
_STYLE = (
    "@page{size:A4;margin:10mm 13mm}*{box-sizing:border-box}"
    "body{font:8.5pt/1.3 'Segoe UI','Helvetica Neue',Arial,'Liberation Sans',sans-serif;color:#111;max-width:184mm;"
    "margin:1.5rem auto;padding:0 1rem}h1{font-size:14pt;line-height:1.2;margin:0}"
    "p{margin:0 0 .8mm}ul{margin:0;padding-left:3.5mm}"
    "h2{font-size:10.5pt;margin:3mm 0 1mm;border-bottom:1.5pt solid #9a1f2e}h3{font-size:9.5pt;margin:0 0 .5mm}"
    "h4{font-size:8.5pt;margin:.8mm 0 0;color:#444}.lacks{columns:2;column-gap:8mm}"
    ".areas{display:grid;grid-template-columns:repeat(auto-fit,minmax(50mm,1fr));gap:2mm 6mm}"
    "table{border-collapse:collapse;width:100%}caption{position:absolute;width:1px;height:1px;overflow:hidden}"
    "th,td{text-align:left;vertical-align:top;padding:.6mm 3mm .6mm 0;border-bottom:.5pt solid #bbb}th{font-weight:600}"
    "thead th{border-bottom:1pt solid #555}td:first-child{width:39mm}td:last-child{width:42mm}"
    ".beside,footer{color:#444}footer{font-size:7.5pt;margin-top:2mm}section,tr,li{break-inside:avoid}"
    "@media print{body{margin:0;padding:0;max-width:none}}"
)
_TURNS = (mark("The right way"), mark("The wrong way"), mark("Moved; no way is better"))


def meeting_sheet(shown: MeetingView, language: Language) -> bytes:
    """Return the sheet as a file to print, keep or send."""

    def words(message: str, **blanks: object) -> str:
        return translate(language, message, **blanks)

    title = words("Meeting sheet {day}: {name}", day=day(shown.on), name=shown.name)
    body = "".join((*_head(shown, language), *_stand(shown, language), *_due(shown, language), *_evaluation(shown, language)))
    page = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{_plain(title)}</title><style>{_STYLE}</style>'
        f"<body>{body}{_foot(shown, language)}</body></html>\n"
    )
    return page.encode()


def _head(shown: MeetingView, language: Language) -> Iterator[str]:
    name = shown.name if shown.city in shown.name else f"{shown.name} · {shown.city}"
    yield f"<h1>{_plain(name)}</h1>"
    yield _paragraph(translate(language, "Meeting sheet for {day}.", day=day(shown.on)))
    if shown.demo:
        yield _paragraph(demo_notice(language, demo=shown.demo))


def _stand(shown: MeetingView, language: Language) -> Iterator[str]:
    yield _heading(translate(language, "What has moved since the start"))
    if not shown.places:
        yield _paragraph(translate(language, "No priority areas are chosen."))
        return
    yield _paragraph(shown.sentence)
    # The more rows of areas, the fewer indicators of each.
    most = max(1, _MOST_MOVERS // -(-len(shown.places) // _AREAS_ABREAST))
    areas = (_area(one, said, most, language) for one, said in zip(shown.places, shown.said, strict=True))
    yield f'<div class="areas">{"".join(areas)}</div>'


def _area(one: PlaceMovers, said: str, most: int, language: Language) -> str:
    listed = zip((one.right, one.wrong, one.neither), _TURNS, strict=True)
    lists = "".join(_movers(moved, translate(language, title), most, language) for moved, title in listed)
    return f"<section><h3>{_plain(one.place.name)}</h3>{_paragraph(said)}{lists}</section>"


def _movers(moved: Sequence[Mover], title: str, most: int, language: Language) -> str:
    if not moved:
        return ""
    rows = "".join(_mover(one) for one in moved[:most])
    return f"<h4>{_plain(title)}</h4><ul>{rows}{_rest(len(moved), most, language, 'li')}</ul>"


def _mover(one: Mover) -> str:
    beside = f' <span class="beside">({_plain(one.beside)})</span>' if one.beside else ""
    return f"<li>{_plain(one.title)} {_plain(one.change)}{beside}</li>"


def _due(shown: MeetingView, language: Language) -> Iterator[str]:
    yield _heading(translate(language, "To decide and to answer"))
    yield _paragraph(shown.due_sentence)
    if not shown.due:
        return
    columns = [translate(language, one) for one in (mark("When"), mark("What"), mark("Whose"))]
    rows = [_due_row(one) for one in shown.due[:_MOST_DUE]]
    yield _table(columns, rows, translate(language, "What is to be decided or answered, what is late first"))
    yield _rest(len(shown.due), _MOST_DUE, language, "p")


def _due_row(one: Due) -> tuple[str, ...]:
    when = f"<strong>{_plain(one.when)}</strong>" if one.late else _plain(one.when)
    return when, f"{_plain(one.asked)}: {_plain(_short(one.what))}", _plain(one.whose)


def _evaluation(shown: MeetingView, language: Language) -> Iterator[str]:
    found = shown.evaluation
    if found is None:
        return
    yield _heading(translate(language, "The evaluation after one year"))
    yield _paragraph(f"{found.days} {found.readiness} {found.budget}")
    if found.lacks:
        yield _lacks(found, language)
        yield _rest(len(found.lacks), _MOST_LACKS, language, "p")


def _lacks(found: Evaluation, language: Language) -> str:
    rows = "".join(_lack(one, language) for one in found.lacks[:_MOST_LACKS])
    return f'<h4>{_plain(translate(language, "What is missing"))}</h4><ul class="lacks">{rows}</ul>'


def _lack(one: Lack, language: Language) -> str:
    whose = ", ".join(one.whose[:_MOST_NAMED])
    more = len(one.whose) - _MOST_NAMED
    if more > 0:
        whose += " " + translate_counted(language, "and {count} more", "and {count} more", more)
    return f'<li>{_plain(one.what)}: {one.count} <span class="beside">({_plain(whose)})</span></li>'


def _foot(shown: MeetingView, language: Language) -> str:
    said = (
        translate(language, "Moved: more than chance alone in an area of that size."),
        translate(
            language, "This is development, not effect: nothing here is compared with what would have happened otherwise."
        ),
        translate(
            language,
            "Computed by Kraftkollen from what was published {at}; evidence for a decision, not a decision.",
            at=shown.published_at,
        ),
    )
    return f"<footer>{_plain(' '.join(said))}</footer>"


def _table(columns: Iterable[str], rows: Iterable[tuple[str, ...]], caption: str) -> str:
    head = "".join(f"<th scope=col>{_plain(one)}</th>" for one in columns)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><caption>{_plain(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _rest(count: int, shown: int, language: Language, tag: str) -> str:
    if count <= shown:
        return ""
    said = translate_counted(
        language, "And {count} more, on the start page.", "And {count} more, on the start page.", count - shown
    )
    return f"<{tag}>{_plain(said)}</{tag}>"


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS].rsplit(' ', 1)[0]} …"


def _heading(text: str) -> str:
    return f"<h2>{_plain(text)}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{_plain(text)}</p>" if text else ""


def _plain(text: str) -> str:
    return html.escape(text, quote=True)
