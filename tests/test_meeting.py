"""What a steering group meets with: the same numbers on the start page, on the sheet and on the pages that they come from."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kraftkollen.development import Turn
from kraftkollen.model.actor import local_actor
from kraftkollen.model.modules import ModuleSwitch
from kraftkollen.model.programme import Programme
from kraftkollen.report.meeting_sheet import meeting_sheet
from kraftkollen.views.checkpoint_view import checkpoint_view
from kraftkollen.views.due_view import Due, DueKind, due_sentence, due_view
from kraftkollen.views.meeting_view import MeetingView, meeting_view
from kraftkollen.views.movers_view import Mover
from kraftkollen.views.outcomes import outcomes
from kraftkollen.views.reading import Reading, Version, open_newest
from tests import stores
from tests.screen import START, opened

Patch = pytest.MonkeyPatch
ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def version(demo_store: Path) -> Version:
    return open_newest(demo_store)


@pytest.fixture(scope="module")
def swedish(version: Version) -> Reading:
    return Reading(local_actor(), version, "sv")


@pytest.fixture(scope="module")
def meeting(swedish: Reading) -> MeetingView:
    return meeting_view(swedish, ON)


def due(reading: Reading, on: date = ON, programme: Programme | None = None) -> dict[DueKind, list[Due]]:
    found: dict[DueKind, list[Due]] = {}
    for one in due_view(reading, programme or reading.version.programme, on):
        found.setdefault(one.kind, []).append(one)
    return found


def test_what_is_due_is_told_from_the_register_what_is_late_first(swedish: Reading) -> None:
    listed = due_view(swedish, swedish.version.programme, ON)
    assert [one.kind for one in listed] == ["answer", "budget", "answer", "own_decision", "to_enter", "not_decided"]
    late, budget, answer, own, *_ = listed
    assert (late.late, late.when) == (True, "2026-06-30: 143 dagar för sent")
    assert (budget.late, budget.when, budget.whose) == (False, "2026-11-25: 5 dagar kvar", "Kommunfullmäktige")
    assert answer.whose == "Det lokala arbetet i Kvarnbacken, Fritidsnämnden"
    assert (own.whose, own.when) == ("Arbetsmarknads- och socialnämnden", "väntar sedan 2026-09-23")
    assert due_sentence(swedish, listed) == "6 saker väntar på beslut eller svar, 1 av dem är försenad."


def test_what_is_dated_after_the_day_does_not_exist_yet(swedish: Reading) -> None:
    before = due(swedish, date(2026, 9, 1))
    assert DueKind.OWN_DECISION not in before
    assert "kvallar_kvarnbacken_2026" not in {one.id for one in before[DueKind.ANSWER]}
    between = due(swedish, date(2026, 10, 1))[DueKind.OWN_DECISION]
    assert [set(one.whose.split(", ")) for one in between] == [{"Förskolenämnden", "Arbetsmarknads- och socialnämnden"}]


def test_an_intervention_that_ends_soon_is_asked_about(swedish: Reading) -> None:
    (found,) = due(swedish, date(2025, 11, 1))[DueKind.ENDING]
    assert (found.id, found.when) == ("vagen_till_arbete", "2025-12-31: 60 dagar kvar")
    assert DueKind.ENDING not in due(swedish, date(2025, 5, 1))


def test_on_the_day_itself_it_is_today(swedish: Reading) -> None:
    assert due(swedish, date(2026, 11, 25))[DueKind.BUDGET][0].when == "2026-11-25: i dag"


def test_without_a_calendar_the_budget_is_decided_by_the_last_day_of_the_law(swedish: Reading) -> None:
    bare = swedish.version.programme.model_copy(update={"calendar": ()})
    (budget,) = due(swedish, ON, bare)[DueKind.BUDGET]
    assert budget.when.startswith("2026-11-30")
    assert "enligt lag" in budget.what


def test_a_part_that_the_city_does_not_use_asks_for_nothing(swedish: Reading) -> None:
    off = tuple(ModuleSwitch.model_validate({"id": one, "used": False}) for one in ("decisions", "feedback", "interventions"))
    assert due(swedish, ON, swedish.version.programme.model_copy(update={"modules": off})) == {}
    assert due_sentence(swedish, ()) == "Inget väntar på beslut eller svar."


def test_a_decision_that_waits_for_a_committee_stands_with_its_dissent(swedish: Reading) -> None:
    programme = swedish.version.programme
    with_dissent = next(one for one in programme.decisions if one.dissent)
    decisions = tuple(
        one.model_copy(update={"dissent": with_dissent.dissent}) if one.id == "styrgruppen_2026_5" else one
        for one in programme.decisions
    )
    (own,) = due(swedish, ON, programme.model_copy(update={"decisions": decisions}))[DueKind.OWN_DECISION]
    assert own.what.endswith(")")
    assert "Parti" in own.what


def test_the_evaluation_has_the_numbers_of_its_own_page(swedish: Reading, meeting: MeetingView) -> None:
    found = checkpoint_view(swedish, swedish.version.programme, ON, outcomes(swedish, ON))
    assert meeting.evaluation is not None
    assert (meeting.evaluation.days, meeting.evaluation.readiness) == (found.days, found.readiness)
    assert sum(one.count for one in meeting.evaluation.lacks) == len(found.missing)


class _Read(HTMLParser):
    """What a page of HTML says, and the tags that it is made of."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_sheet_says_all_of_it_and_needs_nothing_else(version: Version, meeting: MeetingView) -> None:
    english = meeting_view(Reading(local_actor(), version, "en"), ON)
    for shown, said in ((meeting, "Demodata: Exempelstad"), (english, "Demo data: Exempelstad")):
        page = meeting_sheet(shown, "sv" if shown is meeting else "en")
        read = _Read(page)
        assert said in read.text
        assert not {"script", "img", "link", "iframe"} & set(read.tags)
        assert b"url(" not in page
        assert b"@import" not in page
        wanted = [
            shown.sentence,
            shown.due_sentence,
            *(one.place.name for one in shown.places),
            *(one.when for one in shown.due),
        ]
        wanted += [moved.title for one in shown.places for moved in (*one.right, *one.wrong, *one.neither)]
        assert shown.evaluation is not None
        wanted += [shown.evaluation.days, shown.evaluation.readiness, *(one.what for one in shown.evaluation.lacks)]
        assert [one for one in wanted if one not in read.text] == []


