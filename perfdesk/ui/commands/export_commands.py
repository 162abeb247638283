"""The 导出 menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from perfdesk.ui.commands.command import Command
from perfdesk.ui.commands.workbench import Workbench, open_report_of, usual_folder
from perfdesk.ui.widgets import message_boxes
from perfdesk.writers.formats import FORMATS, Format

if TYPE_CHECKING:
    from perfdesk.document.blocks import Edition
    from perfdesk.ui.commands.export_dialog import SetChoice

_SHORTCUTS = {"word": ("Ctrl+E",)}


def export_file(kind: Format, workbench: Workbench) -> None:
    """Ask for a path, and export the report as one file."""
    from perfdesk.document.build import report_name

    found = open_report_of(workbench)
    if found is None:
        return
    session = found[0]
    suggested = usual_folder(workbench) / f"{report_name(session.answers)}{kind.suffix}"
    path = message_boxes.ask_target(workbench.dialog_parent(), kind.suffix, suggested)
    if path is not None:
        workbench.exporter.export(session.snapshot(), [path])


def print_report(workbench: Workbench) -> None:
    """Print the pages of the PDF through the system's print dialog."""
    from perfdesk.ui.commands.print_report import PrintJob

    found = open_report_of(workbench)
    if found is not None:
        PrintJob(found[0].snapshot(), workbench).start()


def export_submission(workbench: Workbench) -> None:
    """Ask for a folder, and export the set of files to be submitted."""
    _export_set(workbench, "submission")


def export_public(workbench: Workbench) -> None:
    """Ask for a folder, and export the set of files to be published."""
    _export_set(workbench, "public")


def export_accepted_warnings(workbench: Workbench) -> None:
    """Ask for a path, and export the accepted warnings with their reasons as a Word file."""
    from perfdesk.definition.text import file_name_from
    from perfdesk.document.build import report_name

    found = open_report_of(workbench)
    if found is None:
        return
    session, workspace = found
    if not session.accepted:
        workspace.messages.show_message("notice", "没有保留并说明的警告，核对说明不用导出。")
        return
    suggested = usual_folder(workbench) / file_name_from(report_name(session.answers), "核对说明.docx")
    path = message_boxes.ask_target(workbench.dialog_parent(), ".docx", suggested)
    if path is not None:
        workbench.exporter.export_accepted_warnings(session.snapshot(), session.file.changes(), path)


def _export_set(workbench: Workbench, edition: Edition) -> None:
    from perfdesk.ui.commands.export_dialog import ExportSetDialog
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    found = open_report_of(workbench)
    if found is None:
        return
    has_charts = bool(found[0].form.charts)
    dialog = ExportSetDialog(edition, usual_folder(workbench), has_charts, workbench.dialog_parent())
    dialog.confirmed.connect(partial(_decide_and_export, workbench))
    open_dialog(dialog)


def _decide_and_export(workbench: Workbench, choice: SetChoice) -> None:
    """Export the set, after the user has decided about doubtful numbers in a public copy."""
    from perfdesk.ui.commands.doubtful_numbers_dialog import decide

    session = workbench.session
    if session is None:
        return
    snapshot = session.snapshot()

    def export(final_choice: SetChoice) -> None:
        workbench.exporter.export_set(snapshot, final_choice)

    decide(snapshot, choice, workbench.dialog_parent(), export)


def _command(kind: Format) -> Command:
    is_primary = kind is FORMATS[0]
    return Command(
        kind.id,
        f"导出 {kind.name}…",
        partial(export_file, kind),
        "export",
        _SHORTCUTS.get(kind.id, ()),
        button=f"导出 {kind.name}" if is_primary else kind.name,
        is_primary=is_primary,
    )


COMMANDS = (
    *(_command(kind) for kind in FORMATS),
    Command("print", "打印…", print_report, "export", ("Ctrl+P",)),
    Command("all", "导出全套…", export_submission, "export", button="全套"),
    Command("public", "导出公开稿全套…", export_public, "export", group=1),
    Command("remarks", "导出核对说明…", export_accepted_warnings, "export", group=1),
)
