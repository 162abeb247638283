"""The row of a sentence, generated or written by the user."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.model import Field
from perfdesk.ui.editors.sentence import SentenceEditor
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.answer_row import AnswerRow


class SentenceRow(AnswerRow):
    """A field that is generated from the figures until the user rewrites it."""

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(model, instance, field, parent)
        self.editor = SentenceEditor(field.question.label, field.question.help)
        if field.print == "paragraphs":
            self.editor.editor.show_headings()
        self.editor.editor.paste_refused.connect(partial(model.message_posted.emit, "warning"))
        self.editor.edited.connect(partial(model.type_text, self.address))
        self.editor.finished.connect(model.stop_typing)
        self.editor.restored.connect(self._on_restored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.editor)
        column.addWidget(self._findings)
        self.setFocusProxy(self.editor)
        self.refresh()

    def flush(self) -> None:
        self.editor.flush()

    def _show_answer(self, findings: list[Finding]) -> None:
        unsaved = self._model.unsaved.get(self.address)
        own = unsaved if unsaved is not None else self._model.session.entries.text(self.address)
        unrevised = self.address in self._model.unrevised
        self.editor.show_value(own, self._model.generated(self.address), unrevised)

    def _on_restored(self) -> None:
        if self._model.is_typed(self.address):
            self._model.fill({self.address: ""}, f"{self._field.question.label}恢复自动")
