"""The settings of the window: where they are stored, and how often they are written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QTreeWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from perfdesk.ui.settings import recent_files, remember_file, remembered
from perfdesk.ui.widgets.column_widths import remember_column_widths

REMEMBER = "from perfdesk.ui.settings import remember; remember('dark', True)"


def remember(own: dict[str, str], at: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("PERFDESK_DATA", "XDG_CONFIG_HOME")}
    subprocess.run([sys.executable, "-c", REMEMBER], env=kept | own, cwd=at, check=True, timeout=60)


@pytest.mark.parametrize("named", ["{}/data", "data"])
def test_settings_are_stored_in_the_data_folder(tmp_path: Path, named: str) -> None:
    own = {"PERFDESK_DATA": named.format(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    remember(own, tmp_path)
    assert "dark=true" in (tmp_path / "data" / "settings.ini").read_text(encoding="utf-8")
    assert not (tmp_path / "config").exists()


def test_without_a_data_folder_they_are_stored_in_the_usual_place(tmp_path: Path) -> None:
    remember({"XDG_CONFIG_HOME": str(tmp_path / "config")}, tmp_path)
    assert "dark=true" in (tmp_path / "config" / "PerfDesk" / "PerfDesk.ini").read_text(encoding="utf-8")


def test_settings_in_the_data_folder_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_file(tmp_path / "报告.db")
    assert recent_files() == [tmp_path / "报告.db"]
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "another"))
    assert recent_files() == []


@pytest.fixture
def listed(qtbot: QtBot) -> QTreeWidget:
    made = QTreeWidget()
    made.setColumnCount(3)
    qtbot.addWidget(made)
    remember_column_widths(made.header(), "tried")
    made.show()
    QApplication.processEvents()
    return made


@pytest.mark.slow
def test_dragging_a_column_writes_the_settings_once(qtbot: QtBot, listed: QTreeWidget, tmp_path: Path) -> None:
    file = tmp_path / "data" / "settings.ini"
    # Each write replaces the file.
    written = {(file.stat().st_ino, file.stat().st_mtime_ns)} if file.exists() else set[tuple[int, int]]()
    before = len(written)
    for width in range(100, 300):
        listed.header().resizeSection(0, width)
        QApplication.processEvents()
        if file.exists():
            written.add((file.stat().st_ino, file.stat().st_mtime_ns))
    qtbot.waitUntil(lambda: remembered("columns/tried", None) is not None, timeout=10_000)
    qtbot.wait(700)
    written.add((file.stat().st_ino, file.stat().st_mtime_ns))
    assert len(written) - before <= 2  # on a busy machine the delay may pass in the middle of it
    assert listed.header().sectionSize(0) == 299


def test_a_list_closed_before_the_delay_saves_its_widths(qtbot: QtBot, listed: QTreeWidget) -> None:
    listed.header().resizeSection(1, 177)
    listed.close()
    again = QTreeWidget()
    again.setColumnCount(3)
    qtbot.addWidget(again)
    remember_column_widths(again.header(), "tried")
    assert again.header().sectionSize(1) == 177


def test_a_list_destroyed_before_the_delay_is_left_alone(qtbot: QtBot) -> None:
    """Destroying a visible header hides it, when it has no widths to read any more."""
    made = QTreeWidget()
    remember_column_widths(made.header(), "tried")
    made.show()
    QApplication.processEvents()
    made.header().resizeSection(0, 177)
    with qtbot.captureExceptions() as caught:
        delete(made)
    assert caught == []
