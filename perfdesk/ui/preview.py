"""The real pages beside the form: the PDF that would be exported now, drawn small."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.document.build import build
from perfdesk.ui.late import loaded
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.work import Workshop

if TYPE_CHECKING:
    from perfdesk.session import Snapshot

_REST_MS = 400
_MOST_PAGES = 60
_MARGIN = 14
_FAILED = "预览暂时画不出来，不影响填报和导出。"


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pages as pictures, and on which page each heading stands."""

    pages: tuple[QImage, ...]
    headings: tuple[tuple[str, int], ...]


class Preview(QFrame):
    """Follows the report a moment after each change, as long as it is shown."""

    closed = Signal()

    def __init__(self, model: ReportModel, workshop: Workshop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._model = model
        self._workshop = workshop
        self._busy = False
        self._stale = True
        self._heading = ""
        self._headings: tuple[tuple[str, int], ...] = ()
        self._labels: list[QLabel] = []
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
        return len(self._labels)

    @property
    def message(self) -> str:
        """What is said instead of pages; empty while pages are shown."""
        return "" if self._message.isHidden() else self._message.text()

    def show_heading(self, heading: str) -> None:
        """Turn to the page on which a heading stands."""
        self._heading = heading
        self._turn()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if self._stale:
            self._rest.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self._labels:
            self._on_changed()

    def _on_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self._rest.start()

    def _draw(self) -> None:
        if self._busy:
            return
        self._busy, self._stale = True, False
        snapshot, ratio = self._model.session.snapshot(), self.devicePixelRatioF()
        width = self._page_width()
        job = self._workshop.start(lambda _tell: draw_pages(snapshot, width, ratio))
        job.done.connect(self._on_drawn)
        job.failed.connect(self._on_failed)

    def _page_width(self) -> int:
        return max(160, self.width() - 2 * _MARGIN - 14)

    def _on_drawn(self, drawn: Drawn) -> None:
        self._busy = False
        while len(self._labels) < len(drawn.pages):
            label = QLabel()
            label.setProperty("role", "sheet")
            label.setAccessibleName(f"第 {len(self._labels) + 1} 页")
            self._labels.append(label)
            self._pages.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        while len(self._labels) > len(drawn.pages):
            self._labels.pop().deleteLater()
        for label, image in zip(self._labels, drawn.pages, strict=True):
            pixmap = QPixmap.fromImage(image)
            label.setPixmap(pixmap)
            label.setFixedSize(pixmap.deviceIndependentSize().toSize() + QSize(2, 2))
        turned = drawn.headings != self._headings
        self._headings = drawn.headings
        self._message.hide()
        QTimer.singleShot(0, self, self._turn if turned else self._on_scrolled)
        if self._stale:
            self._rest.start()

    def _on_failed(self, _error: object) -> None:
        self._busy = False
        self._message.setText(_FAILED)
        self._message.show()

    def _turn(self) -> None:
        page = next((page for title, page in self._headings if title.endswith(self._heading)), None)
        if page is None or page >= len(self._labels) or not self._heading:
            page = 0
        if self._labels:
            self._pages.activate()
            self._area.verticalScrollBar().setValue(self._labels[page].y() - 2)
            self._on_scrolled()

    def _on_scrolled(self) -> None:
        top = self._area.verticalScrollBar().value() + 40
        shown = sum(label.y() <= top for label in self._labels)
        self._where.setText(f"第 {max(1, shown)} / {len(self._labels)} 页" if self._labels else "")


def draw_pages(snapshot: Snapshot, width: int, ratio: float) -> Drawn:
    """Lay out the report as it would be printed and draw its pages, `width` points wide."""
    errors = any(finding.severity == "error" for finding in snapshot.findings)
    report = build(snapshot.answers, snapshot.findings, draft=errors)
    with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
        path = Path(folder) / "preview.pdf"
        loaded("perfdesk.writers.pdf").write_pdf(report, path)
        content = path.read_bytes()
    document = loaded("pypdfium2").PdfDocument(content)
    try:
        pages = tuple(_picture(document[number], width, ratio) for number in range(min(len(document), _MOST_PAGES)))
        headings = tuple(
            (mark.get_title(), mark.get_dest().get_index() or 0) for mark in document.get_toc() if mark.get_dest()
        )
    finally:
        document.close()
    return Drawn(pages, headings)


def _picture(page: Any, width: int, ratio: float) -> QImage:
    """One page, as sharp as the screen can show."""
    wide = width * ratio / page.get_width()
    bitmap = page.render(scale=wide, rev_byteorder=True)
    mode = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888
    image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, mode).copy()
    image.setDevicePixelRatio(ratio)
    bitmap.close()
    page.close()
    return image
