"""Questions about files, each asked in a message box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.widgets.message_boxes import BoxLevel, ask_in, new_box

if TYPE_CHECKING:
    from pathlib import Path

    from perfdesk.errors import HeldError
    from perfdesk.storage.recovery import RecoveryCopy

_ROLES = QMessageBox.ButtonRole


def ask(
    parent: QWidget | None,
    text: str,
    details: str,
    answers: Mapping[str, str],
    default: str = "",
    level: BoxLevel = "notice",
) -> str:
    """Ask a question and return the key of the answer chosen.

    `answers` maps keys to the texts of buttons. Enter chooses `default` or the first one, Esc the last one.
    """
    box = new_box(parent, level, text, details)
    buttons: dict[str, QPushButton] = {}
    last = list(answers)[-1]
    for key, label in answers.items():
        buttons[key] = box.addButton(label, _ROLES.RejectRole if key == last else _ROLES.ActionRole)
    ask_in(box, buttons[default or next(iter(answers))])
    clicked = box.clickedButton()
    return next((key for key, button in buttons.items() if button is clicked), last)


def ask_in_use(parent: QWidget, path: Path, error: HeldError) -> str:
    """Ask about a report that is in use: `read` it, `take` it over, or `leave` it."""
    since = f"{moment_text(error.since)} 起，" if error.since else ""
    details = (
        f"{since}“{error.who}”在电脑“{error.machine}”上打开着它。\n\n“只读打开”可以查看和导出，不能改。"
        "对方已经关机或离开时，可以“接手填报”；对方还在填报，就接手不了。"
    )
    answers = {"read": "只读打开", "take": "接手填报", "leave": "取消"}
    return ask(parent, f"“{path.name}”正由别人填报。", details, answers)


def ask_recovery(parent: QWidget, recovery_copy: RecoveryCopy) -> str:
    """Ask about a recovery copy: put it `back`, save it as `other`, decide `later`, or `discard` it."""
    text = f"“{recovery_copy.original.name}”有一份没有写回原处的填报内容。"
    details = (
        f"{moment_text(recovery_copy.at)} 填的内容因为当时原处够不着，存在了本机，没有丢失。\n\n"
        f"原处：{recovery_copy.original.parent}\n放回以后，原处的文件就是这份最新的内容。"
    )
    answers = {"back": "放回原处", "other": "另存…", "discard": "丢弃…", "later": "以后再说"}
    return ask(parent, text, details, answers)


def ask_discard(parent: QWidget, recovery_copy: RecoveryCopy) -> bool:
    """Ask for confirmation before a recovery copy is discarded."""
    text = f"真的要丢弃 {moment_text(recovery_copy.at)} 填的这份内容吗？"
    details = f"丢弃后不能找回；“{recovery_copy.original.name}”本身不受影响。"
    return ask(parent, text, details, {"discard": "丢弃", "keep": "不丢弃"}, default="keep") == "discard"


def ask_backup(parent: QWidget, error: PerfDeskError) -> bool:
    """Ask whether to show the backups of a report that cannot be opened."""
    details = f"{error.why}{error.remedy}\n\n这份报告在本机有自动备份，可以从备份恢复。"
    answers = {"look": "看备份…", "leave": "关闭"}
    answer = ask(parent, error.what, details, answers, level="warning")
    return answer == "look"


def ask_unpublished(parent: QWidget, path: Path, error: PerfDeskError) -> str:
    """Ask about changes that could not be published on closing: try `again`, or `close` and keep them locally."""
    text = f"填报内容没有写回“{path.name}”。"
    details = f"{error.why}{error.remedy}\n\n内容已存在本机，没有丢失；下次打开这份报告或本程序时，会问您要不要放回。"
    answers = {"again": "再试一次", "close": "关闭"}
    return ask(parent, text, details, answers, level="warning")
