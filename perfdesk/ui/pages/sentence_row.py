"""A sentence on the page: generated, or the clerk's own."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.model import Field
from perfdesk.ui.editors.sentence import SentenceEditor
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.answer_row import AnswerRow


class SentenceRow(AnswerRow):
    """A field that writes itself from the figures until the clerk takes it over."""

    editor: SentenceEditor

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(model, instance, field, parent)
        self.editor = SentenceEditor(field.question.label, field.question.help)
        if field.print == "paragraphs":
            self.editor.editor.show_headings()
        self.editor.editor.paste_refused.connect(lambda words: model.message_posted.emit("warning", words))
        self.editor.edited.connect(lambda text: model.type_text(self.address, text))
        self.editor.finished.connect(model.stop_typing)
        self.editor.restored.connect(self._on_restored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.editor)
        column.addWidget(self._findings)
        self.setFocusProxy(self.editor)
        self.refresh()

    def _show_answer(self, spoken: list[Finding]) -> None:
        unsaved = self._model.unsaved.get(self.address)
        own = unsaved if unsaved is not None else self._model.session.entries.text(self.address)
        untouched = self.address in self._model.unrevised
        self.editor.show_value(own, self._model.generated(self.address), untouched)

    def _on_restored(self) -> None:
        if self._model.is_typed(self.address):
            self._model.fill({self.address: ""}, f"{self._field.question.label}恢复自动")
