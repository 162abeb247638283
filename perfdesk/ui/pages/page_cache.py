"""The pages of a report: each made when first wanted, and the others little by little while the clerk rests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget

from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.page import Page

_REST_MS = 1000
#: Between two pieces, so that a key that comes now is answered first.
_BREATH_MS = 15


class Shelf(QObject):
    """Holds the pages in a stack of widgets; `made` tells of each that has become whole."""

    made = Signal(object)

    def __init__(self, model: ReportModel, stack: QStackedWidget, instances: Callable[[], Iterable[str]]) -> None:
        super().__init__(stack)
        self._model = model
        self._stack = stack
        self._instances = instances
        self._pages: dict[str, Page] = {}
        self._whole: set[str] = set()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._make_ahead)
        model.changed.connect(self._put_off)
        stack.currentChanged.connect(self._put_off)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._on_cursor_moved)

    def page(self, instance: str) -> Page:
        """The page of a section, whole."""
        page = self._begun(instance)
        while instance not in self._whole:
            self._make_more(page)
        return page

    def known(self, instance: str) -> Page | None:
        """The page of a section when it is whole."""
        return self._pages[instance] if instance in self._whole else None

    def keep(self, instances: Collection[str]) -> None:
        """Put away all other pages: their sections are no longer part of the report."""
        for instance in [one for one in self._pages if one not in instances]:
            page = self._pages.pop(instance)
            self._whole.discard(instance)
            self._stack.removeWidget(page)
            page.deleteLater()

    def _begun(self, instance: str) -> Page:
        if instance not in self._pages:
            section = self._model.session.form.section(instance)
            page = Page(self._model, section, instance, self._stack)  # a change of parent takes Qt long
            self._pages[instance] = page
            self._stack.addWidget(page)
        return self._pages[instance]

    def _make_more(self, page: Page) -> None:
        if not page.make_more():
            self._whole.add(page.instance)
            self.made.emit(page)

    def _make_ahead(self) -> None:
        """Make the next piece of the next page, and go on as long as the clerk rests."""
        instance = next((one for one in self._instances() if one not in self._whole), None)
        if instance is not None:
            self._make_more(self._begun(instance))
            self._rest.start(_BREATH_MS)

    def _on_cursor_moved(self) -> None:
        """Only the page shown follows the text cursor of the program."""
        self._put_off()
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.follow_cursor()

    def _put_off(self) -> None:
        self._rest.start(_REST_MS)
