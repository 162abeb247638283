"""The 文件 menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.ui.commands.backup_commands import restore_backup
from perfdesk.ui.commands.begin_report import begin_report
from perfdesk.ui.commands.command import Command, Run, Submenu
from perfdesk.ui.commands.import_commands import begin_from_files, import_files, take_back, take_from_report
from perfdesk.ui.commands.rollover_commands import roll_over
from perfdesk.ui.commands.workbench import Workbench, documents_folder, open_report_of, report_path, usual_folder
from perfdesk.ui.settings import recent_files
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.system_open import open_with_system


def new_report(workbench: Workbench) -> None:
    """Ask for the form and the file, and create a report."""
    from perfdesk.ui.commands.new_report_dialog import ask_new_report

    begin: Callable[[Path, str], object] = partial(begin_report, workbench)
    ask_new_report(workbench.dialog_parent(), usual_folder(workbench), begin)


def save(workbench: Workbench) -> None:
    """Enter what is still being typed, and say that it is saved: every change is saved as it is made."""
    if workbench.workspace is not None:
        workbench.workspace.flush()
        if not workbench.workspace.model.unsaved:
            workbench.notify("已保存：每改一处随即存盘，不用再存。")


def open_report(workbench: Workbench) -> None:
    """Ask for a file and open it."""
    path = message_boxes.ask_report(workbench.dialog_parent(), usual_folder(workbench))
    if path is not None:
        workbench.open_path(path)


def open_sample(workbench: Workbench, name: str) -> None:
    """Ask where to save a sample report, and open it."""
    from perfdesk.application.samples import make_sample

    parent = workbench.dialog_parent()
    path = message_boxes.ask_new_path(parent, "样例存到哪里", usual_folder(workbench) / f"样例-{name}.db")
    if path is None:
        return
    try:
        make_sample(name, path)
    except PerfDeskError as error:
        message_boxes.show_error(parent, error)
        return
    workbench.open_path(path)


def save_copy(workbench: Workbench) -> None:
    """Save a copy of the report; the original stays open, unless it was changed elsewhere."""
    from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
    from perfdesk.ui.commands.open_report import ReportOpener

    found = open_report_of(workbench)
    if found is None:
        return
    session, workspace = found
    original = report_path(workbench)
    suggested = original.with_name(file_name_from(original.stem, "-副本.db", LONGEST_REPORT_NAME))
    path = message_boxes.ask_new_path(workbench.dialog_parent(), "另存副本", suggested)
    if path is None:
        return
    try:
        if workbench.file_status is not None and workbench.file_status.is_changed:
            ReportOpener(workbench).save_copy_and_continue(path)
            return
        session.save_copy(path)
    except PerfDeskError as error:
        message_boxes.show_error(workbench.dialog_parent(), error)
        return
    workspace.messages.show_message("done", f"已另存副本 {path.name}。现在填的仍是 {original.name}。")


def send_copy(workbench: Workbench) -> None:
    """Save a clean copy for other people: of the open report, or of one that the user chooses."""
    from perfdesk.application.send_copy import copy_name
    from perfdesk.application.session import Session
    from perfdesk.ui.commands.send_copy_dialog import SendCopyDialog
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    parent = workbench.dialog_parent()
    opened = open_report_of(workbench)
    if opened is not None:
        source, path = opened[0].file.path, report_path(workbench)
        name = copy_name(opened[0].answers)
    else:
        recent = recent_files()
        chosen = message_boxes.ask_report(parent, recent[0].parent if recent else documents_folder())
        if chosen is None:
            return
        try:
            session = Session.open(chosen, read_only=True)
        except PerfDeskError as error:
            message_boxes.show_error(parent, error)
            return
        source = path = session.path
        name = copy_name(session.answers)
        session.close()
    dialog = SendCopyDialog(path.with_name(name), parent)
    dialog.confirmed.connect(partial(_on_send, workbench, source))
    open_dialog(dialog)


def show_file_info(workbench: Workbench) -> None:
    """Show information about the file, and check its health."""
    from perfdesk.ui.commands.file_info_dialog import FileInfoDialog
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    found = open_report_of(workbench)
    if found is None:
        return
    try:
        dialog = FileInfoDialog(found[0], workbench.background, workbench.dialog_parent())
    except PerfDeskError as error:
        message_boxes.show_error(workbench.dialog_parent(), error)
        return
    open_dialog(dialog)


def close_report(workbench: Workbench) -> None:
    """Close the report and show the start page."""
    if workbench.may_leave():
        workbench.release_report()
        workbench.show_start_page()


def quit_program(workbench: Workbench) -> None:
    """Close the window."""
    workbench.quit()


def recent_reports(_workbench: Workbench) -> list[tuple[str, Run]]:
    """Return the recent reports, each with the function that opens it."""

    def opener(path: Path) -> Run:
        return lambda workbench: workbench.open_path(path)

    return [(str(path), opener(path)) for path in recent_files()]


def _on_send(workbench: Workbench, source: Path, target: Path, history: bool) -> None:
    from perfdesk.application import send_copy as sending

    try:
        sending.send_copy(source, target, history)
    except PerfDeskError as error:
        message_boxes.show_error(workbench.dialog_parent(), error)
        return
    text = f"已存下副本“{target.name}”{'' if history else '，不带修改记录'}，可以发给别人了。"
    workbench.notify(text, [("打开文件夹", partial(open_with_system, target.parent))])


COMMANDS: tuple[Command | Submenu, ...] = (
    Command("new", "新建…", new_report, "file", ("Ctrl+N",), toolbar=11, needs_report=False),
    Command("open", "打开…", open_report, "file", ("Ctrl+O",), toolbar=12, needs_report=False),
    Submenu("recent", "最近打开", recent_reports, "file"),
    Command("roll", "由上年结转…", roll_over, "file", needs_report=False),
    Command("begin_from_files", "由 Word、Excel 开始…", begin_from_files, "file", needs_report=False),
    Command("import", "导入…", import_files, "file", ("Ctrl+Shift+O",), group=1),
    Command("take_from_report", "从另一份填报文件取用…", take_from_report, "file", group=1),
    Command("take_back", "取回改稿…", take_back, "file", group=1),
    Command("save", "保存", save, "file", ("Ctrl+S",), group=1),
    Command("copy", "另存副本…", save_copy, "file", ("Ctrl+Shift+S",), group=1),
    Command("send", "发送副本…", send_copy, "file", group=1, toolbar=13),
    Command("restore", "恢复备份…", restore_backup, "file", group=1, needs_report=False),
    Command("info", "文件信息与体检…", show_file_info, "file", group=2),
    Command("close", "关闭填报文件", close_report, "file", ("Ctrl+W",), group=3),
    Command("quit", "退出", quit_program, "file", ("Ctrl+Q",), group=3, needs_report=False),
)
