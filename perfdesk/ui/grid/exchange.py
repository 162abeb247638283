"""Copying from a table and pasting into it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication

from perfdesk.definition.address import Address
from perfdesk.definition.model import Table
from perfdesk.document.blocks import Cell
from perfdesk.ui.grid.clipboard import block_html, block_of, block_text, refusal
from perfdesk.ui.grid.model import GridModel
from perfdesk.ui.grid.paste_preview import PastePreview
from perfdesk.ui.grid.pasting import Block, Ground, Pasting, plan, understood
from perfdesk.ui.grid.view import GridView
from perfdesk.ui.report_model import ReportModel
from perfdesk.ui.strips import NewsStrip


class Exchange(QObject):
    """The clipboard of one table: a single cell goes straight in, a block is shown first."""

    def __init__(self, model: ReportModel, view: GridView, news: NewsStrip, table: Table | None) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self._news = news
        self._growing = table if table is not None and table.open else None
        view.copied.connect(self.copy)
        view.pasted.connect(self.paste)
        view.last_year_wanted.connect(self.take_last_year)

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as text and as a table."""
        indexes = self._view.selectedIndexes()
        rows = sorted({index.row() for index in indexes if not self._view.isRowHidden(index.row())})
        columns = sorted({index.column() for index in indexes})
        if rows and columns:
            block = [[self._copied(row, column) for column in columns] for row in rows]
            offered = QMimeData()
            offered.setText(block_text([[text for text, _ in line] for line in block]))
            offered.setHtml(block_html(block))
            QGuiApplication.clipboard().setMimeData(offered)

    def paste(self) -> None:
        """Paste what was copied; a block only after the clerk has seen what it would do."""
        index = self._view.currentIndex()
        offered = QGuiApplication.clipboard().mimeData()
        if not index.isValid() or offered is None:
            return
        refused = refusal(offered)
        if refused:
            self._news.tell("warning", refused)
            return
        self._view.finish()
        grid = self._view.grid
        hidden = frozenset(row for row in range(grid.rowCount()) if self._view.isRowHidden(row))
        ground = Ground(grid, (index.row(), index.column()), hidden, self._growing)
        rows = block_of(offered.text())
        if sum(map(len, rows)) == 1:
            self._enter(plan(ground, Block(rows, frozenset(), 0, {}, False), False, False))
            return
        preview = PastePreview(ground, understood(grid, rows), self._view)
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.finished.connect(self._view.window().activateWindow)
        preview.agreed.connect(self._enter)
        preview.open()

    def take_last_year(self) -> None:
        """Enter last year's figures in the selected cells of this year, as one step."""
        grid = self._view.grid
        spots = {(index.row(), index.column()) for index in self._view.selectedIndexes()}
        cells = [cell for cell in map(grid.at, spots) if cell is not None and grid.is_open(cell)]
        pairs = {cell.address: last_year(grid, cell) for cell in cells if cell.address is not None}
        texts = {address: text for address, text in pairs.items() if text}
        if not texts:
            self._news.tell("notice", "这里没有可取的上年数：本栏没有对应的上年一栏，或上年数还空着。")
            return
        self._news.clear()
        self._model.fill(texts, f"取上年数 {len(texts)} 格")

    def _enter(self, pasting: Pasting) -> None:
        texts = pasting.texts
        if texts and not self._model.fill(texts, f"粘贴 {len(texts)} 格"):
            return
        notes = {one.note for one in pasting.landings}
        if len(texts) == 1 and notes <= {"", "overwritten", "unreadable"}:
            return
        self._news.tell("warning" if notes & {"outside", "refused", "unmatched"} else "notice", pasting.told())

    def _copied(self, row: int, column: int) -> tuple[str, str]:
        cell = self._view.grid.at((row, column))
        stands = cell is not None and (cell.row, cell.column) == (row, column)
        return (cell.text, cell.align) if cell is not None and stands else ("", "left")


def last_year(grid: GridModel, cell: Cell) -> str:
    """Last year's figure beside a cell: of the column that the form rolls forward from this one (`roll`)."""
    here = cell.address
    table = grid.report.session.form.tables.get((here.form_section, here.field)) if here is not None else None
    if here is None or table is None:
        return ""
    beside = next((column for column in table.columns if column.roll.source == here.column), None)
    if beside is None:
        return ""
    there = Address(here.section, here.field, here.row, beside.id)
    return grid.report.session.entries.text(there) or grid.report.answers.text(there)
