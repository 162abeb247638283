"""Editors for choices: a few options as buttons, and a list for many options or the rows of another table."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.editors.typing import move_on
from perfdesk.ui.models.pinyin import match_rank
from perfdesk.ui.widgets.flow_layout import FlowLayout

_ARROW_WIDTH = 56
_MIN_LIST_WIDTH = 160
_NO_MATCH = 4
_SHORTCUT_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_CLEAR_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ChoiceEditor(QFrame):
    """Buttons, at most one of them checked. Arrows choose, Delete clears, a click on the chosen one clears."""

    edited = Signal(str)
    finished = Signal()

    def __init__(self, options: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chosen = ""
        line = FlowLayout(self)
        self._buttons: dict[str, QPushButton] = {}
        for option in options:
            button = QPushButton(option, self)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._on_clicked, option))
            line.addWidget(button)
            self._buttons[option] = button

    def show_value(self, text: str) -> None:
        """Check the button of an option; none for a text that is not an option."""
        self._chosen = text
        for option, button in self._buttons.items():
            button.setChecked(option == text)
        self.setAccessibleDescription(f"已选：{text}" if text else "未选")
        self._show_ring(self.hasFocus())

    def flush(self) -> None:
        """Do nothing: a choice is reported at once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        options = list(self._buttons)
        at = options.index(self._chosen) if self._chosen in options else -1
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._choose(options[min(at + 1, len(options) - 1)])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._choose(options[max(at - 1, 0)])
        elif key == Qt.Key.Key_Space:
            self._choose(options[(at + 1) % len(options)])
        elif key in _CLEAR_KEYS:
            self._choose("")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            move_on(self, back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(False)
        self.finished.emit()

    def _show_ring(self, shown: bool) -> None:
        """Draw the ring around the option that the keys begin from: the chosen one, else the first."""
        focused = self._buttons.get(self._chosen) or next(iter(self._buttons.values()))
        for button in self._buttons.values():
            set_style_property(button, "ring", "true" if shown and button is focused else "false")

    def _on_clicked(self, option: str, _checked: bool = False) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._choose("" if option == self._chosen else option)

    def _choose(self, option: str) -> None:
        if option != self._chosen:
            self.show_value(option)
            self.edited.emit(option)


class _Options(QListView):
    """The open list. Typing the beginning of an option, its number or its pinyin initials selects it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self._reset_timer = QTimer(self)
        self._reset_timer.setSingleShot(True)
        self._reset_timer.timeout.connect(self._forget_typed)

    def keyboardSearch(self, search: str) -> None:
        self._reset_timer.start(QApplication.keyboardInputInterval())
        self._typed += search.casefold()
        model = self.model()
        texts = [str(model.index(row, 0).data() or "").casefold() for row in range(model.rowCount())]
        found = min(range(len(texts)), key=lambda row: _match_rank(texts[row], self._typed), default=-1)
        if found >= 0 and _match_rank(texts[found], self._typed) < _NO_MATCH:
            self.setCurrentIndex(model.index(found, 0))

    def _forget_typed(self) -> None:
        self._typed = ""


def _match_rank(option: str, typed: str) -> int:
    """Rank how well typed letters match an option such as `2. 资金拨付较晚`: 0 is best, `_NO_MATCH` is no match."""
    text = option.lstrip("0123456789. ")
    if option.startswith(typed) or text.startswith(typed):
        return 0
    rank = match_rank(text, typed)
    return _NO_MATCH if rank is None else rank + 1


class LinkEditor(QComboBox):
    """A list of options, or of the rows of another table by their number and the beginning of their text."""

    edited = Signal(str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setView(_Options(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(11)  # room for （请选择）
        self.activated.connect(self._on_activated)

    def show_options(self, options: list[tuple[str, str]], blank_text: str = "（未选）") -> None:
        """Offer these options as (id, text); `blank_text` is the entry for no choice."""
        offered = [("", blank_text), *options]
        if offered != [(self.itemData(index), self.itemText(index)) for index in range(self.count())]:
            chosen = self.currentData()
            self.clear()
            for row, text in offered:
                self.addItem(text, row)
            self.show_value(chosen or "")

    def show_value(self, text: str) -> None:
        """Select an option by id; no choice if there is no such option."""
        self.setCurrentIndex(max(0, self.findData(text)))

    def flush(self) -> None:
        """Do nothing: a choice is reported at once."""

    def showPopup(self) -> None:
        """Open the list, wide enough for its longest option; one already open stays as it is."""
        if self.view().isVisible():
            return
        self.view().setMinimumWidth(max(_MIN_LIST_WIDTH, self.view().sizeHintForColumn(0) + 32))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Elide a text that is too long."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - _ARROW_WIDTH
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            move_on(self, back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in _CLEAR_KEYS:
            self.setCurrentIndex(0)
            self.edited.emit("")
        elif event.text().strip() and not event.modifiers() & _SHORTCUT_MODIFIERS:
            self.showPopup()  # a single letter must not choose: it opens the list at the match
            self.view().keyboardSearch(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.finished.emit()

    def _on_activated(self, index: int) -> None:
        self.edited.emit(str(self.itemData(index) or ""))
