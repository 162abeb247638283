"""A grid as one Word table with real merges, its title above and its notes below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.docx_styles import TABLE_STYLE_ID, StyleName, cell_style, sized_id
from perfdesk.writers.docx_xml import Bookmarks, Element, legal, paragraph, w
from perfdesk.writers.fitting import column_widths, fitted, title_lines
from perfdesk.writers.style import report_style


def table(grid: Grid, text_width: int, bookmarks: Bookmarks) -> list[Element]:
    """Title, subtitle, unit, table and notes, over the whole `text_width` in twips.

    A paragraph always follows: two tables that touch become one in Word.
    """
    above = (
        (StyleName.TABLE_TITLE, _title(grid.title, text_width)),
        (StyleName.TABLE_SUBTITLE, grid.subtitle),
        (StyleName.TABLE_UNIT, grid.unit_note),
    )
    return [
        *(paragraph(style.id, text) for style, text in above if text),
        _table(grid, column_widths(grid.widths, text_width), bookmarks),
        *([paragraph(StyleName.TABLE_NOTE.id, note) for note in grid.notes] or [paragraph(StyleName.TABLE_END.id)]),
    ]


def _title(text: str, text_width: int) -> str:
    return "\n".join(title_lines(legal(text), text_width / 20 / report_style().styles["table_title"].size))


def _table(grid: Grid, widths: list[int], bookmarks: Bookmarks) -> Element:
    # built as XML: the library's table.cell() walks the whole table for every cell
    table = w(
        "tbl",
        w(
            "tblPr",
            w("tblStyle", val=TABLE_STYLE_ID),
            w("tblW", w=sum(widths), type="dxa"),
            w("tblLayout", type="fixed"),
        ),
        w("tblGrid", *[w("gridCol", w=width) for width in widths]),
    )
    for number, cells in enumerate(_cells_by_row(grid)):
        properties = w("trPr", w("cantSplit"))
        if number < grid.header_rows:
            properties.append(w("tblHeader"))
        row = w("tr", properties)
        for cell in cells:
            row.append(_cell(cell, number, widths, number < grid.header_rows, bookmarks))
        table.append(row)
    return table


def _cells_by_row(grid: Grid) -> Iterator[list[Cell]]:
    """Each row's cells from left to right; a cell that reaches down stands in every row it touches."""
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.down):
            rows[row].append(cell)
    for cells in rows:
        yield sorted(cells, key=lambda cell: cell.column)


def _cell(cell: Cell, row: int, widths: list[int], is_header: bool, bookmarks: Bookmarks) -> Element:
    width = sum(widths[cell.column : cell.column + cell.across])
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if cell.across > 1:
        properties.append(w("gridSpan", val=cell.across))
    if cell.down > 1:
        properties.append(w("vMerge", val="restart" if row == cell.row else "continue"))
    name = cell_style(cell.bold or is_header, cell.align)
    wished = report_style().styles["table_head" if name.is_head else "table_cell"]
    text, size = fitted(replace(cell, text=legal(cell.text)), wished, width / 20)
    style = sized_id(name, size)
    if row > cell.row:
        return w("tc", properties, paragraph(style))
    lines = [paragraph(style, line) for line in text.split("\n")]
    bookmarks.mark(cell.address, lines)
    return w("tc", properties, *lines)
