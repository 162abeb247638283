"""The common base of the rows of a page that show a single answer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.findings.finding_banner import FindingBanners
from perfdesk.ui.findings.finding_groups import first_on_page
from perfdesk.ui.models.last_year import take_last_year
from perfdesk.ui.models.report_model import ReportModel


class AnswerRow(QWidget):
    """One field of one section. Subclasses create an editor, lay it out, and show the answer in it."""

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._field = field
        self._context = EvaluationContext(instance)
        self.address = Address(instance, field.question.id)
        self._findings = FindingBanners(model)
        keys = QShortcut(QKeySequence("Ctrl+D"), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._on_last_year)

    @property
    def is_active(self) -> bool:
        """Whether the question is asked at present, also while the row still shows the answers before."""
        return self._model.answers.is_met(self._field.when, self._context)

    def flush(self) -> None:
        """Enter what is still being typed."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the current answer; hide while the question is not active."""
        is_active = self.is_active
        set_shown(self, is_active)
        if is_active:
            shown_findings = [
                finding for finding in self._model.findings_at(self.address) if not finding.is_blank_answer
            ]
            self._show_answer(shown_findings)
            section = self.address.section
            self._findings.show_findings([one for one in shown_findings if first_on_page(one, section) == self.address])

    def _show_answer(self, findings: list[Finding]) -> None:
        raise NotImplementedError

    def _on_last_year(self) -> None:
        self.flush()
        take_last_year(self._model, self.address)
