"""Sheets as grids: cells tile the rectangle exactly, and formulas refer only to existing cells and figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form, Sheet, Table
from perfdesk.definition.sample_list import samples
from perfdesk.document.blocks import Cell, Grid, Report
from perfdesk.document.build import build
from perfdesk.document.grids import sheet_grid, table_grid
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from support.calls import Calls

Look = Callable[..., Answers]
OUTPUTS = "self_evaluation/outputs"
M = '{ t = "甲", merge = true }'


def grids(report: Report) -> Iterator[Grid]:
    for blocks in (report.body, *(sheet.blocks for sheet in report.attachments)):
        yield from (block for block in blocks if isinstance(block, Grid))


def covered(grid: Grid) -> list[tuple[int, int]]:
    """Return every position of a grid as often as a cell covers it."""
    return sorted(
        (cell.row + down, cell.column + across)
        for cell in grid.cells
        for down in range(cell.row_span)
        for across in range(cell.column_span)
    )


def assert_tiled(grid: Grid) -> None:
    assert covered(grid) == [(row, column) for row in range(grid.rows) for column in range(len(grid.widths))]


def cell_of(report: Report, address: str) -> Cell:
    return next(c for grid in grids(report) for c in grid.cells if c.address == Address.parse(address))


@pytest.mark.parametrize("name", [*samples(), None])
def test_the_cells_of_every_sheet_tile_it_without_overlap_or_gap(answers_of: Look, name: str | None) -> None:
    for grid in grids(build(answers_of(name), (), draft=True)):
        assert_tiled(grid)
        assert 0 <= grid.header_rows <= grid.rows


@pytest.mark.parametrize("name", [*samples(), None])
def test_every_table_of_the_form_can_be_shown_as_a_grid(answers_of: Look, name: str | None) -> None:
    answers = answers_of(name)
    for section in answers.form.sections:
        for table in (block for block in section.blocks if isinstance(block, Table)):
            for instance in answers.instances(section):
                grid = table_grid(answers, instance, table)
                assert_tiled(grid)
                assert (grid.header_rows, grid.rows) == (1, len(answers.rows(instance, table.id)) + 1)


def test_only_a_report_for_files_carries_spreadsheet_formulas(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    assert all(cell.formula is None for grid in _tables(answers).values() for cell in grid.cells)
    assert any(cell.formula for grid in grids(build(answers, (), draft=True)) for cell in grid.cells)


EDITS = (
    Edit(Address("spending", "goods", "e30239", "actual"), "1", "7.77"),  # its total and its difference change, too
    Edit(Address("spending", "projects", "p1", "name"), None, "改了名的项目"),  # printed in other sections
    Edit(Address("self_evaluation", "outputs", "新", "#"), None, "9"),  # one more row
    Edit(Address("self_evaluation", "outputs", "新", "name"), None, "新的指标"),
    Edit(Address("base_data", "people", "staff", "last"), None, "不是数"),
)


def test_tables_after_an_edit_equal_those_built_from_scratch(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    for edit in EDITS:
        _tables(answers)
        answers = answers.after((edit,))
        assert _tables(answers) == _tables(Answers(answers.form, answers.entries)), edit


def test_a_table_without_changes_is_the_same_object(answers_of: Look) -> None:
    before = answers_of("demo-2024")
    known = _tables(before)
    now = _tables(before.after(EDITS[:1]))
    moved = {key for key, grid in now.items() if grid is not known[key]}
    assert ("spending", "goods") in moved
    assert ("spending", "projects") not in moved
    goods, was = now["spending", "goods"], known["spending", "goods"]
    kept = [one is other for one, other in zip(goods.cells, was.cells, strict=True)]
    assert kept.count(False) < kept.count(True)


def _tables(answers: Answers) -> dict[tuple[str, str], Grid]:
    """Return every table of the form in every section."""
    return {
        (instance, table.id): table_grid(answers, instance, table)
        for section in answers.form.sections
        for table in section.blocks
        if isinstance(table, Table)
        for instance in answers.instances(section)
    }


WORDS = st.sampled_from(["数量指标", "质量指标", "甲", "甲", "长\n短", "<b>", "1e9999", "", "20元"])
LINES = st.lists(st.fixed_dictionaries({"level2": WORDS, "name": WORDS, "weight": WORDS, "target": WORDS}), max_size=8)
CHOICES = st.fixed_dictionaries(
    {
        "spending/building": st.sampled_from(["有", "无", "？", None]),
        "cover/with_scoring": st.sampled_from(["附", None]),
        "funds/any": st.sampled_from(["有", "无", None]),
        "spending/projects/p1/#": st.sampled_from(["1", "9", None]),
        "spending/projects/p2/category": st.sampled_from(["省级专项资金", "业务工作经费", None]),
    }
)


@pytest.mark.slow
@settings(max_examples=30)
@given(LINES, LINES, CHOICES)
def test_sheets_tile_whatever_the_user_enters(
    answers_of: Look, outputs: list[dict[str, str]], benefits: list[dict[str, str]], choices: dict[str, str | None]
) -> None:
    changes: dict[str, str | None] = dict(choices)
    for table, lines in (("outputs", outputs), ("benefits", benefits)):
        for number, line in enumerate(lines):
            changes[f"self_evaluation/{table}/x{number}/#"] = str(number)
            changes |= {f"self_evaluation/{table}/x{number}/{column}": text or None for column, text in line.items()}
    for grid in grids(build(answers_of("demo-2024", changes), (), draft=True)):
        assert_tiled(grid)


def test_equal_cells_below_each_other_are_merged(answers_of: Look) -> None:
    report = build(answers_of("demo-2024"), (), draft=False)
    sheet = next(grid for grid in grids(report) if grid.title == "部门整体支出绩效自评表")
    merged = {cell.text: cell.row_span for cell in sheet.cells if cell.row_span > 1}
    assert merged["数量指标"] == 2
    assert merged["成本指标"] == 2
    assert "时效指标" not in merged


@pytest.mark.parametrize(
    ("cells", "down"),
    [
        ((M, M, M), 3),
        ((M, M, "甲"), 2),
        (("甲", M, M), 1),
        ((M, "甲", M), 1),
        ((M, '{ t = "乙", merge = true }', M), 1),
        (("甲", "甲", "甲"), 1),
    ],
)
def test_only_cells_marked_for_merging_are_merged(
    small_form: Callable[..., Form], cells: tuple[str, ...], down: int
) -> None:
    lines = "".join(f"[[block.line]]\ncells = [{cell if '{' in cell else repr(cell)}, 'x']\n" for cell in cells)
    form = small_form(add=f'\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [1, 1]\n{lines}')
    sheet = next(block for block in form.sections[0].blocks if isinstance(block, Sheet))
    grid = sheet_grid(Answers(form, Entries()), "money", sheet)
    assert_tiled(grid)
    assert grid.cells[0].row_span == down


def test_cells_of_different_width_are_not_merged(small_form: Callable[..., Form]) -> None:
    wide = '[[block.line]]\ncells = [{ t = "甲", merge = true, across = 2 }]\n'
    lines = f"{wide}[[block.line]]\ncells = [{M}, {M}]\n{wide}"
    form = small_form(add=f'\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [1, 1]\n{lines}')
    sheet = next(block for block in form.sections[0].blocks if isinstance(block, Sheet))
    grid = sheet_grid(Answers(form, Entries()), "money", sheet)
    assert_tiled(grid)
    assert [cell.row_span for cell in grid.cells] == [1, 1, 1, 1]


def test_typed_and_computed_cells_have_different_roles(answers_of: Look) -> None:
    report = build(answers_of("demo-2024"), (), draft=False)
    assert cell_of(report, f"{OUTPUTS}/o1/weight").role == "entry"
    assert cell_of(report, f"{OUTPUTS}/o1/score").role == "computed"
    assert cell_of(report, "base_data/money/three_public/actual").role == "computed"
    own = build(answers_of("demo-2024", {f"{OUTPUTS}/o1/score": "6"}), (), draft=False)
    assert cell_of(own, f"{OUTPUTS}/o1/score").role == "entry"
    assert cell_of(own, f"{OUTPUTS}/o1/score").formula is None


@pytest.mark.parametrize(
    ("address", "text", "value"),
    [
        (f"{OUTPUTS}/s1/target", "≥2.60万亩", "2.60"),
        (f"{OUTPUTS}/o2/score", "6.72", "6.72"),
        (f"{OUTPUTS}/s1/weight", "8", "8"),
        ("base_data/people/staff/rate", "94.64%", "94.64"),
        ("base_data/money/three_public/budget", "11.40", "11.40"),
        ("self_evaluation/budget_execution/total/rate", "98.81%", "98.81"),
    ],
)
def test_a_figure_is_printed_with_its_decimals_and_sign_and_has_its_value(
    answers_of: Look, address: str, text: str, value: str
) -> None:
    cell = cell_of(build(answers_of("demo-2024"), (), draft=False), address)
    assert (cell.text, str(cell.value)) == (text, value)
    assert cell.text == f"{cell.prefix}{cell.value:.{cell.decimals}f}{cell.suffix}"


def test_an_unreadable_answer_is_printed_as_typed_and_has_no_value(answers_of: Look) -> None:
    cell = cell_of(
        build(answers_of("demo-2024", {f"{OUTPUTS}/s1/weight": "8分左右x"}), (), draft=True), f"{OUTPUTS}/s1/weight"
    )
    assert (cell.text, cell.value) == ("8分左右x", None)


@pytest.mark.parametrize("name", [*samples(), None])
def test_every_answer_in_a_formula_is_on_a_sheet_or_among_the_referenced_figures(
    answers_of: Look, name: str | None
) -> None:
    report = build(answers_of(name), (), draft=False)
    cells = {cell.address for grid in grids(report) for cell in grid.cells}
    facts = {fact.address for fact in report.referenced_figures}
    formulas = [cell.formula for grid in grids(report) for cell in grid.cells] + [
        fact.formula for fact in report.referenced_figures
    ]
    mentioned = {piece for formula in formulas for piece in formula or () if isinstance(piece, Address)}
    assert mentioned <= cells | facts
    assert len(facts) == len(report.referenced_figures)


def test_every_computed_figure_of_the_faultless_sample_has_a_formula(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    report = build(answers, (), draft=False)
    for sheet in report.attachments:
        for cell in (cell for block in sheet.blocks if isinstance(block, Grid) for cell in block.cells):
            if (
                cell.address
                and cell.address.form_section not in ("cover", "spending")
                and answers.is_computed(cell.address)
            ):
                assert cell.formula, cell.address


@pytest.mark.parametrize(
    ("address", "formula"),
    [
        (
            "base_data/money/purchase/actual",
            'IF(spending/three_public/purchase/actual="","",spending/three_public/purchase/actual)',
        ),
        (
            "self_evaluation/total_weight",
            'IF(OR(self_evaluation/budget_execution/total/weight="",COUNT({w})=0),"",'
            "(self_evaluation/budget_execution/total/weight+SUM({w})))",
        ),
        ("self_evaluation/budget_execution/total/weight", "10"),
    ],
)
def test_a_formula_is_written_as_excel_writes_it_and_stays_empty_while_an_answer_is_blank(
    answers_of: Look, address: str, formula: str
) -> None:
    answers = answers_of("demo-2024")
    weights = [
        f"self_evaluation/{table}/{row}/weight"
        for table in ("outputs", "benefits", "satisfaction")
        for row in answers.rows("self_evaluation", table)
    ]
    cell = cell_of(build(answers, (), draft=False), address)
    assert "".join(str(piece) for piece in cell.formula or ()) == formula.format(w=",".join(weights))


def test_a_digit_in_a_sheet_lays_out_the_rows_that_show_it_again(answers_of: Look) -> None:
    answers = answers_of("demo-2024")
    at = Address.parse(f"{OUTPUTS}/{answers.rows('self_evaluation', 'outputs')[0]}/weight")
    sheet = next(one for one in answers.form.section("self_evaluation").blocks if isinstance(one, Sheet))
    before = sheet_grid(answers, "self_evaluation", sheet)
    changed = answers.after((Edit(at, answers.entries.text(at), "19"),))
    calls = Calls()
    with calls:
        after = sheet_grid(changed, "self_evaluation", sheet)
    assert after == sheet_grid(Answers(answers.form, changed.entries), "self_evaluation", sheet) != before
    assert 0 < calls["_sheet_cell"] < len(before.cells) / 4
    assert sheet_grid(changed, "self_evaluation", sheet) is after
