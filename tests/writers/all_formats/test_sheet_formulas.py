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
