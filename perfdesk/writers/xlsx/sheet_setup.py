"""Set up one planned sheet without its cells, with openpyxl: columns, merges, charts, protection and printing."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.writers.typesetting.active_style import current_style, page_layout
from perfdesk.writers.xlsx.charts import draw_chart
from perfdesk.writers.xlsx.logo import draw_logo
from perfdesk.writers.xlsx.pagination import MILLIMETRES_PER_INCH
from perfdesk.writers.xlsx.sheet_plan import SheetPlan
from perfdesk.writers.xml_text import xml_text

#: Millimetres per unit of column width: a digit of 宋体 12 pt, eight pixels at 96 dpi; slightly more, to fit the page.
_COLUMN_UNIT = 8 / 96 * MILLIMETRES_PER_INCH * 1.015


def set_up_sheet(sheet: Worksheet, plan: SheetPlan, draft_mark: str) -> None:
    """Prepare an empty sheet for the cells of its plan."""
    for column, width in enumerate(plan.widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width / _COLUMN_UNIT
    for box in plan.boxes:
        if box.row_span > 1 or box.column_span > 1:
            # Not with sheet.merge_cells(), which creates a cell object for every cell of the merge.
            sheet.merged_cells.ranges.add(
                CellRange(None, box.column, box.row, box.column + box.column_span - 1, box.row + box.row_span - 1)
            )
        if box.chart is not None:
            draw_chart(sheet, box, box.chart, plan)
    if plan.logo is not None:
        draw_logo(sheet, plan.logo, plan.logo_height, sum(plan.widths))
    _protect(sheet)
    _set_up_print(sheet, plan)
    _set_up_margins(sheet, plan, draft_mark)


def _protect(sheet: Worksheet) -> None:
    """Protect formulas and labels against accidental edits, without a password; widths and heights stay free."""
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


def _set_up_margins(sheet: Worksheet, plan: SheetPlan, draft_mark: str) -> None:
    """Margins as in the report; `— 1 —` in 宋体 below the type area, the draft mark above it."""
    page = page_layout(plan.landscape)
    sides = (page.left, page.right, page.top, page.bottom)
    left, right, top, bottom = (side / MILLIMETRES_PER_INCH for side in sides)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = left, right, top, bottom
    number_height = page.page_number_size / 72
    margins.footer = bottom - page.page_number_drop / MILLIMETRES_PER_INCH - number_height
    margins.header = top / 2
    footer, header = HeaderFooterItem(), HeaderFooterItem()
    footer.center.text = "— &P —" if plan.has_page_number else None
    footer.center.font = f"{current_style().fonts['song'].word},Regular"
    footer.center.size = int(page.page_number_size)
    header.center.text = xml_text(draft_mark).replace("&", "&&") or None
    # without the empty ones of openpyxl, at which other programs grumble
    sheet.HeaderFooter = HeaderFooter(oddHeader=header, oddFooter=footer)
    for name in ("evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        setattr(sheet.HeaderFooter, name, None)
