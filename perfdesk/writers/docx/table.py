"""A grid as one Word table with real merges, its title above and its notes below."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.document.blocks import Cell, Grid
from perfdesk.writers.docx.named_styles import TABLE_STYLE_ID, cell_style, sized_id
from perfdesk.writers.docx.table_split import TableSegment, split_table
from perfdesk.writers.docx.xml import Bookmarks, line, w
from perfdesk.writers.typesetting.active_style import cell_text_style, current_style
from perfdesk.writers.typesetting.fitting import fit_text, subtitle_align, title_lines
from perfdesk.writers.typesetting.table_fit import TableFit, fit_table
from perfdesk.writers.xml_text import xml_text

_NO_BORDER = '<w:{} w:val="nil"/>'


def table(grid: Grid, text_width: int, room: float, bookmarks: Bookmarks) -> list[str]:
    """Title, subtitle, unit, table and notes over the whole `text_width` in twips; `room` for the rows in points.

    The last element is always a paragraph, because Word merges two adjacent tables.
    """
    fit, seam = fit_table(grid, text_width, room), line(StyleName.TABLE_SEAM.id, "")
    tables = seam.join(_table(segment, fit, bookmarks) for segment in split_table(grid, fit, room))
    subtitle = StyleName.TABLE_SUBTITLE if subtitle_align(grid) == "center" else StyleName.TABLE_UNIT_LEFT
    above = (
        (StyleName.TABLE_TITLE, _title(grid.title, text_width)),
        (subtitle, grid.subtitle),
        (StyleName.TABLE_UNIT, grid.unit_note),
    )
    return [
        *(line(style.id, text) for style, text in above if text),
        line(StyleName.TABLE_ABOVE.id, ""),
        tables,
        *([line(StyleName.TABLE_NOTE_ABOVE.id, note) for note in grid.notes] or [line(StyleName.TABLE_END.id, "")]),
    ]


def _title(text: str, text_width: int) -> str:
    return "\n".join(title_lines(xml_text(text), text_width / 20 / current_style().styles["table_title"].size))


def _table(segment: TableSegment, fit: TableFit, bookmarks: Bookmarks) -> str:
    widths = fit.widths
    properties = w(
        "tblPr", w("tblStyle", val=TABLE_STYLE_ID), w("tblW", w=sum(widths), type="dxa"), w("tblLayout", type="fixed")
    )
    rows: list[str] = []
    for number, cells in enumerate(_cells_by_row(segment.grid)):
        is_header = number < segment.grid.header_rows
        cell_xml = (_cell(cell, number, fit, segment, bookmarks) for cell in cells)
        rows.append(w("tr", w("trPr", w("cantSplit"), w("tblHeader") if is_header else ""), *cell_xml))
    return w("tbl", properties, w("tblGrid", *[w("gridCol", w=width) for width in widths]), *rows)


def _cells_by_row(grid: Grid) -> Iterator[list[Cell]]:
    """The cells of each row from left to right; a cell over several rows is in all of them."""
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
    for cells in rows:
        yield sorted(cells, key=lambda cell: cell.column)


def _cell(cell: Cell, row: int, fit: TableFit, segment: TableSegment, bookmarks: Bookmarks) -> str:
    width = sum(fit.widths[cell.column : cell.column + cell.column_span])
    span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    merge = f'<w:vMerge w:val="{"restart" if row == cell.row else "continue"}"/>' if cell.row_span > 1 else ""
    is_header = row < segment.grid.header_rows
    name = cell_style(cell.bold or is_header, cell.align)
    if is_header and name is StyleName.HEAD:
        name = StyleName.HEAD_ROW
    preferred = cell_text_style(cell.bold, is_header, fit.size)
    text, size = fit_text(cell, xml_text(cell.text), preferred, width / 20)
    kept = name is not StyleName.HEAD_ROW and segment.first_row + row in segment.kept_rows
    style = sized_id(name, size, kept)
    lines = bookmarks.paragraphs(style, text.split("\n"), cell.address) if row == cell.row else [line(style, "")]
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{_removed_borders(cell, row, segment)}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(lines)}</w:tc>"


def _removed_borders(cell: Cell, row: int, segment: TableSegment) -> str:
    """The borders to remove, so that no rule divides a cell that was split at the head of a segment."""
    head, sides = segment.grid.header_rows, ""
    if cell.column in segment.joined_columns:
        sides = _NO_BORDER.format("top") if cell.row == head else _NO_BORDER.format("bottom") if row == head - 1 else ""
    return f"<w:tcBorders>{sides}</w:tcBorders>" if sides else ""
