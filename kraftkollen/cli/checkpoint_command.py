"""The command `checkpoint`: the evaluation after one year, on any day, as it is known now or was known at an earlier time."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kraftkollen.actions.past import write_out
from kraftkollen.cli.answer import Call, answered
from kraftkollen.model.clock import today
from kraftkollen.report.checkpoint_approval import Approved, approved, as_document
from kraftkollen.views.checkpoint_view import CheckpointView, CriterionRow, checkpoint_view
from kraftkollen.views.outcomes import outcomes
from kraftkollen.views.reading import Reading, open_newest


@click.command("checkpoint")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day that it is about; today if left out.")
@click.option("--as-of", type=click.DateTime(), help="As it was known then (UTC).")
@answered
def checkpoint(call: Call, on: datetime | None, as_of: datetime | None) -> None:
    """Take stock of organisation and financing: each criterion by rule, with what is missing."""
    day = on.date() if on else today(call.site.clock)
    with tempfile.TemporaryDirectory() as folder:
        if as_of is not None:
            write_out(call.site, call.actor(), as_of, Path(folder))
        reading = Reading(call.actor(), open_newest(Path(folder) if as_of else call.data), call.language)
        shown = checkpoint_view(reading, reading.version.programme, day, outcomes(reading, day))
        state = approved(reading, shown)
        words = as_document(reading, shown, state)
    call.answer(_document(shown, state), words)


def _document(shown: CheckpointView, state: Approved) -> dict[str, Any]:
    found = shown.found
    return {
        "on": shown.on,
        "evaluation": found.timing.day,
        "days_left": found.timing.days_left,
        "in_time_for_budget": found.timing.in_time,
        "latest_useful": found.timing.latest_useful,
        "approved": {"holds": state.holds, "by": state.by, "changed": state.changed},
        "criteria": [_criterion(row, one.measured.share) for row, one in zip(shown.rows, found.assessed, strict=True)],
        "outcomes": [{"intervention": one.intervention, "verdict": one.code} for one in shown.outcomes],
        "decisions": [{"subject": one.subject, "outcome": one.outcome, "decision": one.decision} for one in found.decisions],
        "readiness": {
            "with_evidence": len(found.with_evidence),
            "counted": len(found.counted),
            "criteria": len(found.assessed),
            "missing": [
                {"criterion": row.criterion.id, "kind": one.kind, "id": one.id, "whose": one.whose}
                for row, one in shown.missing
            ],
        },
    }


def _criterion(row: CriterionRow, share: float | None) -> dict[str, Any]:
    criterion = row.criterion
    return {
        "id": criterion.id,
        "part": criterion.part,
        "status": row.status,
        "figure": share,
        "threshold": {"met": criterion.met, "partly": criterion.partly, "less_is_better": criterion.less_is_better},
        "evidence": [{"kind": one.kind, "id": one.id} for one in row.evidence],
        "sentence": row.sentence,
        "judgements": row.judgements,
    }
