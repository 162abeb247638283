"""Small reports as Excel workbooks: what the tests of the Excel writer begin with."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TypedDict, Unpack

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Attachment, Block, Cell, Chart, Grid, ReferencedFigure, Report, Role
from perfdesk.writers.xlsx.workbook import write_xlsx

ACTUAL = Address("funds", "actual")
FULL = Address("funds", "full")
BASIC = Address("funds", "basic")
PROJECT = Address("funds", "project")
RATE = Address("evaluation", "rate")
SCORE = Address("evaluation", "score")
GOAL = Address("evaluation", "goal")
OPENED = Address("results", "opened")
NOWHERE = Address("evaluation", "gone")


class Look(TypedDict, total=False):
    """Properties of a figure's cell besides its value."""

    role: Role
    decimals: int
    prefix: str
    suffix: str
    formula: tuple[str | Address, ...]


def figure(row: int, column: int, value: str, address: Address | None = None, **look: Unpack[Look]) -> Cell:
    """A cell that contains a figure, by default one that the user typed."""
    settings: Look = {"role": "entry", **look}
    return Cell(row, column, value, align="right", address=address, value=Decimal(value), **settings)


def attachment(*blocks: Block, name: str = "表", label: str = "附件1", landscape: bool = False) -> Attachment:
    """One 附表 of these blocks."""
    return Attachment(label, f"{name}的标题", name, landscape, blocks)


def grid(*cells: Cell, rows: int = 1, widths: tuple[float, ...] = (1.0, 1.0, 1.0), header_rows: int = 0) -> Grid:
    """A small table."""
    return Grid(widths, rows, cells, header_rows)


def report(
    *attachments: Attachment,
    facts: tuple[ReferencedFigure, ...] = (),
    draft_mark: str = "",
    charts: tuple[Chart, ...] = (),
) -> Report:
    """A report of nothing but these attachments."""
    return Report("2023年度绩效自评报告", "道县应急管理局", "2023", draft_mark, (), attachments, facts, charts)


def funds_table() -> Attachment:
    """附表 of the funds: entries, a live formula, a text that begins like one."""
    cells = (
        Cell(0, 0, "年度预算申请（万元）", row_span=3),
        Cell(0, 1, "全年执行数", bold=True),
        Cell(0, 2, "执行率"),
        figure(1, 1, "803.51", ACTUAL),
        figure(1, 2, "98.95", RATE, role="computed", suffix="%", formula=("ROUND(", ACTUAL, "/", FULL, "*100,2)")),
        Cell(2, 1, "=职责履行到位", column_span=2, align="left", role="entry", address=GOAL),
    )
    table = Grid(
        (40, 60, 60), 3, cells, 1, "部门整体支出绩效自评表", "（2023年度）", "单位：万元", ("填表人：　　填报日期：",)
    )
    return attachment(table, name="附件1 自评表")


def score_table() -> Attachment:
    """附表 of the scores, which looks at the other one and at facts."""
    cells = (
        figure(0, 0, "9.9", SCORE, role="computed", formula=("ROUND(", RATE, "/10,1)")),
        figure(0, 1, "812.06", FULL),
        figure(0, 2, "98.95", RATE, suffix="%"),
        figure(1, 0, "803.51", ACTUAL, decimals=2),
        figure(1, 1, "7", formula=(NOWHERE, "+1")),
        figure(1, 2, "822.31", formula=(FULL, "+", SCORE, "+0.35")),
        figure(2, 0, "512.365", suffix="万元", prefix="≥"),
        figure(2, 1, "775.51", BASIC),
        Cell(2, 2, ""),
    )
    return attachment(grid(*cells, rows=3), name="打分'表", label="附件2", landscape=True)


def facts() -> tuple[ReferencedFigure, ...]:
    """The chapter figures both look at."""
    return (
        ReferencedFigure(ACTUAL, "二、支出情况", "整体支出", "万元", Decimal("803.51"), (BASIC, "+", PROJECT)),
        ReferencedFigure(BASIC, "二（一）", "基本支出", "万元", Decimal("775.51"), None),
        ReferencedFigure(PROJECT, "二（二）", "项目支出", "万元", Decimal(28), None),
        ReferencedFigure(OPENED, "九、公开情况", "公开日期", "", "2024-05-10", None),
    )


def whole_report() -> Report:
    """Both tables, the facts, and the mark of a draft."""
    return report(funds_table(), score_table(), facts=facts(), draft_mark="草稿")


def write(content: Report, folder: Path) -> Workbook:
    """The report written and read back."""
    path = folder / "附表.xlsx"
    write_xlsx(content, path)
    return load_workbook(path)


def one_sheet(folder: Path, *cells: Cell, rows: int = 1) -> Worksheet:
    """The sheet of one small table; without label the table begins in row 2, below the attachment's title."""
    return write(report(attachment(grid(*cells, rows=rows), label="")), folder).worksheets[0]


def cell_of(workbook: Workbook, address: Address, sheet: str) -> str:
    """The cell of an address according to the hidden map."""
    rows = workbook["_perfdesk"].iter_rows(values_only=True)
    return next(str(row[1]) for row in rows if (row[0], row[2]) == (sheet, str(address)))
