"""Message boxes and file dialogs, all in Chinese."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QMessageBox, QPushButton, QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.logs import last_lines, program_version, safe_traceback
from perfdesk.ui.appearance.theme import set_style_property

#: The severity that the sign of a message box shows; the sign itself is loaded with the first box.
BoxLevel = Literal["error", "warning", "notice"]
_log = logging.getLogger(__name__)
#: Number of log lines in the report that the user sends to a maintainer.
_LOG_LINES = 200
#: The sign of a message box, and its margins, in pixels.
_SIGN_SIDE = 28
_MARGINS = (24, 20, 24, 16)

_REPORTS = "填报文件 (*.db)"
_PICTURES = {".png": "PNG 图片"}


def _file_filter(suffix: str) -> str:
    from perfdesk.writers.formats import FORMATS

    kinds = {known.suffix: known.file_kind for known in FORMATS} | _PICTURES
    return f"{kinds[suffix]} (*{suffix})"


def ask_new_path(parent: QWidget, title: str, suggested: Path) -> Path | None:
    """Ask where to create a report; None if the user cancels."""
    path = _chosen_path(_file_dialog(parent, title, suggested, _REPORTS, saving=True))
    return with_suffix(path, ".db") if path else None


def ask_report(parent: QWidget, folder: Path, title: str = "打开填报文件") -> Path | None:
    """Ask for a report's file; None if the user cancels."""
    dialog = _file_dialog(parent, title, folder, f"{_REPORTS};;所有文件 (*)", saving=False)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _chosen_path(dialog)


def ask_sources(parent: QWidget, title: str, folder: Path, suffixes: Iterable[str]) -> list[Path]:
    """Ask which files to import; an empty list if the user cancels."""
    patterns = " ".join(f"*{suffix}" for suffix in suffixes)
    dialog = _file_dialog(parent, title, folder, f"Word 和表格文件 ({patterns});;所有文件 (*)", saving=False)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen_paths(dialog)


def ask_returned(parent: QWidget, folder: Path) -> Path | None:
    """Ask which edited Word export to take back; None if the user cancels."""
    dialog = _file_dialog(parent, "取回改稿", folder, f"{_file_filter('.docx')};;所有文件 (*)", saving=False)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _chosen_path(dialog)


def ask_target(parent: QWidget, suffix: str, suggested: Path) -> Path | None:
    """Ask where to export one file; None if the user cancels."""
    path = _chosen_path(_file_dialog(parent, "导出", suggested, _file_filter(suffix), saving=True))
    return with_suffix(path, suffix) if path else None


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """Ask for the folder to export all files to; None if the user cancels."""
    dialog = _file_dialog(parent, "导出全套到文件夹", folder, "", saving=False)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _chosen_path(dialog)


def _file_dialog(parent: QWidget, title: str, suggested: Path, filters: str, saving: bool) -> QFileDialog:
    """Return the system's dialog if there is one, else Qt's, whose three untranslated words are set here."""
    dialog = QFileDialog(parent, title, str(suggested if suggested.is_dir() else suggested.parent), filters)
    accept = QFileDialog.AcceptMode.AcceptSave if saving else QFileDialog.AcceptMode.AcceptOpen
    dialog.setAcceptMode(accept)
    dialog.setIconProvider(_icon_provider())
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, "位置：")
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, "类型：")
    if saving:
        dialog.selectFile(suggested.name)
    return dialog


class _IconProvider(QFileIconProvider):
    """Names the file type of a folder, which Qt does not translate."""

    def type(self, info: QFileInfo) -> str:
        return "文件夹" if info.isDir() else super().type(info)


@cache
def _icon_provider() -> _IconProvider:
    return _IconProvider()


def _chosen_path(dialog: QFileDialog) -> Path | None:
    return next(iter(_chosen_paths(dialog)), None)


def _chosen_paths(dialog: QFileDialog) -> list[Path]:
    accepted = dialog.exec() == QFileDialog.DialogCode.Accepted
    names = dialog.selectedFiles()
    dialog.deleteLater()
    return [Path(name) for name in names] if accepted else []


def new_box(parent: QWidget | None, level: BoxLevel, text: str, details: str, title: str = "PerfDesk") -> QMessageBox:
    """Return a message box with the sign of a severity; `ask_in` shows it."""
    from perfdesk.definition.severity import Severity
    from perfdesk.ui.widgets.level_icon import level_pixmap

    box = QMessageBox(parent)
    box.setIconPixmap(level_pixmap(Severity(level), box.devicePixelRatioF(), _SIGN_SIDE))
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(details)
    return box


def ask_in(box: QMessageBox, default: QPushButton) -> None:
    """Show a message box with one strong button, which Enter presses, and wait for the answer."""
    set_style_property(default, "role", "strong")
    box.setDefaultButton(default)
    layout = box.layout()
    if layout is not None:
        layout.setContentsMargins(*_MARGINS)
    box.exec()


def show_error(parent: QWidget | None, error: PerfDeskError) -> None:
    """Show an error: what could not be done, why, and what to do."""
    _log.warning("an error was shown to the user", exc_info=error)
    details = "\n".join(part for part in (error.why, error.remedy) if part)
    box = new_box(parent, "warning", error.what, details)
    ask_in(box, box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole))


def ask_leave_unsaved(parent: QWidget, count: int) -> bool:
    """Ask whether to close although `count` answers could not be saved."""
    details = "现在关闭，这几处输入会丢失；其余内容都已保存。"
    box = new_box(parent, "warning", f"有 {count} 处输入没有存进文件。", details)
    stay = box.addButton("回去再存一次", QMessageBox.ButtonRole.RejectRole)
    box.addButton("仍要关闭", QMessageBox.ButtonRole.DestructiveRole)
    ask_in(box, stay)
    return box.clickedButton() is not stay


def show_crash(error: BaseException) -> None:
    """Report an internal error, and offer to copy the traceback together with the end of the log.

    Neither contains any answers, so they may be sent to anyone.
    """
    report = safe_traceback(error)
    details = "可以继续使用；若反复出现，请点“复制报告”，把内容发给维护人员。"
    box = new_box(None, "error", "程序出错，填报内容已保存。", details)
    box.setDetailedText(report)
    copy = box.addButton("复制报告", QMessageBox.ButtonRole.ActionRole)
    ask_in(box, box.addButton("继续", QMessageBox.ButtonRole.AcceptRole))
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(f"{report}\n\n日志：\n{last_lines(_LOG_LINES)}\n")


def show_about(parent: QWidget) -> None:
    """Show the name, version and purpose of the program."""
    details = "部门整体支出绩效自评报告填报软件。\n\n每改一处随即保存；数据只在本机。"
    _show_note(parent, "关于 PerfDesk", f"PerfDesk {program_version()}", details)


def show_update_help(parent: QWidget) -> None:
    """Show how the program is updated: by a file, never over a network."""
    details = (
        "软件不连网络，不会自己更新，也不会提醒。请向发给您软件的人问有没有更新的一版。\n\n"
        "拿到新版的文件以后：关上 PerfDesk，用新的程序文件夹换下旧的（装过的，再装一次新版），再打开。\n\n"
        "填报文件、备份和设置都不在程序文件夹里，更新时不会动。"
    )
    _show_note(parent, "检查新版本", f"现在用的是 PerfDesk {program_version()}。", details)


def _show_note(parent: QWidget, title: str, text: str, details: str) -> None:
    box = new_box(parent, "notice", text, details, title)
    ask_in(box, box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole))


def with_suffix(path: Path, suffix: str) -> Path:
    """Return the path with this suffix, added if the user has not typed it."""
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
