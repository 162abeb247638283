"""One open report: the only place where answers change, and where all who look at them are told."""

from __future__ import annotations

import datetime
import getpass
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfdesk.checks.answers import Answers
from perfdesk.checks.finding import Finding
from perfdesk.checks.labels import answer_label
from perfdesk.checks.run import run
from perfdesk.definition.address import POSITION, Address
from perfdesk.definition.kinds import clean
from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form, Table
from perfdesk.entries.change import Change, Deed, Edit
from perfdesk.entries.entries import Entries
from perfdesk.entries.history import History, net_edits
from perfdesk.entries.report_file import ReportFile
from perfdesk.errors import PerfDeskError


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The report at one moment: safe to hand to another thread."""

    answers: Answers
    findings: tuple[Finding, ...]


Listener = Callable[[frozenset[Address]], None]


class Session:
    """An open report file with its form, answers, findings and history."""

    def __init__(self, form: Form, file: ReportFile) -> None:
        self.form = form
        self.file = file
        self._history = History.of(changes := file.changes())
        self._next_id = changes[-1].id + 1 if changes else 1
        self._listeners: list[Listener] = []
        self._look(file.entries())

    @classmethod
    def create(cls, path: Path, form: Form) -> Session:
        """A new report with the rows the form begins with."""
        session = cls(form, ReportFile.create(path, form.id, form.version))
        edits = [edit for table in form.tables.items() for edit in _starter_edits(form, *table, "")]
        session._carry_out("新建", edits)
        return session

    @classmethod
    def open(cls, path: Path) -> Session:
        """Open a report with the form it was made for."""
        file = ReportFile.open(path)
        try:
            form = shipped_form(file.property("form"))
            if int(file.property("form_version") or 0) > form.version:
                raise PerfDeskError(f"打不开“{path.name}”。", "它用的是更新版本的表单。", "请先升级本程序。")
            return cls(form, file)
        except (PerfDeskError, ValueError) as error:
            file.close()
            if isinstance(error, PerfDeskError):
                raise
            what, why = f"打不开“{path.name}”。", "文件里的记录前后矛盾，可能被别的程序改过。"
            raise PerfDeskError(what, why, "请改用副本或备份；本程序没有改动它。") from error

    def close(self) -> None:
        """Let go of the file; everything has been saved already."""
        self.file.close()

    def listen(self, listener: Listener) -> None:
        """Have a function called after each change with the addresses that were edited."""
        self._listeners.append(listener)

    def snapshot(self) -> Snapshot:
        """The report as it stands."""
        return Snapshot(self.answers, self.findings)

    def enter(self, address: Address, text: str, joins: bool = False) -> bool:
        """Answer one question; blank text clears it. With `joins`, undo takes it back together with the step before.

        Returns whether anything changed.
        """
        return self.fill({address: text}, self._label(address, text), joins)

    def fill(self, texts: Mapping[Address, str], label: str, joins: bool = False) -> bool:
        """Enter many answers as one change; rows that do not stand yet are added at the end."""
        return self._carry_out(label, self._edits(texts), joins=joins)

    def preview(self, texts: Mapping[Address, str]) -> Answers:
        """What the report would say after `fill`, without doing it."""
        return Answers(self.form, self.entries.changed(self._edits(texts)))

    def add_row(
        self, section: str, table: str, after: str | None = None, texts: Mapping[str, str] | None = None
    ) -> str:
        """Add a row below another one, or at the end; returns its id."""
        row = f"r{uuid.uuid4().hex[:10]}"
        rows = list(self.entries.rows(section, table))
        rows.insert(rows.index(after) + 1 if after in rows else len(rows), row)
        edits = self._placed(section, table, rows)
        kept = {column: clean(text) for column, text in (texts or {}).items()}
        edits += [Edit(Address(section, table, row, name), None, text) for name, text in kept.items() if text.strip()]
        edits += self._followers(section, table, row)
        self._carry_out(f"{self._table(section, table).label}加一行", edits)
        return row

    def delete_row(self, section: str, table: str, row: str) -> None:
        """Delete a row and everything that belongs to it."""
        rows = [known for known in self.entries.rows(section, table) if known != row]
        edits = self._placed(section, table, rows)
        following = {f"{follower.id}@{row}" for follower in self.form.sections if follower.each == (section, table)}
        for address, text in self.entries:
            own = (address.section, address.field, address.row) == (section, table, row)
            if own or address.section in following:
                edits.append(Edit(address, text, None))
        self._carry_out(f"{self._table(section, table).label}删一行", edits)

    def move_row(self, section: str, table: str, row: str, by: int) -> None:
        """Move a row up (negative) or down, as far as the table goes."""
        rows = list(self.entries.rows(section, table))
        target = max(0, min(len(rows) - 1, rows.index(row) + by))
        rows.remove(row)
        rows.insert(target, row)
        self._carry_out(f"{self._table(section, table).label}移动一行", self._placed(section, table, rows))

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
            edits = [edit.reversed() for edit in net_edits(step)]
            self._carry_out(step[-1].label, edits, "undo", of=step[-1].id)

    def redo(self) -> None:
        """Repeat the step taken back last."""
        if self._history.undone:
            step = self._history.undone[-1]
            self._carry_out(step[-1].label, list(net_edits(step)), "redo", of=step[-1].id)

    def _carry_out(
        self, label: str, edits: Iterable[Edit], deed: Deed = "do", of: int = 0, joins: bool = False
    ) -> bool:
        """Save first, remember second: when saving fails, answers and history still agree with the file."""
        real = tuple(edit for edit in edits if edit.before != edit.after)
        if not real and deed == "do":
            return False
        first = self._history.done[-1][0].id if joins and self._history.done else 0
        now = datetime.datetime.now().astimezone()
        change = Change(self._next_id, now, _user(), clean(label), real, deed, of, first)
        self.file.save(change)
        self._next_id += 1
        self._history.remember(change)
        self._look(self.entries.changed(real))
        for listener in self._listeners:
            listener(frozenset(edit.address for edit in real))
        return True

    def _look(self, entries: Entries) -> None:
        self.entries = entries
        self.answers = Answers(self.form, entries)
        self.findings = run(self.answers)

    def _table(self, section: str, table: str) -> Table:
        return self.form.tables[(section.partition("@")[0], table)]

    def _label(self, address: Address, text: str) -> str:
        before = _short(self.entries.text(address) or "空")
        return f"{answer_label(self.answers, address)} {before} → {_short(text.strip() or '空')}"

    def _placed(self, section: str, table: str, rows: list[str]) -> list[Edit]:
        """Edits that number the rows anew in this order."""
        wanted = {Address(section, table, row, POSITION): str(number) for number, row in enumerate(rows, 1)}
        return [Edit(address, self.entries.text(address), text) for address, text in wanted.items()]

    def _edits(self, texts: Mapping[Address, str]) -> tuple[Edit, ...]:
        edits = {edit.address: edit for edit in self._new_rows(texts)}
        for address, text in texts.items():
            kept = clean(text)
            edits[address] = Edit(address, self.entries.text(address), kept if kept.strip() else None)
        return tuple(edits.values())

    def _new_rows(self, texts: Mapping[Address, str]) -> list[Edit]:
        """Edits that add the rows named here for the first time, each below the one named before it, or at the end."""
        tables: dict[tuple[str, str], list[str]] = {}
        before: dict[tuple[str, str], str] = {}
        for address in texts:
            if not address.row or not self._table(address.section, address.field).open:
                continue
            key = (address.section, address.field)
            rows = tables.setdefault(key, list(self.entries.rows(*key)))
            if address.row not in rows:
                rows.insert(rows.index(before[key]) + 1 if key in before else len(rows), address.row)
            before[key] = address.row
        edits: list[Edit] = []
        for key, rows in tables.items():
            edits += self._placed(*key, rows)
            for row in set(rows) - set(self.entries.rows(*key)):
                edits += self._followers(*key, row)
        return edits

    def _followers(self, section: str, table: str, row: str) -> list[Edit]:
        """The starting rows of sections that come into being with a new row (an attachment for a new project)."""
        return [
            edit
            for follower in self.form.sections
            if follower.each == (section, table)
            for key, known in self.form.tables.items()
            if key[0] == follower.id
            for edit in _starter_edits(self.form, key, known, row)
        ]


def _starter_edits(form: Form, key: tuple[str, str], table: Table, row: str) -> list[Edit]:
    section, name = key
    if (form.section(section).each is None) == bool(row):
        return []
    instance = f"{section}@{row}" if row else section
    edits = []
    for number, starter in enumerate(table.starters, 1):
        edits.append(Edit(Address(instance, name, f"s{number}", POSITION), None, str(number)))
        edits += [Edit(Address(instance, name, f"s{number}", column), None, text) for column, text in starter]
    return edits


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:12]}…"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "未知"
