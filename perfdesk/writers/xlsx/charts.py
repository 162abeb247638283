"""Native Excel charts of the figures in the table below them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.document.blocks import Chart
from perfdesk.writers.xlsx.sheet_plan import SheetBox, SheetPlan
from perfdesk.writers.xml_text import xml_text

#: Dark and light alternate, so that they differ in black and white print too.
_COLOURS = ("1F4E79", "9DC3E6", "2E8B7F", "F4B183", "7F7F7F", "C5E0B4", "BF9000", "D9D9D9")
#: The font size in a chart, in hundredths of a point, and the space between the bars of two points, in percent of one.
_FONT_SIZE, _BAR_GAP = 800, 40
#: Free space below a chart, in points.
_GAP = 8.0
_CENTIMETRES_PER_POINT = 2.54 / 72
_MILLIMETRES_PER_CENTIMETRE = 10


def draw_chart(sheet: Worksheet, box: SheetBox, chart: Chart, plan: SheetPlan) -> None:
    """Put a chart into its box; its figures are in the boxes of its table on the same sheet."""
    names, *figures = _columns(chart, plan)
    series = [
        Series(
            tx=SeriesLabel(strRef=StrRef(_range(sheet, column[:1]))),
            cat=AxDataSource(strRef=StrRef(_range(sheet, names[1:]))),
            val=NumDataSource(numRef=NumRef(_range(sheet, column[1:]))),
            spPr=GraphicalProperties(solidFill=colour),
        )
        for column, colour in zip(figures, cycle(_COLOURS), strict=False)
    ]
    chart_shape = _bars(series, horizontal=chart.kind != "column")
    if chart.decimals is not None and chart_shape.dLbls is not None:
        chart_shape.dLbls.numFmt = "0." + "0" * chart.decimals if chart.decimals else "0"
    chart_shape.title = xml_text(chart.title)
    chart_shape.width = int(sum(plan.widths) / _MILLIMETRES_PER_CENTIMETRE)
    chart_shape.height = (plan.heights[box.row - 1] - _GAP) * _CENTIMETRES_PER_POINT
    sheet.add_chart(chart_shape, f"A{box.row}")


def _columns(chart: Chart, plan: SheetPlan) -> list[list[SheetBox]]:
    """The boxes of the chart's table, by column, each from its head down."""
    own = {id(cell) for cell in chart.table.cells}
    columns: dict[int, list[SheetBox]] = {}
    for box in plan.boxes:
        if box.cell is not None and id(box.cell) in own:
            columns.setdefault(box.cell.column, []).append(box)
    return [columns[number] for number in sorted(columns)]


def _range(sheet: Worksheet, boxes: Sequence[SheetBox]) -> str:
    first, last = boxes[0], boxes[-1]
    return str(Reference(sheet, first.column, first.row, last.column, last.row))


def _bars(series: list[Series], *, horizontal: bool) -> BarChart:
    """Vertical or `horizontal` bars in the order of the table, each with its figure; parts of a whole are bars, too."""
    chart_shape = BarChart(barDir="bar" if horizontal else "col", gapWidth=_BAR_GAP)
    chart_shape.ser = series
    # openpyxl hides both axes by default; Excel would begin at the least figure and overstate differences.
    chart_shape.x_axis.delete, chart_shape.y_axis.delete = False, True
    chart_shape.x_axis.tickLblSkip = 1
    chart_shape.x_axis.txPr = _text_properties()
    chart_shape.x_axis.scaling.orientation = "maxMin" if horizontal else "minMax"
    chart_shape.y_axis.majorGridlines = None
    chart_shape.y_axis.scaling.min = 0
    chart_shape.dLbls = _labels(showVal=True, showPercent=False)
    chart_shape.legend = Legend(legendPos="t", txPr=_text_properties()) if len(series) > 1 else None
    return chart_shape


def _labels(**shown: bool) -> DataLabelList:
    """The labels at the end of each bar."""
    others = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showLeaderLines"), False)
    return DataLabelList(dLblPos="outEnd", txPr=_text_properties(), **shown, **others)


def _text_properties() -> RichText:
    size = CharacterProperties(sz=_FONT_SIZE)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=size), endParaRPr=size)])
