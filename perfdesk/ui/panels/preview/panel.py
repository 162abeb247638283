"""The preview next to the form: the PDF that would be exported now."""

from __future__ import annotations

import logging
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.evaluation.labels import label_or_address, section_label
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.preview.page_images import PageImages, pickled_form, render_pages
from perfdesk.ui.panels.preview.page_place import PagePlace, place_at, scroll_to
from perfdesk.ui.panels.preview.page_view import PageView
from perfdesk.ui.panels.preview.page_zoom import FIT_LABELS, Fit, PageZoom
from perfdesk.ui.widgets.labels import text_label

#: Editors report a change after a pause; this delay only merges several changes.
_IDLE_MS = 60
_MARGIN = 14
_log = logging.getLogger(__name__)
_FAILED = "预览暂时画不出来，不影响填报和导出。"


class PreviewPanel(QFrame):
    """The printed pages, rendered again after each change while the panel is visible.

    `go_to_requested` asks to go to an answer.
    """

    closed = Signal()
    go_to_requested = Signal(object)

    def __init__(self, model: ReportModel, background: BackgroundTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._model = model
        self._background = background
        self._is_drawing = False
        self._is_stale = True
        self._drawn_width = 0
        self._has_failed = False
        self._pickled_form = b""
        self._heading = ""
        self._headings: tuple[tuple[str, int], ...] = ()
        self._marked: Address | None = None
        self._zoom = PageZoom()
        self._zoom_before: PageZoom | None = None
        self._kept_place: PagePlace | None = None
        self.page_views: list[PageView] = []
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(_IDLE_MS)
        self._idle_timer.timeout.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_header())
        self._message = text_label("正在排版…", "note")
        self._message.setProperty("room", "preview")
        column.addWidget(self._message)
        column.addWidget(self._make_area(), 1)
        self.setMinimumWidth(220)
        model.changed.connect(self._on_changed)

    def _make_area(self) -> QScrollArea:
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.viewport().installEventFilter(self)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pages = QWidget()
        self._pages = QVBoxLayout(pages)
        self._pages.setContentsMargins(_MARGIN, 0, _MARGIN, _MARGIN)
        self._pages.setSpacing(12)
        self._pages.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(pages)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        return self._area

    def _make_header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(_MARGIN, 12, 8, 10)
        self._page_label = text_label("", "help", wraps=False)
        self._fit_buttons = {fit: self._fit_button(text, fit) for fit, text in FIT_LABELS.items()}
        close = QPushButton("收起")
        close.setProperty("role", "quiet")
        close.setAccessibleName("收起预览")
        close.clicked.connect(self.closed)
        line.addWidget(text_label("预览", "strongLabel", wraps=False))
        line.addStretch(1)
        for button in self._fit_buttons.values():
            line.addWidget(button)
        line.addWidget(self._page_label)
        line.addSpacing(4)
        line.addWidget(close)
        return line

    def _fit_button(self, text: str, fit: Fit) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "quiet")
        button.setCheckable(True)
        button.setChecked(fit == self._zoom.fit)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip("按住 Ctrl 滚动滚轮，可以放大、缩小")
        button.clicked.connect(partial(self._on_fit, fit))
        return button

    def _on_fit(self, fit: Fit, _checked: bool = False) -> None:
        self._set_zoom(PageZoom(fit), QPoint(0, 0))

    def _set_zoom(self, zoom: PageZoom, at: QPoint, before: PageZoom | None = None) -> None:
        """Draw the pages in another size; what is at a place of the viewport stays there."""
        self._zoom, self._zoom_before = zoom, before
        self._keep_what_is_at(at)
        for fit, button in self._fit_buttons.items():
            button.setChecked(zoom.factor == 1 and fit == zoom.fit)
        self._on_changed()

    def _keep_what_is_at(self, at: QPoint) -> None:
        """Remember what is at a place of the viewport, unless it is still to be brought back there."""
        if self._kept_place is None or self._kept_place.at != at:
            self._kept_place = place_at(self._area, self.page_views, at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._set_zoom(self._zoom.step(event.angleDelta().y()), event.position().toPoint())
            return True
        return super().eventFilter(watched, event)

    def _on_enlarged(self, view: PageView, point: QPoint) -> None:
        """Enlarge the pages, or show them as they were before."""
        at, before = view.mapTo(self._area.viewport(), point), self._zoom_before
        if before is not None:
            self._set_zoom(before, at)
        else:
            self._set_zoom(self._zoom.enlarged(), at, self._zoom)

    @property
    def page_count(self) -> int:
        """The number of pages shown."""
        return len(self.page_views)

    @property
    def message(self) -> str:
        """The message shown instead of pages; empty while pages are shown."""
        return "" if self._message.isHidden() else self._message.text()

    def show_heading(self, heading: str) -> None:
        """Scroll to the page with a heading."""
        self._heading, self._marked = heading, None
        self._show_mark()
        self._scroll_to_heading()

    def mark_answer(self, address: Address | None) -> None:
        """Mark the current answer and scroll to it, if it is printed."""
        if address is None or address == self._marked:
            return
        self._marked = address
        self._show_mark()
        self._scroll_to(address)

    def _scroll_to(self, address: Address) -> bool:
        """Scroll to an answer; return whether it is printed."""
        # Answers of the cover are printed all over the report: there only the first page counts.
        views = self.page_views if self._heading_page() is not None else self.page_views[:1]
        view = next((view for view in views if view.area_of(address) is not None), None)
        box = view.area_of(address) if view is not None else None
        if view is not None and box is not None:
            middle = view.y() + round(box.center().y())
            self._area.ensureVisible(0, middle, 0, min(round(box.height() / 2) + 40, self._area.height() // 2 - 1))
        return box is not None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._idle_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.page_views and self._page_width() != self._drawn_width:
            self._keep_what_is_at(QPoint(0, 0))
            self._on_changed()

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._idle_timer.start()

    def _draw(self) -> None:
        if self._is_drawing or not self.isVisible():
            return
        self._is_drawing, self._is_stale = True, False
        snapshot, width, ratio = self._model.session.snapshot(), self._page_width(), self.devicePixelRatioF()
        self._drawn_width = width
        shown = (view.page_image for view in self.page_views if view.page_image is not None)
        known = {page.name: page for page in shown if page.image.devicePixelRatio() == ratio}
        self._background.start(
            lambda _report_progress: render_pages(snapshot, self._form_bytes(), width, ratio, known),
            self._on_drawn,
            self._on_failed,
        )

    def _form_bytes(self) -> bytes:
        """Return the pickled form for the render process, made once."""
        if not self._pickled_form:
            self._pickled_form = pickled_form(self._model.session.form)
        return self._pickled_form

    def _page_width(self) -> int:
        area = self._area.maximumViewportSize()
        return self._zoom.page_width(self.width() - 2 * _MARGIN - 14, area.height() - _MARGIN)

    def _on_drawn(self, drawn: PageImages) -> None:
        self._is_drawing = False
        while len(self.page_views) < len(drawn.pages):
            view = PageView(self._answer_name, len(self.page_views) + 1)
            view.go_to_requested.connect(self.go_to_requested)
            view.figure_clicked.connect(partial(self._on_figure, len(self.page_views)))
            view.enlarged.connect(partial(self._on_enlarged, view))
            self.page_views.append(view)
            self._pages.addWidget(view, 0, Qt.AlignmentFlag.AlignHCenter)
        while len(self.page_views) > len(drawn.pages):
            self.page_views.pop().deleteLater()
        for view, page in zip(self.page_views, drawn.pages, strict=True):
            view.show_image(page)
        self._show_mark()
        headings_moved = drawn.headings != self._headings
        self._headings = drawn.headings
        self._has_failed = False
        self._message.hide()
        if headings_moved:
            self._kept_place = None
        QTimer.singleShot(0, self, self._scroll_to_heading if headings_moved else self._keep_place)
        if self._is_stale:
            self._idle_timer.start()

    def _on_failed(self, _error: object) -> None:
        self._is_drawing = False
        _log.warning("the preview could not be drawn")
        self._message.setText(_FAILED)
        self._message.show()
        if self._is_stale or not self._has_failed:
            self._idle_timer.start()  # try once more with a new render process
        self._has_failed = True

    def _on_figure(self, page: int, figure: int) -> None:
        from perfdesk.ui.panels.preview.figure_answers import answer_of_figure

        pages = [view.page_image for view in self.page_views if view.page_image is not None]
        self.go_to_requested.emit(answer_of_figure(self._model.answers, pages, page, figure))

    def _answer_name(self, address: Address) -> str:
        answers = self._model.answers
        is_question = answers.form.question(address) is not None
        return label_or_address(answers, address) if is_question else section_label(answers, address.section)

    def _show_mark(self) -> None:
        for view in self.page_views:
            view.mark_answer(self._marked)

    def _keep_place(self) -> None:
        """Scroll to where the user was before the size of the pages changed."""
        if self._kept_place is not None:
            self._pages.activate()
            scroll_to(self._area, self.page_views, self._kept_place)
            if not self._is_stale:  # otherwise these are still the pages of the size before
                self._kept_place = None
        self._on_scrolled()

    def _scroll_to_heading(self) -> None:
        if self._marked is not None and self._scroll_to(self._marked):
            return
        if self.page_views:
            self._pages.activate()
            self._area.verticalScrollBar().setValue(self.page_views[self._heading_page() or 0].y() - 2)
            self._on_scrolled()

    def _heading_page(self) -> int | None:
        """Return the page number of the heading of the current section, if it is printed."""
        pages = (page for title, page in self._headings if self._heading and title.endswith(self._heading))
        page = next(pages, None)
        return page if page is not None and page < len(self.page_views) else None

    def _on_scrolled(self) -> None:
        top = self._area.verticalScrollBar().value() + 40
        number = max(1, sum(view.y() <= top for view in self.page_views))
        self._page_label.setText(f"第 {number} / {len(self.page_views)} 页" if self.page_views else "")
