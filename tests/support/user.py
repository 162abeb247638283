"""Someone who reads the screen and types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.table.paste_dialog import PasteDialog
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.workspace.workspace import Workspace

FORM = "hunan_overall_2023"
_IDLE_MS = 350


def compose(widget: QWidget, text: str) -> None:
    """Text that comes from an input method: first shown as being composed, then committed."""
    QApplication.sendEvent(widget, QInputMethodEvent("zi", []))
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget() or widget, done)


class User:
    """Does what a user does, with real key and mouse events."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    @property
    def workspace(self) -> Workspace:
        """The open report."""
        assert self.window.workspace is not None
        return self.window.workspace

    @property
    def session(self) -> Session:
        """The open session."""
        assert self.window.session is not None
        return self.window.session

    def at(self, address: str) -> Address:
        """An address as written in the form."""
        return Address.parse(address)

    def go_to(self, address: str) -> QWidget:
        """Put the focus on an answer."""
        assert self.workspace.go_to(self.at(address))
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def type(self, text: str) -> None:
        """Type on, wherever the focus is."""
        for sign in text:
            widget = QApplication.focusWidget()
            assert widget is not None
            if sign.isascii():
                self.qtbot.keyClicks(widget, sign)
            else:
                compose(widget, sign)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key, wherever the focus is."""
        widget = QApplication.focusWidget() or self.window
        self.qtbot.keyClick(widget, key, modifier)

    def paste(self, text: str = "") -> None:
        """Paste a text, or what is on the clipboard, and agree to what the preview shows."""
        if text:
            QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        preview = self.paste_dialog()
        if preview is not None:
            self.qtbot.mouseClick(preview.paste_button, Qt.MouseButton.LeftButton)

    def paste_dialog(self) -> PasteDialog | None:
        """The preview of a paste that is open now."""
        shown = self.window.findChildren(PasteDialog)
        return next((one for one in shown if one.isVisible()), None)

    def wait_idle(self) -> None:
        """Rest from typing for a moment."""
        self.qtbot.wait(_IDLE_MS)

    def panel(self, address: str) -> GridPanel:
        """The table on the page that shows an answer."""
        assert self.workspace.page is not None
        self.workspace.page.refresh_pending()
        part = self.workspace.page.part_at(self.at(address))
        assert isinstance(part, GridPanel)
        return part

    def shown_text(self, address: str) -> str:
        """What a table shows for an answer."""
        grid = self.panel(address).grid
        spot = grid.position_of(self.at(address))
        assert spot is not None
        return str(grid.index(*spot).data())

    def stored_text(self, address: str) -> str | None:
        """The answer that the report contains."""
        return self.session.entries.text(self.at(address))

    def codes(self) -> list[str]:
        """The codes of the findings listed."""
        return [finding.code for finding in self.workspace.checks.findings()]
