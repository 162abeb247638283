"""One open report: the only place where answers change, and where all who look at them are told."""

from __future__ import annotations

import contextlib
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from perfdesk.application.form_update import FormUpdate, describe_form_update
from perfdesk.checks.accepted import AcceptedWarning, acceptance_edit, split_accepted, withdrawal_edit
from perfdesk.checks.finding import Finding
from perfdesk.checks.run import run
from perfdesk.checks.snapshot import Snapshot
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import clean_text
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form, Table
from perfdesk.entries.burst import joined
from perfdesk.entries.change import Change, ChangeKind, Edit, now
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.edits import add_row_edits, delete_row_edits, initial_edits, move_row_edits, typed_edits
from perfdesk.entries.form_migration import migration_edits
from perfdesk.entries.limits import LONGEST_LABEL, LONGEST_NAME, one_line, refuse_beyond
from perfdesk.entries.undo import History, net_edits
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import entering_label, short
from perfdesk.logs import FailureLogged
from perfdesk.storage.backup import back_up
from perfdesk.storage.machine import user_name
from perfdesk.storage.report_handle import ReportHandle

#: So many changes of the journal are read at first; more when all of them have been undone.
_LOADED_CHANGES = 400
_log = logging.getLogger(__name__)


Listener = Callable[[frozenset[Address]], None]


