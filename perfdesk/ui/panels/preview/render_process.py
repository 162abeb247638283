"""The process that draws the pages: keys never wait for it, as they would for a thread that shares the interpreter."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock

from perfdesk.errors import PerfDeskError
from perfdesk.ui.panels.preview.rendering import RenderedPages, RenderRequest, serve

#: Far longer than sixty pages take on the slowest machine, in seconds.
_TIMEOUT_SECONDS = 60.0
#: What the process is called.
PROCESS_NAME = "perfdesk-preview"


class RenderProcess:
    """Started when first needed, and again when it has ended; it ends with the program, however that ends."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def render(self, request: RenderRequest) -> RenderedPages:
        """Have the pages drawn, and wait for them; PerfDeskError when the process ends over it or does not answer."""
        with self._lock:
            orders = self._connection if self._connection is not None else self._start()
            try:
                orders.send(request)
                if orders.poll(_TIMEOUT_SECONDS):
                    return orders.recv()
            except (EOFError, OSError) as error:
                raise self._error() from error
            raise self._error()

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name=PROCESS_NAME, daemon=True)
        self._process.start()
        theirs.close()  # theirs alone, so that the end of either process is noticed by the other
        return self._connection

    def _error(self) -> PerfDeskError:
        process, orders = self._process, self._connection
        self._process = self._connection = None
        if orders is not None:
            orders.close()
        if process is not None:
            process.kill()
            process.join()
        return PerfDeskError("预览暂时画不出来。", "画预览的进程已经结束。", "不影响填报和导出，下次修改后会再画。")


@cache
def render_process() -> RenderProcess:
    """The one drawer of the program."""
    return RenderProcess()
