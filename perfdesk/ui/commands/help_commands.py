"""What the 帮助 menu does: the manual at the page one needs, and the tour on a practice report."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from perfdesk.errors import PerfDeskError
from perfdesk.ui.late import loaded
from perfdesk.ui.settings import forget_file, remember, remembered
from perfdesk.ui.widgets import message_boxes

if TYPE_CHECKING:
    from perfdesk.ui.help.manual import ManualWindow
    from perfdesk.ui.help.tour import Tour
    from perfdesk.ui.window.main_window import MainWindow

_TOUR_KNOWN = "tour"


class HelpDeeds(QObject):
    """Manual and tour of one window; both are loaded when first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.manual: ManualWindow | None = None
        self.tour: Tour | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """The deeds by name."""
        return {"manual": self.open_manual, "tour": self.begin_tour}

    def open_manual(self) -> None:
        """The manual, at the page that belongs to where the cursor is."""
        manual = loaded("perfdesk.ui.help.manual")
        name = manual.page_for(self._window.desk)
        if self.manual is None:
            self.manual = manual.ManualWindow(self._window.menuBar(), self._window)
        self.manual.open_at(name)

    def begin_tour(self) -> None:
        """Open a practice report and walk through it; a report that is open is closed as ever."""
        tour = loaded("perfdesk.ui.help.tour")
        try:
            path = tour.make_practice()
        except PerfDeskError as error:
            message_boxes.tell_error(self._window, error)
            return
        self.end_tour()
        if self._window.open_path(path):
            forget_file(path.resolve())
            remember(_TOUR_KNOWN, True)
            self.tour = tour.Tour(self._window)
            self.tour.begin()

    def end_tour(self) -> None:
        """Take the tour away, if one is under way."""
        if self.tour is not None:
            self.tour.end()
            self.tour = None


def knows_tour() -> bool:
    """Whether this user has begun the tour before."""
    return bool(remembered(_TOUR_KNOWN, False))
