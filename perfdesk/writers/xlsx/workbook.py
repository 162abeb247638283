"""The attachment tables as an Excel workbook whose formulas keep working."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from perfdesk.document.blocks import Align, Attachment, Cell, Grid, ReferencedFigure, Report
from perfdesk.document.file_marks import MAP_SHEET
from perfdesk.errors import PerfDeskError
from perfdesk.writers.export_file import write_export
from perfdesk.writers.typesetting.active_style import using_style
from perfdesk.writers.xlsx.cell_styles import CellStyles
from perfdesk.writers.xlsx.cell_values import index_cells
from perfdesk.writers.xlsx.cells import cell_ref_of, rows_xml, text_rows_xml
from perfdesk.writers.xlsx.cover import plan_cover
from perfdesk.writers.xlsx.layout import plan_charts, plan_sheet
from perfdesk.writers.xlsx.save import save_workbook
from perfdesk.writers.xlsx.sheet_plan import SheetPlan
from perfdesk.writers.xlsx.sheet_setup import set_up_sheet
from perfdesk.writers.xml_text import xml_text

#: The sheets of charts and of chapter figures.
CHART_SHEET = "图表"
FIGURE_SHEET = "报告数据"

_NAME_LIMIT = 31
_NAME_FORBIDDEN = re.compile(r"[\[\]:*?/\\\n\t]")


def write_xlsx(report: Report, path: Path) -> None:
    """Write every table as a sheet with live formulas, then the charts and the referenced chapter figures.

    Raises PerfDeskError when there is nothing to write, a text is too long for Excel, or the file cannot be written.
    """
    if not report.body_tables and not report.attachments:
        raise PerfDeskError(f"没有导出“{path.name}”。", "这份报告没有附表。", "请先在报告中选择要附的表，再导出一次。")
    with using_style(report.style):
        workbook, rows = _workbook(report, _sheet_plans(report))
        write_export(path, lambda draft: save_workbook(workbook, draft, rows))


def _sheet_plans(report: Report) -> list[SheetPlan]:
    tables = [*report.body_tables, *report.attachments]
    preferred = [table.sheet_name for table in tables]
    names = iter(
        _sheet_names(
            [*preferred, *[CHART_SHEET] * bool(report.charts), *[FIGURE_SHEET] * bool(report.referenced_figures)]
        )
    )
    plans = [
        plan_cover(table, next(names), report.cover)
        if table.is_cover and report.cover is not None
        else plan_sheet(table, next(names))
        for table in tables
    ]
    if report.charts:
        plans.append(plan_charts(report.charts, next(names)))
    if report.referenced_figures:
        plans.append(plan_sheet(_figure_table(report.referenced_figures), next(names)))
    return plans


def _workbook(report: Report, plans: list[SheetPlan]) -> tuple[Workbook, list[str]]:
    refs = [cell_ref_of(box, box.cell, plan.name) for plan in plans for box in plan.boxes if box.cell is not None]
    index = index_cells(refs, plans[-1].name if report.referenced_figures else "")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.security = None
    styles = CellStyles(workbook)
    rows: list[str] = []
    for plan in plans:
        set_up_sheet(workbook.create_sheet(plan.name), plan, report.draft_mark)
        rows.append(rows_xml(plan, index, styles))
    if report.edition == "submission":  # a public copy must not be read back: its numbers are covered
        # Hidden: sheet, cell and address of every answer, so that a filled workbook can be read back.
        workbook.create_sheet(MAP_SHEET).sheet_state = "veryHidden"
        mapping = ((ref.sheet, ref.reference, str(ref.cell.address)) for ref in refs if ref.cell.address)
        rows.append(text_rows_xml(mapping))
    workbook.properties.title = xml_text(report.title)
    workbook.properties.creator = xml_text(report.author)
    return workbook, rows


def _sheet_names(preferred: Iterable[str]) -> list[str]:
    """Valid and unique sheet names (Excel ignores case): a second one gets `(2)`."""
    names: list[str] = []
    taken = {MAP_SHEET.casefold(), "history"}
    for text in preferred:
        plain = _NAME_FORBIDDEN.sub("", xml_text(text)).strip(" '") or "附表"
        name, count = plain[:_NAME_LIMIT].rstrip(" '"), 1
        while name.casefold() in taken:
            count += 1
            mark = f"({count})"
            name = plain[: _NAME_LIMIT - len(mark)] + mark
        taken.add(name.casefold())
        names.append(name)
    return names


def _figure_table(figures: tuple[ReferencedFigure, ...]) -> Attachment:
    """The chapter figures as a table: 出处, 项目, 单位, 数值."""
    head = tuple(Cell(0, column, text) for column, text in enumerate(("出处", "项目", "单位", "数值")))
    body = tuple(cell for row, figure in enumerate(figures, 1) for cell in _figure_row(row, figure))
    grid = Grid(widths=(44, 62, 16, 34), rows=len(figures) + 1, cells=head + body, header_rows=1)
    return Attachment("", FIGURE_SHEET, FIGURE_SHEET, landscape=False, blocks=(grid,))


def _figure_row(row: int, referenced: ReferencedFigure) -> tuple[Cell, ...]:
    figure = referenced.value if isinstance(referenced.value, Decimal) else None
    align: Align = "left" if isinstance(referenced.value, str) else "right"
    value = Cell(
        row,
        3,
        "" if referenced.value is None else str(referenced.value),
        role="entry" if referenced.formula is None else "computed",
        align=align,
        address=referenced.address,
        value=figure,
        decimals=referenced.decimals,
        prefix=referenced.prefix,
        suffix=referenced.suffix,
        formula=referenced.formula,
    )
    return (
        Cell(row, 0, referenced.section_label, align="left"),
        Cell(row, 1, referenced.label, align="left"),
        Cell(row, 2, referenced.unit),
        value,
    )
