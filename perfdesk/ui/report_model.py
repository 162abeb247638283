"""The window's view of a session: one signal when answers have moved, and typing told apart from other changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.checks.answers import Answers
from perfdesk.checks.evaluate import Place
from perfdesk.checks.finding import Finding, Fix
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Question
from perfdesk.errors import PerfDeskError

if TYPE_CHECKING:
    from perfdesk.session import Session

_GRAVITY = {"error": 0, "warning": 1, "notice": 2}

#: Findings that only say that an answer is still missing: marked quietly, not in red words at every empty cell.
MISSING = frozenset({"MISSING", "REQUIRED"})


class ReportModel(QObject):
    """What all widgets look at. They ask it for changes and hear of every change through `changed`."""

    changed = Signal(object)
    saved = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.unsaved: dict[Address, str] = {}
        self.moved: frozenset[Address] = frozenset()
        self._typing: Address | None = None
        self._sentences = {
            (section.id, block.question.id): block
            for section in session.form.sections
            for block in section.blocks
            if isinstance(block, Field) and block.template is not None
        }
        self._sort_findings()
        session.listen(self._on_change)

    @property
    def answers(self) -> Answers:
        """The answers as they stand."""
        return self.session.answers

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings as they stand."""
        return self.session.findings

    def question(self, address: Address) -> Question | None:
        """What is asked at an address."""
        return self.session.form.question(address)

    def findings_at(self, address: Address) -> list[Finding]:
        """What is wrong with one answer, the gravest first."""
        return self._by_address.get(address, [])

    def typed_text(self, address: Address) -> str:
        """What an editor shows: the text as typed, even while it could not be saved."""
        if address in self.unsaved:
            return self.unsaved[address]
        typed = self.session.entries.text(address)
        return typed if typed is not None else self.generated(address)

    def is_own(self, address: Address) -> bool:
        """Whether the clerk has typed something here."""
        return self.session.entries.text(address) is not None

    def sentence(self, address: Address) -> Field | None:
        """The field of a sentence that writes itself."""
        return self._sentences.get((address.form_section, address.field)) if not address.row else None

    def generated(self, address: Address) -> str:
        """What a sentence says by itself; empty for anything else."""
        field = self.sentence(address)
        if field is None or not self.answers.holds(field.when, Place(address.section)):
            return ""
        return self.answers.generated(address.section, field)

    def type_text(self, address: Address, text: str) -> None:
        """Enter what is being typed; typing on at the same place is one step for undo."""
        # What has just failed to be saved is not tried again with each blink: a locked file holds one up for seconds.
        if text == self.typed_text(address):
            return
        joins = self._typing == address
        if self._try({address: text}, lambda: self.session.enter(address, text, joins)):
            self._typing = address

    def stop_typing(self) -> None:
        """The clerk has left the editor: what comes next is a new step."""
        self._typing = None

    def cancel_typing(self, address: Address) -> None:
        """Take back what has been typed at this place since the editor was opened."""
        if self._typing == address:
            self.undo()

    def fill(self, texts: Mapping[Address, str], label: str) -> bool:
        """Enter several answers as one step."""
        self.stop_typing()
        return self._try(dict(texts), lambda: self.session.fill(texts, label))

    def apply(self, fix: Fix) -> bool:
        """Carry out a proven repair."""
        return self.fill(fix.texts, fix.label)

    def add_row(
        self, section: str, table: str, after: str | None = None, texts: Mapping[str, str] | None = None
    ) -> str:
        """Add a row; returns its id, or nothing when it could not be saved."""
        made: list[str] = []
        self.stop_typing()
        self._try({}, lambda: made.append(self.session.add_row(section, table, after, texts)))
        return made[0] if made else ""

    def delete_row(self, section: str, table: str, row: str) -> None:
        """Delete a row and what belongs to it."""
        self.stop_typing()
        self._try({}, lambda: self.session.delete_row(section, table, row))

    def move_row(self, section: str, table: str, row: str, by: int) -> None:
        """Move a row up or down."""
        self.stop_typing()
        self._try({}, lambda: self.session.move_row(section, table, row, by))

    def undo(self) -> None:
        """Take back the last step."""
        self.stop_typing()
        self._try({}, self.session.undo)

    def redo(self) -> None:
        """Repeat the step taken back last."""
        self.stop_typing()
        self._try({}, self.session.redo)

    def save_again(self) -> bool:
        """Try once more to save what could not be saved."""
        texts = dict(self.unsaved)
        return self.fill(texts, "再存一次") if texts else self._try({}, lambda: self.session.file.property("form"))

    def _try(self, texts: dict[Address, str], action: Callable[[], object]) -> bool:
        try:
            moved = action()
        except PerfDeskError as error:
            self.unsaved.update(texts)
            self.failed.emit(error)
            return False
        for address in texts:
            self.unsaved.pop(address, None)
        if not self.unsaved:
            self.saved.emit()
        return moved is not False

    def _on_change(self, addresses: frozenset[Address]) -> None:
        self.moved = addresses
        self._sort_findings()
        self.changed.emit(addresses)

    def _sort_findings(self) -> None:
        self._by_address: dict[Address, list[Finding]] = {}
        for finding in self.findings:
            for address in finding.marks:
                self._by_address.setdefault(address, []).append(finding)
        for found in self._by_address.values():
            found.sort(key=lambda finding: (_GRAVITY[finding.severity], finding.code in MISSING))
