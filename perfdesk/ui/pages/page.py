"""The page on which one section of the form is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.model import Section
from perfdesk.evaluation.headings import section_tab
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.editors.typing import NO_TEXT_HERE, PageEndEvent, TextEditorMixin, is_typing_key
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.builder import ConditionalPart, FieldCard, PageBuilder
from perfdesk.ui.pages.field_row import FieldRow
from perfdesk.ui.pages.figures_row import title_row
from perfdesk.ui.pages.heading_part import HeadingLink, HeadingPart
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.sentence_row import SentenceRow
from perfdesk.ui.pages.sticky_header import StickyHeader
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.highlight import highlight
from perfdesk.ui.widgets.labels import text_label

PagePart = FieldRow | SentenceRow | GridPanel | ListPanel

_MARGIN = 24
_BOTTOM = 48
_MAX_WIDTH = 1180
_MANY_HEADINGS = 3
_REFRESH_DELAY_MS = 30
_SEEK_MS = 600
_UNDER_HEADING = 56


class Page(QScrollArea):
    """The page of a section, or of one row that has a section of its own.

    It is built step by step (`build_next`) before it is shown.
    """

    go_to_requested = Signal(object)
    end_reached = Signal(int)

    def __init__(self, model: ReportModel, section: Section, instance: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.instance = instance
        self.section = section
        self._model = model
        self._is_stale = False
        self._pending_parts: list[PagePart] = []
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(_REFRESH_DELAY_MS)
        self._refresh_timer.timeout.connect(self.refresh_pending)
        self._target_address: Address | None = None
        self._seek_timer = QTimer(self)
        self._seek_timer.setSingleShot(True)
        self._seek_timer.setInterval(_SEEK_MS)
        self._seek_timer.timeout.connect(self._show_target)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget(self.viewport())
        self._content.setObjectName("page")
        self._content.setMaximumWidth(_MAX_WIDTH)
        self._title = text_label("", "title")
        self._builder = PageBuilder(model, section, instance)
        self._build_steps = self._build()
        self._sticky_header = StickyHeader(self.viewport())
        self.verticalScrollBar().valueChanged.connect(self._update_sticky_header)
        self.setAccessibleName(section_tab(model.answers, section))
        model.changed.connect(self._on_changed)

    def build_next(self) -> bool:
        """Build the next part of the page; return whether there may be more."""
        return next(self._build_steps, False)

    def parts(self) -> Iterator[PagePart]:
        """Yield the parts of the page that show answers."""
        yield from self._builder.parts

    def flush(self) -> None:
        """Enter what is still being typed."""
        for part in self.parts():
            part.flush()

    def finish(self) -> None:
        """Enter what is still being typed and close the editors of cells."""
        self.flush()
        for part in self.parts():
            if isinstance(part, GridPanel):
                part.view.finish()

    def refresh(self) -> None:
        """Show the current answers: first the visible parts, those elsewhere on a long page a moment later."""
        self._is_stale = False
        self._title.setText(self._builder.title())
        self._pending_parts = []
        in_view: list[PagePart] = []
        for part in self.parts():
            (in_view if self._is_in_view(part) else self._pending_parts).append(part)
        for part in in_view:
            part.refresh()
        for block in self._builder.dependent_widgets:
            block.refresh()
        self._refresh_timer.start()

    def refresh_pending(self) -> None:
        """Refresh the parts that were postponed."""
        self._refresh_timer.stop()
        pending, self._pending_parts = self._pending_parts, []
        for part in pending:
            part.refresh()
        self._update_sticky_header()

    def _is_in_view(self, part: QWidget) -> bool:
        """Whether a part is visible in the viewport, or hidden and may appear there."""
        if not part.isVisible():
            return True
        top = part.mapTo(self.viewport(), part.rect().topLeft()).y()
        return top < self.viewport().height() and top + part.height() > 0

    def part_at(self, address: Address) -> PagePart | None:
        """Return the part that shows an answer; None if it is not on this page."""
        for part in self.parts():
            if isinstance(part, GridPanel | ListPanel):
                if part.contains(address):
                    return part
            elif part.address == address:
                return part
        return None

    def go_to(self, address: Address) -> bool:
        """Focus and highlight an answer; return False if it is not on this page."""
        self.refresh_pending()
        part = self.part_at(address)
        if part is None:
            return False
        if isinstance(part, GridPanel | ListPanel):
            part.go_to(address)
        else:
            part.setFocus(Qt.FocusReason.OtherFocusReason)
        target, box = self._target_rect(part, address)
        self._show_rect(target, box)
        highlight(target, box)
        self.keep_in_view(address)
        return True

    def keep_in_view(self, address: Address) -> None:
        """Follow an answer for a moment, until a page that was just built or resized has its final heights."""
        self._target_address = address
        self._seek_timer.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._seek_timer.stop()
        super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, PageEndEvent):
            self.end_reached.emit(-1 if event.back else 1)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_typing_key(event):  # nothing on the page takes it
            self._model.message_posted.emit("notice", NO_TEXT_HERE)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.follow_cursor()

    def _on_range_changed(self) -> None:
        editor = QApplication.focusWidget()
        if isinstance(editor, TextEditorMixin) and editor.is_typing:
            self.follow_cursor()
        elif self._seek_timer.isActive():
            self._show_target()

    def _show_target(self) -> None:
        part = self.part_at(self._target_address) if self._target_address is not None else None
        if part is not None and self._target_address is not None:
            self._show_rect(*self._target_rect(part, self._target_address))

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_stale:
            self.refresh()
        super().showEvent(event)

    def _target_rect(self, part: PagePart, address: Address) -> tuple[QWidget, QRect]:
        if isinstance(part, GridPanel):
            return part.view, part.view.cell_rect(address) or part.view.rect()
        widget = part.target_widget(address) if isinstance(part, ListPanel) else part.editor
        return widget, widget.rect()

    def _build(self) -> Iterator[bool]:
        """Lay out the page; yield after each part."""
        column = QVBoxLayout(self._content)
        column.setContentsMargins(_MARGIN, 20, _MARGIN, _BOTTOM)
        column.setSpacing(0)
        self._title.setText(self._builder.title())
        column.addLayout(title_row(self._title, self._builder.title_figures))
        if self.section.help:
            column.addSpacing(4)
            column.addWidget(text_label(self.section.help, "note"))
        contents_index = column.count()
        for gap, widget in self._builder.build():
            if isinstance(widget, FieldCard | ConditionalPart | HeadingPart):
                widget.set_gap_above(gap)
            else:
                column.addSpacing(gap)
            column.addWidget(widget)
            yield True
        if len(self._builder.headings) >= _MANY_HEADINGS:
            column.insertWidget(contents_index, self._make_contents())
        column.addStretch(1)
        for part in self.parts():
            if isinstance(part, GridPanel):
                part.cell_reached.connect(self._show_rect)
                part.go_to_requested.connect(self.go_to_requested)
        self.setWidget(self._content)

    def _make_contents(self) -> QWidget:
        """Return links to the headings of a long page."""
        line = QWidget()
        flow = FlowLayout(line, gap=16)
        flow.setContentsMargins(0, 8, 0, 0)
        for heading in self._builder.headings:
            button = HeadingLink(heading)
            button.clicked.connect(partial(self._scroll_to_heading, heading.label))
            flow.addWidget(button)
            self._builder.dependent_widgets.append(button)
        return line

    def _scroll_to_heading(self, heading: QWidget, _checked: bool = False) -> None:
        self.verticalScrollBar().setValue(heading.mapTo(self._content, heading.rect().topLeft()).y() - 16)

    def _update_sticky_header(self) -> None:
        self._sticky_header.follow(part.view for part in self.parts() if isinstance(part, GridPanel))

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def follow_cursor(self) -> None:
        """Scroll along with the text cursor, so that it stays visible at every height of the window."""
        editor = QApplication.focusWidget() if self.isVisible() else None
        if not isinstance(editor, TextEditorMixin) or not self.isAncestorOf(editor):
            return
        # The cursor rectangle of the input method is out of date while the page scrolls and the editor grows.
        is_prose = isinstance(editor, ProseEditor)
        box = editor.cursorRect().translated(editor.viewport().pos()) if is_prose else editor.rect()
        self._show_rect(editor, box)

    def focus_first(self) -> bool:
        """Focus the first white cell or editor of the page; return False if there is none."""
        return any(_enter(part) for part in self.parts())

    def _show_rect(self, widget: QWidget, box: QRect) -> None:
        """Scroll as little as needed to show a rectangle of a widget; far jumps put it at a third of the height."""
        top = widget.mapTo(self._content, box.topLeft()).y()
        bar = self.verticalScrollBar()
        view = self.viewport().height()
        bottom = top + box.height()
        if top < bar.value() - view or bottom > bar.value() + 2 * view:
            bar.setValue(max(0, top - view // 3))
        elif top < bar.value() + _UNDER_HEADING:
            bar.setValue(max(0, top - _UNDER_HEADING))
        elif bottom > bar.value() + view - 8:
            bar.setValue(min(bottom - view + 48, max(0, top - 48)))


def _enter(part: PagePart) -> bool:
    """Focus the first answer of a part that can be typed or chosen; return False if there is none."""
    if not part.isVisible() or isinstance(part, SentenceRow):
        return False
    if isinstance(part, GridPanel | ListPanel):
        return part.focus_first()
    if isinstance(part.editor, LineEditor) and part.editor.isReadOnly():
        return False
    part.setFocus(Qt.FocusReason.OtherFocusReason)
    return True
