"""Pictures of every page and dialog: `python -m perfdesk.ui.look [OUT] [FILE.db]`, on small and large screens,
magnified, and in dark colours; each wearing of the window is drawn by a process of its own, all at once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form
from perfdesk.errors import PerfDeskError
from perfdesk.samples import make_sample
from perfdesk.session import Session
from perfdesk.ui import dialogs
from perfdesk.ui.app import prepared_application
from perfdesk.ui.navigation import OVERVIEW
from perfdesk.ui.side import TOPICS
from perfdesk.ui.theme import wear
from perfdesk.ui.window import FORM, MainWindow

_SIZE = (1366, 768)
_OUT = "out/look"


@dataclass(frozen=True, slots=True)
class Wearing:
    """A screen and how the window looks on it; `size` in the pixels of the window's own scale."""

    size: tuple[int, int]
    scale: str = "1"
    dark: bool = False


WEARINGS = {
    "": Wearing(_SIZE),
    "1920x1080": Wearing((1920, 1080)),
    "150%": Wearing((1280, 720), scale="1.5"),
    "dark": Wearing(_SIZE, dark=True),
}
_PREVIEW_MS = 200
_PATIENCE = 50
_FADE_MS = 60
_BOX_MS = 300


def draw_all(out: Path, report: Path | None) -> bool:
    """Draw every wearing into a folder of its own, the plain one into `out`; whether all came out."""
    running = []
    for name, worn in WEARINGS.items():
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "QT_SCALE_FACTOR": worn.scale}
        words = [sys.executable, "-m", "perfdesk.ui.look", str(out), str(report or ""), name]
        running.append(subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL))
    codes = [process.wait() for process in running]
    return not any(codes)


def draw(out: Path, report: Path | None, worn: Wearing = WEARINGS[""]) -> list[Path]:
    """Write a picture of every section of a report, of the start page and of an empty report; returns them."""
    out.mkdir(parents=True, exist_ok=True)
    settings = tempfile.mkdtemp(prefix="perfdesk-look-")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
    prepared_application([])
    wear(worn.dark)
    drawn: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        path = report or Path(folder) / "道县应急管理局2023.db"
        if report is None:
            make_sample("daoxian-2023", path)
        window = MainWindow()
        window.resize(*worn.size)
        window.show()
        window.begin(None)
        drawn.append(_grab(window, out / "00_start.png"))
        window.open_path(path)
        _wait_for_pages(window)
        drawn += _overview(window, out)
        drawn += _sections(window, out)
        drawn += _side(window, out)
        blank = Session.create(Path(folder) / "空白.db", shipped_form(FORM))
        window.show_report(blank)
        _wait_for_pages(window)
        drawn.append(_grab(window, out / "90_blank.png"))
        drawn += _dialogs(window, out)
        window.close()
    return drawn


def _dialogs(window: MainWindow, out: Path) -> list[Path]:
    """Every box the window may show."""
    error = PerfDeskError("打不开“甲局2023.db”。", "它不是 PerfDesk 的填报文件。", "请选择扩展名为 .db 的填报文件。")
    boxes = {
        "91_error": lambda: dialogs.tell_error(window, error),
        "92_unsaved": lambda: dialogs.ask_leave_unsaved(window, 2),
        "93_crash": lambda: dialogs.tell_crash("Traceback (most recent call last): …"),
        "94_new": lambda: dialogs.ask_new_path(window, "新建填报文件", Path.home() / "绩效自评.db"),
        "95_export": lambda: dialogs.ask_target(window, ".docx", Path.home() / "报告.docx"),
    }
    drawn = []
    for name, show in boxes.items():
        path = out / f"{name}.png"
        QTimer.singleShot(_BOX_MS, window, partial(_take_box, path))
        show()
        drawn.append(path)
    return drawn


def _take_box(path: Path) -> None:
    box = QApplication.activeModalWidget()
    if isinstance(box, QDialog):
        box.grab().save(str(path))
        box.reject()


def _overview(window: MainWindow, out: Path) -> list[Path]:
    assert window.desk is not None
    window.desk.navigation.choose(OVERVIEW)
    return [_grab(window, out / "00_overview.png")]


def _side(window: MainWindow, out: Path) -> list[Path]:
    """The panel at the right, about the first sum of the form."""
    desk = window.desk
    assert desk is not None
    formulas = desk.model.session.form.formulas
    address = next(Address(*key) for key in formulas if key[2])
    desk.go_to(address)
    drawn = []
    for number, topic in enumerate(TOPICS, 80):
        desk.open_side(topic)
        desk.side.follow(address)
        _wait(_PREVIEW_MS)
        drawn.append(_grab(window, out / f"{number}_{topic}.png"))
    desk.close_side()
    return drawn


def _sections(window: MainWindow, out: Path) -> list[Path]:
    drawn = []
    desk = window.desk
    assert desk is not None
    for number, entry in enumerate(desk.navigation.entries(), 1):
        desk.navigation.choose(entry.instance)
        _wait(_FADE_MS)
        name = f"{number:02}_{entry.instance.replace('@', '_')}"
        drawn.append(_grab(window, out / f"{name}.png"))
        page = desk.page
        if page is not None and page.verticalScrollBar().maximum() > 0:
            inner = page.widget().grab()
            inner.save(str(out / f"{name}_whole.png"))
    return drawn


def _wait_for_pages(window: MainWindow) -> None:
    for _ in range(_PATIENCE):
        _wait(_PREVIEW_MS)
        if window.desk is None or window.desk.preview.page_count:
            break
    _wait(_PREVIEW_MS)


def _grab(window: MainWindow, path: Path) -> Path:
    _wait(_FADE_MS)
    window.grab().save(str(path))
    return path


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _main(words: list[str]) -> int:
    out, report = Path(words[0] if words else _OUT), words[1] if len(words) > 1 else ""
    path = Path(report) if report else None
    if len(words) < 3:
        return 0 if draw_all(out, path) else 1
    draw(out / words[2], path, WEARINGS[words[2]])
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
