"""Recovery copies that have not been restored: finding them, and asking the user what to do with one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.paths import documents
from perfdesk.safe_open import real_path
from perfdesk.storage import recovery, working_copy
from perfdesk.storage.recovery import RecoveryCopy
from perfdesk.ui.commands import file_questions
from perfdesk.ui.widgets import message_boxes


def pending_copies() -> list[RecoveryCopy]:
    """Return all recovery copies on this machine; none when the user's data folder cannot be created."""
    try:
        return recovery.pending_copies()
    except PerfDeskError:
        return []


def pending_copy_for(path: Path) -> RecoveryCopy | None:
    """Return the recovery copy of the report at this path."""
    return next((copy for copy in pending_copies() if is_same_file(copy.original, path)), None)


def resolve_recovery(parent: QWidget, recovery_copy: RecoveryCopy) -> Path:
    """Ask what to do with a recovery copy until that has succeeded or is postponed; returns the file to open then."""
    while True:
        answer = file_questions.ask_recovery(parent, recovery_copy)
        if answer == "later":
            return recovery_copy.original
        if answer == "back" and restore_original(parent, recovery_copy):
            return recovery_copy.original
        if answer == "other":
            saved = _save_as(parent, recovery_copy)
            if saved is not None:
                return saved
        if answer == "discard" and file_questions.ask_discard(parent, recovery_copy):
            recovery.discard(recovery_copy)
            return recovery_copy.original


def restore_original(parent: QWidget, recovery_copy: RecoveryCopy) -> bool:
    """Replace the report by its recovery copy; a message box reports a failure. Returns whether it succeeded."""
    try:
        recovery.restore_original(recovery_copy)
    except PerfDeskError as error:
        message_boxes.show_error(parent, error)
        return False
    return True


def is_resumed_automatically(recovery_copy: RecoveryCopy) -> bool:
    """Whether it is a working copy, which opening the report resumes unless the report was changed elsewhere."""
    return working_copy.find_working_copy(recovery_copy.path) is not None


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same file."""
    return real_path(one) == real_path(other)


def _save_as(parent: QWidget, recovery_copy: RecoveryCopy) -> Path | None:
    """Save a recovery copy as a report at a path that the user chooses; None if the user cancels or saving fails."""
    original = recovery_copy.original
    suggested = documents() / file_name_from(original.stem, "-找回.db", LONGEST_REPORT_NAME)
    path = message_boxes.ask_new_path(parent, "另存找回的内容", suggested)
    if path is None:
        return None
    try:
        with ReportFile.open(recovery_copy.path, read_only=True) as file:
            file.copy_to(path)
    except PerfDeskError as error:
        message_boxes.show_error(parent, error)
        return None
    recovery.discard(recovery_copy)
    return path
