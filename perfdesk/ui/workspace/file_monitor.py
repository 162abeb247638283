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
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.models.report_model import ReportModel

_log = logging.getLogger(__name__)
#: As often as a lock wants a sign (`perfdesk.storage.lock.HEARTBEAT`).
_MINUTE_MS = 60_000
#: After the last change, so that a slow stick is not written between two words.
_IDLE_MS = 3_000


class FileMonitor(QObject):
    """Looks after one open report; what goes wrong is told through `failed`, as PerfDeskError.

    `changed` when someone else wrote the file, `unchanged` when it is as it was left.
    """

    failed = Signal(object)
    changed = Signal()
    unchanged = Signal()
    published = Signal()
    looked = Signal()

    def __init__(self, model: ReportModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._last_backup: datetime.datetime | None = None
        self._has_changes = False
        self._copies: frozenset[Path] = frozenset()
        self._background = BackgroundTasks(self)
        self._lock_task, self._check_task, self._publish_task = (
            _RemoteTask(self._background, self.failed.emit) for _ in range(3)
        )
        model.changed.connect(self._on_changed)
        self._minute_timer = QTimer(self)
        self._minute_timer.timeout.connect(self.run_due_tasks)
        self._minute_timer.start(_MINUTE_MS)
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(_IDLE_MS)
        self._idle_timer.timeout.connect(self.publish)
        self._schedule_publishing()

    def run_due_tasks(self) -> None:
        """What is done each minute."""
        session = self._model.session
        if session.read_only:
            return
        self._lock_task.run(session.refresh_lock, lambda _nothing: None, self._is_remote)
        self.check_for_changes()
        self.looked.emit()
        self.publish()
        try:
            self._back_up_if_due()
        except PerfDeskError as error:
            self.failed.emit(error)

    def check_for_changes(self) -> None:
        """See whether the file is as it was left: each minute, and when the clerk comes back to the window."""
        session = self._model.session
        if not session.read_only:
            self._check_task.run(session.changed_elsewhere, self._on_checked, self._is_remote)

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
        self._idle_timer.stop()
        if session.read_only or session.is_published:
            return
        try:
            self._publish_task.run(session.prepare_publishing(), self._on_published, self._is_remote)
        except PerfDeskError as error:
            self.failed.emit(error)

    def finish(self) -> None:
        """Do nothing more, and wait for what is still being asked: the report is about to be closed."""
        self._minute_timer.stop()
        self._idle_timer.stop()
        self.blockSignals(True)
        self._background.finish()

    @property
    def _is_remote(self) -> bool:
        """Whether the report lies where an answer may take long, and is worked on in a copy."""
        return self._model.session.path != self._model.session.file.path

    def _back_up_if_due(self) -> None:
        session = self._model.session
        now = datetime.datetime.now(datetime.UTC)
        if not session.read_only and is_due(self._last_backup, now, self._has_changes):
            back_up(session.file)
            self._last_backup, self._has_changes = now, False

    def _on_changed(self, _moved: frozenset[object]) -> None:
        self._has_changes = True
        self._schedule_publishing()

    def _schedule_publishing(self) -> None:
        if not self._model.session.is_published:
            self._idle_timer.start()

    def _on_checked(self, found: object) -> None:
        (self.changed if found else self.unchanged).emit()
        if not found:
            self._schedule_publishing()  # what could not be written back while the place was away

    def _on_published(self, _nothing: object) -> None:
        self.published.emit()
        self._schedule_publishing()  # what was typed meanwhile


class _RemoteTask(QObject):
    """Something that reads or writes at the report's place, asked once at a time; off the window's thread where the
    place is far: a share or a stick may take long to answer."""

    def __init__(self, background: BackgroundTasks, failed: Callable[[object], object]) -> None:
        super().__init__(background)
        self._background, self._failed = background, failed
        self._on_result: Callable[[object], object] | None = None

    def run(self, task: Callable[[], object], on_result: Callable[[object], object], is_remote: bool) -> None:
        """Do it; `then` is told what it gives, the keeper what goes wrong."""
        if self._on_result is not None:
            return
        self._on_result = on_result
        if is_remote:
            self._background.start(lambda _tell: task(), done=self._on_done, failed=self._on_failed)
            return
        try:
            with FailureLogged(_log, "a periodic task failed"):
                found = task()
        except PerfDeskError as error:
            self._on_failed(error)
        else:
            self._on_done(found)

    def _on_done(self, found: object) -> None:
        then, self._on_result = self._on_result, None
        if then is not None:
            then(found)

    def _on_failed(self, error: Exception) -> None:
        self._on_result = None
        if not isinstance(error, PerfDeskError):
            raise error
        self._failed(error)
