"""One question on the page: its label, what is wanted, the editor of its kind, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.evaluate import Place
from perfdesk.checks.wording import in_words
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import Field
from perfdesk.ui.editors.choice import ChoiceEditor, LinkEditor
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.editors.sentence import SentenceEditor
from perfdesk.ui.figures import grouped
from perfdesk.ui.report_model import MISSING, ReportModel
from perfdesk.ui.strips import FindingStrips
from perfdesk.ui.theme import restyle, show_when

Editor = LineEditor | ProseEditor | ChoiceEditor | LinkEditor

_LABEL_WIDTH = 224
_FIGURE_WIDTH = 176
_DATE_WIDTH = 176
_WIDE: frozenset[Kind] = frozenset({"prose", "sentence"})
_SHORT_LINK = 24


def is_wide(field: Field) -> bool:
    """Whether a field takes the whole width of the page, with its label above."""
    return field.question.kind in _WIDE


def label_with_mark(text: str, strong: bool = False) -> tuple[QHBoxLayout, QLabel]:
    """A label and beside it `必填`, to be shown only while the answer is missing."""
    line = QHBoxLayout()
    line.setSpacing(8)
    name = QLabel(text)
    name.setProperty("role", "strongLabel" if strong else "label")
    name.setWordWrap(not strong)
    mark = QLabel("必填")
    mark.setProperty("role", "required")
    mark.hide()
    line.addWidget(name)
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    line.addStretch(1)
    return line, mark


def help_label(text: str) -> QLabel:
    """The small print below a label."""
    made = QLabel(text)
    made.setProperty("role", "help")
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class FieldRow(QWidget):
    """A field whose answer can be typed, chosen or, when computed, only read."""

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._field = field
        self._place = Place(instance)
        self.address = Address(instance, field.question.id)
        self._formula = model.session.form.formula(self.address)
        self._count: QLabel | None = None
        self._restore: QPushButton | None = None
        self._findings = FindingStrips(model)
        self.editor = self._make_editor()
        (self._lay_out_wide if is_wide(field) else self._lay_out_beside)()
        self.setFocusProxy(self.editor)
        self.refresh()

    def flush(self) -> None:
        """Enter what is still being typed."""
        self.editor.flush()

    def refresh(self) -> None:
        """Show the answer as it stands."""
        self.is_wanted = self._model.answers.holds(self._field.when, self._place)
        show_when(self, self.is_wanted)
        if not self.is_wanted:
            return
        text = self._model.typed_text(self.address)
        if self._formula is not None and isinstance(self.editor, LineEditor):
            self._show_computed(self.editor)
        else:
            self._show(text)
        findings = self._model.findings_at(self.address)
        spoken = [finding for finding in findings if finding.code not in MISSING]
        if not isinstance(self.editor, LinkEditor):
            restyle(self.editor, "level", spoken[0].severity if spoken else "")
        self._findings.show_findings(spoken)
        self._mark.setVisible(self._field.question.required and self._formula is None and not text.strip())
        if self._count is not None:
            signs = sum(not sign.isspace() for sign in text)
            self._count.setText(f"{signs:,} 字" if signs else "")

    def _show(self, text: str) -> None:
        if isinstance(self.editor, LinkEditor):
            self.editor.show_options(link_options(self._model, self._field.question.link))
        if isinstance(self.editor, LineEditor) and self._field.question.kind == "number":
            read = self._model.answers.value(self.address) is not None and self.address not in self._model.unsaved
            self.editor.show_value(text, grouped(self._model.answers.text(self.address)) if read else "")
        else:
            self.editor.show_value(text)

    def _show_computed(self, editor: LineEditor) -> None:
        shown = self._model.answers.text(self.address)
        own = self._model.is_own(self.address)
        computed = not own or self._formula is None or not self._formula.own
        if self._formula is not None and self._formula.own:
            editor.setPlaceholderText(shown if not own else "")
            editor.show_value(self._model.typed_text(self.address) if own else "")
        else:
            editor.show_value(shown or "—")
        restyle(editor, "computed", "true" if computed else "false")
        if self._restore is not None:
            self._restore.setVisible(own)

    def _make_editor(self) -> Editor:
        question = self._field.question
        if question.kind == "prose":
            editor: Editor = ProseEditor(lines=3)
        elif question.kind == "choice":
            editor = ChoiceEditor(question.options)
        elif question.kind == "link":
            editor = LinkEditor()
        else:
            editor = LineEditor(right=question.kind == "number")
            if question.kind in ("number", "year", "measure"):
                editor.setFixedWidth(_FIGURE_WIDTH)
            elif question.kind == "date":
                editor.setFixedWidth(_DATE_WIDTH)
                editor.setPlaceholderText("年-月-日")
        if self._formula is not None and isinstance(editor, LineEditor):
            editor.setReadOnly(not self._formula.own)
            words = in_words(self._model.answers, self._formula.expression, self._place)
            editor.setToolTip(f"由公式算出：{words}")
        editor.setAccessibleName(question.label)
        editor.setAccessibleDescription(question.help)
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._model.stop_typing)
        return editor

    def _lay_out_beside(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(24)
        left = QWidget()
        left.setFixedWidth(_LABEL_WIDTH)
        words = QVBoxLayout(left)
        words.setContentsMargins(0, 6, 0, 0)
        words.setSpacing(2)
        name, self._mark = label_with_mark(self._field.question.label)
        words.addLayout(name)
        if self._field.question.help:
            words.addWidget(help_label(self._field.question.help))
        words.addStretch(1)
        line.addWidget(left)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(self._entry())
        right.addWidget(self._findings)
        right.addStretch(1)
        line.addLayout(right, 1)

    def _entry(self) -> QHBoxLayout:
        """The editor with its unit, and the way back to a computed answer."""
        entry = QHBoxLayout()
        entry.setSpacing(8)
        entry.addWidget(self.editor)
        if self._field.question.unit:
            unit = QLabel(self._field.question.unit)
            unit.setProperty("role", "unit")
            entry.addWidget(unit)
        if self._formula is not None and self._formula.own:
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

    def _on_edited(self, text: str) -> None:
        self._model.type_text(self.address, text)


class SentenceRow(QWidget):
    """A sentence on the page: generated, or the clerk's own."""

    def __init__(self, model: ReportModel, instance: str, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._field = field
        self._place = Place(instance)
        self.address = Address(instance, field.question.id)
        self.editor = SentenceEditor(field.question.label, field.question.help)
        self.editor.edited.connect(lambda text: model.type_text(self.address, text))
        self.editor.left.connect(model.stop_typing)
        self.editor.restored.connect(self._on_restored)
        self._findings = FindingStrips(model)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.editor)
        column.addWidget(self._findings)
        self.setFocusProxy(self.editor)
        self.refresh()

    def flush(self) -> None:
        """Enter what is still being typed."""
        self.editor.flush()

    def refresh(self) -> None:
        """Show the sentence as it stands."""
        self.is_wanted = self._model.answers.holds(self._field.when, self._place)
        show_when(self, self.is_wanted)
        if not self.is_wanted:
            return
        unsaved = self._model.unsaved.get(self.address)
        own = unsaved if unsaved is not None else self._model.session.entries.text(self.address)
        self.editor.show_value(own, self._model.generated(self.address))
        spoken = [finding for finding in self._model.findings_at(self.address) if finding.code not in MISSING]
        self._findings.show_findings(spoken)

    def _on_restored(self) -> None:
        if self._model.is_own(self.address):
            self._model.fill({self.address: ""}, f"{self._field.question.label}恢复自动")


def link_options(model: ReportModel, link: tuple[str, str] | None) -> list[tuple[str, str]]:
    """The rows a link may point to: `1. 绩效目标编制不够细化…`."""
    if link is None:
        return []
    section, table = link
    column = model.session.form.tables[link].columns[0].id
    options = []
    for number, row in enumerate(model.answers.rows(section, table), 1):
        words = (model.session.entries.text(Address(section, table, row, column)) or "（未填写）").split("\n")[0]
        short = words if len(words) <= _SHORT_LINK else f"{words[:_SHORT_LINK]}…"
        options.append((row, f"{number}. {short}"))
    return options
