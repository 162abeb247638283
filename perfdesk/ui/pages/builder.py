"""Build the widgets of a page from the blocks of its section, whatever the form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression
from perfdesk.definition.model import Field, Heading, Note, Section, Sheet, Table
from perfdesk.definition.page_figures import PageFigures
from perfdesk.document.blocks import Grid
from perfdesk.document.grids import sheet_grid, table_grid
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.headings import section_title, shown_headings
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.field_row import FieldRow, is_wide
from perfdesk.ui.pages.figures_row import FiguresRow
from perfdesk.ui.pages.heading_part import HeadingLink, HeadingPart
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.sentence_row import SentenceRow
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets.card import Card
from perfdesk.ui.widgets.labels import text_label

PagePart = FieldRow | SentenceRow | GridPanel | ListPanel

_GAP = 16
_GAP_BEFORE_GROUP = 28
_GAP_AFTER_GROUP = 10


class FieldCard(QWidget):
    """Short fields on one card, separated by hairlines."""

    def __init__(self, rows: list[FieldRow]) -> None:
        super().__init__()
        self._rows = rows
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        card = Card(margins=(1, 4, 1, 4), spacing=0)
        self._hairlines: list[QFrame] = []
        for row in rows:
            hairline = QFrame()
            hairline.setProperty("role", "hairline")
            self._hairlines.append(hairline)
            card.column.addWidget(hairline)
            card.column.addWidget(row)
        self._column.addWidget(card)
        self.refresh()

    def set_gap_above(self, gap: int) -> None:
        """Set the distance from the widget above, in pixels; it disappears with the card."""
        self._column.setContentsMargins(0, gap, 0, 0)

    def refresh(self) -> None:
        """Show hairlines only between active fields; hide the card if there are none."""
        first = True
        for line, row in zip(self._hairlines, self._rows, strict=True):
            shown = row.is_active
            set_shown(line, shown and not first)
            first = first and not shown
        set_shown(self, not first)


class ConditionalPart(QWidget):
    """A part that is shown only while its condition is met."""

    def __init__(self, part: QWidget, is_active: Callable[[], bool]) -> None:
        super().__init__()
        self._is_active = is_active
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(part)
        if part.focusProxy() is not None or part.focusPolicy() != Qt.FocusPolicy.NoFocus:  # a list is entered at a row
            self.setFocusProxy(part)
        self.refresh()

    def set_gap_above(self, gap: int) -> None:
        """Set the distance from the widget above, in pixels; it disappears with the part."""
        self._column.setContentsMargins(0, gap, 0, 0)

    def refresh(self) -> None:
        """Show or hide the part."""
        set_shown(self, self._is_active())


class PageBuilder:
    """Builds the widgets of one section.

    `parts` are those that take answers, `dependent_widgets` those that follow the answers otherwise, `title_figures`
    the single figures next to the title.
    """

    def __init__(self, model: ReportModel, section: Section, instance: str) -> None:
        self._model = model
        self._section = section
        self._instance = instance
        self.parts: list[PagePart] = []
        self.dependent_widgets: list[FieldCard | ConditionalPart | FiguresRow | HeadingPart | HeadingLink] = []
        self.title_figures = [
            self._figures_row(block)
            for block in section.blocks
            if isinstance(block, PageFigures) and not block.is_equation
        ]
        self._sheet = next((block for block in section.blocks if isinstance(block, Sheet)), None)
        self._sheet_addresses = self._answers_in_sheets()
        self.headings: list[HeadingPart] = []
        self._heading_above = ""

    def title(self) -> str:
        """Return the title of the page: that of the section, or in an attachment that of its sheet."""
        sheet = self._sheet if self._section.kind == "attachment" else None
        filled = self._model.answers.fill_template(sheet.title, EvaluationContext(self._instance)) if sheet else ""
        return filled or section_title(self._model.answers, self._section)

    def build(self) -> Iterator[tuple[int, QWidget]]:
        """Yield each widget with the gap above it, in pixels."""
        short: list[FieldRow] = []
        gap = _GAP
        for block in self._section.blocks:
            if isinstance(block, Field) and not is_wide(block):
                if Address(self._instance, block.question.id) not in self._sheet_addresses:
                    short.append(FieldRow(self._model, self._instance, block))
                    self.parts.append(short[-1])
                    self._heading_above = ""
                continue
            widget = self._build_block(block)
            if widget is None:
                continue
            self._heading_above = block.text if isinstance(block, Heading) else ""
            if short:
                yield gap, self._card(short)
                short, gap = [], _GAP
            is_group = isinstance(block, Heading)
            yield (_GAP_BEFORE_GROUP if is_group else gap), widget
            gap = _GAP_AFTER_GROUP if is_group else _GAP
        if short:
            yield gap, self._card(short)

    def _figures_row(self, block: PageFigures) -> FiguresRow:
        row = FiguresRow(self._model, self._instance, block)
        self.dependent_widgets.append(row)
        return row

    def _card(self, rows: list[FieldRow]) -> FieldCard:
        card = FieldCard(list(rows))
        self.dependent_widgets.append(card)
        return card

    def _build_block(self, block: object) -> QWidget | None:
        if isinstance(block, Heading):
            return self._build_heading(block)
        if isinstance(block, Note):
            return self._conditional(_note_label(block), block.when)
        if isinstance(block, PageFigures):
            return self._figures_row(block) if block.is_equation else None
        if isinstance(block, Sheet):
            return self._build_sheet(block)
        if isinstance(block, Table) and block.shown:
            return self._build_table(block)
        if isinstance(block, Field) and Address(self._instance, block.question.id) not in self._sheet_addresses:
            return self._build_wide_field(block)
        return None

    def _build_wide_field(self, field: Field) -> QWidget:
        row = (SentenceRow if field.question.kind == "sentence" else FieldRow)(self._model, self._instance, field)
        self.parts.append(row)
        return self._conditional(row, field.when)

    def _build_table(self, table: Table) -> QWidget:
        model, instance = self._model, self._instance
        named = not self._heading_above.endswith(table.label)
        if table.open and any(column.kind == "prose" for column in table.columns):
            listed = replace(table, columns=table.shown_columns)
            part: PagePart = ListPanel(model, instance, listed, named)
        else:
            tables = (table,) if table.open else ()
            part = GridPanel(model, instance, lambda: table_grid(model.answers, instance, table), tables, table, named)
        self.parts.append(part)
        return self._conditional(part, table.when)

    def _build_sheet(self, sheet: Sheet) -> QWidget:
        model, instance = self._model, self._instance
        repeated = {line.table for line in sheet.lines if line.table is not None}
        tables = tuple(
            block
            for block in self._section.blocks
            if isinstance(block, Table) and block.open and (self._section.id, block.id) in repeated
        )
        part = GridPanel(model, instance, lambda: self._sheet_grid(sheet), tables)
        self.parts.append(part)
        return self._conditional(part, sheet.when)

    def _sheet_grid(self, sheet: Sheet) -> Grid:
        """Return the sheet, its subtitle preceded by its name among the attachments, in a chapter by its title."""
        answers, template = self._model.answers, self._section.sheet_name
        grid = sheet_grid(answers, self._instance, sheet)
        if self._section.kind == "chapter":
            name = grid.title
        else:
            name = answers.fill_template(template, EvaluationContext(self._instance)) if template else ""
        return replace(grid, subtitle="　".join(part for part in (name, grid.subtitle) if part))

    def _build_heading(self, heading: Heading) -> HeadingPart:
        at = next(at for at, block in enumerate(self._section.blocks) if block is heading)
        part = HeadingPart(heading, lambda: shown_headings(self._model.answers, self._instance).get(at, ""))
        self.headings.append(part)
        self.dependent_widgets.append(part)
        return part

    def _conditional(self, part: QWidget, when: Expression | None) -> QWidget:
        if when is None:
            return part
        context = EvaluationContext(self._instance)
        widget = ConditionalPart(part, lambda: self._model.answers.is_met(when, context))
        self.dependent_widgets.append(widget)
        return widget

    def _answers_in_sheets(self) -> frozenset[Address]:
        """Return the answers that are entered in a sheet and so need no field of their own."""
        sheets = (block for block in self._section.blocks if isinstance(block, Sheet))
        return frozenset(
            cell.address
            for sheet in sheets
            for cell in sheet_grid(self._model.answers, self._instance, sheet).cells
            if cell.address is not None and cell.address.section == self._instance and not cell.address.row
        )


def _note_label(block: Note) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(text_label(block.text, "note"))
    return holder
