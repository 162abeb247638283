"""One question on the page: its label, what is wanted, the editor of its kind, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import Field
from perfdesk.evaluation.formula_text import describe_formula
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.editors.factory import Editor, create_editor, link_options
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.money import is_money
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.answer_row import AnswerRow
from perfdesk.ui.pages.printed_phrase import PrintedPhrases
from perfdesk.ui.widgets.captions import help_label, label_with_mark, unrevised_mark

_LABEL_WIDTH = 224
_FIGURE_WIDTH = 176
_DATE_WIDTH = 176
_WIDE: frozenset[Kind] = frozenset({"prose", "sentence"})


def is_wide(field: Field) -> bool:
    """Whether a field takes the whole width of the page, with its label above."""
    return field.question.kind in _WIDE


class FieldRow(AnswerRow):
    """A field whose answer can be typed, chosen or, when computed, only read."""

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(model, instance, field, parent)
        self._formula = model.session.form.formula(self.address)
        self._count: QLabel | None = None
        self._unit = QLabel(field.question.unit)
        self._restore: QPushButton | None = None
        self._unrevised_mark = unrevised_mark()
        self._printed_phrase: PrintedPhrases | None = None
        self._sentence = help_label("")
        self.editor = self._make_editor()
        (self._lay_out_wide if is_wide(field) else self._lay_out_beside)()
        self.setFocusProxy(self.editor)
        self.refresh()

    def _show_answer(self, spoken: list[Finding]) -> None:
        text = self._model.typed_text(self.address)
        if self._formula is not None and isinstance(self.editor, LineEditor):
            self._show_computed(self.editor)
        else:
            self._show(text)
        if is_money(self._field.question):
            self._unit.setText("元" if self._model.in_yuan else "万元")
        if not isinstance(self.editor, LinkEditor):
            set_style_property(self.editor, "level", spoken[0].severity if spoken else "")
        self._mark.setVisible(self._field.question.required and self._formula is None and not text.strip())
        if self._count is not None:
            signs = sum(not sign.isspace() for sign in text)
            self._count.setText(f"{signs:,} 字" if signs else "")
        self._unrevised_mark.setVisible(self.address in self._model.unrevised)
        if self._printed_phrase is not None:
            self._sentence.setText(self._printed_phrase.printed_text())
            self._sentence.setVisible(bool(self._sentence.text()))

    def _show(self, text: str) -> None:
        if isinstance(self.editor, LinkEditor):
            self.editor.show_options(link_options(self._model, self._field.question))
        if isinstance(self.editor, LineEditor) and self._field.question.kind in ("number", "date"):
            read = self._model.answers.value(self.address) is not None and self.address not in self._model.unsaved
            self.editor.show_value(text, self._model.shown_figure(self.address) if read else "")
        else:
            self.editor.show_value(text)

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
            self._printed_phrase = PrintedPhrases(self._model, self.address)
        if isinstance(editor, ProseEditor) and self._field.print == "paragraphs":
            editor.show_headings()
        if isinstance(editor, LineEditor):
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
        text = QVBoxLayout(left)
        text.setContentsMargins(0, 6, 0, 0)
        text.setSpacing(2)
        name, self._mark = label_with_mark(self._field.question.label)
        text.addLayout(name)
        text.addWidget(self._unrevised_mark, 0, Qt.AlignmentFlag.AlignLeft)
        if self._field.question.help:
            text.addWidget(help_label(self._field.question.help))
        text.addStretch(1)
        line.addWidget(left)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(self._make_entry())
        self._sentence.hide()
        right.addWidget(self._sentence)
        right.addWidget(self._findings)
        right.addStretch(1)
        line.addLayout(right, 1)

    def _make_entry(self) -> QHBoxLayout:
        """The editor with its unit, and the way back to a computed answer."""
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.editor)
        if self._field.question.unit:
            self._unit.setProperty("role", "unit")
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
        name, self._mark = label_with_mark(self._field.question.label, strong=True)
        self._count = QLabel()
        self._count.setProperty("role", "help")
        name.insertWidget(2, self._unrevised_mark)
        name.addWidget(self._count)
        column.addLayout(name)
        if self._field.question.help:
            column.addWidget(help_label(self._field.question.help))
        column.addSpacing(2)
        column.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)  # not in the middle of room it has just given up
        column.addWidget(self._findings)

    def _make_restore(self) -> QPushButton:
        self._restore = QPushButton("恢复自动")
        self._restore.setProperty("role", "link")
        self._restore.clicked.connect(lambda: self._model.fill({self.address: ""}, f"恢复{self._field.question.label}"))
        self._restore.hide()
        return self._restore
