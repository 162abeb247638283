"""What goes on by itself while a report is open: the sign that it is being written, and backups."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QObject, QTimer

from perfdesk.errors import PerfDeskError
from perfdesk.ui.late import loaded
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.strips import NewsStrip

#: As often as a lock wants a sign (`perfdesk.sharing.lock.HEARTBEAT`).
_MINUTE_MS = 60_000


class Keeper(QObject):
    """Once a minute: tells others that the report is still open here, and makes a backup when one is due."""

    def __init__(self, model: ReportModel, news: NewsStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._news = model, news
        self._last: datetime.datetime | None = None
        self._worked = False
        model.changed.connect(self._on_changed)
        timer = QTimer(self)
        timer.timeout.connect(self.look_after)
        timer.start(_MINUTE_MS)

    def look_after(self) -> None:
        """What is done each minute; what goes wrong is said once, in place."""
        session = self._model.session
        if session.read_only:
            return
        backup = loaded("perfdesk.sharing.backup")
        try:
            session.stay()
            now = datetime.datetime.now(datetime.UTC)
            if backup.is_due(self._last, now, self._worked):
                backup.back_up(session.file)
                self._last, self._worked = now, False
        except PerfDeskError as error:
            self._news.tell("warning", str(error))

    def _on_changed(self, _moved: frozenset[object]) -> None:
        self._worked = True
