"""An evaluation as a file: the paths, the weights, the placebos and the checks, as the page shows them."""

import csv
import io

from kraftkollen.views.effect_page_view import EffectPage, Evaluation
from kraftkollen.views.reading import Reading

# What a spreadsheet would take for a formula; a quote before it makes it text (OWASP, CSV injection).
_FORMULA = ("=", "@", "\t", "\r")


def as_csv(reading: Reading, shown: EffectPage, found: Evaluation) -> bytes:
    """Return the page's tables one below the other, as Excel in Swedish opens them: semicolons, UTF-8 with its mark."""
    words, rows = reading.words, found.rows
    parts: tuple[tuple[tuple[str, ...], list[tuple[str, ...]]], ...] = (
        (
            (words("Period"), words("Before or after"), found.place, words("Weighted comparison"), words("Difference")),
            list(rows.points),
        ),
        ((words("Comparison area"), words("Weight")), [(one.name, one.text) for one in rows.weights]),
        ((words("Area"), words("Why not")), [(one.name, one.reason) for one in rows.excluded]),
        (
            (
                words("Comparison area"),
                words("Difference"),
                words("In its own standard deviations"),
                words("Among the most alike"),
            ),
            list(rows.placebos),
        ),
        (
            (words("Worked out in another way"), words("What comes of it"), words("How to read it")),
            [(one.check, one.answer, one.note) for one in rows.checks],
        ),
    )
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    said = (shown.name, found.chart_title, found.finding, *found.basis, *found.reasons, found.other_list, *found.notes)
    writer.writerows([_harmless(one)] for one in said if one)
    for heading, body in parts:
        writer.writerow([])
        writer.writerows([_harmless(cell) for cell in row] for row in (heading, *body))
    writer.writerows([[], [_harmless(shown.source)], *([[_harmless(_demo(reading))]] if _demo(reading) else [])])
    return ("\ufeff" + written.getvalue()).encode("utf-8")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _demo(reading: Reading) -> str:
    if not reading.version.programme.city.demo:
        return ""
    return reading.words("Demo data: Exempelstad is a made-up city. No figure here is about a real place.")
