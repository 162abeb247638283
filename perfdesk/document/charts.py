"""The charts of a report: each is a small table that repeats figures of the report for a workbook to draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import to_fixed
from perfdesk.definition.overview import Chart, ChartPoint
from perfdesk.document import blocks
from perfdesk.document.grids import answer_cell
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.evaluator import EvaluationContext, address_of
from perfdesk.evaluation.guard import guarded

#: Preferred widths in millimetres of the label of a point and of each of its figures.
_LABEL_WIDTH, _FIGURE_WIDTH = 60.0, 32.0
#: A longer label would leave no room for the chart.
_MAX_LABEL_LENGTH = 20
#: The label of what the parts of a whole leave.
_REST = "未分列"


def charts(answers: Answers, overview: bool = False) -> tuple[blocks.Chart, ...]:
    """Return the charts of the form, or only those of the overview, that apply and have at least one figure."""
    wanted = (chart for chart in answers.form.charts if chart.overview or not overview)
    fault = Fault("", about="图表")
    built = (
        guarded(fault, None, _chart, answers, one, overview)
        for one in wanted
        if answers.is_met(one.when, EvaluationContext(""))
    )
    return tuple(chart for chart in built if chart and any(cell.value is not None for cell in chart.table.cells))


def _chart(answers: Answers, chart: Chart, overview: bool) -> blocks.Chart:
    heads = [blocks.Cell(0, column, text, bold=True) for column, text in enumerate(("项目", *chart.series))]
    rows = [row for point in chart.points for row in _point_rows(answers, point)]
    rows = rows if overview else _drawn_rows(answers, chart, rows)
    cells = [
        cell for number, (label, found) in enumerate(rows, 1) for cell in _row_cells(answers, number, label, found)
    ]
    cells += _rest_cells(answers, chart, [address for _, found in rows for address in found], len(rows) + 1)
    widths = (_LABEL_WIDTH, *(_FIGURE_WIDTH for _ in chart.series))
    note = f"单位：{chart.unit}" if chart.unit else ""
    table = blocks.Grid(widths, 1 + max(cell.row for cell in (*heads, *cells)), (*heads, *cells), 1, unit_note=note)
    return blocks.Chart(chart.title, chart.kind, table, chart.decimals)


def _drawn_rows(
    answers: Answers, chart: Chart, rows: list[tuple[str, list[Address]]]
) -> list[tuple[str, list[Address]]]:
    """Return the points that have something to draw; the parts of a whole begin with the largest."""
    figures = {id(row): [value for one in row[1] if isinstance(value := answers.value(one), Decimal)] for row in rows}
    drawn = [row for row in rows if any(figures[id(row)])]
    return sorted(drawn, key=lambda row: -sum(figures[id(row)])) if chart.kind == "pie" else drawn


def _point_rows(answers: Answers, point: ChartPoint) -> Iterator[tuple[str, list[Address]]]:
    """Yield the label of each point with its figures; skip totals, and rows of a table that have none yet."""
    for context in answers.row_contexts(point.table, "") if point.table else [EvaluationContext("")]:
        addresses = [address_of(value, context) for value in point.values]
        if context.row and all(answers.value(address) is None for address in addresses):
            continue
        label = answers.fill_template(point.label, context)
        shown = label if len(label) <= _MAX_LABEL_LENGTH else f"{label[: _MAX_LABEL_LENGTH - 1]}…"
        yield shown, addresses


def _rest_cells(answers: Answers, chart: Chart, parts: list[Address], row: int) -> Iterator[blocks.Cell]:
    """Yield the label and the figure of what the points leave of the whole; nothing if that is not known or 0."""
    if chart.whole is None:
        return
    address = address_of(chart.whole, EvaluationContext(""))
    whole, known = answers.value(address), [answers.value(part) for part in parts]
    given = sum((value for value in known if isinstance(value, Decimal)), Decimal(0))
    if not isinstance(whole, Decimal) or not 0 < given < whole:
        return
    figure = answer_cell(answers, "", address, (row, 1))
    listed = [item for part in parts for item in (part, ",")][:-1]
    yield blocks.Cell(row, 0, _REST, align="left")
    yield replace(
        figure,
        text=to_fixed(whole - given, figure.decimals),
        value=whole - given,
        role="label",
        address=None,
        formula=("MAX(0,", address, "-SUM(", *listed, "))"),
    )


def _row_cells(answers: Answers, row: int, label: str, addresses: list[Address]) -> Iterator[blocks.Cell]:
    yield blocks.Cell(row, 0, label, align="left")
    for column, address in enumerate(addresses, 1):
        cell = answer_cell(answers, address.section, address, (row, column))
        # The figure is a copy of another cell, and a blank there must not show as 0 here.
        shown = cell.text if cell.value is not None else ""
        yield replace(cell, text=shown, role="label", formula=("IF(ISNUMBER(", address, "),", address, ',"")'))
