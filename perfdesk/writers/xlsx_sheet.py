"""Paint one planned sheet with openpyxl: texts, figures, borders, locks and how it prints."""

from __future__ import annotations

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.document.blocks import Cell
from perfdesk.writers.style import report_style
from perfdesk.writers.xlsx_charts import draw_chart
from perfdesk.writers.xlsx_layout import Box, SheetPlan
from perfdesk.writers.xlsx_looks import Looks
from perfdesk.writers.xlsx_pages import MILLIMETRES_PER_INCH, page_margins
from perfdesk.writers.xlsx_values import (
    Homes,
    Place,
    clean,
    live_formula,
    number_format,
)

#: One unit of column width is a digit of 宋体 12 pt, eight pixels of a 96 dpi screen; a trace less than the page holds.
_COLUMN_UNIT = 8 / 96 * MILLIMETRES_PER_INCH * 1.015

_FORMULA_SIGNS = ("=", "+", "-", "@")


def paint_sheet(sheet: Worksheet, plan: SheetPlan, homes: Homes, looks: Looks, draft_mark: str) -> None:
    """Fill an empty sheet with its plan."""
    for column, width in enumerate(plan.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _COLUMN_UNIT
    for row, height in enumerate(plan.heights, 1):
        sheet.row_dimensions[row].height = round(height * 4) / 4
    for box in plan.boxes:
        _paint(sheet, box, plan, homes, looks)
        if box.chart is not None:
            draw_chart(sheet, box, box.chart, plan)
    _protect(sheet)
    _set_up_print(sheet, plan)
    _set_up_margins(sheet, plan.landscape, draft_mark)


def place_of(box: Box, cell: Cell, sheet: str) -> Place:
    """Where a table cell stands in the workbook."""
    return Place(sheet, f"{get_column_letter(box.column)}{box.row}", cell)


def write_text(target: SheetCell, text: str) -> None:
    """Write a text that stays one, even if it begins like a formula or looks like an error value."""
    target.value = clean(text)
    target.data_type = "s"
    if text.startswith(_FORMULA_SIGNS):
        target.quotePrefix = True


def cell_at(sheet: Worksheet, row: int, column: int) -> SheetCell:
    """A cell of a sheet nobody has merged yet."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    return cell


def _paint(sheet: Worksheet, box: Box, plan: SheetPlan, homes: Homes, looks: Looks) -> None:
    cell, target = box.cell, cell_at(sheet, box.row, box.column)
    formula = None if cell is None else live_formula(place_of(box, cell, plan.name), homes)
    look = looks.of(box, cell is not None and cell.role == "entry" and formula is None)
    target.style = look
    if box.down > 1 or box.across > 1:
        _merge(sheet, box, look)
    if cell is None or (formula is None and cell.value is None):
        write_text(target, box.text)
        return
    target.number_format = number_format(cell)
    if formula is not None:
        target.value = f"={formula}"
    elif cell.value is not None:
        # openpyxl writes numbers through float: 90093.82 would be stored as 90093.82000000001.
        target.value = format(cell.value, "f")
        target.data_type = "n"


def _merge(sheet: Worksheet, box: Box, look: str) -> None:
    """The look goes on every cell of a merge: Excel draws its frame from all of them.

    Not by sheet.merge_cells(), which works out that frame anew for each cell.
    """
    last_row, last_column = box.row + box.down - 1, box.column + box.across - 1
    for row in range(box.row, last_row + 1):
        for column in range(box.column, last_column + 1):
            sheet.cell(row, column).style = look
    sheet.merged_cells.ranges.add(CellRange(None, box.column, box.row, last_column, last_row))


def _protect(sheet: Worksheet) -> None:
    """Guard formulas and labels against a slip of the hand; no password, and widths and heights stay free."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _set_up_print(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if plan.landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = plan.pages_tall
    sheet.print_options.horizontalCentered = True
    if plan.heights:
        sheet.print_area = f"A1:{get_column_letter(len(plan.widths))}{len(plan.heights)}"
    for row in plan.page_starts:
        sheet.row_breaks.append(Break(row - 1))
    if plan.repeated is not None:
        sheet.print_title_rows = "{}:{}".format(*plan.repeated)


def _set_up_margins(sheet: Worksheet, landscape: bool, draft_mark: str) -> None:
    """Margins as in the report; `— 1 —` in 宋体 below the type area, the draft mark above it."""
    page = report_style().page
    left, right, top, bottom = (side / MILLIMETRES_PER_INCH for side in page_margins(landscape))
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = left, right, top, bottom
    number_height = page.page_number_size / 72
    margins.footer = bottom - page.page_number_drop / MILLIMETRES_PER_INCH - number_height
    margins.header = top / 2
    footer, header = HeaderFooterItem(), HeaderFooterItem()
    footer.center.text, footer.center.font = "— &P —", f"{report_style().fonts['song'].word},Regular"
    footer.center.size = int(page.page_number_size)
    header.center.text = clean(draft_mark).replace("&", "&&") or None
    sheet.HeaderFooter.oddFooter, sheet.HeaderFooter.oddHeader = footer, header
