"""Work off the window's thread, one piece at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from perfdesk.errors import PerfDeskError
from perfdesk.logs import FailureLogged

_log = logging.getLogger(__name__)


class Task(QObject):
    """Something being worked on. Its signals arrive in the thread of the widgets that listen."""

    progressed = Signal(str)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.is_over = False


class _TaskRunner(QRunnable):
    def __init__(self, task: Task, work: Callable[[Callable[[str], None]], object]) -> None:
        super().__init__()
        self._task = task
        self._work = work

    def run(self) -> None:
        try:
            with FailureLogged(_log, "work in the background failed"):
                found = self._work(self._task.progressed.emit)
        except PerfDeskError as error:
            self._task.failed.emit(error)
        except Exception as error:
            self._task.failed.emit(error)
        else:
            self._task.done.emit(found)
        finally:
            self._task.is_over = True


class BackgroundTasks(QObject):
    """Does one job after the other in one other thread: writers and renderer share fonts that are not thread-safe."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._tasks: list[Task] = []

    def start(
        self,
        work: Callable[[Callable[[str], None]], object],
        done: Callable[[Any], object],
        failed: Callable[[Any], object] | None = None,
        progressed: Callable[[str], object] | None = None,
        urgent: bool = False,
    ) -> None:
        """Begin a job; `work` is given a function by which to tell how far it is.

        The others are methods of widgets, called in the window's thread. They are connected before the job begins: a
        short one is over before this returns. A failure nobody listens for is told only when it is a fault of ours.
        """
        task = Task()
        task.done.connect(done)
        task.failed.connect(failed or self._on_failed)
        if progressed is not None:
            task.progressed.connect(progressed)
        # A job must outlive its last signal, which is still under way when the work is over.
        self._tasks = [*(known for known in self._tasks if not known.is_over), *self._tasks[-1:], task]
        self._pool.start(_TaskRunner(task, work), 1 if urgent else 0)

    def finish(self) -> None:
        """Wait until all work is done."""
        self._pool.clear()
        self._pool.waitForDone()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, PerfDeskError):
            raise error
