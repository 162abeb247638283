"""Answers message boxes by pressing their buttons, as a user does."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton

from perfdesk.application.session import Session
from perfdesk.definition.address import Address

_EVERY_MS = 20
UNIT = Address("cover", "unit_name")


class DialogAnswers(QObject):
    """Presses one button after the other as message boxes open; records the message of each box."""

    _now: DialogAnswers | None = None

    def __init__(self, *answers: str) -> None:
        super().__init__()
        DialogAnswers.stop()
        DialogAnswers._now = self
        self.messages: list[str] = []
        self._answers = list(answers)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._answer_next)
        self._timer.start(_EVERY_MS)

    @property
    def unused_answers(self) -> list[str]:
        """The answers no box has asked for yet."""
        return self._answers

    @staticmethod
    def stop() -> None:
        """Press nothing more; at the latest when a test ends."""
        if DialogAnswers._now is not None:
            DialogAnswers._now._timer.stop()
            DialogAnswers._now = None

    def _answer_next(self) -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            return
        self.messages.append(f"{box.text()}{box.informativeText()}")
        if not self._answers:
            box.reject()
            return
        press(box, self._answers.pop(0))


def press(dialog: QDialog, words: str) -> None:
    """Press the button of a dialog with this text."""
    next(one for one in dialog.findChildren(QPushButton) if one.text() == words).click()


def shown_dialog(kind: type[QDialog]) -> QDialog:
    """The dialog of a kind that is open now."""
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def replace_from_elsewhere(path: Path, address: str, text: str) -> None:
    """Replace the report by a copy that another machine has changed, as a cloud service does."""
    copy = path.with_name("别处.db")
    shutil.copy(path, copy)
    other = Session.open(copy)
    other.enter(Address.parse(address), text)
    other.close()
    shutil.copyfile(copy, path)
    copy.unlink()


def unit_in(path: Path) -> str | None:
    """The unit's name that a file contains."""
    session = Session.open(path, read_only=True)
    text = session.entries.text(UNIT)
    session.close()
    return text
