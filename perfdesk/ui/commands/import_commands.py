"""导入: read answers from Word and Excel files into the open report, or begin a report from them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.errors import PerfDeskError
from perfdesk.ui.commands.workbench import Workbench, open_report_of, report_path, usual_folder
from perfdesk.ui.widgets import message_boxes

if TYPE_CHECKING:
    from perfdesk.application.import_report import OtherReport
    from perfdesk.importers.report.parts import ReportPart
    from perfdesk.ui.models.import_review import ReadFiles
    from perfdesk.ui.workspace.workspace import Workspace

_REPORT_SUFFIX = ".db"
_READ_ONLY = "这份报告是以只读方式打开的，不能导入。请另存副本，在副本里导入。"
_SAME_REPORT = "“{}”就是正在填报的这一份，请选另一份填报文件。"
_NOTHING_THERE = "“{}”里还没有填内容，没有可以取用的。"


def import_files(workbench: Workbench) -> None:
    """Ask for files and import them into the open report."""
    paths = _ask_files(workbench, "导入")
    if paths:
        import_paths(workbench, paths)


def take_back(workbench: Workbench) -> None:
    """Ask for a Word export of the open report that somebody has edited, and show what was changed."""
    from perfdesk.ui.models.returned_file import ReturnedFile

    path = message_boxes.ask_returned(workbench.dialog_parent(), usual_folder(workbench))
    found = open_report_of(workbench) if path is not None else None
    if found is not None and path is not None:
        session, _ = found
        _start(workbench, ReturnedFile(path, session.file.path).read)


def take_from_report(workbench: Workbench) -> None:
    """Ask for another report and for parts of it, and show what they contain for review."""
    from perfdesk.application.import_report import read_other_report
    from perfdesk.ui.commands.pending_recovery import is_same_file
    from perfdesk.ui.commands.report_parts_dialog import ReportPartsDialog
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    workspace, parent = _writable_workspace(workbench), workbench.dialog_parent()
    if workspace is None:
        return
    path = message_boxes.ask_report(parent, usual_folder(workbench), "从哪一份填报文件取用")
    if path is None:
        return
    if is_same_file(report_path(workbench), path):
        workspace.messages.show_message("notice", _SAME_REPORT.format(path.name))
        return
    try:
        other = read_other_report(path)
    except PerfDeskError as error:
        message_boxes.show_error(parent, error)
        return
    if not other.parts:
        workspace.messages.show_message("notice", _NOTHING_THERE.format(path.name))
        return
    dialog = ReportPartsDialog(other, workspace.model.answers.form, parent)
    dialog.confirmed.connect(partial(_take_parts, workbench, other))
    open_dialog(dialog)


def _take_parts(workbench: Workbench, other: OtherReport, parts: Sequence[ReportPart]) -> None:
    from perfdesk.ui.models.parts_of_report import PartsOfReport

    _start(workbench, PartsOfReport(other, parts).read)


def begin_from_files(workbench: Workbench) -> None:
    """Ask for files and for the new report, and import the files into it."""
    paths = _ask_files(workbench, "由 Word、Excel 开始")
    if paths:
        begin_from(workbench, paths)


def import_dropped(workbench: Workbench, paths: Sequence[Path]) -> None:
    """Open a dropped report; import other files into the open report, or begin one from them."""
    report = next((path for path in paths if path.suffix.lower() == _REPORT_SUFFIX), None)
    if report is not None:
        workbench.open_path(report)
    elif workbench.workspace is not None:
        import_paths(workbench, paths)
    else:
        begin_from(workbench, paths)


def begin_from(workbench: Workbench, paths: Sequence[Path]) -> None:
    """Ask for the new report, and import files into it."""
    from perfdesk.ui.commands.begin_report import begin_report
    from perfdesk.ui.commands.new_report_dialog import ask_new_report

    def begin(path: Path, form: str) -> None:
        if begin_report(workbench, path, form):
            import_paths(workbench, paths)

    ask_new_report(workbench.dialog_parent(), paths[0].parent, begin)


def import_paths(workbench: Workbench, paths: Sequence[Path]) -> None:
    """Read files in the background and show what they contain for review."""
    from perfdesk.ui.models.source_files import SourceFiles

    _start(workbench, SourceFiles(paths).read)


def _start(workbench: Workbench, read: ReadFiles) -> None:
    from perfdesk.ui.commands.file_import import FileImport

    workspace = _writable_workspace(workbench)
    if workspace is not None:
        importer = workspace.findChild(FileImport) or FileImport(workspace, workbench.background)
        importer.start(read)


def _writable_workspace(workbench: Workbench) -> Workspace | None:
    """Return the workspace of the open report; None, with a message, if nothing can be imported into it."""
    found = open_report_of(workbench)
    if found is None:
        return None
    session, workspace = found
    if session.read_only:
        workspace.messages.show_message("warning", _READ_ONLY)
        return None
    return workspace


def _ask_files(workbench: Workbench, title: str) -> list[Path]:
    from perfdesk.importers.formats import FORMATS

    suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
    return message_boxes.ask_sources(workbench.dialog_parent(), title, usual_folder(workbench), suffixes)
