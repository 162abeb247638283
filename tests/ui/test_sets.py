"""Stories of 全套: one click writes every file with its list, keeps earlier ones, and makes the public copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from clerk import Clerk

from perfdesk.ui import dialogs


def _export(clerk: Clerk, deed: str) -> None:
    with clerk.qtbot.waitSignal(clerk.window.exporter.finished, timeout=60_000) as told:
        clerk.window.actions_.by_id[deed].trigger()
    assert told.args == [True]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder the clerk picks."""
    picked = tmp_path / "导出"
    picked.mkdir()
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: picked)
    return picked


def test_the_whole_set_comes_with_its_list_and_keeps_earlier_files(clerk: Clerk, folder: Path) -> None:
    _export(clerk, "all")
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(path.suffix for path in folder.iterdir()) == [".docx", ".pdf", ".txt", ".xlsx"]
    _export(clerk, "all")
    assert len(list(folder.iterdir())) == 8
    assert {name: (folder / name).read_bytes() for name in first} == first


def test_the_public_copy_is_named_so_and_lists_what_it_hides(clerk: Clerk, folder: Path) -> None:
    _export(clerk, "public")
    names = sorted(path.name for path in folder.iterdir())
    assert all("公开稿" in name for name in names)
    listed = next(path for path in folder.iterdir() if path.suffix == ".txt").read_text(encoding="utf-8-sig")
    assert "公开稿遮盖了" in listed
