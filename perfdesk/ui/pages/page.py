"""One section of the form as a page to fill, in the order of the paper."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.model import Section
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.builder import ConditionalPart, FieldCard, PageBuilder
from perfdesk.ui.pages.field_row import FieldRow
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.sentence_row import SentenceRow
from perfdesk.ui.pages.sticky_header import StickyHeader
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets.captions import help_label
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.highlight import highlight

PagePart = FieldRow | SentenceRow | GridPanel | ListPanel

_MARGIN = 24
_BOTTOM = 48
_MAX_WIDTH = 1180
_MANY_HEADINGS = 3
_LONG_HEADING = 16
_REFRESH_DELAY_MS = 30
_SEEK_MS = 600
_UNDER_HEADING = 56


class Page(QScrollArea):
    """The page of one section, or of one row's own section; made piece by piece (`build_next`) before it is shown."""

    go_to_requested = Signal(object)

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
        self._builder = PageBuilder(model, section, instance)
        self._build_steps = self._build()
        self._sticky_header = StickyHeader(self.viewport())
        self.verticalScrollBar().valueChanged.connect(self._update_sticky_header)
        self.setAccessibleName(section.tab)
        model.changed.connect(self._on_changed)

    def build_next(self) -> bool:
        """Make the next piece of the page; whether anything may be missing yet."""
        return next(self._build_steps, False)

    def parts(self) -> Iterator[PagePart]:
        """Everything on the page that shows answers."""
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
        """Show the answers as they stand: first what one sees, the rest of a long page a moment later."""
        self._is_stale = False
        self._title.setText(self._builder.title())
        seen, rest = [], []
        for part in self.parts():
            (seen if self._is_in_view(part) else rest).append(part)
        for part in seen:
            part.refresh()
        self._pending_parts = rest
        for block in self._builder.conditional_widgets:
            block.refresh()
        self._refresh_timer.start()

    def refresh_pending(self) -> None:
        """Refresh what has been put off."""
        self._refresh_timer.stop()
        waiting, self._pending_parts = self._pending_parts, []
        for part in waiting:
            part.refresh()
        for block in self._builder.conditional_widgets:
            block.refresh()
        self._update_sticky_header()

    def _is_in_view(self, part: QWidget) -> bool:
        """Whether a part stands in the window now, or is hidden and may come up there."""
        if not part.isVisible():
            return True
        top = part.mapTo(self.viewport(), part.rect().topLeft()).y()
        return top < self.viewport().height() and top + part.height() > 0

    def part_at(self, address: Address) -> PagePart | None:
        """What shows an answer on this page; None when it is not shown."""
        for part in self.parts():
            if isinstance(part, GridPanel | ListPanel):
                if part.contains(address):
                    return part
            elif part.address == address:
                return part
        return None

    def go_to(self, address: Address) -> bool:
        """Put the focus on an answer and let it flash; False when it is not shown here."""
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
        """Follow an answer for a moment: a page just made, or made narrower, has not found its heights yet."""
        self._target_address = address
        self._seek_timer.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._seek_timer.stop()
        super().wheelEvent(event)

    def _on_range_changed(self) -> None:
        if self._seek_timer.isActive():
            self._show_target()

    def _show_target(self) -> None:
        part = self.part_at(self._target_address) if self._target_address is not None else None
        if part is not None and self._target_address is not None:
            self._show_rect(*self._target_rect(part, self._target_address))

    def showEvent(self, event: object) -> None:
        if self._is_stale:
            self.refresh()
        super().showEvent(event)  # pyright: ignore

    def _target_rect(self, part: PagePart, address: Address) -> tuple[QWidget, QRect]:
        if isinstance(part, GridPanel):
            return part.view, part.view.cell_rect(address) or part.view.rect()
        widget = part.target_widget(address) if isinstance(part, ListPanel) else part.editor
        return widget, widget.rect()

    def _build(self) -> Iterator[bool]:
        """Lay out the page; comes back after each piece."""
        page = QWidget(self.viewport())
        page.setObjectName("page")
        page.setMaximumWidth(_MAX_WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, 20, _MARGIN, _BOTTOM)
        column.setSpacing(0)
        self._title = QLabel(self._builder.title())
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        column.addWidget(self._title)
        if self.section.help:
            column.addSpacing(4)
            note = help_label(self.section.help)
            note.setProperty("role", "note")
            column.addWidget(note)
        contents = column.count()
        for gap, widget in self._builder.build():
            column.addSpacing(gap) if not isinstance(widget, FieldCard | ConditionalPart) else None
            if isinstance(widget, FieldCard | ConditionalPart):
                widget.set_gap_above(gap)
            column.addWidget(widget)
            yield True
        if len(self._builder.headings) >= _MANY_HEADINGS:
            column.insertWidget(contents, self._make_contents())
        column.addStretch(1)
        for part in self.parts():
            if isinstance(part, GridPanel):
                part.cell_reached.connect(self._show_rect)
                part.go_to_requested.connect(self.go_to_requested)
        self.setWidget(page)

    def _make_contents(self) -> QWidget:
        """Links to the groups of a long page."""
        line = QWidget()
        flow = FlowLayout(line, gap=16)
        flow.setContentsMargins(0, 8, 0, 0)
        for heading in self._builder.headings:
            text = heading.text()
            button = QPushButton(text if len(text) <= _LONG_HEADING else f"{text[:_LONG_HEADING]}…")
            button.setProperty("role", "link")
            button.setToolTip(text)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, heading=heading: self._scroll_to_heading(heading))
            flow.addWidget(button)
        return line

    def _scroll_to_heading(self, heading: QWidget) -> None:
        self.verticalScrollBar().setValue(heading.mapTo(self.widget(), heading.rect().topLeft()).y() - 16)

    def _update_sticky_header(self) -> None:
        self._sticky_header.follow(part.view for part in self.parts() if isinstance(part, GridPanel))

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def follow_cursor(self) -> None:
        """Scroll along with the cursor of a text that is higher than the window."""
        editor = QApplication.focusWidget() if self.isVisible() else None
        if not isinstance(editor, ProseEditor) or not self.isAncestorOf(editor):
            return
        cursor = QGuiApplication.inputMethod().cursorRectangle().toRect()
        inside = QRect(editor.mapFrom(editor.window(), cursor.topLeft()), cursor.size())
        self._show_rect(editor, inside)

    def _show_rect(self, widget: QWidget, box: QRect) -> None:
        page = self.widget()
        top = widget.mapTo(page, box.topLeft())
        bar = self.verticalScrollBar()
        view = self.viewport().height()
        bottom = top.y() + box.height()
        if top.y() < bar.value() - view or bottom > bar.value() + 2 * view:
            bar.setValue(max(0, top.y() - view // 3))
        elif top.y() < bar.value() + _UNDER_HEADING:
            bar.setValue(max(0, top.y() - _UNDER_HEADING))
        elif bottom > bar.value() + view - 8:
            bar.setValue(min(bottom - view + 48, max(0, top.y() - 48)))
