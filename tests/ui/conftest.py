"""A window with a new report; nothing in the program is mocked."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from perfdesk.application.session import Session
from perfdesk.definition.library import default_form
from perfdesk.definition.loader import shipped_form
from perfdesk.ui.app import create_application
from perfdesk.ui.window.main_window import MainWindow
from support.dialogs import DialogAnswers
from support.user import User


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    """The application class, replaced by the program's own factory."""
    return create_application


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keep settings, backups, recovery and working copies in the test's folder, and stop answering dialogs after it."""
    folder = str(tmp_path / "settings")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "data"))
    yield
    DialogAnswers.stop()


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A new report of the shipped form."""
    return Session.create(tmp_path / "填报.db", shipped_form(default_form()))


def _discard_unsaved(window: MainWindow) -> None:
    """Discard what a test left unsaved, so that the window does not ask before it closes."""
    if window.workspace is not None:
        window.workspace.model.unsaved.clear()


@pytest.fixture
def window(qtbot: QtBot, session: Session) -> Iterator[MainWindow]:
    """The window with the report open."""
    made = MainWindow()
    qtbot.addWidget(made, before_close_func=_discard_unsaved)
    made.resize(1366, 768)
    made.show()
    made.show_report(session)
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    _discard_unsaved(made)
    made.close()
    QGuiApplication.clipboard().clear()  # clipboard data created in Python must not outlive the test


@pytest.fixture
def user(qtbot: QtBot, window: MainWindow) -> User:
    """A user of the window."""
    return User(qtbot, window)
