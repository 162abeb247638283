"""Pictures of every page and dialog: `python -m perfdesk.ui.look OUTDIR [FILE.db]`."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from perfdesk.definition.loader import shipped_form
from perfdesk.errors import PerfDeskError
from perfdesk.samples import make_sample
from perfdesk.session import Session
from perfdesk.ui import dialogs
from perfdesk.ui.app import prepared_application
from perfdesk.ui.window import FORM, MainWindow

_SIZE = (1366, 768)
_PREVIEW_MS = 200
_PATIENCE = 50
_FADE_MS = 60
_BOX_MS = 300


def draw(out: Path, report: Path | None, size: tuple[int, int] = _SIZE) -> list[Path]:
    """Write a picture of every section of a report, of the start page and of an empty report; returns them."""
    out.mkdir(parents=True, exist_ok=True)
    settings = tempfile.mkdtemp(prefix="perfdesk-look-")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, settings)
    prepared_application([])
    drawn: list[Path] = []
    with tempfile.TemporaryDirectory() as folder:
        path = report or Path(folder) / "道县应急管理局2023.db"
        if report is None:
            make_sample("daoxian-2023", path)
        window = MainWindow()
        window.resize(*size)
        window.show()
        window.begin(None)
        drawn.append(_grab(window, out / "00_start.png"))
        window.open_path(path)
        _wait_for_pages(window)
        drawn += _sections(window, out)
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


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    draw(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
