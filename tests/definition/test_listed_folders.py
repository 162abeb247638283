"""The list of folders elsewhere whose forms reports were made of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.definition.form_folder import LIST_FILE, list_folder, listed_folders


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Three folders with a form."""
    made = [tmp_path / name for name in ("one", "two", "three")]
    for folder in made:
        folder.mkdir()
        (folder / "form.toml").write_text('id = "a"\n', encoding="utf-8")
    return made


def test_a_folder_whose_drive_is_away_for_a_while_stays_on_the_list(tmp_path: Path, folders: list[Path]) -> None:
    own, (one, two, three) = tmp_path / "own", folders
    list_folder(own, one)
    shutil.move(one, tmp_path / "away")
    list_folder(own, two)
    list_folder(own, two)
    assert listed_folders(own) == [two]
    shutil.move(tmp_path / "away", one)
    list_folder(own, three)
    assert listed_folders(own) == [three, two, one]


def test_a_list_that_cannot_be_read_is_not_written_over(tmp_path: Path, folders: list[Path]) -> None:
    written = "D:\\表单\n".encode("gbk")
    (tmp_path / LIST_FILE).write_bytes(written)
    assert listed_folders(tmp_path) == []
    with pytest.raises(OSError, match=LIST_FILE):
        list_folder(tmp_path, folders[0])
    assert (tmp_path / LIST_FILE).read_bytes() == written
