"""From the blocks of a section to the widgets of its page; no form is known here, only kinds of blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Heading, Note, Section, Sheet, Table
from perfdesk.document.blocks import Grid
from perfdesk.document.grids import sheet_grid, table_grid
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.field_row import FieldRow, is_wide
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.sentence_row import SentenceRow
from perfdesk.ui.table.panel import GridPanel

PagePart = FieldRow | SentenceRow | GridPanel | ListPanel

_GAP = 16
_GAP_BEFORE_GROUP = 28
_GAP_AFTER_GROUP = 10


class FieldCard(QWidget):
    """Short fields one below the other on one card, a hairline between them."""

    def __init__(self, rows: list[FieldRow]) -> None:
        super().__init__()
        self._rows = rows
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = QFrame()
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 4, 1, 4)
        column.setSpacing(0)
        self._lines: list[QFrame] = []
        for row in rows:
            line = QFrame()
            line.setProperty("role", "hairline")
            self._lines.append(line)
            column.addWidget(line)
            column.addWidget(row)
        outer.addWidget(card)
        self.refresh()

    def set_gap_above(self, gap: int) -> None:
        """How far from what stands above, as long as anything is shown."""
        self.layout().setContentsMargins(0, gap, 0, 0)

    def refresh(self) -> None:
        """Draw lines only between fields that are shown, and go away when none is."""
        first = True
        for line, row in zip(self._lines, self._rows, strict=True):
            shown = row.is_active
            set_shown(line, shown and not first)
            first = first and not shown
        set_shown(self, not first)


class ConditionalPart(QWidget):
    """A part that stands only while its condition holds."""

    def __init__(self, part: PagePart, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self._is_wanted = wanted
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(part)
        self.setFocusProxy(part)
        self.refresh()

    def set_gap_above(self, gap: int) -> None:
        """How far from what stands above, as long as it is shown."""
        self.layout().setContentsMargins(0, gap, 0, 0)

    def refresh(self) -> None:
        """Come or go."""
        set_shown(self, self._is_wanted())


class PageBuilder:
    """Makes the widgets of one section; `parts` are those that show answers, `conditional_widgets` those that come and
    go."""

    def __init__(self, model: ReportModel, section: Section, instance: str) -> None:
        self._model = model
        self._section = section
        self._instance = instance
        self.parts: list[PagePart] = []
        self.conditional_widgets: list[FieldCard | ConditionalPart] = []
        self._sheet = next((block for block in section.blocks if isinstance(block, Sheet)), None)
        self._sheet_addresses = self._answers_in_sheets()
        self.headings: list[QLabel] = []
        self._has_widget_above = ""

    def title(self) -> str:
        """What the page is called: a paper by its own title, a chapter by its heading."""
        if self._sheet is None:
            return self._section.title
        return self._model.answers.fill_template(self._sheet.title, EvaluationContext(self._instance))

    def build(self) -> Iterator[tuple[int, QWidget]]:
        """Each widget with the gap above it."""
        short: list[FieldRow] = []
        gap = _GAP
        for block in self._section.blocks:
            if isinstance(block, Field) and not is_wide(block):
                if Address(self._instance, block.question.id) not in self._sheet_addresses:
                    short.append(FieldRow(self._model, self._instance, block))
                    self.parts.append(short[-1])
                    self._has_widget_above = ""
                continue
            widget = self._widget(block)
            if widget is None:
                continue
            self._has_widget_above = block.text if isinstance(block, Heading) else ""
            if short:
                yield gap, self._card(short)
                short, gap = [], _GAP
            is_group = isinstance(block, Heading)
            yield (_GAP_BEFORE_GROUP if is_group else gap), widget
            gap = _GAP_AFTER_GROUP if is_group else _GAP
        if short:
            yield gap, self._card(short)

    def _card(self, rows: list[FieldRow]) -> FieldCard:
        card = FieldCard(list(rows))
        self.conditional_widgets.append(card)
        return card

    def _widget(self, block: object) -> QWidget | None:
        if isinstance(block, Heading):
            self.headings.append(_heading_label(block))
            return self.headings[-1]
        if isinstance(block, Note):
            return _note_label(block)
        if isinstance(block, Sheet):
            return self._sheet_panel(block)
        if isinstance(block, Table) and block.shown:
            return self._table_panel(block)
        if isinstance(block, Field) and Address(self._instance, block.question.id) not in self._sheet_addresses:
            return self._wide_field(block)
        return None

    def _wide_field(self, field: Field) -> QWidget:
        row = (SentenceRow if field.question.kind == "sentence" else FieldRow)(self._model, self._instance, field)
        self.parts.append(row)
        return self._conditional(row, lambda: self._model.answers.is_met(field.when, EvaluationContext(self._instance)))

    def _table_panel(self, table: Table) -> QWidget:
        model, instance = self._model, self._instance
        if table.open and any(column.kind == "prose" for column in table.columns):
            part: PagePart = ListPanel(model, instance, table, not self._has_widget_above.endswith(table.label))
        else:
            tables = (table,) if table.open else ()
            named = not self._has_widget_above.endswith(table.label)
            part = GridPanel(model, instance, lambda: table_grid(model.answers, instance, table), tables, table, named)
        self.parts.append(part)
        return self._conditional(part, lambda: self._model.answers.is_met(table.when, EvaluationContext(instance)))

    def _sheet_panel(self, sheet: Sheet) -> QWidget:
        model, instance = self._model, self._instance
        repeated = {line.table for line in sheet.lines if line.table is not None}
        tables = tuple(
            block
            for block in self._section.blocks
            if isinstance(block, Table) and block.open and (self._section.id, block.id) in repeated
        )
        part = GridPanel(model, instance, lambda: self._sheet_grid(sheet), tables)
        self.parts.append(part)
        return part

    def _sheet_grid(self, sheet: Sheet) -> Grid:
        """The paper, its subtitle preceded by the name it goes by among the attachments."""
        answers, named = self._model.answers, self._section.sheet_name
        grid = sheet_grid(answers, self._instance, sheet)
        name = answers.fill_template(named, EvaluationContext(self._instance)) if named else ""
        return replace(grid, subtitle="　".join(part for part in (name, grid.subtitle) if part))

    def _conditional(self, part: PagePart, wanted: Callable[[], bool]) -> ConditionalPart:
        box = ConditionalPart(part, wanted)
        self.conditional_widgets.append(box)
        return box

    def _answers_in_sheets(self) -> frozenset[Address]:
        """Answers that are typed in a paper and so need no field of their own."""
        sheets = (block for block in self._section.blocks if isinstance(block, Sheet))
        return frozenset(
            cell.address
            for sheet in sheets
            for cell in sheet_grid(self._model.answers, self._instance, sheet).cells
            if cell.address is not None and cell.address.section == self._instance and not cell.address.row
        )


def _heading_label(block: Heading) -> QLabel:
    label = QLabel(block.text)
    label.setProperty("role", "group" if block.level <= 2 else "strongLabel")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
    return label


def _note_label(block: Note) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    label = QLabel(block.text)
    label.setProperty("role", "note")
    label.setWordWrap(True)
    line.addWidget(label)
    return holder
