"""A city's open data are read page by page, and stop at what does not hold; so does a kept fetch that was tampered with."""

from typing import Any

import pytest

from kraftkollen.errors import DeliveryRefused
from kraftkollen.intake import read
from kraftkollen.intake.fetched import Bundle, bundled
from kraftkollen.model.delivery import Form
from kraftkollen.model.fetching import Question
from tests.fetch_answers import CKAN, KOLADA, ask, catalogue, figure, page, stopped, talked

WORK = ask(KOLADA, "employment_20_24")
ROWS = [figure("1280", year, {"M": 60.949728, "T": 58.125, "K": None}) for year in ("2022", "2023", "2024")]


def records(question: Question) -> list[dict[str, Any]]:
    offset = int(question.address.split("offset=")[1])
    listed = [
        {"_id": number, "Kod": f"0{number}", "Namn": "A", "År": "2023", "Kön": sex, "Antal": f"{number}"}
        for number, sex in enumerate(("Totalt", "Kvinnor", "Män"), 1)
    ]
    return listed[offset : offset + 2]


FIELDS = [{"id": name, "type": "text"} for name in ("_id", "Kod", "Namn", "År", "Kön", "Antal")]


def datastore(question: Question, **change: Any) -> dict[str, Any]:
    result = {"fields": FIELDS, "records": records(question), "total": 3, **change}
    return {"success": True, "result": result}


def test_a_citys_open_data_are_read_page_by_page() -> None:
    found, answers = talked(ask(CKAN, "population"), datastore)
    assert [one.question.address.split("&offset=")[1] for one in answers] == ["0", "2"]
    assert [(one.area, one.group, one.value) for one in found.rows] == [
        ("01", "", "1"), ("02", "Kvinnor", "2"), ("03", "Män", "3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total": 4}, "answer_rows_short"),
        ({"total": 1}, "answer_rows_short"),
        ({"fields": FIELDS[:-1]}, "answer_column_missing"),
        ({"fields": [*FIELDS, {"id": "Ålder"}]}, "answer_column_unknown"),
        ({"fields": None}, "answer_form"),
        ({"records": None}, "answer_form"),
        ({"total": None}, "answer_form"),
    ],
)
def test_open_data_that_do_not_hold_stop(change: dict[str, Any], code: str) -> None:
    assert stopped(ask(CKAN, "population"), lambda question: datastore(question, **change))[0] == code


def test_a_table_that_changes_between_two_pages_stops() -> None:
    reply = iter([{"total": 3}, {"total": 5}])
    assert stopped(ask(CKAN, "population"), lambda question: datastore(question, **next(reply)))[0] == "answer_total_moved"


def test_a_resource_is_found_by_its_name_alone() -> None:
    searched = CKAN.model_copy(update={"resource": None, "search": "description:malmö statistik", "title": "Folkmängd"})
    results = [{"id": "r-7", "name": "Folkmängd", "last_modified": "2026-02-01"}, {"id": "r-8", "name": "Annat"}]

    def reply(found: list[Any]) -> Any:
        one = {"success": True, "result": {"results": found}}
        return lambda question: one if "resource_search" in question.address else datastore(question)

    found, answers = talked(ask(searched, "population"), reply(results))
    assert ("resource_id=r-7" in answers[1].question.address, found.updated) == (True, "2026-02-01")
    assert stopped(ask(searched, "population"), reply(results[1:])) == ("answer_search", {"title": "Folkmängd", "count": 0})
    assert stopped(ask(searched, "population"), reply([results[0]] * 2))[0] == "answer_search"


def test_a_kept_fetch_that_was_tampered_with_is_refused() -> None:
    _, answers = talked(WORK, lambda _: page(ROWS))
    whole = bundled(Bundle(WORK, tuple(answers)))
    assert read(whole, "a", Form(), catalogue()).cells.num_rows == 9
    assert read(bundled(Bundle(WORK, tuple(answers), (2, 5))), "a", Form(), catalogue()).cells["row"].to_pylist() == [2, 5]
    for broken in (whole.replace(b"58.125", b"58.126"), whole[:-3], bundled(Bundle(WORK, ())), whole.replace(b"1280", b"1281")):
        with pytest.raises(DeliveryRefused) as refused:
            read(broken, "a", Form(), catalogue())
        assert refused.value.problems[0].code == "bundle_broken"
