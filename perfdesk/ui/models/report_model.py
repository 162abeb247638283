"""The session as a Qt object: a signal for every change, and successive typing at one place as one undo step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from perfdesk.checks.accepted import AcceptedWarning
from perfdesk.checks.finding import Finding, FindingCode, Fix
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer, to_fixed
from perfdesk.definition.model import Field, Question
from perfdesk.definition.severity import Severity
from perfdesk.entries.proposal import Proposal
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.importers.matching.figures import from_yuan, is_money
from perfdesk.ui.models.money import decimal_count, grouped, to_yuan, yuan_text
from perfdesk.ui.models.progress import SectionProgress, report_progress
from perfdesk.ui.models.typed_line import TypedLine, typed_line

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.checks.proofreading.link_changes import LinkChange


class ReportModel(QObject):
    """The model of all widgets. They change answers through its methods and follow changes through `changed`."""

    changed = Signal(object)
    saved = Signal()
    failed = Signal(object)
    message_posted = Signal(str, str)
    edit_refused = Signal()
    origin_requested = Signal(object)
    focus_requested = Signal(object)
    link_requested = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.unsaved: dict[Address, str] = {}
        #: Called first when saving fails; returns whether the change can be tried again.
        self.on_save_error: Callable[[PerfDeskError], bool] = lambda _error: False
        self.changed_addresses: frozenset[Address] = frozenset()
        self.in_yuan = False
        self._typing: Address | None = None
        self._typed_line: TypedLine | None = None
        self._unsaved_text: tuple[Address, str, str] | None = None
        self._has_warned_of_decimals = False
        #: The last action that could not be saved and enters no text: adding, deleting or moving a row, undo and so on.
        self._failed_action: Callable[[], object] | None = None
        #: Answers carried over from last year that the user has not revised.
        self.unrevised: frozenset[Address] = frozenset()
        self._sentences = {
            (section.id, block.question.id): block
            for section in session.form.sections
            for block in section.blocks
            if isinstance(block, Field) and block.template is not None
        }
        self._index_findings()
        session.listen(self._on_session_changed)

    @property
    def answers(self) -> Answers:
        """The current answers."""
        return self.session.answers

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The current findings, without those that only say that the line being typed is not finished."""
        return self._findings

    def finding_counts(self) -> Counter[Severity]:
        """Return the number of findings of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def accepted(self) -> tuple[AcceptedWarning, ...]:
        """The warnings accepted with a reason."""
        return self.session.accepted

    @cached_property
    def progress(self) -> tuple[SectionProgress, ...]:
        """The progress of every section, computed once after each change."""
        return report_progress(self.answers, self.findings)

    def question(self, address: Address) -> Question | None:
        """Return the question at an address; None if there is none."""
        return self.session.form.question(address)

    def findings_by_address(self, addresses: Set[Address]) -> dict[Address, list[Finding]]:
        """Return the findings of those answers that have some, the most serious first."""
        return {address: self._by_address[address] for address in self._by_address.keys() & addresses}

    def findings_at(self, address: Address) -> list[Finding]:
        """Return the findings of one answer, the most serious first."""
        return self._by_address.get(address, [])

    def typed_text(self, address: Address) -> str:
        """Return the text that an editor shows: as typed, even if it could not be saved, in the unit shown."""
        stored = self._stored_text(address)
        if self._unsaved_text is not None and self._unsaved_text[:2] == (address, stored):
            return self._unsaved_text[2]
        return self.in_shown_unit(address, stored)

    def in_shown_unit(self, address: Address, stored: str) -> str:
        """Convert a stored text to the unit shown."""
        return yuan_text(stored) if self._is_in_yuan(address) else stored

    def shown_figure(self, address: Address) -> str:
        """Return an answer for display: a number with thousands separators, in the unit shown."""
        value, question = self.answers.value(address), self.question(address)
        if question is None or question.kind != "number":
            return self.answers.text(address)
        if self._is_in_yuan(address) and isinstance(value, Decimal):
            return grouped(to_fixed(to_yuan(value), question.decimals))
        return grouped(self.answers.text(address))

    def set_unit_yuan(self, in_yuan: bool) -> None:
        """Show amounts in 元, or in 万元 as they are stored and printed; stored answers do not change."""
        self.stop_typing()
        self.in_yuan, self._has_warned_of_decimals = in_yuan, False
        self.changed.emit(frozenset())

    def is_typed(self, address: Address) -> bool:
        """Whether the user has entered an answer here."""
        return self.session.entries.text(address) is not None

    def sentence_field(self, address: Address) -> Field | None:
        """Return the field of a generated sentence; None if the address is not one."""
        return self._sentences.get((address.form_section, address.field)) if not address.row else None

    def generated(self, address: Address) -> str:
        """Return the generated text of a sentence; empty for anything else."""
        field = self.sentence_field(address)
        if field is None or not self.answers.is_met(field.when, EvaluationContext(address.section)):
            return ""
        return self.answers.generated(address.section, field)

    def type_text(self, address: Address, text: str) -> None:
        """Enter a text being typed; continued typing at the same address is one undo step."""
        # A text that could not be saved is not tried again until it changes: a locked file blocks for seconds.
        if text == self.typed_text(address):
            return
        stored = from_yuan(text) if self._is_in_yuan(address) else text
        self._unsaved_text = (address, stored, text)
        continues = self._typing == address
        self._typed_line = typed_line(address, self._stored_text(address), stored)
        if self._try_to_save({address: stored}, lambda: self.session.enter(address, stored, continues)):
            self._typing = address

    def stop_typing(self) -> None:
        """End the typing at an address; the next change is a new undo step."""
        self._warn_of_decimals()
        self._typing = self._unsaved_text = self._typed_line = None
        if len(self._findings) != len(self.session.findings):
            self._on_session_changed(frozenset())

    def cancel_typing(self, address: Address) -> None:
        """Undo what has been typed at this address since the editor was opened."""
        if self._typing == address:
            self.undo()

    def fill(self, texts: Mapping[Address, str], label: str) -> bool:
        """Enter several answers as one undo step."""
        self.stop_typing()
        return self._try_to_save(dict(texts), lambda: self.session.fill(texts, label))

    def apply_proposal(self, proposal: Proposal, label: str) -> bool:
        """Enter the answers of a proposal as one step."""
        self.stop_typing()
        return self._try_to_save(proposal.texts, lambda: self.session.apply_proposal(proposal, label))

    def apply_fix(self, fix: Fix) -> bool:
        """Apply the correction of a finding."""
        return self.fill(fix.texts, fix.label)

    def accept_warning(self, finding: Finding, reason: str) -> bool:
        """Accept a warning with a reason."""
        self.stop_typing()
        return self._try_to_save({}, lambda: self.session.accept_warning(finding, reason))

    def withdraw_acceptance(self, accepted: AcceptedWarning) -> bool:
        """Withdraw the acceptance of a warning."""
        self.stop_typing()
        return self._try_to_save({}, lambda: self.session.withdraw_acceptance(accepted))

    def change_link(self, change: LinkChange) -> bool:
        """Set, cut or restore the link of a figure of a text."""
        self.stop_typing()
        return self._try_to_save({}, lambda: self.session.change_link(change))

    def add_row(
        self, section: str, table: str, after: str | None = None, texts: Mapping[str, str] | None = None
    ) -> str:
        """Add a row; return its id, or an empty text if it could not be saved."""
        rows: list[str] = []
        self.stop_typing()
        self._try_to_save({}, lambda: rows.append(self.session.add_row(section, table, after, texts)))
        return rows[0] if rows else ""

    def delete_row(self, section: str, table: str, row: str) -> None:
        """Delete a row and everything that belongs to it."""
        self.stop_typing()
        self._try_to_save({}, lambda: self.session.delete_row(section, table, row))

    def move_row(self, section: str, table: str, row: str, by: int) -> None:
        """Move a row down by a number of positions, or up if it is negative."""
        self.stop_typing()
        self._try_to_save({}, lambda: self.session.move_row(section, table, row, by))

    def undo(self) -> None:
        """Undo the last step."""
        self.stop_typing()
        self._try_to_save({}, self.session.undo)

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self.stop_typing()
        self._try_to_save({}, self.session.redo)

    def save_again(self) -> bool:
        """Try again to save what could not be saved; return whether everything is saved now."""
        if self._failed_action is not None and not self._try_to_save({}, self._failed_action):
            return False
        return not self.unsaved or self.fill(dict(self.unsaved), "再存一次")

    def _try_to_save(self, texts: dict[Address, str], action: Callable[[], object]) -> bool:
        if self.session.read_only:
            self.edit_refused.emit()
            self.changed.emit(frozenset(texts))  # the editors show the stored answers again
            return False
        try:
            result = self._save_or_report(action)
        except PerfDeskError as error:
            self.unsaved.update(texts)
            self._failed_action = self._failed_action if texts else action
            self.failed.emit(error)
            return False
        for address in texts:
            self.unsaved.pop(address, None)
        if action is self._failed_action:
            self._failed_action = None
        if not self.unsaved and self._failed_action is None:
            self.saved.emit()
        return result is not False

    def _save_or_report(self, action: Callable[[], object]) -> object:
        try:
            return action()
        except PerfDeskError as error:
            if not self.on_save_error(error):
                raise
        return action()

    def _stored_text(self, address: Address) -> str:
        if address in self.unsaved:
            return self.unsaved[address]
        typed = self.session.entries.text(address)
        return typed if typed is not None else self.generated(address)

    def _is_in_yuan(self, address: Address) -> bool:
        return self.in_yuan and is_money(self.question(address))

    def _warn_of_decimals(self) -> None:
        """Show once that an amount typed in 元 has more decimal places in 万元 than the question asks for."""
        if self._unsaved_text is None or self._has_warned_of_decimals or not self._is_in_yuan(self._unsaved_text[0]):
            return
        address, stored, text = self._unsaved_text
        value, question = parse_answer("number", "万元", stored).value, self.question(address)
        if isinstance(value, Decimal) and question is not None and decimal_count(value) > question.decimals:
            self._has_warned_of_decimals = True
            message = f"{text} 元照实存为 {stored} 万元，比本栏的 {question.decimals} 位小数多，打印时也照实印出。"
            self.message_posted.emit("notice", message)

    def _on_session_changed(self, addresses: frozenset[Address]) -> None:
        self.changed_addresses = addresses
        self.__dict__.pop("progress", None)
        self._index_findings()
        self.changed.emit(addresses)

    def _index_findings(self) -> None:
        line = self._typed_line
        self._findings = tuple(one for one in self.session.findings if line is None or not line.withholds(one))
        reported = (finding.addresses for finding in self.findings if finding.code == FindingCode.CARRIED)
        self.unrevised = frozenset(address for where in reported for address in where)
        self._by_address: dict[Address, list[Finding]] = {}
        for finding in self.findings:
            for address in finding.highlighted:
                self._by_address.setdefault(address, []).append(finding)
        for found in self._by_address.values():
            found.sort(key=lambda finding: finding.severity.rank)
