"""Work off the window's thread, one piece at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from perfdesk.errors import PerfDeskError


class Job(QObject):
    """Something being worked on. Connect its signals to methods of widgets: then they arrive in the window's thread."""

    progressed = Signal(str)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.is_over = False


class _Runner(QRunnable):
    def __init__(self, job: Job, work: Callable[[Callable[[str], None]], object]) -> None:
        super().__init__()
        self._job = job
        self._work = work

    def run(self) -> None:
        try:
            found = self._work(self._job.progressed.emit)
        except PerfDeskError as error:
            self._job.failed.emit(error)
        except Exception as error:
            self._job.failed.emit(error)
        else:
            self._job.done.emit(found)
        finally:
            self._job.is_over = True


class Workshop(QObject):
    """Does one job after the other in one other thread: writers and renderer share fonts that are not thread-safe."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._jobs: list[Job] = []

    def start(self, work: Callable[[Callable[[str], None]], object], urgent: bool = False) -> Job:
        """Begin a job; `work` is given a function by which to tell how far it is."""
        job = Job()
        # A job must outlive its last signal, which is still under way when the work is over.
        self._jobs = [*(known for known in self._jobs if not known.is_over), *self._jobs[-1:], job]
        self._pool.start(_Runner(job, work), 1 if urgent else 0)
        return job

    def finish(self) -> None:
        """Wait until all work is done."""
        self._pool.clear()
        self._pool.waitForDone()
