"""A folder that a command writes: nothing in it leads out of it, whatever a name says."""

from pathlib import Path

import pytest

from kraftkollen.cli.answer import write_folder

OUT = ("../x.csv", "csv/../../x.csv", "/tmp/kk_written_outside.csv", "link/x.csv")


def test_files_are_written_by_their_paths_in_the_folder(tmp_path: Path) -> None:
    write_folder(tmp_path / "ut", {"csv/a.csv": b"1", "README.txt": b"2"})
    assert (tmp_path / "ut" / "csv" / "a.csv").read_bytes() == b"1"


@pytest.mark.parametrize("name", OUT)
def test_a_path_that_leads_out_of_the_folder_is_not_written(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "ut"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="leads out"):
        write_folder(folder, {name: b"1"})
    assert [path.name for path in tmp_path.rglob("x.csv")] == []
    assert not Path("/tmp/kk_written_outside.csv").exists()
