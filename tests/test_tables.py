"""Tables as they reach the browser: markup is text, links lead only to our own pages, a screen reader finds its way."""

import re
from datetime import date

import pytest

from kraftkollen.report import sparks
from kraftkollen.ui.tables import Link, Picture, as_html


def test_markup_in_a_cell_a_heading_and_a_description_is_text() -> None:
    shown = as_html(
        ["<i>A</i>"], [["<script>x</script>"], [Link("<b>", "/karta?omrade=%22")]], '"><img src=x>', right=["<i>A</i>"]
    )
    assert re.findall(r"<(script|img|i|b)\b", shown) == []
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://example.org", "//example.org", "karta"])
def test_a_link_leads_to_our_own_pages_only(address: str) -> None:
    with pytest.raises(ValueError, match="our own pages"):
        Link("dit", address)


def test_headings_name_their_column_and_their_row() -> None:
    shown = as_html(["Namn", "Värde"], [["Alhagen", "1,0"]], "En tabell", right=["Värde"], row_heading=True)
    assert '<th scope="col">Namn</th><th scope="col" class="kk-number">Värde</th>' in shown
    assert '<th scope="row">Alhagen</th><td class="kk-number">1,0</td>' in shown
    assert "<caption>En tabell</caption>" in shown


def test_a_table_can_be_reached_and_scrolled_by_keyboard_and_says_what_it_is() -> None:
    assert 'tabindex="0" role="region" aria-label="En &quot;tabell&quot;"' in as_html(["A"], [["1"]], 'En "tabell"', height=300)


def test_a_date_is_kept_on_one_line() -> None:
    assert '<td class="kk-whole">2026-01-07</td>' in as_html(["Dag"], [["2026-01-07"]], "Dagar")


def test_a_table_without_rows_has_its_headings() -> None:
    assert "<tbody></tbody>" in as_html(["A", "B"], [], "Tom", row_heading=True)


def test_a_picture_in_a_cell_is_an_image_with_words() -> None:
    shown = as_html(["Tid"], [[Picture(sparks.line([1.0, None, 2.0]), 'Från "1" till 2')]], "T")
    assert 'alt="Från &quot;1&quot; till 2"' in shown
    assert "<svg" not in shown


def test_a_line_is_cut_where_there_is_no_value_and_needs_none_at_all() -> None:
    assert sparks.line([1.0, 2.0, None, 2.0, 1.0]).count("<polyline") == 2
    assert "<polyline" not in sparks.line([None, None])
    assert "nan" not in sparks.line([1.0, 1.0])


def test_an_interval_without_end_has_no_bar_in_the_spread() -> None:
    assert 'stroke-width="3"' in sparks.spread([1, 2, 3], 2, 1.5, 2.5)
    assert 'stroke-width="3"' not in sparks.spread([1, 2, 3], 2, float("-inf"), float("inf"))


def test_what_has_not_ended_is_drawn_as_going_on() -> None:
    first, last = date(2022, 1, 1), date(2026, 1, 1)
    assert "<path" in sparks.duration(date(2023, 1, 1), None, first, last)
    assert "<path" not in sparks.duration(date(2023, 1, 1), date(2024, 1, 1), first, last)
    assert "<rect" not in sparks.duration(None, None, first, last)


def test_a_wide_table_of_words_is_lines_on_a_telephone_and_a_table_to_a_screen_reader_still() -> None:
    wide = as_html(
        ["Dag", "Vem", "Vad", "Antal"], [["2026-01-07", "Nämnden", "", "2"]], "Beslut", right=["Antal"], row_heading=True
    )
    assert 'class="kk-table kk-stack"' in wide
    assert '<table role="table">' in wide
    assert wide.count(' role="row"') == 2
    assert wide.count(' role="columnheader"') == 4
    assert '<th scope="row" role="rowheader" class="kk-whole">2026-01-07</th>' in wide
    assert '<td role="cell">Nämnden</td>' in wide
    assert "--kk-1:'Dag';--kk-2:'Vem';--kk-3:'Vad';--kk-4:'Antal'" in wide
    long = "arbetsmarknadsåtgärder"
    assert "kk-stack" in as_html(["Vad", "Varför"], [[long, Link(long, "/karta")]], "Långa ord")
    assert "kk-stack" not in as_html(["Vad", "Varför"], [["kort", "med många ord " * 20]], "Korta ord")
    # The heading of a column of numbers is not broken between its words.
    columns = ["Område", "Närmast i", "Jämförda indikatorer"]
    rows = [["Kvarnbacken", "Trångbodda, norm 2, flerbostadshus", "15"]]
    assert "kk-stack" in as_html(columns, rows, "Ett tal", right=columns[2:])
    assert "kk-stack" not in as_html(columns, rows, "Ord")


def test_the_name_of_a_column_is_nothing_more_in_the_style() -> None:
    hostile = as_html(["Dag';color:red", '"><b>', "}</style>", "\\27"], [["a", "b", "c", "d"]], "Tabell")
    style = re.search(r'style="([^"]*)"', hostile)
    assert style is not None
    names = re.findall(r"--kk-\d+:'([^']*)'", style[1])
    assert [re.sub(r"\\([0-9a-f]+) ", lambda one: chr(int(one[1], 16)), name) for name in names] == [
        "Dag';color:red",
        '"><b>',
        "}</style>",
        "\\27",
    ]
    assert re.sub(r"--kk-\d+:'[^']*'|;", "", style[1]) == "--kk-columns:4"


def test_a_wide_table_of_numbers_stays_one_and_scrolls() -> None:
    numbers = as_html(["Period", "A", "B", "C"], [["2026", "1", "2", "3"]], "Tal", right=["A", "B", "C"])
    assert 'class="kk-table kk-wide"' in numbers
    assert 'role="cell"' not in numbers
