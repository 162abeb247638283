"""The boxes about files that come by themselves, for the pictures of `make look`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from perfdesk.application.form_update import FormUpdate
from perfdesk.errors import HeldError, PerfDeskError
from perfdesk.storage.recovery import RecoveryCopy
from perfdesk.ui.commands import file_questions
from perfdesk.ui.commands.form_update_dialog import FormUpdateDialog
from perfdesk.ui.window.main_window import MainWindow


def file_dialogs(window: MainWindow) -> dict[str, Callable[[], object]]:
    """Each box by name: what shows it."""
    now = datetime.datetime(2024, 3, 5, 10, 15).astimezone()
    path = Path("E:/绩效自评/甲局2023.db")
    held = HeldError(path.name, "李四", "PC-2020", now)
    recovery_copy = RecoveryCopy(path, path, now)
    lost = PerfDeskError("还没有写回。", "那里连不上：U 盘可能已拔出，网络可能已断开，或文件夹被移走。")
    damaged = PerfDeskError("打不开“甲局2023.db”。", "文件已损坏或不完整。")
    news = FormUpdate(("一、基本情况·职能依据",), ("十、其他说明",), ("“325001”（cover/budget_code）",))
    return {
        "held": lambda: file_questions.ask_in_use(window, path, held),
        "rescued": lambda: file_questions.ask_recovery(window, recovery_copy),
        "discard": lambda: file_questions.ask_discard(window, recovery_copy),
        "damaged": lambda: file_questions.ask_backup(window, damaged),
        "unpublished": lambda: file_questions.ask_unpublished(window, path, lost),
        "form_news": FormUpdateDialog(news, window).open,
    }
