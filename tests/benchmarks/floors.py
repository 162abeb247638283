"""The same content written with each library alone and nothing else done: no styles, no marks, no care."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from openpyxl import Workbook
from openpyxl.chart import BarChart, PieChart, Reference
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

from perfdesk.document.blocks import AttachmentList, Block, Cell, Chart, Grid, Report, SignOff
from perfdesk.paths import RESOURCES

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FONT = "floor"


def flow(report: Report) -> Iterator[str | Grid]:
    """The whole content of a report: lines of text and tables."""
    yield report.title
    for block in report.body:
        yield from _parts(block)
    for attachment in report.attachments:
        yield attachment.label
        for block in attachment.blocks:
            yield from _parts(block)


def _parts(block: Block) -> Iterator[str | Grid]:
    match block:
        case Grid():
            yield from (block.title, block.subtitle, block.unit_note, block, *block.notes)
        case AttachmentList():
            yield from block.titles
        case SignOff():
            yield from (block.unit, block.date)
        case _:
            yield block.text


def bare_docx(report: Report, path: Path) -> None:
    """python-docx: a paragraph for each line, each table one `w:tbl` as XML; none of our styles and bookmarks."""
    document = docx.Document()
    for part in flow(report):
        if isinstance(part, Grid):
            document.element.body.append(parse_xml(_table_xml(part)))
        else:
            document.add_paragraph(part)
    document.save(str(path))


def _table_xml(grid: Grid) -> str:
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in sorted(grid.cells, key=lambda cell: cell.column):
        for row in range(cell.row, cell.row + cell.row_span):
            rows[row].append(cell)
    widths = [round(8844 * width / sum(grid.widths)) for width in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row_xml(cells, row, widths, row < grid.header_rows) for row, cells in enumerate(rows))
    about = f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    return f'<w:tbl xmlns:w="{_W}"><w:tblPr>{about}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>'


def _row_xml(cells: list[Cell], row: int, widths: list[int], is_header: bool) -> str:
    repeated = "<w:tblHeader/>" if is_header else ""
    line = "".join(_cell_xml(cell, row, sum(widths[cell.column : cell.column + cell.column_span])) for cell in cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{line}</w:tr>"


def _cell_xml(cell: Cell, row: int, width: int) -> str:
    merge = f'<w:vMerge w:val="{"restart" if row == cell.row else "continue"}"/>' if cell.row_span > 1 else ""
    span = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    lines = cell.text.split("\n") if row == cell.row else [""]
    texts = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" if line else "<w:p/>" for line in lines)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr>{texts}</w:tc>'


def bare_pdf(report: Report, path: Path) -> None:
    """reportlab: its own paragraphs and tables, in one embedded font."""
    style = _pdf_style(16)
    story: list[Flowable] = []
    for part in flow(report):
        story.append(_pdf_table(part) if isinstance(part, Grid) else Paragraph(escape(part), style))
    wide = any(attachment.landscape for attachment in report.attachments)
    SimpleDocTemplate(str(path), pagesize=landscape(A4) if wide else A4).build(story)


@cache
def _pdf_style(size: float) -> ParagraphStyle:
    pdfmetrics.registerFont(TTFont(_FONT, str(RESOURCES / "fonts" / "PerfDeskFangSong.ttf")))
    return ParagraphStyle("floor", fontName=_FONT, fontSize=size, leading=size * 1.3, wordWrap="CJK")


def _pdf_table(grid: Grid) -> Table:
    texts: list[list[object]] = [[""] * len(grid.widths) for _ in range(grid.rows)]
    for cell in grid.cells:
        texts[cell.row][cell.column] = Paragraph(escape(cell.text), _pdf_style(9))
    commands: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), _FONT)]
    commands += [
        ("SPAN", (cell.column, cell.row), (cell.column + cell.column_span - 1, cell.row))
        for cell in grid.cells
        if cell.column_span > 1
    ]
    scale = 440 / sum(grid.widths)
    return Table(texts, [width * scale for width in grid.widths], style=commands)


def bare_xlsx(report: Report, path: Path) -> None:
    """openpyxl: every text and figure in its cell, every merge, a sheet for each table; and the list of addresses."""
    _bare_book(report).save(path)


def framed_xlsx(report: Report, path: Path) -> None:
    """The same with what makes it a table to look at: frames, wrapped text, a font; and its charts."""
    thin = Side(style="thin")
    frame, wrapped, font = Border(thin, thin, thin, thin), Alignment(wrap_text=True), Font("宋体", 9)
    book = _bare_book(report)
    for sheet in book.worksheets[:-1]:
        for row in sheet.iter_rows():
            for cell in row:
                cell.border, cell.alignment, cell.font = frame, wrapped, font
    _add_charts(book, report.charts)
    book.save(path)


def _bare_book(report: Report) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    places: list[tuple[str, str, str]] = []
    for number, attachment in enumerate(report.attachments):
        sheet = book.create_sheet(f"{number}")
        sheet.append([attachment.label])
        for block in attachment.blocks:
            for part in _parts(block):
                if isinstance(part, Grid):
                    places += _fill(sheet, part)
                elif part:
                    sheet.append([part])
    facts = book.create_sheet("facts")
    for fact in report.referenced_figures:
        value = fact.value if fact.value is None or isinstance(fact.value, str) else float(fact.value)
        facts.append((fact.section_label, fact.label, fact.unit, value))
        places.append(("facts", f"D{facts.max_row}", str(fact.address)))
    listed = book.create_sheet("map")
    for place in places:
        listed.append(place)
    return book


def _fill(sheet: Worksheet, grid: Grid) -> Iterator[tuple[str, str, str]]:
    top = sheet.max_row + 1
    for cell in grid.cells:
        row, column = cell.row + top, cell.column + 1
        filled = sheet.cell(row, column, cell.text if cell.value is None else float(cell.value))
        if cell.column_span > 1 or cell.row_span > 1:
            sheet.merge_cells(None, row, column, row + cell.row_span - 1, column + cell.column_span - 1)
        if cell.address is not None:
            yield sheet.title, filled.coordinate, str(cell.address)


def _add_charts(book: Workbook, charts: tuple[Chart, ...]) -> None:
    for chart in charts:
        sheet = book.create_sheet(chart.title)
        list(_fill(sheet, chart.table))
        first, last, width = sheet.max_row - chart.table.rows + 1, sheet.max_row, len(chart.table.widths)
        drawn = PieChart() if chart.kind == "pie" else BarChart()
        drawn.add_data(Reference(sheet, 2, first, width, last), titles_from_data=True)
        drawn.set_categories(Reference(sheet, 1, first + 1, 1, last))
        sheet.add_chart(drawn, f"A{last + 2}")
