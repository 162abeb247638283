"""Copying from a table and pasting into it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question, Table
from perfdesk.document.blocks import Cell
from perfdesk.importers.matching.answers import PasteOptions
from perfdesk.importers.matching.plan import LOST_NOTES, PastePlan
from perfdesk.ui.models.last_year import NOTHING_TO_TAKE, last_year
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.table.clipboard import block_html, block_text, read_clipboard
from perfdesk.ui.table.paste_dialog import PasteDialog
from perfdesk.ui.table.paste_plan import PasteTarget
from perfdesk.ui.table.view import GridView
from perfdesk.ui.widgets.dialog_parts import open_dialog
from perfdesk.ui.widgets.message_bar import MessageBar


class TableClipboard(QObject):
    """The clipboard of one table: a single cell is pasted at once, a block after a preview."""

    def __init__(self, model: ReportModel, view: GridView, messages: MessageBar, table: Table | None) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._messages = messages
        self._table = table
        view.copy_requested.connect(self.copy)
        view.paste_requested.connect(self.paste)
        view.last_year_requested.connect(self.take_last_year)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as text and as a table."""
        indexes = self._view.selectedIndexes()
        rows = sorted({index.row() for index in indexes if not self._view.isRowHidden(index.row())})
        columns = sorted({index.column() for index in indexes})
        if rows and columns:
            block = [[self._cell_text_and_align(row, column) for column in columns] for row in rows]
            # Made by Qt: one made in Python would outlive Python on the clipboard and crash the program at its end.
            offered = self._view.grid.mimeData([indexes[0]])
            offered.setText(block_text([[text for text, _ in line] for line in block]))
            offered.setHtml(block_html(block))
            QGuiApplication.clipboard().setMimeData(offered)

    def paste(self) -> None:
        """Paste the copied cells; a block only after the user has confirmed the preview."""
        index = self._view.currentIndex()
        copied = _clipboard_content()
        if not index.isValid() or copied is None:
            return
        block = read_clipboard(copied)
        if block.problem:
            self._messages.show_message("warning", block.problem)
            return
        self._view.finish()
        grid = self._view.grid
        hidden = frozenset(row for row in range(grid.rowCount()) if self._view.isRowHidden(row))
        target = PasteTarget(grid, (index.row(), index.column()), hidden, self._table)
        if sum(map(len, block.rows)) == 1:
            self._enter(target.plan_by_position(block.rows, PasteOptions(self._model.in_yuan)))
            return
        match = target.match(block.rows)
        if match is not None and match.refusal:
            self._messages.show_message("warning", match.refusal)
            return
        preview = PasteDialog(target, block.rows, match, self._view)
        preview.confirmed.connect(self._enter)
        open_dialog(preview)

    def take_last_year(self) -> None:
        """Enter last year's figures in the selected cells of this year, as one step.

        Where the form has no figures of last year, copy the cell above, as spreadsheets do with this key.
        """
        grid = self._view.grid
        positions = sorted({(index.row(), index.column()) for index in self._view.selectedIndexes()})
        reached = dict.fromkeys(map(grid.cell_at, positions))
        cells = [cell for cell in reached if cell is not None and grid.is_editable(cell)]
        known = {cell.address: last_year(self._model, cell.address) for cell in cells if cell.address is not None}
        texts = {address: text for address, text in known.items() if text}
        label = f"取上年数 {len(texts)} 格"
        if known and all(text is None for text in known.values()):
            texts = self._from_above(cells)
            label = f"照上一格填 {len(texts)} 格"
        if not texts:
            self._messages.show_message("notice", NOTHING_TO_TAKE)
            return
        self._messages.clear()
        self._model.fill(texts, label)

    def _from_above(self, cells: list[Cell]) -> dict[Address, str]:
        """The text above each cell; with several cells selected in a column, the text of the first for all others."""
        grid, taken = self._view.grid, dict[Address, str]()
        for column in {cell.column for cell in cells}:
            first, *others = [cell for cell in cells if cell.column == column]
            above = first if others else grid.cell_at((first.row - 1, column))
            text = self._model.session.entries.text(above.address) if above and above.address else None
            for cell in others or [first]:
                if text and above and cell.address and _is_compatible(grid.question(above), grid.question(cell)):
                    taken[cell.address] = text
        return taken

    def _enter(self, plan: PastePlan) -> None:
        proposal, count = plan.proposal, plan.changed_count
        if count and not self._model.apply_proposal(proposal, f"粘贴 {count} 格"):
            return
        notes = {one.note for one in plan.cells}
        if count == 1 and notes <= {"", "overwritten", "unreadable", "zero"}:
            return
        self._messages.show_message("warning" if notes & LOST_NOTES else "notice", plan.result_text())

    def _cell_text_and_align(self, row: int, column: int) -> tuple[str, str]:
        cell = self._view.grid.cell_at((row, column))
        if cell is None or (cell.row, cell.column) != (row, column):
            return "", "left"
        return cell.text, cell.align


def _clipboard_content() -> QMimeData | None:
    """The clipboard's content; None where the system does not give access to it."""
    return QGuiApplication.clipboard().mimeData()


def _is_compatible(one: Question | None, other: Question | None) -> bool:
    """Whether an answer to one question can answer the other."""
    if one is None or other is None:
        return False
    return (one.kind, one.unit, one.options, one.link) == (other.kind, other.unit, other.options, other.link)
