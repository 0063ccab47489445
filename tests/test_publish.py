"""Between journal and reader: what a published file holds, what it never holds, and what was published on an earlier day."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from kraftkollen.actions import decide
from kraftkollen.actions.publish import figures_as_of
from kraftkollen.errors import ConfigurationRefused, NothingPublished, StoreMissing, StoreUnreadable, StoreUnwritable
from kraftkollen.views.reading import open_newest
from tests.journals import in_file, on_both
from tests.store_fixtures import LOCAL, START, Store, attendance, everything_in, store_at

AREA, OTHER, THIRD = "10101", "10102", "10103"
PLANTED = 3.0


def as_of(store: Store, minutes: float) -> dict[tuple[str, str], tuple[float | None, str]]:
    table = figures_as_of(store.site, LOCAL, START + timedelta(minutes=minutes))
    return {
        (one["area"], one["period"]): (one["value"], one["status"]) for one in table.to_pylist() if one["origin"] == "delivered"
    }


def amended(store: Store, tmp_path: Path, **rule: int) -> None:
    """Give the store's site definitions in which attendance has other thresholds."""
    raw = yaml.safe_load(store.site.indicators.read_text(encoding="utf-8"))
    for one in raw["indicators"]:
        if one["id"] == "school_attendance":
            one["small_numbers"] = rule
    path = tmp_path / "indicators.yaml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    object.__setattr__(store.site, "indicators", path)


def test_a_pending_a_rejected_and_a_reverted_value_are_in_no_published_file(malmo: Store) -> None:
    malmo.deliver(attendance(AREA, 777, 1000))
    decide.reject(malmo.site, LOCAL, malmo.deliver(attendance(OTHER, 778, 1000)).batch)
    decide.revert(malmo.site, LOCAL, malmo.approved(attendance(THIRD, 779, 1000)).batch)
    malmo.approved(attendance(AREA, 500, 1000, "2023/24"))
    malmo.publish()
    assert malmo.values() == {(AREA, "2023/24"): 50}
    numbers = {cell for _, row in everything_in(malmo.published()) for cell in row if isinstance(cell, float)}
    assert numbers == {500.0, 1000.0, 50.0}


@on_both
def test_small_cells_are_nowhere_in_the_published_files_and_hidden_cells_are_marked(malmo: Store) -> None:
    malmo.approved(
        attendance(AREA, 3, 1000),
        attendance(OTHER, 997, 1000),
        attendance(THIRD, 20, 29),
        f"population;{AREA};2024;total;3;;;;",
    )
    done = malmo.publish()
    assert done.hidden == 4
    for kind in ("figures", "register"):
        cells = [cell for table, row in everything_in(malmo.published(kind)) if table != "level" for cell in row]
        assert not [cell for cell in cells if cell in (PLANTED, 0.3, 997.0, 99.7, 20.0, 20 / 29 * 100)]
    rows = [one for one in malmo.series() if one.level == "delomrade"]
    assert [(one.status, one.value, one.numerator, one.denominator) for one in rows] == [
        ("hidden", None, None, 1000),
        ("hidden", None, None, 1000),
        ("hidden", None, None, 29),
    ]
    assert all(one.hidden for one in rows)


def test_comments_and_who_delivered_are_not_published(malmo: Store) -> None:
    malmo.approve(malmo.deliver(f"school_attendance;{AREA};2024/25;total;;900;1000;;hemlig anmärkning").batch)
    malmo.publish()
    for kind in ("figures", "register"):
        texts = " ".join(str(row) for _, row in everything_in(malmo.published(kind)))
        assert "hemlig" not in texts
        assert "fil.csv" not in texts
        assert LOCAL.name not in texts


@on_both
def test_what_was_published_at_a_time_can_be_written_out_again_with_the_marks_of_then(malmo: Store, tmp_path: Path) -> None:
    malmo.at(1).approved(attendance(AREA, 8, 1000), attendance(OTHER, 3, 1000))
    malmo.at(2).publish()
    first = {(AREA, "2024/25"): (0.8, "final"), (OTHER, "2024/25"): (None, "hidden")}
    amended(malmo, tmp_path, hide_counts_to=9)
    malmo.at(3).publish()
    second = {(AREA, "2024/25"): (None, "hidden"), (OTHER, "2024/25"): (None, "hidden")}
    malmo.at(4).approved(attendance(AREA, 900, 1000))
    malmo.at(5).publish()
    third = {**second, (AREA, "2024/25"): (90.0, "final")}
    amended(malmo, tmp_path, hide_counts_to=0)
    malmo.at(6).publish()
    # A looser rule shows what comes after it: what was hidden once stays hidden until its own value changes.
    found = [as_of(malmo, minutes) for minutes in (-1, 1.5, 2, 2.5, 3, 4.5, 5, 6, 1000)]
    assert found == [{}, {}, first, first, second, second, third, third, third]


def test_what_is_approved_and_not_yet_published_is_in_no_earlier_version(malmo: Store) -> None:
    malmo.at(1).approved(attendance(AREA, 900, 1000))
    malmo.at(2).publish()
    malmo.at(3).approved(attendance(AREA, 910, 1000))
    assert as_of(malmo, 4) == {(AREA, "2024/25"): (90.0, "final")}


