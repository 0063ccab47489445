"""The published figures behind an evaluation, area by area and period by period: what is hidden or missing says so."""

from collections.abc import Iterator

from kraftkollen.model.delivery import Status
from kraftkollen.views.effect_page_view import Evaluation
from kraftkollen.views.reading import Reading
from kraftkollen.words.figures import absent, bare
from kraftkollen.words.verdicts import exclusion_text


def cells_of(reading: Reading, found: Evaluation) -> Iterator[tuple[str, ...]]:
    """Yield area, part that it plays, period, figure as shown, status: for every area and every period used.

    A figure that is not shown has the word for why in both places; what is behind it stands in no published file.
    """
    question, periods = found.answered.question, found.answered.prepared.panel.periods
    names: dict[str, str] = {one.code: one.name for one in reading.version.registry.areas if one.division == question.division}
    parts = _parts(reading, found)
    table = reading.version.figures.series(question.indicator.id).to_pylist()
    mine = [one for one in table if one["division"] == question.division and one["grp"] == question.group]
    there = {(one["area"], one["period"]): one for one in mine}
    for code in sorted(parts, key=lambda one: (one not in question.areas, (names.get(one) or one).casefold())):
        for period in periods:
            row = there.get((code, period))
            yield names.get(code) or code, parts[code], reading.period(period, question.indicator), *_said(reading, found, row)


def _parts(reading: Reading, found: Evaluation) -> dict[str, str]:
    """Return what each area is to the comparison, in words."""
    question, language = found.answered.question, reading.language
    parts = {code: reading.words("where the work is") for code in question.areas}
    parts |= {one.code: reading.words("comparison area") for one in found.rows.weights}
    for code, why in found.answered.estimate.excluded:
        reason = exclusion_text(why, language)
        parts[code] = reading.words("not compared with: {reason}", reason=reason)
    return parts


def _said(reading: Reading, found: Evaluation, row: dict[str, object] | None) -> tuple[str, str]:
    value = row["value"] if row else None
    if row is None or not isinstance(value, float):
        why = absent(str(row["status"]) if row else "", reading.language)
        return why, why
    preliminary = row["status"] == Status.PRELIMINARY
    status = reading.words("preliminary") if preliminary else reading.words("final")
    return bare(value, found.answered.question.indicator, reading.language), status
