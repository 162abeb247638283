"""A task that ends well after its report was closed is told on the start page, or above another report by its name."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Timer

import pytest

from perfdesk.ui.commands.print_report import PrintJob
from perfdesk.ui.window.start_page import StartPage
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _told(user: User) -> list[str]:
    return [bar.message for page in user.window.findChildren(StartPage) for bar in page.message_bars]


def test_an_export_that_ends_after_its_report_was_closed_is_told(user: User, tmp_path: Path) -> None:
    user.window.exporter.export(user.session.snapshot(), [tmp_path / "报告.docx"])
    user.window.actions_.by_id["close"].trigger()
    assert user.window.workspace is None
    user.qtbot.waitUntil(lambda: any("已导出 报告.docx" in text for text in _told(user)), timeout=60_000)
    assert (tmp_path / "报告.docx").exists()


def test_a_print_that_ends_after_its_report_was_closed_is_told(user: User) -> None:
    job = PrintJob(user.session.snapshot(), user.window)
    user.window.actions_.by_id["close"].trigger()
    job._on_printed(3)
    assert any("已送去打印，共 3 页" in text for text in _told(user))


def test_an_export_that_ends_above_another_report_names_its_own(user: User, demo_file: Path, tmp_path: Path) -> None:
    targets = [tmp_path / f"青石县的报告{suffix}" for suffix in (".docx", ".pdf")]
    user.window.exporter.export(user.session.snapshot(), targets)
    user.window.open_path(demo_file)
    user.qtbot.waitUntil(lambda: "已导出" in user.workspace.messages.message, timeout=60_000)
    assert "已导出 青石县的报告 等 2 个文件。" in user.workspace.messages.message


def test_an_export_that_has_not_begun_when_the_window_is_closed_is_done(user: User, tmp_path: Path) -> None:
    drawn, given_up = Event(), Event()
    user.window.background.start(lambda _report_progress: drawn.wait(20), done=lambda _result: None)
    user.window.background.start(lambda _report_progress: given_up.set(), done=lambda _result: None)
    user.window.exporter.export(user.session.snapshot(), [tmp_path / "报告.docx"])
    release = Timer(0.5, drawn.set)
    release.start()
    user.window.close()
    release.join()
    assert (tmp_path / "报告.docx").exists()
    assert not given_up.is_set()
