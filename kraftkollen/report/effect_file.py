"""An evaluation as a file: the tables of the page, and the published figures behind them, each hidden one by its word."""

from kraftkollen.model.spreadsheets import csv_bytes
from kraftkollen.views.effect_cells import cells_of
from kraftkollen.views.effect_page_view import EffectPage, Evaluation
from kraftkollen.views.reading import Reading


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
        (
            (words("Area"), words("Takes part as"), words("Period"), words("As shown"), words("Status")),
            list(cells_of(reading, found)),
        ),
    )
    other = (found.other_list.sentence, found.other_list.by_rule) if found.other_list else ()
    said = (shown.name, found.chart_title, found.finding, *found.basis, *found.reasons, *other, *found.notes)
    lines: list[tuple[str, ...]] = [(one,) for one in said if one]
    for heading, body in parts:
        lines += [(), heading, *body]
    return csv_bytes([*lines, (), (shown.source,), *([(reading.demo_notice,)] if reading.demo_notice else [])])
