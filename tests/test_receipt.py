"""A receipt to keep: what it says, what it must not say, and that markup in it is text."""

import re

from kraftkollen.actions import decide
from kraftkollen.actions import deliver as life
from kraftkollen.actions.examine import Parcel
from kraftkollen.model.delivery import Form
from kraftkollen.report.receipt import receipt_html, receipt_lines
from tests.store_fixtures import APPROVER, LOCAL, OFFICER, Store, attendance, csv_of

AREA = "10101"


def test_a_receipt_says_what_came_when_by_whom_and_where_it_stands(malmo: Store) -> None:
    parcel = Parcel(csv_of(attendance(AREA, 900, 1000), attendance("10102", 3, 1000)), "siffror.csv")
    done = life.deliver(malmo.site, OFFICER, parcel, Form(), comment="rättad", document="GRF-2026-117")
    lines = dict(receipt_lines(done, "sv"))
    assert lines["Leverans"] == str(done.batch)
    assert lines["Kontrollsumma (SHA-256)"] == parcel.sha256
    assert (lines["Fil"], lines["Lämnad av"], lines["Lämnad"]) == ("siffror.csv", "Olle", "2026-03-01 13:00")
    assert (lines["Siffror"], lines["Nya"], lines["Ändrade"], lines["Oförändrade"]) == ("2", "2", "0", "0")
    assert (lines["Diarienummer"], lines["Kommentar"], lines["Läge"]) == ("GRF-2026-117", "rättad", "väntar på godkännande")
    assert "Beslutat" not in lines
    decide.approve(malmo.at(5).site, APPROVER, done.batch, "stämmer", "STK-2026-5")
    later = dict(receipt_lines(life.receipt(malmo.site, LOCAL, done.batch), "sv"))
    assert (later["Läge"], later["Beslutat"], later["Varför"]) == ("godkänd", "2026-03-01 13:05, Ada", "stämmer")
    assert later["Beslutets diarienummer"] == "STK-2026-5"


def test_warnings_are_told_by_kind_and_no_figure_stands_on_a_receipt(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 977, 1000))
    malmo.deliver(attendance(AREA, 911, 1000))
    done = malmo.deliver(attendance(AREA, 873, 1000))
    assert {one.code for one in done.warnings} >= {"changes_published", "pending_overlap"}
    text = receipt_html(done, "Malmö", "sv", demo=False).decode()
    assert "ersätter en godkänd uppgift: 1" in text
    assert "samma uppgifter väntar i en annan leverans: 1" in text
    bare = text.replace(done.sha256, "")
    assert not re.search(r"873|87,3|977|97,7|10101", bare)


def test_a_receipt_needs_nothing_else_and_shows_markup_as_text(malmo: Store) -> None:
    parcel = Parcel(csv_of(attendance(AREA, 900, 1000)), "<script>x</script>.csv")
    done = life.deliver(malmo.site, LOCAL, parcel, Form(), comment="<b>fet</b>")
    text = receipt_html(done, "Exempelstad", "sv", demo=True).decode()
    assert "&lt;script&gt;" in text
    assert "&lt;b&gt;fet" in text
    assert not re.search(r"<script|<b>|<link|src=|https?:", text)
    assert "Demodata" in text
    assert '<html lang="sv">' in text
