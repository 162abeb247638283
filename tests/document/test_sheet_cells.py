"""Cells of a sheet that are several rows high, and cells that hold a formula of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from perfdesk.definition.model import Form, Sheet
from perfdesk.document.blocks import Grid
from perfdesk.document.grids import sheet_grid
from perfdesk.document.public_edition import public_form
from perfdesk.evaluation.answers import Answers
from support.sheet_form import SHEET, entries

Load = Callable[..., Form]


def grid_of(form: Form, people: int = 2) -> Grid:
    sheet = next(block for block in form.sections[0].blocks if isinstance(block, Sheet))
    return sheet_grid(Answers(form, entries(people)), "money", sheet)


def spans(grid: Grid) -> Iterator[tuple[str, int]]:
    return ((cell.text, cell.row_span) for cell in grid.cells if cell.row_span > 1)


@pytest.mark.parametrize("people", [0, 1, 5])
def test_a_high_cell_is_as_high_as_the_printed_rows_of_its_lines(small_form: Load, people: int) -> None:
    grid = grid_of(small_form(add=SHEET), people)
    assert dict(spans(grid)) == {"类": 2, "人员": 2 + people}
    tiled = sorted((cell.row + down, cell.column + across) for cell in grid.cells
                   for down in range(cell.row_span) for across in range(cell.column_span))  # fmt: skip
    assert tiled == [(row, column) for row in range(grid.rows) for column in range(3)]


def test_a_line_may_be_filled_by_the_cells_above_it(small_form: Load) -> None:
    lines = '[[block.line]]\ncells = [{ t = "甲", down = 3 }, { t = "乙", down = 2 }]\n'
    lines += '[[block.line]]\ncells = []\n[[block.line]]\ncells = ["丙"]\n'
    form = small_form(add=f'\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [1, 1]\n{lines}')
    assert dict(spans(grid_of(form))) == {"甲": 3, "乙": 2}


def test_the_public_copy_leaves_an_internal_line_out_of_a_high_cell(small_form: Load) -> None:
    assert dict(spans(grid_of(public_form(small_form(add=SHEET))))) == {"类": 2, "人员": 3}


def test_a_formula_of_a_sheet_is_printed_with_its_decimals(small_form: Load) -> None:
    cells = {(cell.row, cell.column): cell for cell in grid_of(small_form(add=SHEET)).cells}
    assert [cells[at].text for at in ((2, 2), (3, 2), (4, 2), (5, 2))] == ["2.25", "20.00", "20.00", "多"]
    assert {cells[at].role for at in ((2, 2), (3, 2), (5, 2))} == {"computed"}


def test_a_formula_of_a_sheet_may_not_publish_an_internal_answer(refusal: Callable[..., str]) -> None:
    hidden = ('id = "double"', 'id = "double"\ninternal = true')
    sheet = '\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [1]\n[[block.line]]\n'
    assert "纸样里的公式用到了不公开的“两倍”" in refusal(hidden, add=f'{sheet}cells = ["=double + 1"]\n')


SUM = """
[[block]]
type = "sheet"
title = "表"
widths = [20]
[[block.line]]
cells = [{cell}]
"""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"=sums.one.actual - 4.498"', "0.002"),
        ('"=sums.one.actual - 4.5"', "0.00"),
        ('"=sums.one.actual / 7"', "0.64"),
        ('{ v = "text(sums.one.actual)", prefix = "甲：" }', "甲：4.5"),
    ],
)
def test_the_result_of_a_formula_is_printed_as_an_answer_is(small_form: Load, cell: str, text: str) -> None:
    (found,) = grid_of(small_form(add=SUM.format(cell=cell))).cells
    assert found.text == text


def test_a_result_that_is_not_known_yet_is_a_blank_figure(small_form: Load) -> None:
    form = small_form(add=SUM.format(cell='{ v = "sums.one.budget / 12", decimals = 0 }'))
    (found,) = grid_of(form).cells
    assert (found.text, found.value, found.decimals, found.align) == ("", None, 0, "right")
