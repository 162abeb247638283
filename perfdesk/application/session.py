"""One open report: the only place where answers change, and whose listeners are notified of each change."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from perfdesk.application.form_update import FormUpdate, describe_form_update
from perfdesk.application.recorded_history import RecordedHistory
from perfdesk.checks.accepted import AcceptedWarning, acceptance_edit, split_accepted, withdrawal_edit
from perfdesk.checks.finding import Finding
from perfdesk.checks.proofreading.link_changes import LinkChange
from perfdesk.checks.run import run
from perfdesk.checks.snapshot import Snapshot
from perfdesk.definition.address import Address, new_row_id
from perfdesk.definition.kinds import clean_text
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form, Table
from perfdesk.entries.change import Change, ChangeKind, Edit, now
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.edits import add_row_edits, delete_row_edits, initial_edits, move_row_edits, typed_edits
from perfdesk.entries.form_migration import migration_edits
from perfdesk.entries.limits import LONGEST_LABEL, LONGEST_NAME, one_line, refuse_beyond
from perfdesk.entries.proposal import Proposal, Source
from perfdesk.entries.undo import CREATION
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import entering_label, short
from perfdesk.logs import FailureLogged
from perfdesk.storage.backup import back_up
from perfdesk.storage.machine import user_name
from perfdesk.storage.report_handle import ReportHandle

_log = logging.getLogger(__name__)

Listener = Callable[[frozenset[Address]], None]


class Session:
    """An open report file with its form, answers, findings and history."""

    def __init__(self, form: Form, handle: ReportHandle) -> None:
        self.form = form
        self._handle = handle
        self._history = RecordedHistory(handle)
        self._listeners: list[Listener] = []
        self._check(Answers(form, self.file.entries()))
        self._properties = {"form": form.id, "form_version": str(form.version), "report_id": self.file.report_id()}
        self._migrate_to_form()

    @classmethod
    def create(
        cls,
        path: Path,
        form: Form,
        carried_over: Sequence[Edit] = (),
        fill: Callable[[Session], object] = lambda _: None,
    ) -> Session:
        """Create a report with the form's first rows or `carried_over`, and what `fill` enters; atomic."""

        def begin(file: ReportFile) -> None:
            new = cls(form, ReportHandle(file))
            new._apply(
                "结转" if carried_over else CREATION,
                carried_over or initial_edits(form),
                "roll" if carried_over else "do",
            )
            fill(new)

        with contextlib.ExitStack() as rollback:
            handle = ReportHandle.create(path, form.id, form.version, begin)
            rollback.callback(handle.discard)
            session = cls(form, handle)
            session.publish()
            rollback.pop_all()
        return session

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Session:
        """Open a report with the form it was created with, for writing or only for reading.

        It is read-only where nothing can be written. HeldError when someone else is writing it: open it read-only then,
        or try `lock.take_over`.
        """
        what = f"打不开“{path.name}”。"
        with contextlib.ExitStack() as rollback:
            handle = ReportHandle.open(path, read_only)
            rollback.callback(handle.close)
            try:
                form = find_form(handle.file.property("form"))
                if int(handle.file.property("form_version") or 0) > form.version:
                    raise PerfDeskError(what, "它用的是更新版本的表单。", "请先升级本程序。")
                session = cls(form, handle)
            except ValueError as error:
                why = "文件里的记录前后矛盾，可能被别的程序改过。"
                raise PerfDeskError(what, why, "请改用副本或备份；本程序没有改动它。") from error
            rollback.pop_all()
        return session

    def close(self) -> None:
        """Close the file; a working copy is published or kept (`storage.recovery.pending_copies`)."""
        self._handle.close()

    @property
    def file(self) -> ReportFile:
        """The file SQLite works on: on unreliable storage (`storage.location`) the working copy."""
        return self._handle.file

    @property
    def path(self) -> Path:
        """The path under which the user knows the report."""
        return self._handle.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused because the report was opened to be read."""
        return self.file.read_only

    @property
    def is_published(self) -> bool:
        """Whether everything saved has reached `path`; always true without a working copy."""
        return self._handle.is_published

    def publish(self) -> None:
        """Write a working copy back to `path`, atomically; without a working copy do nothing.

        FileLostError when the original is gone or cannot be written, ChangedElsewhereError when someone changed it,
        HeldError when someone took it over: the changes stay in the working copy and can be published later.
        """
        self._handle.publish()

    def prepare_publishing(self) -> Callable[[], None]:
        """Return a function that publishes the present state; it may run in another thread while the user continues."""
        return self._handle.prepare_publishing()

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written the report since it was last read or saved here; FileLostError when gone."""
        return self._handle.changed_elsewhere()

    def refresh_lock(self) -> None:
        """Refresh the lock, once a minute; HeldError when someone took the report over, which is then read-only."""
        self._handle.refresh_lock()

    def continue_in_recovery_copy(self) -> Path:
        """Continue in a recovery copy or the working copy when the file is lost or not writable; return its path."""
        self._handle.continue_in_recovery_copy(self._properties, self.entries, self._history.changes_done())
        self._history.reload()
        return self.file.path

    def end_burst(self) -> None:
        """Make further typing a change of its own, because what was saved is about to leave this machine."""
        self.file.keep_last()

    def save_copy(self, path: Path) -> None:
        """Save a copy under another name; from memory when the file has been damaged or lost."""
        self._handle.save_copy(path, self._properties, self.entries, self._history.changes_done())

    def listen(self, listener: Listener) -> None:
        """Register a function that is called after each change with the edited addresses."""
        self._listeners.append(listener)

    def snapshot(self) -> Snapshot:
        """The current answers, findings and accepted warnings."""
        return Snapshot(self.answers, self.findings, self.accepted, self.file.state())

    def enter(self, address: Address, text: str, continues: bool = False) -> bool:
        """Answer one question, blank clears it; `continues`: undone with the last step. Return whether it changed."""
        return self._apply("", typed_edits(self.form, self.entries, {address: text}), continues=continues)

    def fill(self, texts: Mapping[Address, str], label: str, continues: bool = False) -> bool:
        """Enter many answers as one change; missing rows are added at the end."""
        return self._apply(label, typed_edits(self.form, self.entries, texts), continues=continues)

    def apply_proposal(self, proposal: Proposal, label: str) -> bool:
        """Enter the answers of a proposal as one change that remembers their files; return whether anything changed."""
        edits = proposal.edits(self.form, self.entries)
        return self._apply(label, edits, sources=proposal.sources, carries_over=proposal.is_carried_over)

    def preview(self, texts: Mapping[Address, str]) -> Answers:
        """The answers as they would be after `fill`."""
        return self.answers.after(typed_edits(self.form, self.entries, texts))

    def add_row(
        self, section: str, table: str, after: str | None = None, texts: Mapping[str, str] | None = None
    ) -> str:
        """Add a row below another one, or at the end; return its id."""
        row = new_row_id()
        edits = add_row_edits(self.form, self.entries, section, table, row, after, texts or {})
        self._apply(f"{self._table(section, table).label}加一行", edits)
        return row

    def delete_row(self, section: str, table: str, row: str) -> None:
        """Delete a row and everything that belongs to it."""
        edits = delete_row_edits(self.form, self.entries, section, table, row)
        self._apply(f"{self._table(section, table).label}删一行", edits)

    def move_row(self, section: str, table: str, row: str, by: int) -> None:
        """Move a row up (negative) or down, as far as the table goes."""
        label = f"{self._table(section, table).label}移动一行"
        self._apply(label, move_row_edits(self.entries, section, table, row, by))

    def accept_warning(self, finding: Finding, reason: str) -> bool:
        """Accept a warning with a reason, for as long as its figures stay the same (保留并说明)."""
        return self._apply(f"保留并说明：{short(finding.message)}", [acceptance_edit(self.answers, finding, reason)])

    def withdraw_acceptance(self, accepted: AcceptedWarning) -> bool:
        """Withdraw the acceptance of a warning."""
        return self._apply(f"撤回说明：{short(accepted.finding.message)}", [withdrawal_edit(self.answers, accepted)])

    def change_link(self, change: LinkChange) -> bool:
        """Link a figure of a text to an answer, cut its link, or restore it."""
        return self._apply(change.label, [change.edit])

    @property
    def undo_label(self) -> str:
        """The name of the step that undo takes back, or empty."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str:
        """The name of the step that redo repeats, or empty."""
        return self._history.redo_label

    def undo(self) -> None:
        """Take back the last step."""
        reverted, edits = self._history.undo_edits()
        if reverted:
            self._apply(self.undo_label, edits, "undo", reverts=reverted)

    def redo(self) -> None:
        """Repeat the step taken back last."""
        reverted, edits = self._history.redo_edits()
        if reverted:
            self._apply(self.redo_label, edits, "redo", reverts=reverted)

    @FailureLogged(_log, "a change was not saved")
    def _apply(
        self,
        label: str,
        edits: Iterable[Edit],
        kind: ChangeKind = "do",
        reverts: int = 0,
        continues: bool = False,
        sources: Mapping[Address, Source] = MappingProxyType({}),
        carries_over: bool = False,
    ) -> bool:
        """Compute, then save, then keep: whichever fails, answers, history and file still agree."""
        real = tuple(edit for edit in edits if edit.before != edit.after)
        if not real and kind == "do":
            return False
        first = self._history.continued_step() if continues else 0
        who = one_line(clean_text(user_name()), LONGEST_NAME)
        change = Change(self._history.next_id(), now(), who, clean_text(label), real, kind, reverts, first)
        answers = self.answers.after(real)
        answers = Answers(self.form, answers.entries.carrying_over(real)) if carries_over else answers
        refuse_beyond(change, len(self.entries), len(answers.entries))
        findings, accepted = split_accepted(answers, run(answers))
        self._history.save(change, self._with_label, sources, carries_over)
        self._set_answers(answers, findings, accepted)
        for listener in self._listeners:
            listener(frozenset(edit.address for edit in real))
        return True

    def _with_label(self, change: Change) -> Change:
        """Name a change by what it enters, unless it has a name."""
        label = change.label or clean_text(entering_label(self.answers, change.edits))
        return replace(change, label=one_line(label, LONGEST_LABEL))

    def _migrate_to_form(self) -> None:
        """Move answers to the addresses of a newer version of the form, after a backup; in memory if read-only."""
        edits = migration_edits(self.form, self.entries)
        version = int(self.file.property("form_version") or 0)
        is_older = version < self.form.version
        try:
            if edits and not self.read_only:
                back_up(self.file)
            if edits:
                self._apply("表单更新", edits, "update")
            if is_older:
                self.file.record_form_version(self.form.version)
        except PerfDeskError:
            self._check(self.answers.after(tuple(edits)))
        self.form_update = describe_form_update(version, edits, self.answers) if is_older else FormUpdate()

    def _check(self, answers: Answers) -> None:
        self._set_answers(answers, *split_accepted(answers, run(answers)))

    def _set_answers(
        self, answers: Answers, findings: tuple[Finding, ...], accepted: tuple[AcceptedWarning, ...]
    ) -> None:
        self.answers, self.entries = answers, answers.entries
        self.findings, self.accepted = findings, accepted

    def _table(self, section: str, table: str) -> Table:
        return self.form.tables[(Address(section, table).form_section, table)]
