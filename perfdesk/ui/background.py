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
    over = Signal(object)

    def __init__(self, is_kept: bool) -> None:
        super().__init__()
        self.is_over = False
        self.is_kept = is_kept
        self.is_discarded = False


class _TaskRunner(QRunnable):
    def __init__(self, task: Task, work: Callable[[Callable[[str], None]], object]) -> None:
        super().__init__()
        self._task = task
        self._work = work

    def run(self) -> None:
        if not self._task.is_discarded:
            self._work_on_it()
        self._task.is_over = True
        self._task.over.emit(self._task)

    def _work_on_it(self) -> None:
        try:
            with FailureLogged(_log, "work in the background failed"):
                result = self._work(self._task.progressed.emit)
        except PerfDeskError as error:
            self._task.failed.emit(error)
        except Exception as error:
            self._task.failed.emit(error)
        else:
            self._task.done.emit(result)


class _GarbageHold(QObject):
    """Keeps the garbage collector off while any task has not ended. It lives in the window's thread, and for ever:
    the windows that began the tasks may be gone when they end."""

    def __init__(self) -> None:
        super().__init__()
        self._open: set[Task] = set()

    def hold(self, task: Task) -> None:
        """Switch the collector off until the task is over."""
        self._open.add(task)
        gc.disable()
        task.over.connect(self.release)

    def release(self, task: Task) -> None:
        """Switch it on again if no other task is running; a task may be released twice."""
        self._open.discard(task)
        if not self._open:
            gc.enable()


class BackgroundTasks(QObject):
    """Runs tasks one after another in a single thread: writers and renderer share fonts that are not thread-safe.

    The garbage collector is off meanwhile: destroying widgets in that thread would crash the program.
    """

    _garbage: ClassVar[_GarbageHold | None] = None

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
        kept: bool = False,
    ) -> None:
        """Start a task; `work` receives a function that reports progress as text.

        `done`, `failed` and `progressed` are methods of widgets and run in the window's thread. They are connected
        before the task starts, because a short one ends before this method returns. Without `failed`, a PerfDeskError
        is ignored and any other exception is raised in the window's thread. A task that is `kept` is done even if the
        window is closed before it begins.
        """
        task = Task(kept)
        task.done.connect(done)
        task.failed.connect(failed or self._on_failed)
        if progressed is not None:
            task.progressed.connect(progressed)
        # A task must outlive its last signal, which may still be queued after the work has ended.
        self._tasks = [*(running for running in self._tasks if not running.is_over), *self._tasks[-1:], task]
        if BackgroundTasks._garbage is None:
            BackgroundTasks._garbage = _GarbageHold()
        BackgroundTasks._garbage.hold(task)
        self._pool.start(_TaskRunner(task, work), 1 if urgent else 0)

    def finish(self) -> None:
        """Discard the tasks that have not started and are not kept; wait for the others."""
        for task in self._tasks:
            task.is_discarded = not task.is_kept
        self._pool.waitForDone()
        if self._garbage is not None:
            for task in self._tasks:
                self._garbage.release(task)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, PerfDeskError):
            raise error
