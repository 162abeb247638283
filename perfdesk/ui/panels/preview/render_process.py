"""The process that draws the pages: keys never wait for it, as they would for a thread that shares the interpreter."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock

from perfdesk.errors import PerfDeskError
from perfdesk.ui.panels.preview.rendering import Order, Sheets, serve

#: Far longer than sixty pages take on the slowest machine, in seconds.
_LONGEST = 60.0
#: What the process is called.
NAME = "perfdesk-preview"


class Drawer:
    """Started when first needed, and again when it has ended; it ends with the program, however that ends."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: BaseProcess | None = None
        self._orders: Connection | None = None

    def draw(self, order: Order) -> Sheets:
        """Have the pages drawn, and wait for them; PerfDeskError when the process ends over it or does not answer."""
        with self._turn:
            orders = self._orders if self._orders is not None else self._begin()
            try:
                orders.send(order)
                if orders.poll(_LONGEST):
                    return orders.recv()
            except (EOFError, OSError) as error:
                raise self._lost() from error
            raise self._lost()

    def _begin(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), name=NAME, daemon=True)
        self._process.start()
        theirs.close()  # theirs alone, so that the end of either process is noticed by the other
        return self._orders

    def _lost(self) -> PerfDeskError:
        process, orders = self._process, self._orders
        self._process = self._orders = None
        if orders is not None:
            orders.close()
        if process is not None:
            process.kill()
            process.join()
        return PerfDeskError("预览暂时画不出来。", "画预览的进程已经结束。", "不影响填报和导出，下次修改后会再画。")


@cache
def drawer() -> Drawer:
    """The one drawer of the program."""
    return Drawer()