@on_both
def test_a_version_written_out_again_is_the_published_file_cell_by_cell(malmo: Store) -> None:
    lines = [attendance(f"101{n:02}", 900 - n, 1000) for n in range(1, 8)] + [attendance("10108", 2, 40)]
    malmo.at(1).approved(*lines)
    malmo.at(2).publish()
    columns = "indicator, division, area, period, grp, value, numerator, denominator, status, origin"
    published = malmo.published().execute(f"SELECT {columns} FROM observation ORDER BY ALL").fetchall()
    again = [tuple(one.values()) for one in figures_as_of(malmo.site, LOCAL, START + timedelta(minutes=2)).to_pylist()]
    assert sorted(again, key=str) == sorted(published, key=str)
    assert len(again) == 9


@on_both
def test_publishing_the_same_again_gives_the_same_digest_and_no_new_marks(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 3, 1000), attendance(OTHER, 900, 1000))
    first = malmo.publish()
    marks = malmo.count("SELECT count(*) FROM mark")
    second = malmo.publish()
    assert first.digest == second.digest
    assert first.figures < second.figures
    assert malmo.count("SELECT count(*) FROM mark") == marks == 1
    malmo.approved(attendance(OTHER, 901, 1000))
    assert malmo.publish().digest != first.digest


def test_only_the_last_files_are_kept_and_a_reader_of_an_old_one_goes_on_reading(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.publish()
    reader = open_newest(malmo.path)
    for _ in range(5):
        malmo.publish()
    assert not reader.figures.file.path.exists()
    assert reader.figures.count > 0
    assert len(list(malmo.site.folder.published.glob("figures-*.duckdb"))) == 3
    assert len(list(malmo.site.folder.published.glob("register-*.duckdb"))) == 3


def test_drafts_of_a_killed_process_are_cleared(malmo: Store) -> None:
    for name in (".0123.part", ".0123.part.wal"):
        (malmo.site.folder.published / name).write_bytes(b"half")
    malmo.publish()
    assert list(malmo.site.folder.published.glob(".*")) == []


def test_a_publication_that_fails_leaves_no_drafts(malmo: Store, tmp_path: Path) -> None:
    amended(malmo, tmp_path)
    malmo.site.indicators.write_text("indicators: []\nnonsense: 1\n")
    with pytest.raises(ConfigurationRefused):
        malmo.publish()
    assert list(malmo.site.folder.published.glob(".*")) == []
    malmo.site.folder.pointer.unlink()
    malmo.site.folder.pointer.mkdir()
    object.__setattr__(malmo.site, "indicators", store_at(malmo.path).site.indicators)
    with pytest.raises(StoreUnwritable):
        malmo.publish()
    assert list(malmo.site.folder.published.glob(".*")) == []


def test_a_store_without_publication_and_no_store_at_all_are_told_apart(malmo: Store, tmp_path: Path) -> None:
    malmo.site.folder.pointer.unlink()
    with pytest.raises(NothingPublished):
        open_newest(malmo.path)
    with pytest.raises(StoreMissing):
        open_newest(tmp_path / "none")
    with pytest.raises(StoreMissing):
        store_at(tmp_path / "none").publish()
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b"\xff\xfe\x00", b'{"figures": "gone.duckdb", "register": "gone.duckdb"}']
)
def test_a_damaged_pointer_is_told_and_mended_by_publishing(malmo: Store, content: bytes) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.site.folder.pointer.write_bytes(content)
    with pytest.raises(StoreUnreadable):
        open_newest(malmo.path)
    malmo.publish()
    assert malmo.values() == {(AREA, "2024/25"): 90}


@pytest.mark.parametrize("kind", ["figures", "register"])
@pytest.mark.parametrize("damage", ["truncated", "gone", "empty", "text"])
def test_a_published_file_that_is_damaged_or_gone_is_told_and_mended_by_publishing(
    malmo: Store, kind: str, damage: str
) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    malmo.publish()
    path = malmo.site.folder.published / malmo.pointer()[kind]
    content = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes({"truncated": content[: len(content) // 3], "empty": b"", "text": b"nothing"}[damage])
    with pytest.raises(StoreUnreadable):
        malmo.values()
    malmo.publish()
    assert malmo.values() == {(AREA, "2024/25"): 90}


def test_when_the_disk_refuses_the_published_file_nothing_is_lost(malmo: Store) -> None:
    malmo.approved(attendance(AREA, 900, 1000))
    kept = malmo.site.folder.published.rename(malmo.path / "aside")
    malmo.site.folder.published.write_text("in the way")
    with pytest.raises(StoreUnwritable):
        malmo.publish()
    malmo.site.folder.published.unlink()
    kept.rename(malmo.site.folder.published)
    assert malmo.values() == {}
    malmo.publish()
    assert malmo.values() == {(AREA, "2024/25"): 90}


@in_file
def test_when_the_disk_refuses_the_kept_file_no_delivery_is_recorded(malmo: Store) -> None:
    malmo.site.folder.uploads.write_text("in the way")
    with pytest.raises(StoreUnwritable):
        malmo.deliver(attendance(AREA, 900, 1000))
    assert malmo.count("SELECT count(*) FROM batch") == 0


def test_the_pointer_can_be_read_by_other_users(malmo: Store) -> None:
    assert malmo.site.folder.pointer.stat().st_mode & 0o444 == 0o444
    assert set(json.loads(malmo.site.folder.pointer.read_text())) == {"figures", "register"}
