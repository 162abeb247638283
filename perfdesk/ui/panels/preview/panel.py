"""The real pages beside the form: the PDF that would be exported now, drawn small."""

from __future__ import annotations

import logging

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.evaluation.labels import label_or_address, section_label
from perfdesk.ui.background import Workshop
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.preview.page_images import Drawn, draw_pages, packed
from perfdesk.ui.panels.preview.page_view import PreviewSheet

#: Editors have rested already when they tell of a change: this only gathers several changes at once.
_REST_MS = 60
_MARGIN = 14
_log = logging.getLogger(__name__)
_FAILED = "预览暂时画不出来，不影响填报和导出。"


class Preview(QFrame):
    """Follows the report a moment after each change, as long as it is shown; `wanted` asks to go to an answer."""

    closed = Signal()
    wanted = Signal(object)

    def __init__(self, model: ReportModel, workshop: Workshop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._model = model
        self._workshop = workshop
        self._busy = False
        self._stale = True
        self._failed = False
        self._packed = b""
        self._heading = ""
        self._headings: tuple[tuple[str, int], ...] = ()
        self._marked: Address | None = None
        self.sheets: list[PreviewSheet] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self._message = QLabel("正在排版…")
        self._message.setProperty("role", "note")
        self._message.setWordWrap(True)
        self._message.setProperty("room", "preview")
        column.addWidget(self._message)
        column.addWidget(self._make_area(), 1)
        self.setMinimumWidth(220)
        model.changed.connect(self._on_changed)

    def _make_area(self) -> QScrollArea:
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pages = QWidget()
        self._pages = QVBoxLayout(pages)
        self._pages.setContentsMargins(_MARGIN, 0, _MARGIN, _MARGIN)
        self._pages.setSpacing(12)
        self._pages.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(pages)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        return self._area

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(_MARGIN, 12, 8, 10)
        title = QLabel("预览")
        title.setProperty("role", "strongLabel")
        self._where = QLabel()
        self._where.setProperty("role", "help")
        close = QPushButton("收起")
        close.setProperty("role", "quiet")
        close.setAccessibleName("收起预览")
        close.clicked.connect(self.closed)
        line.addWidget(title)
        line.addStretch(1)
        line.addWidget(self._where)
        line.addSpacing(4)
        line.addWidget(close)
        return line

    @property
    def page_count(self) -> int:
        """How many pages are drawn."""
        return len(self.sheets)

    @property
    def message(self) -> str:
        """What is said instead of pages; empty while pages are shown."""
        return "" if self._message.isHidden() else self._message.text()

    def show_heading(self, heading: str) -> None:
        """Turn to the page on which a heading stands."""
        self._heading, self._marked = heading, None
        self._show_mark()
        self._turn()

    def mark(self, address: Address | None) -> None:
        """Mark the answer the clerk is at, and turn to it; one that is not printed leaves the pages as they are."""
        if address is None or address == self._marked:
            return
        self._marked = address
        self._show_mark()
        self._follow(address)

    def _follow(self, address: Address) -> bool:
        """Bring an answer into sight; whether it is printed."""
        # What the cover asks is printed all over the report: from there only the first page is looked at.
        near = self.sheets if self._heading_page() is not None else self.sheets[:1]
        found = next((sheet for sheet in near if sheet.place_of(address) is not None), None)
        box = found.place_of(address) if found is not None else None
        if found is not None and box is not None:
            middle = found.y() + round(box.center().y())
            self._area.ensureVisible(0, middle, 0, min(round(box.height() / 2) + 40, self._area.height() // 2 - 1))
        return box is not None

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if self._stale:
            self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self.sheets:
            self._on_changed()

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._rest.start()

    def _draw(self) -> None:
        if self._busy or not self.isVisible():
            return
        self._busy, self._stale = True, False
        snapshot, width, ratio = self._model.session.snapshot(), self._page_width(), self.devicePixelRatioF()
        shown = (sheet.picture for sheet in self.sheets if sheet.picture is not None)
        known = {picture.name: picture for picture in shown if picture.image.devicePixelRatio() == ratio}
        self._workshop.start(
            lambda _tell: draw_pages(snapshot, self._form(), width, ratio, known), self._on_drawn, self._on_failed
        )

    def _form(self) -> bytes:
        """The form as it is sent to be drawn, packed once."""
        if not self._packed:
            self._packed = packed(self._model.session.form)
        return self._packed

    def _page_width(self) -> int:
        return max(160, self.width() - 2 * _MARGIN - 14)

    def _on_drawn(self, drawn: Drawn) -> None:
        self._busy = False
        while len(self.sheets) < len(drawn.pages):
            sheet = PreviewSheet(self._name, len(self.sheets) + 1)
            sheet.wanted.connect(self.wanted)
            self.sheets.append(sheet)
            self._pages.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        while len(self.sheets) > len(drawn.pages):
            self.sheets.pop().deleteLater()
        for sheet, picture in zip(self.sheets, drawn.pages, strict=True):
            sheet.show_picture(picture)
        self._show_mark()
        turned = drawn.headings != self._headings
        self._headings = drawn.headings
        self._failed = False
        self._message.hide()
        QTimer.singleShot(0, self, self._turn if turned else self._on_scrolled)
        if self._stale:
            self._rest.start()

    def _on_failed(self, _error: object) -> None:
        self._busy = False
        _log.warning("the preview could not be drawn")
        self._message.setText(_FAILED)
        self._message.show()
        if self._stale or not self._failed:
            self._rest.start()  # once more by itself: the process that draws is started anew
        self._failed = True

    def _name(self, address: Address) -> str:
        answers = self._model.answers
        asked = answers.form.question(address) is not None
        return label_or_address(answers, address) if asked else section_label(answers, address.section)

    def _show_mark(self) -> None:
        for sheet in self.sheets:
            sheet.mark(self._marked)

    def _turn(self) -> None:
        if self._marked is not None and self._follow(self._marked):
            return
        if self.sheets:
            self._pages.activate()
            self._area.verticalScrollBar().setValue(self.sheets[self._heading_page() or 0].y() - 2)
            self._on_scrolled()

    def _heading_page(self) -> int | None:
        """On which page the heading of the section in hand stands, if it is printed."""
        found = (page for title, page in self._headings if self._heading and title.endswith(self._heading))
        page = next(found, None)
        return page if page is not None and page < len(self.sheets) else None

    def _on_scrolled(self) -> None:
        top = self._area.verticalScrollBar().value() + 40
        shown = sum(sheet.y() <= top for sheet in self.sheets)
        self._where.setText(f"第 {max(1, shown)} / {len(self.sheets)} 页" if self.sheets else "")
