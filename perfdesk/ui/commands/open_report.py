"""Opening a report file into the window, whatever is in the way, and closing it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, cast

from perfdesk.application.session import Session
from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import FileLostError, HeldError, PerfDeskError
from perfdesk.paths import documents
from perfdesk.safe_open import is_folder, real_path
from perfdesk.storage import recovery, working_copy
from perfdesk.storage.backup import list_backups
from perfdesk.storage.location import storage_warning
from perfdesk.storage.lock import take_over
from perfdesk.storage.recovery import RecoveryCopy
from perfdesk.ui.commands import file_questions
from perfdesk.ui.commands.backup_commands import restore_backup_of
from perfdesk.ui.commands.form_update_dialog import FormUpdateDialog, form_update_text
from perfdesk.ui.commands.workbench import Workbench
from perfdesk.ui.models.report_summary import cache_summary, cached_summary, summarize
from perfdesk.ui.settings import forget_file, remember, remembered
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.workspace.file_status import holder_text

_WARNED_PATHS = "told_places"
_MAX_WARNED = 100


class ReportOpener:
    """Opens and closes report files for the window, which shows them."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench

    def open(self, path: Path) -> bool:
        """Open a report; questions and sentences come in boxes, and the report open before stays when it fails."""
        workbench, path = self._workbench, path.absolute()
        if (
            workbench.workspace is not None
            and workbench.session is not None
            and _is_same_file(workbench.session.path, path)
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
        waiting = self._pending_for(path)
        if waiting is not None and not (_is_working_copy(waiting) and path.exists()):
            path = self.resolve_recovery(waiting)
        return self._open(path)

    def reopen(self) -> None:
        """Read the report anew, because it was changed elsewhere or can now be written."""
        session = self._workbench.session
        if session is None or not self._workbench.may_leave():
            return
        path = session.path
        self._workbench.release_report()
        if not self.open(path):
            self._workbench.show_start_page()

    def restore_original(self) -> None:
        """Put the rescue copy that is open where the report stood, and go on there."""
        workbench = self._workbench
        session, file_status = workbench.session, workbench.file_status
        if session is None or file_status is None or file_status.original is None or not workbench.may_leave():
            return
        copy, original = session.file.path, file_status.original
        workbench.release_report()
        recovery_copy = next((one for one in self._pending() if _is_same_file(one.path, copy)), None)
        if recovery_copy is not None and self._try_restore(recovery_copy) and self._open(original):
            return
        if self._open_or_show_start_page(copy) and workbench.file_status is not None:
            workbench.file_status.show_recovery(original)
            forget_file(copy.resolve())

    def save_copy_and_continue(self, path: Path) -> None:
        """Save what is on the screen as a file of its own, since the report's file now holds someone else's work; go on
        there. PerfDeskError when it cannot be saved."""
        workbench = self._workbench
        session, workspace = workbench.session, workbench.workspace
        if session is None or workspace is None:
            return
        if session.path != session.file.path:  # a working copy still holds what is on the screen
            session.save_copy(path)
            workspace.messages.show_message("done", f"已另存副本 {path.name}。")
            return
        session.continue_in_recovery_copy()
        if workspace.model.unsaved:
            workspace.model.save_again()
        copy = session.file.path
        session.file.copy_to(path)
        workbench.release_report()
        for recovery_copy in [one for one in self._pending() if _is_same_file(one.path, copy)]:
            recovery.discard(recovery_copy)
        if self._open_or_show_start_page(path) and workbench.workspace is not None:
            workbench.workspace.messages.show_message(
                "done", f"您填的内容已另存为 {path.name}，现在填的就是这一份。原来的文件没有动。"
            )

    def resolve_recovery(self, recovery_copy: RecoveryCopy) -> Path:
        """Ask what to do with waiting work until it is settled or put off; the file to open then."""
        while True:
            answer = file_questions.ask_recovery(self._workbench.dialog_parent(), recovery_copy)
            if answer == "later":
                return recovery_copy.original
            if answer == "back" and self._try_restore(recovery_copy):
                return recovery_copy.original
            if answer == "other":
                copy = self._save_as(recovery_copy)
                if copy is not None:
                    return copy
            if answer == "discard" and file_questions.ask_discard(self._workbench.dialog_parent(), recovery_copy):
                recovery.discard(recovery_copy)
                return recovery_copy.original

    def resolve_pending(self, recovery_copy: RecoveryCopy) -> None:
        """Settle waiting work from the start page or a strip: what was put back or saved is opened, else what was."""
        workbench = self._workbench
        before = workbench.session.path if workbench.session is not None else None
        if not workbench.may_leave():
            return
        workbench.release_report()
        path = self.resolve_recovery(recovery_copy)
        if any(one.path == recovery_copy.path for one in self._pending()):
            path = before  # for later
        if path is None or not path.exists() or not self._open(path):
            workbench.show_start_page()

    def close(self, session: Session) -> None:
        """Write back what has not been, close, and remember for the start page how the report stands."""
        while not session.read_only:
            error = _publish_error(session)
            if (
                error is None
                or file_questions.ask_unpublished(self._workbench.dialog_parent(), session.path, error) == "close"
            ):
                break
        _keep_what_the_file_lost(session)
        try:
            summary = summarize(session)
        except PerfDeskError:
            summary = None
        session.close()
        if session.is_published:
            cache_summary(session.path.resolve(), summary)

    def show_notices(self, path: Path) -> None:
        """What there is to say about the place and the form, once the report is on the screen."""
        file_status, session = self._workbench.file_status, self._workbench.session
        if file_status is None or session is None or session.read_only:
            return
        waiting = self._pending_for(path)
        if waiting is not None:
            file_status.show_pending(lambda: self.resolve_pending(waiting))
            return
        if not session.is_published:
            file_status.show_resumed()
            return
        if session.form_update:
            file_status.show_form_update(
                form_update_text(session.form_update),
                FormUpdateDialog(session.form_update, self._workbench.dialog_parent()).open,
            )
            return
        text = storage_warning(path)
        found = remembered(_WARNED_PATHS, [])
        warned = [found] if isinstance(found, str) else cast("list[Any]", found) if isinstance(found, list) else []
        is_new = bool(text) and str(path) not in warned
        if is_new:
            remember(_WARNED_PATHS, [str(path), *warned][:_MAX_WARNED])
        copies = self._workbench.workspace.file_monitor.new_copies() if self._workbench.workspace is not None else ""
        if copies:
            file_status.tell_copies(f"{copies}{text if is_new else ''}")
        elif is_new:
            file_status.show_storage_warning(text)

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

    def _try_restore(self, recovery_copy: RecoveryCopy) -> bool:
        try:
            recovery.restore_original(recovery_copy)
        except PerfDeskError as error:
            message_boxes.show_error(self._workbench.dialog_parent(), error)
            return False
        return True

    def _save_as(self, recovery_copy: RecoveryCopy) -> Path | None:
        original = recovery_copy.original
        suggested = documents() / file_name_from(original.stem, "-找回.db", LONGEST_REPORT_NAME)
        path = message_boxes.ask_new_path(self._workbench.dialog_parent(), "另存找回的内容", suggested)
        if path is None:
            return None
        try:
            with ReportFile.open(recovery_copy.path, read_only=True) as file:
                file.copy_to(path)
        except PerfDeskError as error:
            message_boxes.show_error(self._workbench.dialog_parent(), error)
            return None
        recovery.discard(recovery_copy)
        return path

    def _pending_for(self, path: Path) -> RecoveryCopy | None:
        return next(
            (recovery_copy for recovery_copy in self._pending() if _is_same_file(recovery_copy.original, path)), None
        )

    def _pending(self) -> list[RecoveryCopy]:
        try:
            return recovery.pending_copies()
        except PerfDeskError:  # the user's own folder cannot be made: then nothing waits in it either
            return []


def _keep_what_the_file_lost(session: Session) -> None:
    """Keep what is on the screen in a recovery copy when the file was damaged or lost and nobody typed since."""
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
    """Clear the lock of a holder who is gone or silent; HeldError when the holder is alive."""
    lock = take_over(path)
    if lock is not None:
        lock.release()


def _publish_error(session: Session) -> PerfDeskError | None:
    """Write back what has not been; what stands in the way, if anything does."""
    try:
        session.publish()
    except PerfDeskError as error:
        return error
    return None


def _is_working_copy(recovery_copy: RecoveryCopy) -> bool:
    """Whether opening the report goes on with this work by itself, unless the report was changed meanwhile."""
    return working_copy.find_working_copy(recovery_copy.path) is not None


def _is_same_file(one: Path, other: Path) -> bool:
    return real_path(one) == real_path(other)
