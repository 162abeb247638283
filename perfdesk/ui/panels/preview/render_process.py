"""The process that renders the pages. A thread would share the interpreter and delay the handling of keys."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import TYPE_CHECKING

from perfdesk.errors import PerfDeskError
from perfdesk.ui.panels.preview.rendering import RenderedPages, RenderRequest, serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection, PipeConnection  # the latter on Windows only

#: Far longer than sixty pages take on the slowest machine.
_TIMEOUT_SECONDS = 60.0
#: The name of the process.
PROCESS_NAME = "perfdesk-preview"


class RenderProcess:
    """The render process: started when first needed and again after it has ended; it never outlives the program."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | PipeConnection | None = None

    def render(self, request: RenderRequest) -> RenderedPages:
        """Render pages and wait for them. Raise PerfDeskError if the process ends or does not answer."""
        with self._lock:
            connection = self._connection if self._connection is not None else self._start()
            try:
                connection.send(request)
                if connection.poll(_TIMEOUT_SECONDS):
                    return connection.recv()
            except (EOFError, OSError) as error:
                raise self._stop() from error
            raise self._stop()

    def _start(self) -> Connection | PipeConnection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name=PROCESS_NAME, daemon=True)
        self._process.start()
        theirs.close()  # only the process has it now, so that each side notices the end of the other
        self._connection = ours
        return ours

    def _stop(self) -> PerfDeskError:
        """Stop the process and return the error to raise."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.join()
        return PerfDeskError("预览暂时画不出来。", "画预览的进程已经结束。", "不影响填报和导出，下次修改后会再画。")


@cache
def render_process() -> RenderProcess:
    """Return the render process of the program."""
    return RenderProcess()
