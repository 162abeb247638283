"""The window: start, one keystroke, tabs, idling, each against a floor or an aim; needs QT_QPA_PLATFORM=offscreen."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from measure import HEAD, line
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.app import create_application
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.workspace.workspace import Workspace

STARTS = 5
KEYS = 100
SHORT, LONG = 20, 200
IDLE_SECONDS = 5
SETTLE_MS = 2500
FRAME = 0.016
CELL = Address("spending", "goods", "e30239", "actual")
OPEN_TABLE = ("self_evaluation", "outputs")

#: A window of Qt's own, on the screen.
BARE = """
import sys, time
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time()); sys.stdout.flush(); QApplication.exit()
app = QApplication([]); window = Window(); window.resize(1366, 728); window.show(); app.exec()
"""
#: The program as it starts with a report; prints when it is first painted and when the list of findings is.
OURS = """
import os, sys, time
import perfdesk.__main__
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from perfdesk.ui.app import StartAfterFirstPaint, create_application
from perfdesk.ui.window.main_window import MainWindow
class Watch(QObject):
    def __init__(self, watched):
        super().__init__()
        self.painted = False
        watched.installEventFilter(self)
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.painted:
            self.painted = True
            print(time.time(), flush=True)
            if watched is not window:
                os._exit(0)
        return False
class Program(MainWindow):
    def begin(self, path):
        super().begin(path)
        self.listed = Watch(self.workspace.checks.finding_list.viewport())
app = create_application([]); window = Program(); first = Watch(window)
window.show()
StartAfterFirstPaint(window, Path(sys.argv[1]))
app.exec()
"""


def window_bench(folder: Path) -> None:
    """Print a line for each measurement."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    print(f"\nWindow\n{HEAD}")
    _starting(folder)
    app = create_application([])
    window = MainWindow()
    window.resize(1366, 728)
    window.show()
    _keystroke(window, folder, app)
    _switching(window, app)
    _idling()
    _many_rows(window, folder, app)
    window.close()


def _starting(folder: Path) -> None:
    path = folder / "daoxian.db"
    make_sample("daoxian-2023", path)
    floors, firsts, alls = [], [], []
    for code in (BARE, OURS):
        _started(code, path)
    for _ in range(STARTS):
        floors += _started(BARE, path)
        first, listed = _started(OURS, path)
        firsts.append(first)
        alls.append(listed)
    line("start to first paint against bare Qt", min(firsts), min(floors), "≤ 1.5×")
    line("start to all checks shown", min(alls), min(floors), "≤ 4×")


def _started(code: str, path: Path) -> list[float]:
    """Seconds from the start of a process to each time that it prints."""
    own = {"PERFDESK_DATA": str(path.parent / "data"), "XDG_CONFIG_HOME": str(path.parent / "config")}
    # Compiled once and kept, as an installed program is.
    own |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(path.parent / "compiled")}
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True, env={**os.environ, **own}
    )
    return [float(moment) - begun for moment in done.stdout.split()]


def _keystroke(window: MainWindow, folder: Path, app: QApplication) -> None:
    """A key in the largest table: entered, everything computed and checked, everything visible painted."""
    path = folder / "typed.db"
    make_sample("daoxian-2023", path)
    window.open_path(path)
    _settle()
    for preview, state in ((False, "off"), (True, "on")):
        _workspace(window).go_to(CELL)
        _workspace(window).set_preview(preview, keep=False)
        times = _typed(_workspace(window), CELL, app)
        line(f"one key repainted, preview {state}, median", statistics.median(times), FRAME, "")
        line(f"one key repainted, preview {state}, p99", _p99(times), FRAME, "≤ 1×")


def _many_rows(window: MainWindow, folder: Path, app: QApplication) -> None:
    """The same in an open table of a few rows and of ten times as many."""
    medians = []
    for rows in (SHORT, LONG):
        path = folder / f"{rows}.db"
        make_sample("demo-2024", path)
        session = Session.open(path)
        section, table = OPEN_TABLE
        known = list(session.answers.rows(section, table))
        for number in range(rows - len(known)):
            session.add_row(section, table, known[-1], {"name": f"指标{number}", "actual": "5次", "weight": "0"})
        session.close()
        window.open_path(path)
        _settle()
        times = _typed(_workspace(window), Address(section, table, known[0], "weight"), app)
        medians.append(statistics.median(times))
    line(f"one key, {LONG} rows against {SHORT}", medians[1], medians[0], "≤ 3×")


def _typed(workspace: Workspace, address: Address, app: QApplication) -> list[float]:
    """Seconds each of many keys takes, in one cell."""
    workspace.go_to(address)
    _settle()
    part = workspace.page.part_at(address) if workspace.page is not None else None
    assert isinstance(part, GridPanel)
    times = []
    for number in range(KEYS):
        if not part.view.is_typing():
            part.view.go_to(address, edit=True)
        begun = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace if number % 2 else Qt.Key.Key_7)
        part.flush()
        app.processEvents()
        times.append(time.perf_counter() - begun)
        _wait(45)  # hidden parts are updated later and are not measured here
    part.view.finish()
    return times


def _switching(window: MainWindow, app: QApplication) -> None:
    workspace = _workspace(window)
    sections = [entry.instance for entry in workspace.navigation.section_entries()]
    _settle()  # the pages are built while the user is idle
    first = {one: _timed(lambda one=one: _turn(workspace, one, app)) for one in sections}
    again = {one: min(_timed(lambda one=one: _turn(workspace, one, app)) for _ in range(3)) for one in sections}
    for state, times in (("opened for the first time", first), ("opened again", again)):
        heaviest = max(times, key=lambda one: times[one])
        line(f"heaviest tab {state} ({heaviest.partition('@')[0]})", times[heaviest], 0.05, "≤ 1×")


def _turn(workspace: Workspace, section: str, app: QApplication) -> None:
    workspace.navigation.choose(section)
    app.processEvents()


def _idling() -> None:
    _settle()
    begun = time.process_time()
    _wait(IDLE_SECONDS * 1000)
    used = time.process_time() - begun
    line(f"CPU time in {IDLE_SECONDS} s of idling", used, float(IDLE_SECONDS), "0.00×")


def _workspace(window: MainWindow) -> Workspace:
    assert window.workspace is not None
    return window.workspace


def _settle() -> None:
    _wait(SETTLE_MS)


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _timed(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ["PERFDESK_DATA"] = str(Path(name) / "data")
        window_bench(Path(name))
