"""The document of the evaluation: approved by a person as it stands, stale when a figure changes, the same in every form."""

import re
from datetime import date
from pathlib import Path

import pytest

from kraftkollen.model.criterion import Approval
from kraftkollen.model.programme import Programme
from kraftkollen.programme.checkpoint_basis import Outcome
from kraftkollen.report.checkpoint_approval import approval_sentence, approved, as_document
from kraftkollen.report.checkpoint_html import as_html
from kraftkollen.report.checkpoint_text import as_text
from kraftkollen.views.checkpoint_compare import compared
from kraftkollen.views.checkpoint_view import CheckpointView, checkpoint_view
from kraftkollen.views.reading import Reading, open_newest
from tests.store_fixtures import LOCAL

DAY = date(2024, 3, 1)
VERDICTS = (Outcome("tillbaka_till_klassrummet", None, None, date(2024, 10, 1)),)


@pytest.fixture(scope="module")
def swedish(demo_store: Path) -> Reading:
    return Reading(LOCAL, open_newest(demo_store), "sv")


@pytest.fixture(scope="module")
def english(swedish: Reading) -> Reading:
    return Reading(LOCAL, swedish.version, "en")


def shown(reading: Reading, programme: Programme | None = None, on: date = DAY) -> CheckpointView:
    return checkpoint_view(reading, programme or reading.version.programme, on, VERDICTS)


def approval(reading: Reading, view: CheckpointView) -> Approval:
    """Return the approval of the text as it stands there."""
    found = approved(reading, view)
    said = {"id": "godkand", "day": view.on, "body": "kommunstyrelsen", "function": "Utvärderingsansvarig"}
    return Approval(**said, given=date(2024, 3, 5), digest=found.digest, texts=found.texts)


def with_approval(reading: Reading) -> Programme:
    return reading.version.programme.model_copy(update={"approvals": (approval(reading, shown(reading)),)})


def test_a_text_that_nobody_has_approved_is_a_draft(swedish: Reading) -> None:
    found = approved(swedish, shown(swedish))
    assert (found.holds, found.approval) == (False, None)
    assert as_document(swedish, shown(swedish), found).startswith("Utkast: ingen har godkänt texten ännu.\n\n")


def test_an_approval_says_who_and_when_and_holds_in_both_languages(swedish: Reading, english: Reading) -> None:
    programme = with_approval(swedish)
    for reading, said in (
        (swedish, "Godkänd av Kommunstyrelsen (Utvärderingsansvarig) 2024-03-05, så som den står."),
        (english, "Approved as it stands by Kommunstyrelsen (Utvärderingsansvarig) on 2024-03-05."),
    ):
        found = approved(reading, shown(reading, programme))
        assert found.holds
        assert approval_sentence(reading, found).startswith(said)


def test_an_approval_is_no_part_of_what_is_approved(swedish: Reading) -> None:
    assert as_text(swedish, shown(swedish, with_approval(swedish))) == as_text(swedish, shown(swedish))


def test_a_changed_figure_makes_the_approval_stale_and_names_the_criterion(swedish: Reading) -> None:
    programme = with_approval(swedish)
    # A year's money loses its largest row of administration: one criterion reads otherwise, and what rests on the same money.
    booked = [one for one in programme.ledger if one.kind == "administration" and one.year == 2023]
    less = tuple(one for one in programme.ledger if one not in booked)
    view = shown(swedish, programme.model_copy(update={"ledger": less}))
    found = approved(swedish, view)
    assert not found.holds
    assert "Administrationen tar en liten del av pengarna" in found.changed
    assert "Nämnderna informeras som det är bestämt" not in found.changed
    said = approval_sentence(swedish, found)
    assert said.startswith("Utkast: Kommunstyrelsen (Utvärderingsansvarig) godkände texten 2024-03-05, men den har ändrats")
    assert "Administrationen tar en liten del av pengarna" in said


def test_a_judgement_after_the_approval_makes_it_stale_and_stands_beside_the_rule(swedish: Reading) -> None:
    programme = with_approval(swedish)
    given = programme.judgements[0].model_copy(update={"id": "ny", "day": DAY, "function": None})
    later = programme.model_copy(update={"judgements": (given,)})
    found = approved(swedish, shown(swedish, later))
    assert (found.holds, found.changed) == (False, ("Insatserna har bred representation",))
    text = as_text(swedish, shown(swedish, later))
    assert "delvis uppfyllt, 6 av 10" in text
    assert "Kommunstyrelsen bedömer annorlunda (2024-03-01): uppfyllt." in text


def test_an_approval_of_another_day_is_named_and_does_not_hold(swedish: Reading) -> None:
    found = approved(swedish, shown(swedish, with_approval(swedish), date(2025, 3, 1)))
    assert (found.holds, found.approval, found.other_days) == (False, None, (DAY,))


def test_the_paper_needs_nothing_else_and_says_what_the_text_says(swedish: Reading, english: Reading) -> None:
    for reading, parts in (
        (swedish, ["Sammanfattning", "Underlag", "Uppföljning", "Vad som beslutats"]),
        (english, ["Summary", "Evidence", "Follow-up", "What was decided"]),
    ):
        view = shown(reading, on=date(2025, 3, 1))
        paper = as_html(reading, view, approved(reading, view)).decode()
        assert re.findall("<h2>(.*?)</h2>", paper) == parts
        assert not re.search(r"""(src|href)=|https?:|url\(|<script""", paper)
        assert f'<html lang="{reading.language}">' in paper
        assert all(one.what in paper and one.limits in paper for one in view.rows)
        assert ("Demodata" if reading is swedish else "Demo data") in paper
        assert view.decided[0].dissent in paper


def test_markup_in_a_name_is_text_on_the_paper(swedish: Reading) -> None:
    programme = swedish.version.programme
    bodies = tuple(one.model_copy(update={"name": f"<b>{one.name}</b>"}) for one in programme.bodies)
    view = shown(swedish, programme.model_copy(update={"bodies": bodies}))
    paper = as_html(swedish, view, approved(swedish, view)).decode()
    assert "<b>" not in paper
    assert "&lt;b&gt;Tekniska nämnden" in paper


def test_what_no_body_has_decided_of_is_named_and_what_one_has_stands_with_its_dissent(swedish: Reading) -> None:
    before, after = shown(swedish), shown(swedish, on=date(2024, 4, 1))
    assert (before.decided, before.undecided[0]) == ((), "Modellen som helhet")
    assert [one.subject for one in after.decided] == ["Modellen som helhet"]
    assert "Modellen som helhet" not in after.undecided
    text = as_text(swedish, after)
    assert "§ 35" in text
    assert "reservation (Parti C, Parti D)" in text
    assert "Inget organ har ännu beslutat om: Tillbaka till klassrummet" in text


def test_two_days_beside_each_other_say_what_each_said_and_no_reason(swedish: Reading) -> None:
    earlier, later = shown(swedish), shown(swedish, on=date(2026, 11, 1))
    found = compared(swedish, earlier, later)
    assert [one.what for one in found.criteria] == [one.what for one in later.rows]
    other = [one for one, a, b in zip(found.criteria, earlier.rows, later.rows, strict=True) if a.status is not b.status]
    assert [one for one in found.criteria if one.changed] == other
    assert 0 < len(other) < len(found.criteria)
    assert found.sentence == f"{len(other)} av 16 kriterier har ett annat svar 2026-11-01 än 2024-03-01."
    assert [one.changed for one in compared(swedish, earlier, earlier).criteria] == [""] * 16
