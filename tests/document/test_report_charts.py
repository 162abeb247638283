"""The charts of a report: their figures for the samples, and when they are omitted."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.document.build import build


def _charts(answers):
    return {chart.title: chart for chart in build(answers, (), draft=False).charts}


def test_the_sample_shows_spending_three_public_funds_and_scores(answers_of):
    charts = _charts(answers_of("demo-2024"))
    assert list(charts) == ["支出构成", "“三公”经费", "自评指标得分"]
    texts = [cell.text for cell in charts["“三公”经费"].table.cells if cell.row in (0, 1)]
    assert texts == ["项目", "上年决算数", "本年预算数", "本年决算数", "公务用车运行维护费", "8.60", "8.40", "7.95"]
    assert charts["自评指标得分"].table.rows == 14


def test_every_charted_figure_is_elsewhere_in_the_workbook(answers_of):
    report = build(answers_of("demo-2024"), (), draft=False)
    homes = {fact.address for fact in report.referenced_figures}
    homes |= {
        cell.address
        for attachment in report.attachments
        for grid in attachment.blocks
        for cell in getattr(grid, "cells", ())
    }
    charted = {cell.address for chart in report.charts for cell in chart.table.cells if cell.address}
    assert charted
    assert charted <= homes


def test_a_chart_without_figures_or_that_does_not_apply_is_omitted(answers_of):
    assert list(_charts(answers_of("daoxian-2023"))) == ["支出构成"]
    assert _charts(answers_of(None)) == {}


def test_rows_without_figures_are_omitted_and_long_labels_shortened(answers_of):
    answers = answers_of("demo-2024")
    row = answers.rows("self_evaluation", "outputs")[0]
    names = {str(Address("self_evaluation", "outputs", row, column)): None for column in ("weight", "score", "target")}
    assert _charts(answers_of("demo-2024", names))["自评指标得分"].table.rows == 13
    long = {f"self_evaluation/outputs/{row}/name": "很长的指标名称" * 9}
    labels = [
        cell.text for cell in _charts(answers_of("demo-2024", long))["自评指标得分"].table.cells if not cell.column
    ]
    assert max(map(len, labels)) == 20
    assert "很长的指标名称很长的指标名称很长的指标…" in labels


def test_parts_of_a_whole_are_sorted_and_nothing_empty_is_drawn(answers_of):
    for chart in _charts(answers_of("demo-2024")).values():
        figures = [
            [cell.value for cell in chart.table.cells if cell.row == row and cell.column]
            for row in range(1, chart.table.rows)
        ]
        assert all(any(values) for values in figures)
        if chart.kind == "pie":
            assert figures == sorted(figures, reverse=True)
            assert len(figures) == 6


def test_what_the_parts_leave_of_the_whole_is_a_part_of_its_own(answers_of):
    """The sample states 803.51 and lists 775.51 of it."""
    cells = _charts(answers_of("daoxian-2023"))["支出构成"].table.cells
    labels = {cell.row: cell.text for cell in cells if cell.column == 0 and cell.row}
    values = {labels[cell.row]: cell.value for cell in cells if cell.column == 1 and cell.row}
    assert values["未分列"] == Decimal("28.00")
    assert sum(values.values()) == Decimal("803.51")


def test_parts_that_are_the_whole_leave_nothing(answers_of):
    assert "未分列" not in {cell.text for cell in _charts(answers_of("demo-2024"))["支出构成"].table.cells}
