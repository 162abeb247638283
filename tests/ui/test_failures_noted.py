"""Failures in the window are logged, and the report for maintainers contains no answers."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from perfdesk import logs
from perfdesk.errors import PerfDeskError
from perfdesk.storage.user_dirs import log_folder
from perfdesk.ui.app import _on_crash
from perfdesk.ui.commands.print_report import PrintJob
from perfdesk.ui.widgets import message_boxes
from support.dialogs import DialogAnswers
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
SECRET, FIGURE = "机密甲乙丙", "7391846"


@pytest.fixture(autouse=True)
def begun() -> None:
    """Start the log as the program does."""
    logs.start(log_folder)


def written(tmp_path: Path) -> str:
    path = tmp_path / "data" / "logs" / logs.FILE_NAME
    return path.read_text(encoding="utf-8") if path.exists() else ""


def is_secret(text: str) -> bool:
    return SECRET in text or FIGURE in text


def a_fault() -> ValueError:
    """Return an error whose message contains an answer."""
    try:
        int(f"{SECRET}{FIGURE}")
    except ValueError as error:
        return error
    raise AssertionError


def test_a_failed_background_task_is_logged(user: User, tmp_path: Path) -> None:
    failures: list[Exception] = []
    user.window.background.start(lambda _tell: int(f"{SECRET}{FIGURE}"), lambda _found: None, failures.append)
    user.qtbot.waitUntil(lambda: bool(failures), timeout=10_000)
    assert is_secret(str(failures[0]))
    assert "work in the background failed" in written(tmp_path) and "ValueError" in written(tmp_path)
    assert "perfdesk/ui/background.py:" in written(tmp_path)
    assert not is_secret(written(tmp_path))


def test_a_failed_backup_is_logged(user: User, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "backups").write_text(SECRET, encoding="utf-8")
    user.session.enter(user.at("cover/unit_name"), f"{SECRET}{FIGURE}局")
    failures: list[PerfDeskError] = []
    user.workspace.file_monitor.failed.connect(failures.append)
    user.workspace.file_monitor.run_due_tasks()
    assert failures
    assert "no backup was made" in written(tmp_path) and "PerfDeskError" in written(tmp_path)
    assert not is_secret(written(tmp_path))


def test_a_failed_export_is_logged(user: User, tmp_path: Path) -> None:
    user.session.enter(user.at("cover/unit_name"), f"{SECRET}{FIGURE}局")
    target = tmp_path / f"{SECRET}.docx"
    target.mkdir()
    with user.qtbot.waitSignal(user.window.exporter.finished, timeout=30_000) as finished:
        user.window.exporter.export(user.session.snapshot(), [target])
    assert finished.args == [False]
    assert "no word file was written" in written(tmp_path)
    assert not is_secret(written(tmp_path))


def test_an_error_in_a_message_box_is_logged_without_its_text(user: User, tmp_path: Path) -> None:
    boxes = DialogAnswers("知道了")
    user.window.open_path(tmp_path / f"{SECRET}.db")
    assert boxes.messages and SECRET in boxes.messages[0]
    assert "an error was shown" in written(tmp_path)
    assert not is_secret(written(tmp_path))


def test_a_crash_report_contains_the_end_of_the_log_and_no_answers(
    user: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    user.session.enter(user.at("cover/unit_name"), f"{SECRET}{FIGURE}局")
    for number in range(300):
        message_boxes._log.warning("earlier entry %s", number)
    boxes, error = DialogAnswers("复制报告"), a_fault()
    _on_crash(type(error), error, error.__traceback__)
    assert boxes.messages and not boxes.unused_answers
    copied = QGuiApplication.clipboard().text()
    report, _, log = copied.partition("日志：\n")
    assert report.splitlines()[0].startswith("  ") and "ValueError" in report
    assert "the window failed" in log and log.rstrip().endswith("ValueError")
    assert len(log.splitlines()) == 200 and "earlier entry 299" in log and "earlier entry 50\n" not in log
    assert not is_secret(copied) and not is_secret(written(tmp_path))
    assert "Traceback" in capsys.readouterr().err  # a user who started the program from a terminal sees all of it
    assert sys.excepthook is not _on_crash


def test_a_crash_is_reported_without_a_log(tmp_path: Path, user: User) -> None:
    (tmp_path / "data" / "logs").parent.mkdir(exist_ok=True)
    (tmp_path / "data" / "logs").write_text("a letter", encoding="utf-8")
    boxes, error = DialogAnswers("复制报告"), a_fault()
    _on_crash(type(error), error, error.__traceback__)
    assert boxes.messages[0].startswith("程序出错")
    assert "ValueError" in QGuiApplication.clipboard().text()


def test_a_failed_preview_is_logged(user: User, tmp_path: Path) -> None:
    user.session.enter(user.at("cover/unit_name"), f"{SECRET}{FIGURE}局")
    for child in multiprocessing.active_children():  # a render process of an earlier test writes to another log
        child.kill()
        child.join()
    preview = user.workspace.preview
    preview._pickled_form = SECRET.encode()  # the render process receives invalid data
    user.workspace.set_preview(True)
    noted = ("the pages could not be drawn", "UnpicklingError", "the preview could not be drawn")
    user.qtbot.waitUntil(lambda: all(words in written(tmp_path) for words in noted), timeout=30_000)
    assert "画不出来" in preview.message
    assert not is_secret(written(tmp_path))


def test_an_export_that_fails_after_its_report_was_closed_is_told(user: User, tmp_path: Path) -> None:
    dialogs, target = DialogAnswers(), tmp_path / "报告.pdf"
    target.mkdir()
    user.window.exporter.export(user.session.snapshot(), [target])
    user.window.actions_.by_id["close"].trigger()
    assert user.window.workspace is None
    user.qtbot.waitUntil(lambda: bool(dialogs.messages), timeout=60_000)
    assert "报告.pdf" in dialogs.messages[0]


def test_a_print_that_fails_after_its_report_was_closed_is_told(user: User) -> None:
    dialogs, job = DialogAnswers(), PrintJob(user.session.snapshot(), user.window)
    user.window.actions_.by_id["close"].trigger()
    assert user.window.workspace is None
    job._on_failed(PerfDeskError("没有打印。", "打印机没有回应。"))
    assert dialogs.messages == ["没有打印。打印机没有回应。"]
