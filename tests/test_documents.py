"""The documents themselves, on the demo city: what the pages show stands in them, tagged, with hidden figures hidden."""

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kraftkollen.errors import NotFound
from kraftkollen.model.actor import local_actor
from kraftkollen.model.yearly import YearlyContent
from kraftkollen.report.area_document import area_document
from kraftkollen.report.briefing_document import briefing_document
from kraftkollen.report.checkpoint_document import checkpoint_document
from kraftkollen.report.checkpoint_text import as_text
from kraftkollen.report.document import Document
from kraftkollen.report.meeting_document import meeting_document
from kraftkollen.report.typesetting import typeset
from kraftkollen.report.yearly_document import Edition, yearly_document
from kraftkollen.views.area_view import AreaView, area_view
from kraftkollen.views.briefing_view import BriefingView, briefing_view
from kraftkollen.views.checkpoint_view import CheckpointView, checkpoint_view
from kraftkollen.views.meeting_view import meeting_view
from kraftkollen.views.outcomes import outcomes
from kraftkollen.views.places import area_places
from kraftkollen.views.reading import Reading, open_newest
from kraftkollen.views.yearly_view import yearly_view
from tests import pdfs, stores

_TODAY = date(2026, 11, 21)
# A small area of the demo city, with figures that are hidden, and a committee with something of everything.
_SMALL, _COMMITTEE = "E0101", "arbetsmarknads_och_socialnamnden"


@dataclass(frozen=True)
class Made:
    """Every document of the demo city with what it was made from."""

    reading: Reading
    area: AreaView
    briefing: BriefingView
    checkpoint: CheckpointView
    yearly: YearlyContent
    documents: dict[str, Document]
    files: dict[str, bytes]
    pages: dict[str, list[str]]

    def text(self, name: str) -> str:
        return pdfs.squeezed("".join(self.pages[name]))


@pytest.fixture(scope="module")
def made(demo_store: Path) -> Made:
    reading = Reading(local_actor(), open_newest(demo_store), "sv")
    area = area_view(reading, _SMALL)
    briefing = briefing_view(reading, _COMMITTEE, _TODAY)
    checkpoint = checkpoint_view(reading, reading.version.programme, _TODAY, outcomes(reading, _TODAY))
    yearly = yearly_view(reading, 2025, _TODAY)
    documents = {
        "area": area_document(reading, area, _TODAY),
        "briefing": briefing_document(reading, briefing),
        "checkpoint": checkpoint_document(reading, checkpoint),
        "meeting": meeting_document(reading, meeting_view(reading, _TODAY)),
        "yearly": yearly_document(yearly, Edition("Utgåva 1", "DEMO-2026-099", "ab" * 32)),
    }
    files = {name: typeset(one) for name, one in documents.items()}
    pages = {name: pdfs.pages_of(one) for name, one in files.items()}
    return Made(reading, area, briefing, checkpoint, yearly, documents, files, pages)


