"""Open and close report files in the window, with the questions that this may need."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path

from perfdesk.application.form_update import FormUpdate
from perfdesk.application.session import Session
from perfdesk.errors import FileLostError, HeldError, PerfDeskError
from perfdesk.safe_open import is_folder, real_path
from perfdesk.storage import recovery
from perfdesk.storage.backup import list_backups
from perfdesk.storage.location import storage_warning
from perfdesk.storage.lock import take_over
from perfdesk.storage.recovery import RecoveryCopy
from perfdesk.ui.commands import file_questions
from perfdesk.ui.commands.backup_commands import restore_backup_of
from perfdesk.ui.commands.form_update_dialog import FormUpdateDialog, form_update_text
from perfdesk.ui.commands.pending_recovery import (
    is_resumed_automatically,
    is_same_file,
    pending_copies,
    pending_copy_for,
    resolve_recovery,
    restore_original,
)
from perfdesk.ui.commands.workbench import Workbench
from perfdesk.ui.models.report_summary import cache_summary, cached_summary, summarize
from perfdesk.ui.settings import forget_file, remember, remembered_list
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.dialog_parts import open_dialog
from perfdesk.ui.workspace.file_status import holder_text

#: Settings key of the paths for which the user has seen the storage warning.
_WARNED_PATHS = "told_places"
_MAX_WARNED = 100


class ReportOpener:
    """Opens and closes report files for the window, which shows them."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def open(self, path: Path) -> bool:
        """Open a report, with message boxes for questions and errors; on failure the current report stays open."""
        workbench, path = self._workbench, path.absolute()
        if (
            workbench.workspace is not None
            and workbench.session is not None
            and is_same_file(workbench.session.path, path)
        ):
            workbench.workspace.messages.show_message("notice", f"“{path.name}”就是正在填报的这一份。")
            return True
        if is_folder(path):
            remedy = "请打开里面的填报文件（.db）。"
            message_boxes.show_error(
                workbench.dialog_parent(), PerfDeskError(f"打不开“{path.name}”。", "这是一个文件夹。", remedy)
            )
            return False
        if not workbench.may_leave():
            return False
        pending = pending_copy_for(path)
        if pending is not None and not (is_resumed_automatically(pending) and path.exists()):
            path = resolve_recovery(workbench.dialog_parent(), pending)
        return self._open(path)

    def reopen(self) -> None:
        """Open the report again, because it was changed elsewhere or may be writable now."""
        session = self._workbench.session
        if session is None or not self._workbench.may_leave():
            return
        path = session.path
        self._workbench.release_report()
        if not self.open(path):
            self._workbench.show_start_page()

    def restore_original(self) -> None:
        """Replace the report by its recovery copy, which is open, and continue in the report."""
        workbench = self._workbench
        session, file_status = workbench.session, workbench.file_status
        if session is None or file_status is None or file_status.original is None or not workbench.may_leave():
            return
        copy, original = session.file.path, file_status.original
        workbench.release_report()
        recovery_copy = next((one for one in pending_copies() if is_same_file(one.path, copy)), None)
        restored = recovery_copy is not None and restore_original(workbench.dialog_parent(), recovery_copy)
        if restored and self._open(original):
            return
        if self._open_or_show_start_page(copy) and workbench.file_status is not None:
            workbench.file_status.show_recovery(original)
            forget_file(copy.resolve())

    def save_copy_and_continue(self, path: Path) -> None:
        """Save what is on the screen as another file and continue there, because the report's file was changed
        elsewhere. Raises PerfDeskError when it cannot be saved.
        """
        workbench = self._workbench
        session, workspace = workbench.session, workbench.workspace
        if session is None or workspace is None:
            return
        if session.path != session.file.path:  # the working copy still contains what is on the screen
            session.save_copy(path)
            workspace.messages.show_message("done", f"已另存副本 {path.name}。")
            return
        session.continue_in_recovery_copy()
        if workspace.model.unsaved:
            workspace.model.save_again()
        copy = session.file.path
        session.file.copy_to(path)
        workbench.release_report()
        for recovery_copy in [one for one in pending_copies() if is_same_file(one.path, copy)]:
            recovery.discard(recovery_copy)
        if self._open_or_show_start_page(path) and workbench.workspace is not None:
            workbench.workspace.messages.show_message(
                "done", f"您填的内容已另存为 {path.name}，现在填的就是这一份。原来的文件没有动。"
            )

    def resolve_pending(self, recovery_copy: RecoveryCopy) -> None:
        """Let the user decide about a recovery copy; open what was restored or saved, else the report open before."""
        workbench = self._workbench
        before = workbench.session.path if workbench.session is not None else None
        if not workbench.may_leave():
            return
        workbench.release_report()
        path = resolve_recovery(workbench.dialog_parent(), recovery_copy)
        if any(one.path == recovery_copy.path for one in pending_copies()):
            path = before  # the user has postponed it
        if path is None or not path.exists() or not self._open(path):
            workbench.show_start_page()

    def close(self, session: Session) -> None:
        """Publish unpublished changes, close the report, and cache its summary for the start page."""
        while not session.read_only:
            error = _publish_error(session)
            if (
                error is None
                or file_questions.ask_unpublished(self._workbench.dialog_parent(), session.path, error) == "close"
            ):
                break
        _save_recovery_copy_if_lost(session)
        try:
            summary = summarize(session)
        except PerfDeskError:
            summary = None
        session.close()
        if session.is_published:
            cache_summary(session.path.resolve(), summary)

    def show_notices(self, path: Path) -> None:
        """Show messages about storage, recovery and form updates, once the report is on the screen."""
        file_status, session = self._workbench.file_status, self._workbench.session
        if file_status is None or session is None or session.read_only:
            return
        pending = pending_copy_for(path)
        if pending is not None:
            file_status.show_pending(partial(self.resolve_pending, pending))
            return
        if not session.is_published:
            file_status.show_resumed()
            return
        if session.form_update:
            show_dialog = partial(self._show_form_update, session.form_update)
            file_status.show_form_update(form_update_text(session.form_update), show_dialog)
            return
        warning = _first_storage_warning(path)
        copies = self._workbench.workspace.file_monitor.new_copies() if self._workbench.workspace is not None else ""
        if copies:
            file_status.show_conflict_copies(f"{copies}{warning}")
        elif warning:
            file_status.show_storage_warning(warning)

    def _show_form_update(self, update: FormUpdate) -> None:
        open_dialog(FormUpdateDialog(update, self._workbench.dialog_parent()))

    def _open(self, path: Path) -> bool:
        try:
            session = Session.open(path)
        except HeldError as error:
            return self._open_in_use(path, error)
        except PerfDeskError as error:
            self._report_failure(path, error)
            return False
        self._workbench.show_report(session)
        self.show_notices(path)
        return True

    def _open_or_show_start_page(self, path: Path) -> bool:
        opened = self._open(path)
        if not opened:
            self._workbench.show_start_page()
        return opened

    def _open_in_use(self, path: Path, error: HeldError) -> bool:
        workbench = self._workbench
        while True:
            answer = file_questions.ask_in_use(workbench.dialog_parent(), path, error)
            if answer == "leave":
                return False
            try:
                if answer == "take":
                    _clear_lock(path)
                    return self._open(path)
                workbench.show_report(Session.open(path, read_only=True))
            except HeldError as held:
                remedy = "请先以只读方式打开；对方关闭以后，再打开就能填报。"
                refused = PerfDeskError("没有接手。", f"“{held.who}”还在填报。", remedy)
                message_boxes.show_error(workbench.dialog_parent(), refused)
                continue
            except PerfDeskError as failed:
                self._report_failure(path, failed)
                return False
            if workbench.file_status is not None:
                workbench.file_status.show_read_only(f"{holder_text(error)}正在填报。")
            return True

    def _report_failure(self, path: Path, error: PerfDeskError) -> None:
        summary = cached_summary(real_path(path))
        if summary is None or not summary.report or not list_backups(summary.report):
            message_boxes.show_error(self._workbench.dialog_parent(), error)
        elif file_questions.ask_backup(self._workbench.dialog_parent(), error):
            restore_backup_of(self._workbench, summary.report, path)


def _first_storage_warning(path: Path) -> str:
    """Return the warning about where a report is stored; empty when there is none or the user has seen it before."""
    warning = storage_warning(path)
    warned = remembered_list(_WARNED_PATHS)
    if not warning or str(path) in warned:
        return ""
    remember(_WARNED_PATHS, [str(path), *warned][:_MAX_WARNED])
    return warning


def _save_recovery_copy_if_lost(session: Session) -> None:
    """Save what is on the screen in a recovery copy if the file was damaged or lost after the last change."""
    if session.read_only:
        return
    try:
        session.changed_elsewhere()
    except FileLostError:
        if session.path == session.file.path:
            with contextlib.suppress(PerfDeskError):
                session.continue_in_recovery_copy()
    except PerfDeskError:
        return


def _clear_lock(path: Path) -> None:
    """Release a stale lock. Raises HeldError while its holder is active."""
    lock = take_over(path)
    if lock is not None:
        lock.release()


def _publish_error(session: Session) -> PerfDeskError | None:
    """Publish unpublished changes; returns the error that prevented it, if any."""
    try:
        session.publish()
    except PerfDeskError as error:
        return error
    return None
