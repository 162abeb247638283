"""The table model of a grid: the text of each cell, whether it is editable, and its findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.model import Question
from perfdesk.definition.text import shorten
from perfdesk.document.blocks import Cell, Grid
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import context_of
from perfdesk.evaluation.formula_text import describe_formula
from perfdesk.evaluation.labels import answer_label, full_label
from perfdesk.ui.models.money import grid_in_yuan, grouped
from perfdesk.ui.models.report_model import ReportModel

Index = QModelIndex | QPersistentModelIndex
CellPosition = tuple[int, int]

_ROOT = QModelIndex()
_UNKNOWN_MARK = "—"
_ARROW = 16
_MAX_SHOWN_LENGTH = 1200


class GridModel(QAbstractTableModel):
    """One grid of one section. `refresh` repaints changed cells, or emits `layout_changed` if the rows changed."""

    layout_changed = Signal()
    rows_moved = Signal(object)

    def __init__(
        self, model: ReportModel, instance: str, make_grid: Callable[[], Grid], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.report = model
        self.instance = instance
        self._make_grid = make_grid
        self._in_yuan = model.in_yuan
        self._grid_answers: tuple[Answers, bool, Grid] | None = None
        self.grid = self._current_grid()
        self._index_cells(self.grid)
        self._use_grid(self.grid)

    def cell(self, index: Index) -> Cell | None:
        """Return the cell at an index, which may be anywhere inside a merged cell."""
        return self.cell_at((index.row(), index.column()))

    def cell_at(self, position: CellPosition) -> Cell | None:
        """Return the cell that covers this row and column."""
        return self._cells.get(position)

    def position_of(self, address: Address) -> CellPosition | None:
        """Return the position of an answer in this grid."""
        return self._positions.get(address)

    def addresses(self) -> Iterator[Address]:
        """Return the addresses of all answers in this grid."""
        return iter(self._positions)

    def question(self, cell: Cell) -> Question | None:
        """Return the question of a cell."""
        return self.report.question(cell.address) if cell.address else None

    def is_editable(self, cell: Cell | None) -> bool:
        """Whether the user may edit a cell."""
        if cell is None or cell.address is None or cell.address.section != self.instance:
            return False
        if self.report.question(cell.address) is None:
            return False
        formula = self.report.session.form.formula(cell.address)
        return formula is None or formula.overridable

    def shown_text(self, cell: Cell) -> str:
        """Return the text of a cell, shortened; figures have thousands separators, unknown ones are a dash."""
        return shorten(self._full_text(cell), _MAX_SHOWN_LENGTH, "……")

    def _full_text(self, cell: Cell) -> str:
        if cell.address is not None and cell.address in self.report.unsaved:
            return self.report.typed_text(cell.address)
        if not self._is_figure(cell):
            return cell.text
        if cell.value is not None:
            start, end = len(cell.prefix), len(cell.text) - len(cell.suffix)
            return cell.text[:start] + grouped(cell.text[start:end]) + cell.text[end:]
        return f"{cell.prefix}{_UNKNOWN_MARK}" if cell.role == "computed" and self.is_blank(cell) else cell.text

    def _is_figure(self, cell: Cell) -> bool:
        """Whether a cell is for a figure: an answer of that kind, or the result of a formula of the sheet itself."""
        question = self.question(cell)
        return question.kind == "number" if question is not None else cell.role == "computed" and cell.align == "right"

    def findings(self, cell: Cell) -> list[Finding]:
        """Return the findings of a cell; answers of other sections are marked only there."""
        if cell.address is None or cell.address.section != self.instance:
            return []
        return self.report.findings_at(cell.address)

    def reserved_width(self, cell: Cell) -> int:
        """Return the width that the arrow of a list takes at the right, in pixels."""
        question = self.question(cell)
        is_list = question is not None and question.kind in ("choice", "link")
        return _ARROW if is_list and self.is_editable(cell) else 0

    def is_blank(self, cell: Cell) -> bool:
        """Whether a cell is empty except for its prefix."""
        return not cell.text.removeprefix(cell.prefix).strip()

    def is_faint(self, cell: Cell) -> bool:
        """Whether the text is computed or generated rather than typed."""
        if cell.role == "computed":
            return True
        return self.is_generated(cell)

    def is_generated(self, cell: Cell) -> bool:
        """Whether a cell shows a generated sentence."""
        if cell.address is None or self.report.sentence_field(cell.address) is None:
            return False
        return not self.report.is_typed(cell.address)

    def edit_text(self, cell: Cell) -> str:
        """Return the text as typed, which an editor starts with."""
        return self.report.typed_text(cell.address) if cell.address else ""

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self.grid.rows

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.grid.widths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text shown, the text as typed, the tooltip, or the text for screen readers."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.shown_text(cell)
        if role == Qt.ItemDataRole.EditRole:
            return self.edit_text(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tooltip_text(cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole and cell.address is not None:
            return f"{answer_label(self.report.answers, cell.address)} {self.shown_text(cell)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags of a cell: all can be selected, only editable ones edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_editable(self.cell(index)) else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Enter a text into a cell; a merged cell enters it for all its rows."""
        cell = self.cell(index)
        if role != Qt.ItemDataRole.EditRole or cell is None or cell.address is None or not self.is_editable(cell):
            return False
        text = str(value)
        if self.report.sentence_field(cell.address) is not None and text == self.report.generated(cell.address):
            text = ""
        covered = self._covered_addresses(cell)
        if covered and text != self.edit_text(cell):
            self.report.fill(dict.fromkeys((cell.address, *covered), text), f"改 {len(covered) + 1} 行")
        else:
            self.report.type_text(cell.address, text)
        return True

    def own_address_below(self, cell: Cell, row: int) -> Address | None:
        """Return the answer of a lower row that a merged cell covers."""
        first = cell.address
        if first is None or not first.row:
            return None
        addresses = [self._cells[(row, column)].address for column in range(len(self.grid.widths))]
        of_table = [at for at in addresses if at and (at.section, at.field) == (first.section, first.field)]
        other = next((at for at in of_table if at.row != first.row), None)
        return Address(other.section, other.field, other.row, first.column) if other else None

    def _covered_addresses(self, cell: Cell) -> list[Address]:
        """Return the answers of the lower rows that a merged cell covers."""
        below = (self.own_address_below(cell, row) for row in range(cell.row + 1, cell.row + cell.row_span))
        return [address for address in below if address is not None]

    def tooltip_text(self, cell: Cell) -> str:
        """Return the tooltip of a cell: its findings, its origin, and the help of its question."""
        if cell.address is None:
            return ""
        lines = [finding.message for finding in self.findings(cell)]
        formula = self.report.session.form.formula(cell.address)
        question = self.question(cell)
        if cell.address.section != self.instance:
            lines.append(f"取自：{full_label(self.report.answers, cell.address)}（双击前往）")
        elif formula is not None:
            own = "（直接输入可改为自己填的数，清空即恢复）" if formula.overridable else ""
            text = describe_formula(self.report.answers, formula.expression, context_of(cell.address))
            lines.append(f"由公式算出：{text}{own}")
        if self.is_generated(cell):
            lines.append("随数据自动生成，输入即改写，清空即恢复自动。")
        if question is not None and question.help:
            lines.append(question.help)
        return "\n".join(lines)

    def refresh(self) -> None:
        """Show the changed report: repaint changed cells, or reset the model if rows or columns changed."""
        fresh = self._current_grid()
        if self._changes_layout(fresh) or self._in_yuan != self.report.in_yuan:
            self._in_yuan = self.report.in_yuan
            self.beginResetModel()
            self._use_grid(fresh)
            self.endResetModel()
            self.layout_changed.emit()
            return
        before, marks = self.grid, self.marks
        self._use_grid(fresh)
        changed = [cell for cell, old in _new_cells(fresh, before) if cell != old]
        remarked = {
            address for address in marks.keys() | self.marks.keys() if marks.get(address) != self.marks.get(address)
        }
        marked = [cell for cell in fresh.cells if cell.address in remarked] if remarked else []
        for cell in (*changed, *marked):
            index = self.index(cell.row, cell.column)
            self.dataChanged.emit(index, index)
        if changed:
            self.rows_moved.emit(frozenset(cell.row for cell in changed))

    def would_change_layout(self) -> bool:
        """Whether a refresh would change rows or merged cells."""
        return self._changes_layout(self._current_grid())

    def _changes_layout(self, fresh: Grid) -> bool:
        if len(fresh.cells) != len(self.grid.cells):
            return True
        return any(_place_of(cell) != _place_of(old) for cell, old in _new_cells(fresh, self.grid))

    def _current_grid(self) -> Grid:
        """Return the grid of the current answers, made once per change."""
        answers, in_yuan = self.report.answers, self.report.in_yuan
        if self._grid_answers is None or self._grid_answers[0] is not answers or self._grid_answers[1] != in_yuan:
            grid = self._make_grid()
            self._grid_answers = answers, in_yuan, grid_in_yuan(grid, self.report.question) if in_yuan else grid
        return self._grid_answers[2]

    def _use_grid(self, grid: Grid) -> None:
        if self._changes_layout(grid) or any(cell.address != old.address for cell, old in _new_cells(grid, self.grid)):
            self._index_cells(grid)
        for cell, _ in _new_cells(grid, self.grid):
            self._cover(cell)
        self.grid = grid
        #: The findings of this section's cells, by answer.
        self.marks = {
            address: found
            for address, found in self.report.findings_by_address(self._positions.keys()).items()
            if address.section == self.instance
        }

    def _index_cells(self, grid: Grid) -> None:
        self.grid = grid
        self._cells: dict[CellPosition, Cell] = {}
        self._positions: dict[Address, CellPosition] = {}
        for cell in grid.cells:
            self._cover(cell)
            if cell.address is not None:
                self._positions.setdefault(cell.address, (cell.row, cell.column))

    def _cover(self, cell: Cell) -> None:
        """Note which positions a cell covers."""
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                self._cells[(row, column)] = cell


def _new_cells(fresh: Grid, before: Grid) -> Iterator[tuple[Cell, Cell]]:
    """Yield the cells of a grid of the same layout that were made again, each with the cell that it replaces."""
    if fresh is not before:
        yield from ((cell, old) for cell, old in zip(fresh.cells, before.cells, strict=False) if cell is not old)


def _place_of(cell: Cell) -> tuple[int, int, int, int, str]:
    """Return the position of a cell and the table row it belongs to."""
    return cell.row, cell.column, cell.column_span, cell.row_span, cell.address.row if cell.address else ""