def test_every_document_is_tagged_in_swedish_with_title_texts_for_pictures_and_fonts_inside(made: Made) -> None:
    for name, content in made.files.items():
        root = pdfs.opened(content).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True, name
        assert root["/Lang"] == "sv"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
        assert pdfs.opened(content).metadata["/Title"] == made.documents[name].title
        promised = root["/Metadata"].get_object().get_data().decode()
        assert all(part in promised for part in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<")), name
        assert all(one.get("/Alt") for one in pdfs.named(content, "Figure")), name
        assert pdfs.named(content, "TH"), name
        assert pdfs.unembedded_fonts(content) == []
        assert "/Names" not in root or "/JavaScript" not in root["/Names"]


def test_every_page_of_a_made_up_city_says_demo_data(made: Made) -> None:
    for name, pages in made.pages.items():
        assert all("Demodata" in one for one in pages), name
        assert "Exempelstad är en påhittad stad" in pages[0], name


def test_an_area_has_two_pages_with_every_figure_of_the_view_and_hidden_ones_in_words(made: Made) -> None:
    text = made.text("area")
    for row in made.area.rows:
        told = pdfs.squeezed(row.title), pdfs.squeezed(row.period), pdfs.squeezed(row.level)
        assert all(one in text for one in told), row
    hidden = [one for one in made.area.rows if "dolt: för få" in f"{one.period} {one.level}"]
    assert hidden
    assert text.count("dolt:förfå") == sum(
        f"{one.period} {one.level} {one.city}".count("dolt: för få") for one in made.area.rows
    )
    assert len(made.pages["area"]) == 2
    for place in ("ragangen", "kvarnbacken", "ekhaga"):
        content = typeset(area_document(made.reading, area_view(made.reading, place), _TODAY))
        assert len(pdfs.opened(content).pages) == 2, place


def test_a_committee_is_told_its_indicators_interventions_money_and_what_waits(made: Made) -> None:
    text, shown = made.text("briefing"), made.briefing
    assert shown.indicators
    assert shown.interventions
    assert shown.money is not None
    assert shown.decisions
    told = [part for one in shown.indicators for part in (one.title, one.place, one.level, one.change, one.judgement)]
    told += [part for one in shown.interventions for part in (one.row.name, one.role)]
    told += [shown.sentence, shown.money.used, *(one.what for one in (*shown.findings, *shown.decisions))]
    assert [one for one in told if pdfs.squeezed(one) not in text] == []
    with pytest.raises(NotFound):
        briefing_view(made.reading, "ingen_namnd", _TODAY)


def test_the_evaluation_after_one_year_holds_the_text_that_a_person_approves_word_for_word(made: Made) -> None:
    text = made.text("checkpoint")
    lines = (line.removeprefix("- ").strip() for line in as_text(made.reading, made.checkpoint).splitlines())
    assert [one for one in lines if one and not one.isupper() and pdfs.squeezed(one) not in text] == []


def test_a_meeting_has_one_page(made: Made) -> None:
    assert len(made.pages["meeting"]) == 1
    assert made.documents["meeting"].title in made.pages["meeting"][0]


def test_the_yearly_document_holds_every_paragraph_and_every_cell_of_its_tables(made: Made) -> None:
    text = made.text("yearly")
    told = [one.text for one in made.yearly.every_paragraph()]
    told += [cell for table in made.yearly.every_table() for row in (table.headers, *table.rows) for cell in row if table.rows]
    told += [one.heading for one in made.yearly.every_section()]
    assert [one for one in told if pdfs.squeezed(one) not in text] == []
    figures = sum(len(one.figures) + len(one.maps) for one in made.yearly.every_section())
    assert len(pdfs.named(made.files["yearly"], "Figure")) >= figures > 0
    first = pdfs.squeezed(made.pages["yearly"][0])
    assert all(one in first for one in ("Utgåva1", "DEMO2026099", "ab" * 32, pdfs.squeezed(made.yearly.made.data_version)))
    assert "Innehåll" in made.pages["yearly"][1]


def test_the_yearly_document_is_quick_small_and_the_same_each_time(made: Made) -> None:
    start = time.process_time()
    again = typeset(yearly_document(made.yearly, Edition("Utgåva 1", "DEMO-2026-099", "ab" * 32)))
    assert time.process_time() - start < 3
    assert len(again) < 3_000_000
    assert again == made.files["yearly"]


def test_code_in_every_text_that_anybody_can_write_stands_in_the_documents_as_it_was_written(hostile_store: Path) -> None:
    reading = Reading(local_actor(), open_newest(hostile_store), "sv")
    place = next(one for one in area_places(reading) if "<script>" in one.name)
    seen = outcomes(reading, _TODAY)
    documents = (
        area_document(reading, area_view(reading, place.id), _TODAY),
        briefing_document(reading, briefing_view(reading, _COMMITTEE, _TODAY)),
        checkpoint_document(reading, checkpoint_view(reading, reading.version.programme, _TODAY, seen)),
        meeting_document(reading, meeting_view(reading, _TODAY)),
    )
    for content in map(typeset, documents):
        assert pdfs.squeezed("<script>alert(7)</script>") in pdfs.squeezed(pdfs.text_of(content))
        assert pdfs.links(content) == []


def test_documents_are_written_from_the_command_line_and_an_unknown_area_is_refused(demo_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "omrade.pdf"
    done = stores.answer(demo_store, "document", "area", "ragangen", "--out", str(out))
    assert done["bytes"] == len(out.read_bytes())
    assert out.read_bytes().startswith(b"%PDF-1.7")
    refused = stores.command(demo_store, "document", "area", "ingenstans", "--out", str(out), "--json")
    assert refused.returncode == 2
    assert '"not_found"' in refused.stdout
