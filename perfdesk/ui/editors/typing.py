"""Typing in text editors: reported after a short pause, never within a word being composed; undo is the report's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _QtEditor  # the Qt class that follows the mixin among the bases
else:
    _QtEditor = object

_PAUSE_MS = 250
#: Typing without a pause is reported after this time at the latest.
_LONGEST_MS = 1_500
_COMPOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)

_ROW_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier,
)
_REPORT_KEYS = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.MoveToNextPage,
)


#: The answer to a letter typed where nothing can be entered.
NOT_TO_BE_TYPED = "这一格由程序写出，不用填；要填的是白色的格。按 Tab 到下一个要填的格，按 Ctrl+I 看这个数怎么来的。"
#: The answer to a letter typed at a choice, a generated sentence or a button.
NO_TEXT_HERE = "这里不能直接打字：选项按方向键或空格选，自动写出的句子按 F2 改写，按 Tab 到下一个要填的格。"


class PageEndEvent(QEvent):
    """Sent to the page when Enter leaves its last answer, or Shift+Enter its first one."""

    kind = QEvent.Type(QEvent.registerEventType())

    def __init__(self, back: bool) -> None:
        super().__init__(self.kind)
        self.back = back


def move_on(widget: QWidget, *, back: bool) -> None:
    """Move from an editor to the next one of its page; from the last one, let the page decide."""
    page = _page_of(widget)
    if page is not None and not _has_neighbour(widget, page, back=back):
        QCoreApplication.postEvent(page, PageEndEvent(back))
    else:
        widget.focusNextPrevChild(not back)


def _page_of(widget: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def _has_neighbour(widget: QWidget, page: QWidget, *, back: bool) -> bool:
    """Whether the next widget that Tab would reach is on the same page, and not its other end."""
    after: QWidget | None = widget
    while True:
        after = after.previousInFocusChain() if back else after.nextInFocusChain()
        if after is None or after is widget:
            return False
        if not page.isAncestorOf(after):
            if _takes_focus(after):
                return False
        elif not widget.isAncestorOf(after) and _takes_focus(after):
            return True


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


class TypingTimer(QTimer):
    """Times out when the user pauses, or has typed for some time without a pause."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._since = QElapsedTimer()

    def wait_again(self) -> None:
        """Restart after a keystroke, but never wait longer than the longest time since the first one."""
        if not self.isActive():
            self._since.start()
        left = _LONGEST_MS - self._since.elapsed()
        if left > 0 or not self.isActive():
            self.start(max(0, min(_PAUSE_MS, left)))

    def stop_waiting(self) -> bool:
        """Stop; return whether the timer was running."""
        waiting = self.isActive()
        self.stop()
        return waiting


class TextEditorMixin(_QtEditor):
    """Common behaviour of text editors; comes before the editor's Qt class among the bases."""

    edited = Signal(str)
    finished = Signal()
    is_composing: bool
    _typing_timer: TypingTimer

    def _init_typing(self) -> None:
        self.is_composing = False
        self._typing_timer = TypingTimer(self)
        self._typing_timer.timeout.connect(self._emit_edited)

    @property
    def is_typing(self) -> bool:
        """Whether something typed has not been reported yet."""
        return self._typing_timer.isActive()

    def flush(self) -> None:
        """Report now what has been typed."""
        if self._typing_timer.stop_waiting():
            self._emit_edited()

    def event(self, event: QEvent) -> bool:
        if is_report_shortcut(event):
            self.flush()
            event.ignore()
            return False
        if self.is_composing and is_composing_key(event):
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.is_composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.finished.emit()

    def _typed_text(self) -> str:
        raise NotImplementedError

    def _emit_edited(self) -> None:
        self.edited.emit(self._typed_text())


def is_report_shortcut(event: QEvent) -> bool:
    """Whether a shortcut belongs to the report even inside an editor: undo and redo, moving rows, last year's answer.

    Undo and redo go through the report's history, never through an editor's own.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return is_move_row_key(event) or is_last_year_key(event) or any(event.matches(key) for key in _REPORT_KEYS)


def is_move_row_key(event: QKeyEvent) -> bool:
    """Whether a key moves the current row up or down."""
    return event.modifiers() in _ROW_MODIFIERS and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)


def is_last_year_key(event: QKeyEvent) -> bool:
    """Whether a key (Ctrl+D) takes over last year's answer."""
    return event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_D


def is_composing_key(event: QEvent) -> bool:
    """Whether a key belongs to the input method while a word is composed, even if the input method passes it on."""
    if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return event.key() in _COMPOSING_KEYS


def is_open_list_key(event: QKeyEvent) -> bool:
    """Whether a key (Alt+Down) opens the list of a choice."""
    return event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_Down


def is_typing_key(event: QKeyEvent) -> bool:
    """Whether a key would enter a letter or a digit."""
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text().strip()
    return not event.modifiers() & control and bool(text) and text.isprintable()


def is_page_key(event: QKeyEvent) -> bool:
    """Whether a key (Ctrl+PgUp, Ctrl+PgDown) goes to another page."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


def is_tab_key(event: QKeyEvent) -> bool:
    """Whether a key is Tab or Shift+Tab."""
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return not event.modifiers() & control and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
