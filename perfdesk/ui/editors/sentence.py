"""The editor for a sentence that is generated from the figures until the user rewrites it."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.ui.appearance.theme import colour, sentence_font, set_style_property
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.editors.typing import move_on
from perfdesk.ui.widgets.captions import UNREVISED
from perfdesk.ui.widgets.labels import text_label

_FIGURE = re.compile(r"\d[\d,.]*\d|\d")
_GAP = re.compile("＿+")
_SENTENCE_PIXELS = 16
AUTOMATIC = "随数据自动生成"
REWRITTEN = "已改写"


class SentenceEditor(QWidget):
    """Shows the generated text, its figures in colour; 改写 opens an editor, 恢复自动 restores the generated text."""

    edited = Signal(str)
    finished = Signal()
    restored = Signal()

    def __init__(self, label: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._generated = ""
        self._is_rewriting = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._make_header(label))
        if hint:
            column.addWidget(text_label(hint, "help"))
        column.addSpacing(2)
        column.addWidget(self._make_sheet(label))
        self._editor = ProseEditor(lines=3)
        self._editor.setAccessibleName(label)
        self._editor.edited.connect(self._on_edited)
        self._editor.finished.connect(self._on_finished)
        self._editor.hide()
        column.addWidget(self._editor)
        self.setFocusProxy(self._label)

    def _make_sheet(self, label: str) -> QFrame:
        self._sheet = QFrame()
        self._sheet.setProperty("role", "card")
        inside = QVBoxLayout(self._sheet)
        inside.setContentsMargins(12, 8, 12, 2)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setFont(sentence_font(_SENTENCE_PIXELS))
        self._label.setAccessibleName(label)
        self._label.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the page has a menu for every answer
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside.addWidget(self._label)
        return self._sheet

    def _make_header(self, label: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._state_label = text_label(AUTOMATIC, "pill", wraps=False)
        self._button = QPushButton("改写…")
        self._button.setProperty("role", "link")
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._on_button)
        self._button.setAccessibleName(f"{label}：改写")
        self._button.setToolTip("改写成自己的话（F2）；清空或“恢复自动”即回到自动生成。")
        line.addWidget(text_label(label, "strongLabel", wraps=False))
        line.addWidget(self._state_label)
        line.addStretch(1)
        line.addWidget(self._button)
        return line

    @property
    def text(self) -> str:
        """The current text."""
        return self._generated if self._editor.isHidden() else self._editor.toPlainText()

    @property
    def toggle_button(self) -> QPushButton:
        """The button 改写 or 恢复自动."""
        return self._button

    @property
    def editor(self) -> ProseEditor:
        """The editor of the user's own text."""
        return self._editor

    def show_value(self, own: str | None, generated: str, unrevised: bool = False) -> None:
        """Show the user's own text, or the generated one if there is none; `unrevised` marks a text of last year."""
        self._generated = generated
        if own is None and self._editor.hasFocus() and not self._editor.toPlainText().strip():
            self._is_rewriting = True
        is_own = own is not None or self._is_rewriting
        if own is not None:
            self._is_rewriting = False
            self._editor.show_value(own)
        self._state_label.setText(UNREVISED if unrevised else REWRITTEN if is_own else AUTOMATIC)
        set_style_property(self._state_label, "own", "carried" if unrevised else "true" if is_own else "false")
        self._button.setText("恢复自动" if is_own else "改写…")
        self._label.setText(_coloured_html(generated))
        self._sheet.setHidden(is_own)
        self._editor.setVisible(is_own)
        self.setFocusProxy(self._editor if is_own else self._label)

    def flush(self) -> None:
        """Report now what has been typed."""
        self._editor.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            move_on(self, back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_F2 and self._editor.isHidden():
            self._on_button()
        else:
            super().keyPressEvent(event)

    def _on_button(self) -> None:
        if not self._editor.isHidden():
            self._is_rewriting = False
            self.restored.emit()
            self.show_value(None, self._generated)
            return
        self._is_rewriting = True
        self._editor.show_value(self._generated)
        self.show_value(None, self._generated)
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, text: str) -> None:
        if text == self._generated:
            self._is_rewriting = True
        self.edited.emit("" if text == self._generated else text)

    def _on_finished(self) -> None:
        if self._is_rewriting and self._editor.toPlainText().strip() in ("", self._generated.strip()):
            self._is_rewriting = False
            self.show_value(None, self._generated)
        self.finished.emit()


def _coloured_html(text: str) -> str:
    """Return the text as HTML, its figures and gaps in colour."""
    if not text:
        return f'<span style="color:{colour("secondary").name()}">填好相关数据后自动写出</span>'
    safe = html.escape(text)
    safe = _FIGURE.sub(lambda match: f'<span style="color:{colour("accent").name()}">{match.group()}</span>', safe)
    safe = _GAP.sub(lambda match: f'<span style="color:{colour("missing").name()}">{match.group()}</span>', safe)
    lines = (f'<p style="margin:0; line-height:150%">{line or "&nbsp;"}</p>' for line in safe.split("\n"))
    return "".join(lines)
