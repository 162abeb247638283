"""Background tasks, run one at a time outside the window's thread."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from perfdesk.errors import PerfDeskError
from perfdesk.logs import FailureLogged

_log = logging.getLogger(__name__)


class Task(QObject):
    """A running task. Its signals are delivered in the thread of their receivers."""

    progressed = Signal(str)
    done = Signal(object)
    failed = Signal(object)
    over = Signal()

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
                result = self._work(self._task.progressed.emit)
        except PerfDeskError as error:
            self._task.failed.emit(error)
        except Exception as error:
            self._task.failed.emit(error)
        else:
            self._task.done.emit(result)
        finally:
            self._task.is_over = True
            self._task.over.emit()


class BackgroundTasks(QObject):
    """Runs tasks one after another in a single thread: writers and renderer share fonts that are not thread-safe.

    The garbage collector is off meanwhile: destroying widgets in that thread would crash the program.
    """

    _busy: ClassVar[set[BackgroundTasks]] = set()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._tasks: list[Task] = []
        self._open_count = 0

    def start(
        self,
        work: Callable[[Callable[[str], None]], object],
        done: Callable[[Any], object],
        failed: Callable[[Any], object] | None = None,
        progressed: Callable[[str], object] | None = None,
        urgent: bool = False,
    ) -> None:
        """Start a task; `work` receives a function that reports progress as text.

        `done`, `failed` and `progressed` are methods of widgets and run in the window's thread. They are connected
        before the task starts, because a short one ends before this method returns. Without `failed`, a PerfDeskError
        is ignored and any other exception is raised in the window's thread.
        """
        task = Task()
        task.done.connect(done)
        task.failed.connect(failed or self._on_failed)
        if progressed is not None:
            task.progressed.connect(progressed)
        # A task must outlive its last signal, which may still be queued after the work has ended.
        self._tasks = [*(running for running in self._tasks if not running.is_over), *self._tasks[-1:], task]
        task.over.connect(self._on_over)
        self._set_open_count(self._open_count + 1)
        self._pool.start(_TaskRunner(task, work), 1 if urgent else 0)

    def finish(self) -> None:
        """Discard the tasks that have not started and wait for the running one."""
        self._pool.clear()
        self._pool.waitForDone()
        self._set_open_count(0)

    def _on_over(self) -> None:
        self._set_open_count(max(0, self._open_count - 1))

    def _set_open_count(self, count: int) -> None:
        """Note how many tasks have not ended yet; the garbage collector is on while none of any window has."""
        self._open_count = count
        (self._busy.add if count else self._busy.discard)(self)
        (gc.disable if self._busy else gc.enable)()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, PerfDeskError):
            raise error