def test_what_people_have_written_is_text_on_the_sheet(meeting: MeetingView) -> None:
    evil = "<script>alert(1)</script>"
    due_ = (Due(DueKind.NOT_DECIDED, "x", "?", evil, evil, evil, late=True),)
    page = meeting_sheet(replace(meeting, name=evil, due=due_), "sv")
    assert b"<script" not in page
    assert _Read(page).text.count(evil) >= 4


def test_a_long_list_is_cut_and_counted(meeting: MeetingView) -> None:
    many = tuple(Mover(f"i{at}", f"Indikator {at}", "+1", Turn.RIGHT, "") for at in range(9))
    place = replace(meeting.places[0], right=many, wrong=(), neither=())
    due_ = tuple(Due(DueKind.NOT_DECIDED, f"x{at}", "Fråga", "ord " * 100, "", f"nr {at}", late=False) for at in range(20))
    crowded = replace(meeting, places=(place,) * 6, said=("",) * 6, due=due_)
    read = _Read(meeting_sheet(crowded, "sv")).text
    assert read.count("Och 7 till, på startsidan.") == 6
    assert "Och 12 till, på startsidan." in read
    assert len(max(re.findall(r"(?:ord )+", read), key=len)) < 180


def test_the_start_page_says_it_with_a_link_each_and_gives_the_sheet(demo_store: Path, monkeypatch: Patch) -> None:
    monkeypatch.setenv("KRAFTKOLLEN_NOW", "2026-11-20T09:00:00")
    screen = opened(START, demo_store, monkeypatch)
    reading = Reading(local_actor(), open_newest(demo_store), "sv")
    shown = meeting_view(reading, ON)
    assert shown.evaluation is not None
    wanted = [shown.sentence, shown.due_sentence, *(one.when for one in shown.due), shown.evaluation.days]
    wanted += [one.what for one in shown.evaluation.lacks] + [one.beside for one in shown.places[0].neither]
    assert [one for one in wanted if one not in screen.read] == []
    addresses = "".join(one.proto.body for one in screen.app.main if one.type == "html")
    for address in ("/omraden?omrade=ragangen", "/beslut?", "/aterkoppling?", "/ettarsutvardering?", "/indikatorer?indikator="):
        assert f'href="{address}' in addresses
    assert any("Mötesblad" in one for one in screen.strings)


def test_the_command_writes_the_sheet_of_a_day_and_answers_with_its_content(
    demo_store: Path, tmp_path: Path, meeting: MeetingView
) -> None:
    out = tmp_path / "blad.html"
    answer = stores.answer(demo_store, "--language", "sv", "sheet", "--on", "2026-11-20", "--out", str(out))
    assert out.read_bytes() == meeting_sheet(meeting, "sv")
    assert [one["id"] for one in answer["due"]] == [one.id for one in meeting.due]
    assert [one["read"] for one in answer["areas"]] == [one.read for one in meeting.places]
    assert answer["evaluation"]["days_left"] == (date.fromisoformat(answer["evaluation"]["day"]) - ON).days
    refused = stores.command(demo_store, "sheet", "--out", str(tmp_path / "none" / "blad.html"), "--json")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (2, "file_unwritable")


def test_malmo_without_a_figure_has_a_sheet_that_invents_nothing(malmo_store: Path) -> None:
    shown = meeting_view(Reading(local_actor(), open_newest(malmo_store), "sv"), date(2026, 6, 1))
    read = _Read(meeting_sheet(shown, "sv")).text
    assert "Inga prioriterade områden är valda." in read
    assert "Exempelstad" not in read
    assert shown.evaluation is not None
    assert shown.evaluation.days in read
