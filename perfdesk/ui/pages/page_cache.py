"""The pages of a report: each is built when first shown, the others in small steps while the user is idle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.page import Page

_IDLE_MS = 1000
#: The gap between two steps, so that keys are handled first.
_SLICE_GAP_MS = 15


class PageCache(QObject):
    """The pages in a stack of widgets; `page_ready` is emitted for each page when it is complete."""

    page_ready = Signal(object)

    def __init__(self, model: ReportModel, stack: QStackedWidget, instances: Callable[[], Iterable[str]]) -> None:
        super().__init__(stack)
        self._model = model
        self._stack = stack
        self._instances = instances
        self._pages: dict[str, Page] = {}
        self._complete: set[str] = set()
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.timeout.connect(self._preload)
        model.changed.connect(self._postpone)
        stack.currentChanged.connect(self._postpone)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._on_cursor_moved)

    def page(self, instance: str) -> Page:
        """Return the page of a section, built completely."""
        page = self._page_in_progress(instance)
        while instance not in self._complete:
            self._build_next(page)
        return page

    def get(self, instance: str) -> Page | None:
        """Return the page of a section if it is complete."""
        return self._pages[instance] if instance in self._complete else None

    def discard_others(self, instances: Collection[str]) -> None:
        """Delete all other pages: their sections are no longer part of the report."""
        for instance in [known for known in self._pages if known not in instances]:
            page = self._pages.pop(instance)
            self._complete.discard(instance)
            self._stack.removeWidget(page)
            page.deleteLater()

    def _page_in_progress(self, instance: str) -> Page:
        if instance not in self._pages:
            section = self._model.session.form.section(instance)
            page = Page(self._model, section, instance, self._stack)  # changing the parent later would be slow
            self._pages[instance] = page
            self._stack.addWidget(page)
        return self._pages[instance]

    def _build_next(self, page: Page) -> None:
        if not page.build_next():
            self._complete.add(page.instance)
            self.page_ready.emit(page)

    def _preload(self) -> None:
        """Build the next part of the next incomplete page; continue while the user is idle."""
        instance = next((wanted for wanted in self._instances() if wanted not in self._complete), None)
        if instance is not None:
            self._build_next(self._page_in_progress(instance))
            self._idle_timer.start(_SLICE_GAP_MS)

    def _on_cursor_moved(self) -> None:
        """Let the current page follow the text cursor; there is one signal for the whole program."""
        self._postpone()
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.follow_cursor()

    def _postpone(self) -> None:
        self._idle_timer.start(_IDLE_MS)
