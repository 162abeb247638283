"""Answers of another report as a document to read: its pages with their fields and tables, and where each answer is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Section, Table
from perfdesk.document.blocks import Cell, Grid
from perfdesk.document.grids import table_grid
from perfdesk.entries.proposal import Source
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import label_or_address, section_label
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell

FORMAT_ID = "report"


@dataclass(slots=True)
class ReportDocument:
    """The document of some answers, and the source of each of them."""

    answers: Answers
    file: str
    wanted: Collection[Address]
    _blocks: list[SourceParagraph | SourceTable] = field(
        default_factory=list[SourceParagraph | SourceTable], init=False
    )
    _sources: dict[Address, Source] = field(default_factory=dict[Address, Source], init=False)
    _rows: dict[tuple[str, str], set[str]] = field(default_factory=dict[tuple[str, str], set[str]], init=False)
    _paragraphs: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        for at in self.wanted:
            self._rows.setdefault((at.section, at.field), set()).add(at.row)
        pages = {section for section, _ in self._rows}
        for section in self.answers.form.sections:
            for instance in self.answers.instances(section):
                if instance in pages:
                    self._add_page(section, instance)

    def document(self) -> SourceDocument:
        """The pages as a document."""
        return SourceDocument(self.file, FORMAT_ID, tuple(self._blocks))

    def source(self, address: Address) -> Source:
        """Where an answer stands; one that no page shows is only named."""
        found = self._sources.get(address)
        return found or Source(self._label(address), self.file, self.answers.typed(address) or "")

    def _add_page(self, section: Section, instance: str) -> None:
        self._add_paragraph(section_label(self.answers, instance), outline_level=1)
        for block in section.blocks:
            if isinstance(block, Field):
                self._add_field(Address(instance, block.question.id), block)
            elif isinstance(block, Table) and (instance, block.id) in self._rows:
                self._add_table(instance, block, self._rows[instance, block.id])

    def _add_field(self, address: Address, block: Field) -> None:
        text = self.answers.typed(address)
        if address in self.wanted and text:
            label = block.question.label
            self._add_paragraph(f"{label}：{text}")
            quote = text if text not in label else ""  # the whole paragraph, lest the label is marked
            self._sources[address] = Source(self._label(address), self.file, quote, len(self._blocks) - 1)

    def _add_table(self, instance: str, table: Table, rows: Collection[str]) -> None:
        self._add_paragraph(table.label, outline_level=2)
        block = len(self._blocks)
        cells = _cells_of(table_grid(self.answers, instance, table), rows)
        for cell, at in cells:
            if at is not None and at in self.wanted:
                self._sources[at] = Source(self._label(at), self.file, cell.text, block, (cell.row, cell.column))
        number = block - self._paragraphs + 1
        self._blocks.append(SourceTable(tuple(cell for cell, _ in cells), number))

    def _add_paragraph(self, text: str, outline_level: int | None = None) -> None:
        self._paragraphs += 1
        self._blocks.append(SourceParagraph(text, self._paragraphs, outline_level=outline_level))

    def _label(self, address: Address) -> str:
        return label_or_address(self.answers, address)


def _cells_of(grid: Grid, rows: Collection[str]) -> Sequence[tuple[SourceTableCell, Address | None]]:
    """The head of a grid and its lines of these rows, moved together, each cell with its address."""
    lines = {cell.row for cell in grid.cells if cell.address is not None and cell.address.row in rows}
    shown = [number for number in range(grid.rows) if number < grid.header_rows or number in lines]
    places = {number: place for place, number in enumerate(shown)}
    return [(_source_cell(cell, places[cell.row]), cell.address) for cell in grid.cells if cell.row in places]


def _source_cell(cell: Cell, row: int) -> SourceTableCell:
    return SourceTableCell(cell.text, row, cell.column, cell.row_span, cell.column_span)
