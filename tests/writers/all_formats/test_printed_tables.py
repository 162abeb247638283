"""Tables of the body (print = "grid") in every format: heads in two rows, columns that are not printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Grid, Report
from perfdesk.document.build import build
from perfdesk.document.grids import printed_grid, table_grid
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.pdf_text import as_text, letters, rows

LoadForm = Callable[..., Form]

YEARS = """
[[block]]
type = "table"
id = "years"
label = "收支"
print = "grid"
row_label = "科目"
columns = [
    { id = "last_budget", label = "上年预算数", kind = "number", group = "上年" },
    { id = "last_actual", label = "上年决算数", kind = "number", group = "上年" },
    { id = "actual", label = "决算数", kind = "number", group = "本年" },
    { id = "note", label = "说明" },
]
rows = [{ id = "income", label = "收入" }, { id = "spent", label = "支出" }]
"""
#: The lines of both heads from top to bottom; cells as high as both stand between.
IN_LINES = ("上年本年", "科目说明", "预算数决算数决算数")
HEADS = [["科目", "上年", "本年", "说明"], ["预算数", "决算数", "决算数"]]


def report_of(form: Form, **typed: str) -> Report:
    """The report of a form with answers in the table of the body: `income_actual="1"`."""
    texts = {Address("money", "years", *name.split("_", 1)): text for name, text in typed.items()}
    edits = tuple(Edit(address, None, text) for address, text in texts.items())
    return build(Answers(form, Entries().after(edits)), (), draft=False)


def grid_of(report: Report) -> Grid:
    return next(block for block in report.body if isinstance(block, Grid))


@pytest.fixture
def years(small_form: LoadForm) -> Report:
    form = small_form(add=YEARS)
    return report_of(form, income_last_budget="1", income_last_actual="2", income_actual="3", income_note="无")


def test_columns_of_one_group_have_a_common_head(years: Report) -> None:
    grid = grid_of(years)
    heads = [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.header_rows)]
    assert heads == HEADS
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in grid.cells if cell.row == 0}
    assert spans == {"科目": (2, 1), "上年": (1, 2), "本年": (1, 1), "说明": (2, 1)}
    assert [cell.row for cell in grid.cells if cell.text == "收入"] == [2]
    assert grid.rows == 4


def test_a_column_may_be_for_the_window_only_or_not_shown_at_all(small_form: LoadForm) -> None:
    rate = '{ id = "rate", label = "比", kind = "number", formula = "actual / last_actual", shown = false },'
    note, between = '{ id = "note", label = "说明"', '{ id = "last_actual"'
    hidden = YEARS.replace(between, f"{rate}\n    {between}")
    form = small_form(add=hidden.replace(note, f"{note}, printed = false"))
    report = report_of(form, income_last_actual="2", income_actual="3", income_note="只在窗口里")
    assert [cell.text for cell in grid_of(report).cells if cell.row == 0] == ["科目", "上年", "本年"]
    answers = Answers(form, Entries())
    table = form.tables["money", "years"]
    shown, printed = table_grid(answers, "money", table), printed_grid(answers, "money", table)
    assert [cell.text for cell in shown.cells if cell.row == 0] == HEADS[0]
    assert (len(shown.widths), len(printed.widths)) == (5, 4)
    assert Address("money", "years", "income", "rate") not in {cell.address for cell in shown.cells}


def test_the_rows_of_an_open_table_are_counted_below_both_heads(small_form: LoadForm) -> None:
    fixed = 'rows = [{ id = "income", label = "收入" }, { id = "spent", label = "支出" }]\n'
    form = small_form(
        add=YEARS.replace(fixed, "open = true\nstarters = [{}, {}]\n").replace('row_label = "科目"\n', "")
    )
    edits = tuple(Edit(Address("money", "years", row, "#"), None, row) for row in ("1", "2"))
    grid = grid_of(build(Answers(form, Entries().after(edits)), (), draft=False))
    assert [(cell.row, cell.text) for cell in grid.cells if cell.column == 0] == [(0, "序号"), (2, "1"), (3, "2")]


def test_both_rows_of_heads_are_merged_and_repeated_in_word(years: Report, tmp_path: Path) -> None:
    write_docx(years, tmp_path / "r.docx")
    (table,) = Document(str(tmp_path / "r.docx")).tables
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[:2] == [["科目", "上年", "上年", "本年", "说明"], ["科目", "预算数", "决算数", "决算数", "说明"]]
    assert texts[2] == ["收入", "1.00", "2.00", "3.00", "无"]
    assert [row._tr.xpath("count(w:trPr/w:tblHeader)") for row in table.rows] == [1, 1, 0, 0]


def test_both_rows_of_heads_are_merged_in_pdf(years: Report, tmp_path: Path) -> None:
    write_pdf(years, tmp_path / "r.pdf")
    lines = rows(letters(tmp_path / "r.pdf"))
    upper, middle, lower = (next(n for n, line in enumerate(lines) if as_text(line) == text) for text in IN_LINES)
    assert upper < middle < lower
    common, (first, *_, last) = lines[upper][:2], [letter for letter in lines[lower] if letter.character in "预数"][:3]
    assert first.x < common[0].x < common[1].end < last.end
    assert "收入1.002.003.00无" in map(as_text, lines[lower:])


def test_a_table_with_a_sheet_name_is_a_sheet_of_the_workbook_with_live_figures(
    small_form: LoadForm, tmp_path: Path
) -> None:
    rate = '{ id = "rate", label = "比", kind = "number", formula = "actual / last_actual", group = "本年" },'
    note = '{ id = "note", label = "说明"'
    table = YEARS.replace(note, f"{rate}\n    {note}").replace(PRINT, f'{PRINT}\nsheet_name = "{{unit}}收支"')
    form = small_form(add=table)
    report = report_of(form, income_last_actual="2", income_actual="3", income_note="无")
    write_xlsx(report, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    sheet = book["＿＿收支"]
    assert [sheet.cell(1, 1).value, sheet.cell(2, 2).value, sheet.cell(3, 2).value] == ["收支", "上年", "预算数"]
    assert {str(merged) for merged in sheet.merged_cells.ranges} >= {"A2:A3", "B2:C2", "D2:E2"}
    assert sheet.print_title_rows == "$2:$3"
    assert [sheet.cell(4, column).value for column in (3, 4, 6)] == [2, 3, "无"]
    assert sheet.cell(4, 5).value == '=IF(OR(D4="",C4="",C4=0),"",(D4/C4))'
    assert load_workbook(tmp_path / "r.xlsx", data_only=True)["＿＿收支"].cell(4, 5).value == 1.5


def test_a_table_without_a_sheet_name_is_printed_only(years: Report) -> None:
    assert years.body_tables == ()


PRINT = 'print = "grid"'
HEAD = f'{PRINT}\nrow_label = "科目"\ncolumns = [\n    {{ id = "last_budget", '
NOTE = 'label = "说明" }'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (NOTE, 'label = "说明", group = "上年" }', "[years]：group = “上年”的列要挨着写，中间不能有别的列"),
        (NOTE, 'label = "说明", gruop = "上年" }', "没有“gruop”这个键，是不是“group”？"),
        (NOTE, 'label = "说明", shown = false }', "列“note”：窗口里不显示（shown = false）的列没有地方填"),
        (NOTE, 'label = "说明", formula = "\'无\'", own = true, shown = false }', "每一格都要有 formula，不能有 own"),
        (PRINT, f'{PRINT}\nsheet_name = "{{unti}}"', "没有“unti”，是不是“unit”？"),
        (PRINT, 'print = "none"\nsheet_name = "收支"', "sheet_name 只用在正文章节里印成表（print = “grid”）的表"),
        (
            HEAD,
            HEAD.replace("grid", "none") + "printed = false, ",
            "列“last_budget”：printed = false 只用在印成表（print = “grid”）的表里",
        ),
    ],
)
def test_a_column_that_cannot_be_grouped_or_hidden_is_reported(
    refusal: Callable[..., str], old: str, new: str, says: str
) -> None:
    assert old in YEARS
    assert says in refusal(add=YEARS.replace(old, new))
