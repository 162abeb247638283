"""What goes on by itself while a report is open: the sign that it is being written, backups, a look whether the file
is as it was left, and writing back what has been worked on in a copy."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from perfdesk.errors import PerfDeskError
from perfdesk.logs import FailureLogged
from perfdesk.storage.backup import back_up, is_due
from perfdesk.storage.conflict_copies import conflict_copies, conflict_sentence, possible_copies
from perfdesk.ui.background import Workshop
from perfdesk.ui.models.report_model import ReportModel

_log = logging.getLogger(__name__)
#: As often as a lock wants a sign (`perfdesk.storage.lock.HEARTBEAT`).
_MINUTE_MS = 60_000
#: After the last change, so that a slow stick is not written between two words.
_REST_MS = 3_000


class Keeper(QObject):
    """Looks after one open report; what goes wrong is told through `failed`, as PerfDeskError.

    `changed` when someone else wrote the file, `found` when it is as it was left.
    """

    failed = Signal(object)
    changed = Signal()
    found = Signal()
    published = Signal()
    looked = Signal()

    def __init__(self, model: ReportModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._last: datetime.datetime | None = None
        self._worked = False
        self._copies: frozenset[Path] = frozenset()
        self._away = Workshop(self)
        self._staying, self._looking, self._publishing = (_Question(self._away, self.failed.emit) for _ in range(3))
        model.changed.connect(self._on_changed)
        self._minute = QTimer(self)
        self._minute.timeout.connect(self.look_after)
        self._minute.start(_MINUTE_MS)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.publish)
        self._rest_if_needed()

    def look_after(self) -> None:
        """What is done each minute."""
        session = self._model.session
        if session.read_only:
            return
        self._staying.ask(session.refresh_lock, lambda _nothing: None, self._is_far)
        self.look_again()
        self.looked.emit()
        self.publish()
        try:
            self._back_up()
        except PerfDeskError as error:
            self.failed.emit(error)

    def look_again(self) -> None:
        """See whether the file is as it was left: each minute, and when the clerk comes back to the window."""
        session = self._model.session
        if not session.read_only:
            self._looking.ask(session.changed_elsewhere, self._on_looked, self._is_far)

    def new_copies(self) -> str:
        """A sentence about the conflict copies beside the report, when one has come that was not told of; or empty."""
        session = self._model.session
        possible = frozenset(possible_copies(session.path))
        if possible <= self._copies:
            return ""
        self._copies = possible
        return conflict_sentence(conflict_copies(session.path, session.file.report_id(), session.entries))

    def publish(self) -> None:
        """Write back what has been worked on in a copy, where the report lies in a hard place."""
        session = self._model.session
        self._rest.stop()
        if session.read_only or session.is_published:
            return
        try:
            self._publishing.ask(session.prepare_publishing(), self._on_published, self._is_far)
        except PerfDeskError as error:
            self.failed.emit(error)

    def finish(self) -> None:
        """Do nothing more, and wait for what is still being asked: the report is about to be closed."""
        self._minute.stop()
        self._rest.stop()
        self.blockSignals(True)
        self._away.finish()

    @property
    def _is_far(self) -> bool:
        """Whether the report lies where an answer may take long, and is worked on in a copy."""
        return self._model.session.path != self._model.session.file.path

    def _back_up(self) -> None:
        session = self._model.session
        now = datetime.datetime.now(datetime.UTC)
        if not session.read_only and is_due(self._last, now, self._worked):
            back_up(session.file)
            self._last, self._worked = now, False

    def _on_changed(self, _moved: frozenset[object]) -> None:
        self._worked = True
        self._rest_if_needed()

    def _rest_if_needed(self) -> None:
        if not self._model.session.is_published:
            self._rest.start()

    def _on_looked(self, found: object) -> None:
        (self.changed if found else self.found).emit()
        if not found:
            self._rest_if_needed()  # what could not be written back while the place was away

    def _on_published(self, _nothing: object) -> None:
        self.published.emit()
        self._rest_if_needed()  # what was typed meanwhile


class _Question(QObject):
    """Something that reads or writes at the report's place, asked once at a time; off the window's thread where the
    place is far: a share or a stick may take long to answer."""

    def __init__(self, away: Workshop, failed: Callable[[object], object]) -> None:
        super().__init__(away)
        self._away, self._failed = away, failed
        self._then: Callable[[object], object] | None = None

    def ask(self, deed: Callable[[], object], then: Callable[[object], object], is_far: bool) -> None:
        """Do it; `then` is told what it gives, the keeper what goes wrong."""
        if self._then is not None:
            return
        self._then = then
        if is_far:
            self._away.start(lambda _tell: deed(), done=self._on_done, failed=self._on_failed)
            return
        try:
            with FailureLogged(_log, "a periodic task failed"):
                found = deed()
        except PerfDeskError as error:
            self._on_failed(error)
        else:
            self._on_done(found)

    def _on_done(self, found: object) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(found)

    def _on_failed(self, error: Exception) -> None:
        self._then = None
        if not isinstance(error, PerfDeskError):
            raise error
        self._failed(error)