class Session:
    """An open report file with its form, answers, findings and history."""

    def __init__(self, form: Form, handle: ReportHandle) -> None:
        self.form = form
        self._handle = handle
        self._loaded_changes = _LOADED_CHANGES
        self._history = History.from_changes(self.file.last_steps(_LOADED_CHANGES))
        self._load_earlier_changes()
        self._listeners: list[Listener] = []
        self._look_at(Answers(form, self.file.entries()))
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
        """A new report with the form's first rows or last year's, and what `fill` enters; whole or not at all."""

        def begin(file: ReportFile) -> None:
            new = cls(form, ReportHandle(file))
            new._apply(
                "结转" if carried_over else "新建",
                carried_over or initial_edits(form),
                "roll" if carried_over else "do",
            )
            fill(new)

        with contextlib.ExitStack() as undone:
            handle = ReportHandle.create(path, form.id, form.version, begin)
            undone.callback(handle.discard)
            session = cls(form, handle)
            session.publish()
            undone.pop_all()
        return session

    @classmethod
    def open(cls, path: Path, read_only: bool = False) -> Session:
        """Open a report with the form it was made for, to write it or only to read it.

        Where nothing can be written it is read-only. HeldError when someone else is writing it: it can then be opened
        read-only, or `lock.take_over` be tried.
        """
        what = f"打不开“{path.name}”。"
        with contextlib.ExitStack() as undone:
            handle = ReportHandle.open(path, read_only)
            undone.callback(handle.close)
            try:
                form = find_form(handle.file.property("form"))
                if int(handle.file.property("form_version") or 0) > form.version:
                    raise PerfDeskError(what, "它用的是更新版本的表单。", "请先升级本程序。")
                session = cls(form, handle)
            except ValueError as error:
                why = "文件里的记录前后矛盾，可能被别的程序改过。"
                raise PerfDeskError(what, why, "请改用副本或备份；本程序没有改动它。") from error
            undone.pop_all()
        return session

    def close(self) -> None:
        """Let go of the file, in which all is saved; a working copy is published or waits (`rescue.pending`)."""
        self._handle.close()

    @property
    def file(self) -> ReportFile:
        """The file SQLite works on: in a hard place (`sharing.places`) the working copy."""
        return self._handle.file

    @property
    def path(self) -> Path:
        """Where the report stands for the clerk."""
        return self._handle.path

    @property
    def read_only(self) -> bool:
        """Whether changes are refused because the report was opened to be read."""
        return self.file.read_only

    @property
    def is_published(self) -> bool:
        """Whether all that was saved stands at `path`: always, but for working copies."""
        return self._handle.is_published

    def publish(self) -> None:
        """Put a working copy's work back to `path`, in one go; nothing to do in ordinary places.

        FileLostError when the place is gone or cannot be written, ChangedElsewhereError when someone changed the file
        there, HeldError when someone took it over: the work stays in the working copy, and can be published later.
        """
        self._handle.publish()

    def prepare_publishing(self) -> Callable[[], None]:
        """`publish` with the work as it is now, to be called in another thread while the work goes on."""
        return self._handle.prepare_publishing()

    def changed_elsewhere(self) -> bool:
        """Whether someone else has written the report since it was last read or saved here; FileLostError when gone."""
        return self._handle.changed_elsewhere()

    def refresh_lock(self) -> None:
        """Refresh the lock, once a minute; HeldError when someone took the report over: it is then read-only."""
        self._handle.refresh_lock()

    def continue_in_recovery_copy(self) -> Path:
        """Go on in a rescue copy (or the working copy), since the file is gone or cannot be written; where that is."""
        self._handle.continue_in_recovery_copy(self._properties, self.entries, self._history.changes_done())
        self._history = History.from_changes(self.file.last_steps(self._loaded_changes))
        return self.file.path

    def end_burst(self) -> None:
        """What was saved is about to leave this machine: what is typed on from now on is a change of its own."""
        self.file.keep_last()

    def save_copy(self, path: Path) -> None:
        """Save a copy under another name; from memory when the file was damaged or lost meanwhile."""
        self._handle.save_copy(path, self._properties, self.entries, self._history.changes_done())

    def listen(self, listener: Listener) -> None:
        """Have a function called after each change with the addresses that were edited."""
        self._listeners.append(listener)

    def snapshot(self) -> Snapshot:
        """The report as it stands."""
        return Snapshot(self.answers, self.findings, self.accepted)

    def enter(self, address: Address, text: str, continues: bool = False) -> bool:
        """Answer one question; blank text clears it. With `joins`, undo takes it back together with the step before.

        Returns whether anything changed.
        """
        return self._apply("", typed_edits(self.form, self.entries, {address: text}), continues=continues)

    def fill(self, texts: Mapping[Address, str], label: str, continues: bool = False) -> bool:
        """Enter many answers as one change; rows that do not stand yet are added at the end."""
        return self._apply(label, typed_edits(self.form, self.entries, texts), continues=continues)

    def preview(self, texts: Mapping[Address, str]) -> Answers:
        """What the report would say after `fill`, without doing it."""
        return self.answers.after(typed_edits(self.form, self.entries, texts))

    def add_row(
        self, section: str, table: str, after: str | None = None, texts: Mapping[str, str] | None = None
    ) -> str:
        """Add a row below another one, or at the end; returns its id."""
        row = f"r{uuid.uuid4().hex[:10]}"
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
        """Let a warning stand, with a reason, for as long as its figures stay the same (保留并说明)."""
        return self._apply(f"保留并说明：{short(finding.message)}", [acceptance_edit(self.answers, finding, reason)])

    def withdraw_acceptance(self, accepted: AcceptedWarning) -> bool:
        """Take back the reason a warning stands with."""
        return self._apply(f"撤回说明：{short(accepted.finding.message)}", [withdrawal_edit(self.answers, accepted)])

    @property
    def undo_label(self) -> str:
        """What undo would take back, or empty."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str:
        """What redo would repeat, or empty."""
        return self._history.redo_label

    def undo(self) -> None:
        """Take back the last step."""
        if self._history.done:
            step = self._history.done[-1]
            edits = [edit.inverted() for edit in net_edits(step)]
            self._apply(step[-1].label, edits, "undo", reverts=step[-1].id)

    def redo(self) -> None:
        """Repeat the step taken back last."""
        if self._history.undone:
            step = self._history.undone[-1]
            self._apply(step[-1].label, list(net_edits(step)), "redo", reverts=step[-1].id)

    @FailureLogged(_log, "a change was not saved")
    def _apply(
        self, label: str, edits: Iterable[Edit], kind: ChangeKind = "do", reverts: int = 0, continues: bool = False
    ) -> bool:
        """Work out, then save, then remember: whatever fails, answers, history and file still agree."""
        real = tuple(edit for edit in edits if edit.before != edit.after)
        if not real and kind == "do":
            return False
        goes_on = continues and self._history.done and not self._history.undone
        first = self._history.done[-1][0].id if goes_on else 0
        who = one_line(clean_text(user_name()), LONGEST_NAME)
        change = Change(self.file.last_change()[0] + 1, now(), who, clean_text(label), real, kind, reverts, first)
        answers = self.answers.after(real)
        refuse_beyond(change, len(self.entries), len(answers.entries))
        findings, kept = split_accepted(answers, run(answers))
        self._save(change)
        self._load_earlier_changes()
        self._set_answers(answers, findings, kept)
        for listener in self._listeners:
            listener(frozenset(edit.address for edit in real))
        return True

    def _save(self, change: Change) -> None:
        """Save a change and remember it: typing on in the place of the change it continues, while nobody saw that."""
        last = self._history.done[-1][-1] if change.continues else change
        whole = joined(last, change)
        if whole is not None and self._handle.may_rewrite(last):
            self.file.rewrite_last(whole := self._named(whole), change.edits)
            self._history.replace_last(whole)
        else:
            self.file.save(change := self._named(change))
            self._history.remember(change)

    def _named(self, change: Change) -> Change:
        label = change.label or clean_text(entering_label(self.answers, change.edits))
        return replace(change, label=one_line(label, LONGEST_LABEL))

    def _load_earlier_changes(self) -> None:
        """Read more of the journal when all that was read of it has been undone; what makes no sense ends it."""
        with contextlib.suppress(PerfDeskError, ValueError):
            while not self._history.done and self._loaded_changes < self.file.last_change()[0]:
                self._loaded_changes *= 4
                self._history = History.from_changes(self.file.last_steps(self._loaded_changes))

    def _migrate_to_form(self) -> None:
        """Move answers to where a newer version of the form asks for them, after a backup; in a file that cannot be
        written, only for those who look. `form_update` tells the clerk, once."""
        edits = migration_edits(self.form, self.entries)
        version = int(self.file.property("form_version") or 0)
        try:
            if edits and not self.read_only:
                back_up(self.file)
            if edits:
                self._apply("表单更新", edits, "update")
            if version < self.form.version:
                self.file.record_form_version(self.form.version)
        except PerfDeskError:
            self._look_at(self.answers.after(tuple(edits)))
        self.form_update = (
            describe_form_update(version, edits, self.answers) if version < self.form.version else FormUpdate()
        )

    def _look_at(self, answers: Answers) -> None:
        self._set_answers(answers, *split_accepted(answers, run(answers)))

    def _set_answers(self, answers: Answers, findings: tuple[Finding, ...], kept: tuple[AcceptedWarning, ...]) -> None:
        self.answers, self.entries = answers, answers.entries
        self.findings, self.accepted = findings, kept

    def _table(self, section: str, table: str) -> Table:
        return self.form.tables[(section.partition("@")[0], table)]
