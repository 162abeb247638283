"""The files on the left of the import page, one document or sheet at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.entries.proposal import Source
from perfdesk.importers.source import SourceDocument, SourceTable
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.panels.importing.sheet_view import SheetView
from perfdesk.ui.panels.importing.source_marks import MarkKey, SourceMark
from perfdesk.ui.panels.importing.word_view import WordView
from perfdesk.ui.widgets.labels import text_label


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is shown at a time: a document, or one of its sheets by its block (-1 for the whole document)."""

    document: int
    block: int = -1


class SourcePanel(QFrame):
    """Shows the documents with their marks; `mark_clicked` emits the key of the mark at a click."""

    mark_clicked = Signal(object)

    def __init__(self, documents: Sequence[SourceDocument], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importSource")
        self._documents = tuple(documents)
        self._marks: tuple[SourceMark, ...] = ()
        self._key: MarkKey | None = None
        self._sights: list[_Sight] = []
        self._views: dict[_Sight, WordView | SheetView] = {}
        self.selector = QComboBox()
        self.selector.setAccessibleName("原文")
        self.selector.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.selector.setMinimumContentsLength(16)
        self.selector.currentIndexChanged.connect(self._on_selected)
        self._stack = QStackedWidget()
        self._remark_label = text_label("", "note")
        self._remark_label.setProperty("room", "source")
        self._lay_out()

    @property
    def view(self) -> WordView | SheetView | None:
        """The document or sheet shown."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, WordView | SheetView) else None

    def show_marks(self, marks: Sequence[SourceMark]) -> None:
        """Mark the words that were read; hidden sheets are listed only if something was read there."""
        self._marks = tuple(marks)
        sights = self._all_sights()
        if sights != self._sights:
            self._list_sights(sights)
        for sight, view in self._views.items():
            view.show_marks(self._marks_in(sight.document))

    def select(self, key: MarkKey, source: Source) -> None:
        """Frame the words of an answer, and show those of one of its sources."""
        self._key = key
        found = [mark for mark in self._marks if mark.key == key]
        if not found:
            return
        mark = next((mark for mark in found if mark.source == source), found[0])
        sight = self._sight_of(mark)
        self.selector.setCurrentIndex(self._sights.index(sight))
        self._view_of(sight).select(mark)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(text_label("原文", "strongLabel", wraps=False))
        head.addWidget(self.selector, 1)
        column.addLayout(head)
        column.addWidget(self._remark_label)
        column.addWidget(self._stack, 1)

    def _all_sights(self) -> list[_Sight]:
        sights: list[_Sight] = []
        for number, document in enumerate(self._documents):
            if document.paragraphs or not document.tables:
                sights.append(_Sight(number))
                continue
            read = {mark.block for mark in self._marks if mark.document == number}
            sights += [
                _Sight(number, block)
                for block, table in enumerate(document.blocks)
                if isinstance(table, SourceTable) and (block in read or not table.is_hidden)
            ]
        return sights

    def _list_sights(self, sights: list[_Sight]) -> None:
        key, self._sights = self._current_sight(), sights
        blocked = self.selector.blockSignals(True)
        self.selector.clear()
        self.selector.addItems([self._title(sight) for sight in sights])
        self.selector.setCurrentIndex(sights.index(key) if key in sights else 0 if sights else -1)
        self.selector.blockSignals(blocked)
        self._on_selected()

    def _title(self, sight: _Sight) -> str:
        document = self._documents[sight.document]
        table = document.blocks[sight.block] if sight.block >= 0 else None
        if not isinstance(table, SourceTable):
            return document.file
        return f"{document.file}　{table.name or table.place}{'（隐藏）' if table.is_hidden else ''}"

    def _sight_of(self, mark: SourceMark) -> _Sight:
        whole = _Sight(mark.document)
        return whole if whole in self._sights else _Sight(mark.document, mark.block)

    def _current_sight(self) -> _Sight | None:
        at = self.selector.currentIndex()
        return self._sights[at] if 0 <= at < len(self._sights) else None

    def _on_selected(self) -> None:
        sight = self._current_sight()
        if sight is None:
            return
        view = self._view_of(sight)
        self._stack.setCurrentWidget(view)
        self.selector.setToolTip(self._title(sight))
        remarks = self._documents[sight.document].remarks
        self._remark_label.setText("\n".join(remarks))
        set_shown(self._remark_label, bool(remarks))
        mark = next((mark for mark in self._marks if mark.key == self._key and self._sight_of(mark) == sight), None)
        if mark is not None:
            view.select(mark)

    def _view_of(self, sight: _Sight) -> WordView | SheetView:
        """Return the view of a document or sheet, made when it is first shown."""
        if sight not in self._views:
            document = self._documents[sight.document]
            table = document.blocks[sight.block] if sight.block >= 0 else None
            view = SheetView(sight.block, table) if isinstance(table, SourceTable) else WordView(document)
            view.mark_clicked.connect(self.mark_clicked)
            view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._views[sight] = view
            self._stack.addWidget(view)
            view.show_marks(self._marks_in(sight.document))
        return self._views[sight]

    def _marks_in(self, document: int) -> list[SourceMark]:
        return [mark for mark in self._marks if mark.document == document]
