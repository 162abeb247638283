"""恢复备份: restore a backup of the open report, or of any report that has backups."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.errors import PerfDeskError
from perfdesk.ui.commands.workbench import Workbench, documents_folder, open_report_of
from perfdesk.ui.widgets import message_boxes

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.storage.backup import Backup
    from perfdesk.ui.commands.backup_dialog import BackupSource


def restore_backup(workbench: Workbench) -> None:
    """Choose a backup and open it as a new file."""
    from perfdesk.ui.commands.backup_dialog import backup_sources

    opened = open_report_of(workbench)
    try:
        sources = [_source_of(workbench, opened[0])] if opened else backup_sources(documents_folder())
    except PerfDeskError as error:
        message_boxes.show_error(workbench.dialog_parent(), error)
        return
    _offer_backups(workbench, sources, present=opened is not None)


def restore_backup_of(workbench: Workbench, report: str, path: Path) -> None:
    """Choose a backup of a report whose file cannot be opened; `report` is its id, `path` its file."""
    from perfdesk.ui.commands.backup_dialog import BackupSource, backup_sources

    sources = [BackupSource(one.report_id, one.name, path, one.answers) for one in backup_sources(path.parent, report)]
    _offer_backups(workbench, sources, present=False)


def _source_of(workbench: Workbench, session: Session) -> BackupSource:
    from perfdesk.ui.commands.backup_dialog import BackupSource
    from perfdesk.ui.models.report_summary import summarize

    status = workbench.file_status
    path = status.report_path if status is not None else session.path
    return BackupSource(session.file.report_id(), summarize(session).name or session.path.stem, path, session.answers)


def _offer_backups(workbench: Workbench, sources: list[BackupSource], present: bool) -> None:
    from perfdesk.storage.backup import list_backups
    from perfdesk.ui.commands.backup_dialog import BackupDialog
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    parent = workbench.dialog_parent()
    with_backups = [source for source in sources if list_backups(source.report_id)]
    if not with_backups:
        why = "填报满十分钟、重新打开或导入以前，会自动备份一次。"
        message_boxes.show_error(parent, PerfDeskError("还没有备份。", why))
        return
    dialog = BackupDialog(with_backups, workbench.background, present, parent)
    dialog.confirmed.connect(partial(_on_restored, workbench))
    open_dialog(dialog)


def _on_restored(workbench: Workbench, backup: Backup, path: Path) -> None:
    if workbench.open_path(path) and workbench.workspace is not None:
        when = f"{backup.at.astimezone():%Y-%m-%d %H:%M}"
        text = f"这是 {when} 的备份，已存为新文件“{path.name}”。原来的文件没有动；确认无误后，可以从这一份接着填。"
        workbench.workspace.messages.show_message("done", text)
