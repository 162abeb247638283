"""The lines of a report as they were exported: paragraphs and rows of tables, each with the answers that it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Table
from perfdesk.document.blocks import AttachmentList, Block, Cell, Grid, Heading, Paragraph, Report, SignOff
from perfdesk.document.build import build
from perfdesk.document.file_marks import bookmark_name
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.printed_parts import (
    PrintedPart,
    entered_at,
    lines_of,
    sentence_parts,
    template_parts,
    with_single_marks,
)
from perfdesk.importers.returned.line_text import cells_key, line_key


@dataclass(frozen=True, slots=True)
class ExportedCell:
    """One cell: its text and column, counted from 0; the answer that it shows, and the fixed words in front of it."""

    text: str
    column: int
    address: Address | None = None
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class ExportedLine:
    """A paragraph, or a row of a table with its `cells`.

    `host` is the prose or sentence that the paragraph belongs to, which begins there at `start`; `item` is the row of a
    list that the paragraph prints. `group` counts the chapters and attachments.
    """

    text: str
    group: int
    parts: tuple[PrintedPart, ...] = ()
    host: Address | None = None
    start: int = 0
    item: Address | None = None
    is_heading: bool = False
    cells: tuple[ExportedCell, ...] = ()
    bookmarks: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> str:
        """The text by which equal lines are found."""
        return cells_key([cell.text for cell in self.cells]) if self.cells else line_key(self.text)

    @property
    def is_form_text(self) -> bool:
        """Whether the line shows no answer: a title, a label."""
        return not (self.host or self.item or self.cells or any(part.address for part in self.parts))


def exported_lines(answers: Answers) -> list[ExportedLine]:
    """Return all lines of the Word file of a report, in order."""
    report = build(answers, (), draft=False)
    made = _Lines(answers)
    made.open_group()
    if report.cover is not None:
        made.add_cover(report)
    made.add(report.body_title, host=report.title_address)
    for block in report.body:
        if isinstance(block, Heading) and block.section:
            made.open_group()
        made.add_block(block)
    for attachment in report.attachments:
        made.open_group()
        if attachment.label:
            made.add(attachment.label)
        for block in attachment.blocks:
            made.add_block(block)
    return made.lines


class _Lines:
    """Collects the lines; each address has its bookmark where it first occurs, as in the Word file."""

    def __init__(self, answers: Answers) -> None:
        self.lines: list[ExportedLine] = []
        self._answers = answers
        self._group = 0
        self._marked: set[Address] = set()
        self._printed: dict[Address, Iterator[ExportedLine]] = {}

    def open_group(self) -> None:
        """Begin a chapter or an attachment."""
        self._group += 1

    def add(self, text: str, host: Address | None = None, parts: Iterable[PrintedPart] = ()) -> None:
        """Add one paragraph, unless it is empty."""
        if line_key(text):
            whole = tuple(parts) or ((PrintedPart(text, host),) if host is not None else ())
            self.lines.append(ExportedLine(text, self._group, whole, host))

    def add_cover(self, report: Report) -> None:
        """Add the printed cover: title, lines of label and answer, foot."""
        cover = report.cover
        assert cover is not None
        self.add(cover.title, host=report.title_address)
        self.add(cover.subtitle)
        grids = [block for sheet in report.body_tables for block in sheet.blocks if isinstance(block, Grid)]
        for (label, text), cell in zip(cover.lines, [cell for cell in grids[0].cells if cell.column == 1], strict=True):
            shown = ExportedCell(text, 1, cell.address)
            self.lines.append(ExportedLine("", self._group, cells=(ExportedCell(f"{label}：", 0), shown)))
        self.add(cover.foot)

    def add_block(self, block: Block) -> None:
        """Add the lines of one block."""
        match block:
            case Heading() | Paragraph() if block.address is not None:
                self.lines.append(self._answer_line(block, block.address))
            case Heading():
                self.lines.append(ExportedLine(block.text, self._group, is_heading=True))
            case Paragraph():
                self.add(block.text, parts=self._signature_parts(block.text))
            case Grid():
                self._add_grid(block)
            case AttachmentList():
                for at, (number, title) in enumerate(zip(block.numbers, block.titles, strict=True)):
                    self.add(f"{'' if at else '附件：'}{number}{title}")
            case SignOff():
                self.add(block.unit, host=self._answers.form.report_fields.unit)
                self.add(block.date, host=self._answers.form.report_fields.date)

    def _answer_line(self, block: Heading | Paragraph, address: Address) -> ExportedLine:
        if address not in self._printed:
            self._printed[address] = iter(list(_printed_lines(self._answers, address, self._group)))
        line = next(self._printed[address], None)
        if line is None or line_key(line.text) != line_key(block.text):
            line = ExportedLine(block.text, self._group, (PrintedPart(block.text),))
        return replace(line, is_heading=isinstance(block, Heading), bookmarks=self._mark([address]))

    def _add_grid(self, grid: Grid) -> None:
        for text in (grid.title, grid.subtitle, grid.unit_note):
            self.add(text)
        rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            rows[cell.row].append(cell)
        for row in rows:
            cells = tuple(self._cell(cell) for cell in row)
            marks = self._mark([cell.address for cell in row if cell.address is not None])
            self.lines.append(ExportedLine("", self._group, cells=cells, bookmarks=marks))
        for note in grid.notes:
            self.add(note)

    def _cell(self, cell: Cell) -> ExportedCell:
        return ExportedCell(cell.text, cell.column, cell.address, _prefix(self._answers, cell))

    def _mark(self, addresses: list[Address]) -> frozenset[str]:
        new = [address for address in addresses if address not in self._marked]
        self._marked.update(new)
        return frozenset(bookmark_name(address) for address in new)

    def _signature_parts(self, text: str) -> list[PrintedPart]:
        """The parts of the signature line that reads like this; none for other fixed words."""
        for section in self._answers.form.sections:
            if section.signature is not None:
                parts = template_parts(self._answers, section.signature, EvaluationContext(section.id))
                if line_key("".join(part.text for part in parts)) == line_key(text):
                    return parts
        return []


def _prefix(answers: Answers, cell: Cell) -> str:
    """The fixed words before the answer of a cell; the sign of an indicator belongs to its answer."""
    if cell.address is None or not cell.prefix:
        return ""
    shown = answers.text(cell.address)
    return cell.text.removesuffix(shown) if shown and cell.text.endswith(shown) else ""


def _printed_lines(answers: Answers, address: Address, group: int) -> Iterator[ExportedLine]:
    """The paragraphs in which the answer at an address is printed, with their parts."""
    section = answers.form.section(address.section)
    if address.row:
        table = answers.form.tables[(address.form_section, address.field)]
        yield from _item_lines(answers, address, table, group)
        return
    blocks = (block for block in section.blocks if isinstance(block, Field) and block.question.id == address.field)
    for block in blocks:
        host = _host_parts(answers, address, block)
        for start, parts in lines_of(host):
            text = "".join(part.text for part in parts)
            yield ExportedLine(text, group, tuple(parts), address, start)


def _host_parts(answers: Answers, address: Address, block: Field) -> list[PrintedPart]:
    text = value_text(answers.value(address), block.question.decimals if block.question.kind == "number" else None)
    if block.print == "line":
        label, unit = PrintedPart(f"{block.question.label}："), PrintedPart(f"{block.question.unit}。")
        return with_single_marks((label, replace(entered_at(answers, address), text=text), unit))
    if block.template is not None and answers.typed(address) is None:
        return sentence_parts(answers, address.section, block)
    return [replace(entered_at(answers, address), text=text)]


def _item_lines(answers: Answers, address: Address, table: Table, group: int) -> Iterator[ExportedLine]:
    if table.item is None:
        return
    context = EvaluationContext(address.section, address.row, (address.form_section, table.id))
    for start, parts in lines_of(template_parts(answers, table.item, context)):
        text = "".join(part.text for part in parts)
        yield ExportedLine(text, group, tuple(parts), None, start, address)
