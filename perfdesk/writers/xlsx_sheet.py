"""Paint one planned sheet with openpyxl: texts, figures, borders, locks and how it prints."""

from __future__ import annotations

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.document.blocks import Cell
from perfdesk.errors import PerfDeskError
from perfdesk.writers.style import report_style
from perfdesk.writers.xlsx_layout import Box, SheetPlan, is_figure, page_margins
from perfdesk.writers.xlsx_values import (
    TEXT_LIMIT,
    Homes,
    Place,
    clean,
    live_formula,
    number_format,
    text_length,
)

_MILLIMETRES_PER_INCH = 25.4
#: One unit of column width is a digit of 宋体 12 pt, eight pixels of a 96 dpi screen; a trace less than the page holds.
_COLUMN_UNIT = 8 / 96 * _MILLIMETRES_PER_INCH * 1.015

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NO_FRAME = Border()
_LOCKED = Protection(locked=True)
_UNLOCKED = Protection(locked=False)
_FORMULA_SIGNS = ("=", "+", "-", "@")


def paint_sheet(sheet: Worksheet, plan: SheetPlan, homes: Homes, draft_mark: str) -> None:
    """Fill an empty sheet with its plan.

    Raises PerfDeskError when a text is longer than Excel lets a cell be.
    """
    for column, width in enumerate(plan.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _COLUMN_UNIT
    for row, height in enumerate(plan.heights, 1):
        sheet.row_dimensions[row].height = round(height * 4) / 4
    for box in plan.boxes:
        _paint(sheet, box, plan, homes)
    _protect(sheet)
    _set_up_print(sheet, plan)
    _set_up_margins(sheet, plan.landscape, draft_mark)


def place_of(box: Box, cell: Cell, sheet: str) -> Place:
    """Where a table cell stands in the workbook."""
    return Place(sheet, f"{get_column_letter(box.column)}{box.row}", cell)


def write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Write a text that stays one, even if it begins like a formula or looks like an error value."""
    target = _top_left(sheet, row, column)
    target.value = clean(text)
    target.data_type = "s"
    if text.startswith(_FORMULA_SIGNS):
        target.quotePrefix = True


def _paint(sheet: Worksheet, box: Box, plan: SheetPlan, homes: Homes) -> None:
    target = _top_left(sheet, box.row, box.column)
    formula = None if box.cell is None else live_formula(place_of(box, box.cell, plan.name), homes)
    if box.cell is not None and formula is not None:
        target.value = f"={formula}"
        target.number_format = number_format(box.cell)
    elif box.cell is not None and box.cell.value is not None:
        # openpyxl writes numbers through float: 90093.82 would be stored as 90093.82000000001.
        target.value = format(box.cell.value, "f")
        target.data_type = "n"
        target.number_format = number_format(box.cell)
    else:
        _check_length(box, plan.title)
        write_text(sheet, box.row, box.column, box.text)
    if box.down > 1 or box.across > 1:
        last_row, last_column = box.row + box.down - 1, box.column + box.across - 1
        sheet.merge_cells(None, box.row, box.column, last_row, last_column)
    unlocked = box.cell is not None and box.cell.role == "entry" and formula is None
    _dress(sheet, box, unlocked)


def _top_left(sheet: Worksheet, row: int, column: int) -> SheetCell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell), f"two cells of a table overlap at row {row}, column {column}"
    return cell


def _dress(sheet: Worksheet, box: Box, unlocked: bool) -> None:
    """Font and alignment of the text; border and lock of every cell under it, which Excel asks of merged cells."""
    target = sheet.cell(box.row, box.column)
    style = report_style().styles[box.style]
    target.font = Font(name=report_style().fonts[style.font].word, size=style.size, bold=box.bold or style.bold)
    figure = box.cell is not None and is_figure(box.cell)
    # A row cut into several may break across pages: begin at its top, or a lone number lands on the cut.
    vertical = "top" if box.cell is not None and box.down > box.cell.down else "center"
    target.alignment = Alignment(box.align, vertical, wrap_text=not figure, shrink_to_fit=figure or None)
    border = _NO_FRAME if box.cell is None else _FRAME
    protection = _UNLOCKED if unlocked else _LOCKED
    for row in range(box.row, box.row + box.down):
        for column in range(box.column, box.column + box.across):
            under = sheet.cell(row, column)
            under.border = border
            under.protection = protection


def _check_length(box: Box, title: str) -> None:
    length = text_length(clean(box.text))
    if length > TEXT_LIMIT:
        raise PerfDeskError(
            f"没有导出“{title}”。",
            f"{box.where}有 {length} 字，Excel 一格最多 {TEXT_LIMIT} 字。",
            "请把这一格的文字缩短，再导出一次。",
        )


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
    sheet.page_setup.fitToHeight = 0
    sheet.print_options.horizontalCentered = True
    if plan.heights:
        sheet.print_area = f"A1:{get_column_letter(len(plan.widths))}{len(plan.heights)}"
    if plan.repeated is not None:
        sheet.print_title_rows = "{}:{}".format(*plan.repeated)


def _set_up_margins(sheet: Worksheet, landscape: bool, draft_mark: str) -> None:
    """Margins as in the report; `— 1 —` in 宋体 below the type area, the draft mark above it."""
    page = report_style().page
    left, right, top, bottom = (side / _MILLIMETRES_PER_INCH for side in page_margins(landscape))
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = left, right, top, bottom
    number_height = page.page_number_size / 72
    margins.footer = bottom - page.page_number_drop / _MILLIMETRES_PER_INCH - number_height
    margins.header = top / 2
    footer, header = HeaderFooterItem(), HeaderFooterItem()
    footer.center.text, footer.center.font = "— &P —", f"{report_style().fonts['song'].word},Regular"
    footer.center.size = int(page.page_number_size)
    header.center.text = clean(draft_mark).replace("&", "&&") or None
    sheet.HeaderFooter.oddFooter, sheet.HeaderFooter.oddHeader = footer, header
