"""The row of one question: its label and help, the editor of its kind, and its findings."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import Field
from perfdesk.evaluation.formula_text import describe_formula
from perfdesk.importers.matching.figures import is_money
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.editors.factory import Editor, create_editor, link_options
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.marked_words import underline_findings
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.answer_row import AnswerRow
from perfdesk.ui.pages.printed_phrase import PrintedPhrases
from perfdesk.ui.widgets.captions import label_with_mark, unrevised_mark
from perfdesk.ui.widgets.labels import text_label

_LABEL_WIDTH = 224
_FIGURE_WIDTH = 176
_DATE_WIDTH = 176
_WIDE: frozenset[Kind] = frozenset({"prose", "sentence"})


def is_wide(field: Field) -> bool:
    """Whether a field takes the full width of the page, with its label above it."""
    return field.question.kind in _WIDE


class FieldRow(AnswerRow):
    """A field whose answer is typed, chosen or, if computed, only shown."""

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(model, instance, field, parent)
        self._formula = model.session.form.formula(self.address)
        self._count_label: QLabel | None = None
        self._unit = text_label(field.question.unit, "unit", wraps=False)
        self._restore: QPushButton | None = None
        self._unrevised_mark = unrevised_mark()
        self._printed_phrases: PrintedPhrases | None = None
        self._phrase_label = text_label("", "help")
        self.editor = self._make_editor()
        (self._lay_out_wide if is_wide(field) else self._lay_out_beside)()
        self.setFocusProxy(self.editor)
        self.refresh()

    def flush(self) -> None:
        self.editor.flush()

    def _show_answer(self, findings: list[Finding]) -> None:
        text = self._model.typed_text(self.address)
        if self._formula is not None and isinstance(self.editor, LineEditor):
            self._show_computed(self.editor)
        else:
            self._show(text)
        if is_money(self._field.question):
            self._unit.setText("元" if self._model.in_yuan else "万元")
        if isinstance(self.editor, ProseEditor):
            underline_findings(self.editor, self.address, findings)
        elif not isinstance(self.editor, LinkEditor):
            set_style_property(self.editor, "level", findings[0].severity.value if findings else "")
        self._required_mark.setVisible(self._field.question.required and self._formula is None and not text.strip())
        if self._count_label is not None:
            length = sum(not character.isspace() for character in text)
            self._count_label.setText(f"{length:,} 字" if length else "")
        self._unrevised_mark.setVisible(self.address in self._model.unrevised)
        if self._printed_phrases is not None:
            self._phrase_label.setText(self._printed_phrases.printed_text())
            self._phrase_label.setVisible(bool(self._phrase_label.text()))

    def _show(self, text: str) -> None:
        if isinstance(self.editor, LinkEditor):
            self.editor.show_options(link_options(self._model, self._field.question))
        if isinstance(self.editor, LineEditor):
            self.editor.show_value(text, self._idle_text())
        else:
            self.editor.show_value(text)

    def _idle_text(self) -> str:
        """Return what a number or date shows while it is not edited; empty if the text cannot be read as one."""
        is_read = self._model.answers.value(self.address) is not None and self.address not in self._model.unsaved
        is_formatted = self._field.question.kind in ("number", "date")
        return self._model.shown_figure(self.address) if is_formatted and is_read else ""

    def _show_computed(self, editor: LineEditor) -> None:
        shown = self._model.shown_figure(self.address)
        own = self._model.is_typed(self.address)
        computed = not own or self._formula is None or not self._formula.overridable
        if self._formula is not None and self._formula.overridable:
            editor.setPlaceholderText(shown if not own else "")
            editor.show_value(self._model.typed_text(self.address) if own else "")
        else:
            editor.show_value(shown or "—")
        set_style_property(editor, "computed", "true" if computed else "false")
        if self._restore is not None:
            self._restore.setVisible(own)

    def _make_editor(self) -> Editor:
        question = self._field.question
        editor = create_editor(self._model, self.address, question, lines=3)
        if question.kind == "choice":
            self._printed_phrases = PrintedPhrases(self._model, self.address)
        if isinstance(editor, ProseEditor) and self._field.print == "paragraphs":
            editor.show_headings()
        if isinstance(editor, LineEditor):
            editor.refused.connect(partial(self._model.message_posted.emit, "notice"))
            if question.kind in ("number", "year", "measure"):
                editor.setFixedWidth(_FIGURE_WIDTH)
            elif question.kind == "date":
                editor.setFixedWidth(_DATE_WIDTH)
                editor.setPlaceholderText("年-月-日")
        if self._formula is not None and isinstance(editor, LineEditor):
            editor.setReadOnly(not self._formula.overridable)
            text = describe_formula(self._model.answers, self._formula.expression, self._context)
            editor.setToolTip(f"由公式算出：{text}")
        editor.setAccessibleName(question.label)
        editor.setAccessibleDescription(question.help)
        return editor

    def _lay_out_beside(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(24)
        left = QWidget()
        left.setFixedWidth(_LABEL_WIDTH)
        captions = QVBoxLayout(left)
        captions.setContentsMargins(0, 6, 0, 0)
        captions.setSpacing(2)
        label_row, self._required_mark = label_with_mark(self._field.question.label)
        captions.addLayout(label_row)
        captions.addWidget(self._unrevised_mark, 0, Qt.AlignmentFlag.AlignLeft)
        if self._field.question.help:
            captions.addWidget(text_label(self._field.question.help, "help"))
        captions.addStretch(1)
        line.addWidget(left)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(self._make_entry())
        self._phrase_label.hide()
        right.addWidget(self._phrase_label)
        right.addWidget(self._findings)
        right.addStretch(1)
        line.addLayout(right, 1)

    def _make_entry(self) -> QHBoxLayout:
        """Return the editor with its unit, and the button that restores a computed answer."""
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.editor)
        if self._field.question.unit:
            entry.addWidget(self._unit)
        if self._formula is not None and self._formula.overridable:
            entry.addWidget(self._make_restore())
        if self.editor.maximumWidth() < 1000 or isinstance(self.editor, LinkEditor):
            entry.addStretch(1)
        return entry

    def _lay_out_wide(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        label_row, self._required_mark = label_with_mark(self._field.question.label, strong=True)
        self._count_label = text_label("", "help", wraps=False)
        label_row.insertWidget(2, self._unrevised_mark)
        label_row.addWidget(self._count_label)
        column.addLayout(label_row)
        if self._field.question.help:
            column.addWidget(text_label(self._field.question.help, "help"))
        column.addSpacing(2)
        # At the top of the space that remains when it has become lower.
        column.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._findings)

    def _make_restore(self) -> QPushButton:
        self._restore = QPushButton("恢复自动")
        self._restore.setProperty("role", "link")
        self._restore.clicked.connect(lambda: self._model.fill({self.address: ""}, f"恢复{self._field.question.label}"))
        self._restore.hide()
        return self._restore
