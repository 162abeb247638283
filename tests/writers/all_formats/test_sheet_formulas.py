"""A formula in a cell of a sheet is a formula of the workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from perfdesk.definition.model import Form
from perfdesk.document.build import build
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.exported import Convert
from support.sheet_form import SHEET, entries

AS_ATTACHMENT = ('title = "一、钱"', 'title = "一、钱"\nkind = "attachment"')
LISTED = ('files = ["money.toml"]', 'files = ["money.toml", "paper.toml"]')
PAPER = 'id = "paper"\ntitle = "附件"\ntab = "附件"\nkind = "attachment"\nsheet_name = "附件"\n'
Load = Callable[..., Form]


@pytest.mark.slow
def test_a_formula_of_a_sheet_is_a_formula_of_the_workbook(small_form: Load, convert: Convert, tmp_path: Path) -> None:
    answers = Answers(small_form(AS_ATTACHMENT, add=SHEET), entries(2))
    write_xlsx(build(answers, (), draft=False), tmp_path / "written.xlsx")
    book = openpyxl.load_workbook(tmp_path / "written.xlsx")
    at = next((sheet.title, cell.row) for sheet in book for row in sheet.iter_rows() for cell in row
              if cell.value == "甲的一半")  # fmt: skip
    book.save(tmp_path / "plain.xlsx")  # openpyxl drops the stored results of the formulas
    (tmp_path / "out").mkdir()
    (saved,) = convert([tmp_path / "plain.xlsx"], "xlsx", tmp_path / "out")
    name, row = at
    formulas = [book[name].cell(row + down, 3) for down in range(4)]
    values = [openpyxl.load_workbook(saved, data_only=True)[name].cell(row + down, 3).value for down in range(4)]
    assert [cell.data_type for cell in formulas] == ["f"] * 4
    assert values == [2.25, 20, 20, "多"]


def test_what_only_a_formula_of_a_sheet_needs_is_in_the_workbook(small_form: Load, tmp_path: Path) -> None:
    either = "{ v = \"if(sums.one.actual > 3, '多', '少')\", prefix = '计：' }"
    line = f'[[block.line]]\ncells = ["=sums.one.actual - 4", {either}]\n'
    sheet = f'\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [20, 20]\n{line}'
    form = small_form(LISTED, others={"paper.toml": PAPER + sheet.replace("sums.", "money.sums.")})
    write_xlsx(build(Answers(form, entries(0)), (), draft=False), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    formulas = [cell.value for row in book["附件"].iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) == 2
    assert all("报告数据" in str(formula) for formula in formulas)
    assert '"计："&' in str(formulas[1])


def test_a_figure_of_a_chapter_is_live_on_the_sheet_of_an_attachment(small_form: Load, tmp_path: Path) -> None:
    """The chapter has a table in the workbook, too, but not this figure."""
    sheet = '\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [20]\n[[block.line]]\ncells = ["=money.double"]\n'
    grid = ('label = "金额"', 'label = "金额"\nprint = "grid"\nsheet_name = "金额"')
    form = small_form(LISTED, grid, others={"paper.toml": PAPER + sheet})
    write_xlsx(build(Answers(form, entries(0)), (), draft=False), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    (formula,) = [cell.value for row in book["附件"].iter_rows() for cell in row if cell.data_type == "f"]
    assert "报告数据" in str(formula)
