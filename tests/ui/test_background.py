"""Tasks beside the window's thread."""

from __future__ import annotations

import gc
import threading
from typing import ClassVar

import pytest
from pytestqt.qtbot import QtBot

from perfdesk.ui.background import BackgroundTasks


class Cyclic:
    """An object that only the garbage collector can destroy, as a closed page with its signals is."""

    destroyed_in: ClassVar[set[int]] = set()

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.destroyed_in.add(threading.get_ident())


@pytest.mark.slow
def test_garbage_is_not_collected_outside_the_thread_of_the_window(qtbot: QtBot) -> None:
    tasks, threads, finished = BackgroundTasks(), set[int](), list[object]()

    def work(_report_progress: object) -> None:
        threads.add(threading.get_ident())
        for _ in range(20_000):
            Cyclic()

    for _ in range(2):
        tasks.start(work, finished.append)
    qtbot.waitUntil(lambda: len(finished) == 2, timeout=20_000)
    tasks.finish()
    gc.collect()
    assert not threads & Cyclic.destroyed_in
    assert Cyclic.destroyed_in == {threading.get_ident()}
    assert gc.isenabled()
