"""The figures of chapters that attachment tables are computed from, with the formulas in between."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.excel_form import ExcelText
from perfdesk.definition.expression import Ref
from perfdesk.definition.kinds import Measure
from perfdesk.definition.model import SectionBlock, Sheet, Table
from perfdesk.document.blocks import Attachment, Chart, Grid, ReferencedFigure
from perfdesk.document.excel_formula import excel_formula
from perfdesk.document.grids import answer_cell
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, section_label


def referenced_figures(
    answers: Answers, attachments: tuple[Attachment, ...], charts: tuple[Chart, ...]
) -> tuple[ReferencedFigure, ...]:
    """Return every answer that an attachment or chart refers to and no attachment contains."""
    cells = [
        cell
        for attachment in attachments
        for block in attachment.blocks
        if isinstance(block, Grid)
        for cell in block.cells
    ]
    homes = {cell.address for cell in cells if cell.address and cell.holds_answer and _is_home(answers, cell.address)}
    cells += [cell for chart in charts for cell in chart.table.cells]
    waiting = [address for cell in cells for address in (cell.address, *_addresses_in(cell.formula)) if address]
    known: dict[Address, ReferencedFigure] = {}
    while waiting:
        address = waiting.pop()
        if address not in homes and address not in known:
            known[address] = _referenced_figure(answers, address)
            waiting.extend(_addresses_in(known[address].formula))
    order = _FormOrder(answers)
    return tuple(sorted(known.values(), key=lambda figure: order.position(figure.address)))


def _is_home(answers: Answers, address: Address) -> bool:
    """Whether the table of an answer's own section shows it; on that of another section it is a copy."""
    return any(_shows(block, address) for block in answers.form.section(address.section).blocks)


def _shows(block: SectionBlock, address: Address) -> bool:
    if isinstance(block, Table):
        return block.print == "grid" and block.id == address.field
    wanted = (address.form_section, address.field, address.column)
    cells = (cell.value for line in block.lines for cell in line.cells) if isinstance(block, Sheet) else ()
    return any(isinstance(one, Ref) and (one.section, one.field, one.column) == wanted for one in cells)


class _FormOrder:
    """The order of answers: that of fields and tables in the form, row by row in tables."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._numbers = {key: number for number, key in enumerate(answers.form.questions)}
        self._blocks: dict[tuple[str, str], int] = {}
        for key, number in self._numbers.items():
            self._blocks.setdefault(key[:2], number)
        self._rows: dict[tuple[str, str], dict[str, int]] = {}

    def position(self, address: Address) -> tuple[int, int, int]:
        """Return the sort key of an answer: the positions of its field or table, its row and its column."""
        section, field = address.form_section, address.field
        row = self._rows_of(address).get(address.row, len(self._numbers)) if address.row else 0
        return self._blocks[section, field], row, self._numbers[section, field, address.column]

    def _rows_of(self, address: Address) -> dict[str, int]:
        table = address.section, address.field
        if table not in self._rows:
            self._rows[table] = {row: number for number, row in enumerate(self._answers.rows(*table))}
        return self._rows[table]


def _addresses_in(formula: ExcelText | None) -> list[Address]:
    return [piece for piece in formula or () if isinstance(piece, Address)]


def _referenced_figure(answers: Answers, address: Address) -> ReferencedFigure:
    question = answers.form.question(address)
    cell = answer_cell(answers, address.section, address, (0, 0))
    unit = question.unit if question else ""
    is_measure = isinstance(answers.value(address), Measure)
    return ReferencedFigure(
        address,
        section_label(answers, address.section),
        answer_label(answers, address),
        unit,
        cell.text or None if cell.value is None else cell.value,
        excel_formula(answers, address),
        cell.prefix,
        cell.suffix if is_measure else "",  # the unit of a number has a column of its own
        cell.decimals if is_measure else 2 if "元" in unit or "%" in unit else 0,
    )
