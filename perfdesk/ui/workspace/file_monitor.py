"""Periodic tasks for an open report: refresh the lock, back up, detect changes made elsewhere, publish the working
copy."""

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
#: Interval of the lock's heartbeat (`perfdesk.storage.lock.HEARTBEAT`).
_MINUTE_MS = 60_000
#: Delay after the last change, so that a slow drive is not written to between two words.
_IDLE_MS = 3_000


class FileMonitor(QObject):
    """Monitors one open report; errors are emitted through `failed` as PerfDeskError.

    Emits `changed` when the file was changed elsewhere, `unchanged` when it was not.
    """

    failed = Signal(object)
    changed = Signal()
    unchanged = Signal()
    published = Signal()
    copies_check_due = Signal()

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
        """Run the tasks that are due each minute."""
        session = self._model.session
        if session.read_only:
            return
        self._lock_task.run(session.refresh_lock, lambda _nothing: None, self._is_remote)
        self.check_for_changes()
        self.copies_check_due.emit()
        self.publish()
        try:
            self._back_up_if_due()
        except PerfDeskError as error:
            self.failed.emit(error)

    def check_for_changes(self) -> None:
        """Check whether the file was changed elsewhere: each minute, and when the user returns to the window."""
        session = self._model.session
        if not session.read_only:
            self._check_task.run(session.changed_elsewhere, self._on_checked, self._is_remote)

    def new_copies(self) -> str:
        """Return a sentence about conflict copies next to the report if there is a new one; otherwise an empty text."""
        session = self._model.session
        possible = frozenset(possible_copies(session.path))
        if possible <= self._copies:
            return ""
        self._copies = possible
        return conflict_sentence(conflict_copies(session.path, session.file.report_id(), session.entries))

    def publish(self) -> None:
        """Publish the working copy, if the report is on unreliable storage."""
        session = self._model.session
        self._idle_timer.stop()
        if session.read_only or session.is_published:
            return
        try:
            self._publish_task.run(session.prepare_publishing(), self._on_published, self._is_remote)
        except PerfDeskError as error:
            self.failed.emit(error)

    def finish(self) -> None:
        """Stop all tasks and wait for the running one, before the report is closed."""
        self._minute_timer.stop()
        self._idle_timer.stop()
        self.blockSignals(True)
        self._background.finish()

    @property
    def _is_remote(self) -> bool:
        """Whether the report is on unreliable storage, which may respond slowly, and is edited in a working copy."""
        return self._model.session.path != self._model.session.file.path

    def _back_up_if_due(self) -> None:
        session = self._model.session
        now = datetime.datetime.now(datetime.UTC)
        if not session.read_only and is_due(self._last_backup, now, self._has_changes):
            back_up(session.file)
            self._last_backup, self._has_changes = now, False

    def _on_changed(self, _addresses: frozenset[object]) -> None:
        self._has_changes = True
        self._schedule_publishing()

    def _schedule_publishing(self) -> None:
        if not self._model.session.is_published:
            self._idle_timer.start()

    def _on_checked(self, is_changed: object) -> None:
        (self.changed if is_changed else self.unchanged).emit()
        if not is_changed and not self._idle_timer.isActive():  # checks in quick succession do not put it off
            self._schedule_publishing()  # publish what could not be written while the storage was unreachable

    def _on_published(self, _nothing: object) -> None:
        self.published.emit()
        self._schedule_publishing()  # publish what was typed in the meantime


class _RemoteTask(QObject):
    """Reads or writes the report's storage, once at a time; in the background if the storage may respond slowly."""

    def __init__(self, background: BackgroundTasks, failed: Callable[[object], object]) -> None:
        super().__init__(background)
        self._background, self._failed = background, failed
        self._on_result: Callable[[object], object] | None = None

    def run(self, task: Callable[[], object], on_result: Callable[[object], object], is_remote: bool) -> None:
        """Run a task and pass its result to `on_result`; ignored while the previous run is in progress."""
        if self._on_result is not None:
            return
        self._on_result = on_result
        if is_remote:
            self._background.start(lambda _report_progress: task(), done=self._on_done, failed=self._on_failed)
            return
        try:
            with FailureLogged(_log, "a periodic task failed"):
                result = task()
        except PerfDeskError as error:
            self._on_failed(error)
        else:
            self._on_done(result)

    def _on_done(self, result: object) -> None:
        on_result, self._on_result = self._on_result, None
        if on_result is not None:
            on_result(result)

    def _on_failed(self, error: Exception) -> None:
        self._on_result = None
        if not isinstance(error, PerfDeskError):
            raise error
        self._failed(error)
