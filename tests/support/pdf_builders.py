"""Small reports as PDF files, and their lines read back: what the tests of the PDF writer begin with."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader

from perfdesk.document.blocks import Attachment, Block, Cell, Grid, Report
from perfdesk.writers.pdf.document import write_pdf
from support.pdf_text import MM, Letter, letters, rows

LEFT, RIGHT = 28 * MM, (210 - 26) * MM
TYPE_BOTTOM = 35 * MM


def a_report(*body: Block, attachments: tuple[Attachment, ...] = (), **others: str) -> Report:
    texts = {"title": "", "unit": "道县应急管理局", "year": "2023", "draft_mark": ""} | others
    return Report(
        texts["title"],
        texts["unit"],
        texts["year"],
        texts["draft_mark"],
        tuple(body),
        attachments,
        referenced_figures=(),
    )


def an_attachment(*blocks: Block, label: str = "附件1", landscape: bool = False) -> Attachment:
    return Attachment(label, "自评表", "自评表", landscape, blocks)


def a_table(rows: int, *extra: Cell, header: int = 1, columns: int = 3) -> Grid:
    """Cells r{row}c{column} wherever `extra` leaves room."""
    taken = {
        (row, column)
        for cell in extra
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }
    plain = tuple(
        Cell(row, column, f"r{row}c{column}", role="entry")
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    )
    return Grid((30.0,) * columns, rows, (*plain, *extra), header)


def printed(folder: Path, report: Report) -> Path:
    path = folder / "报告.pdf"
    write_pdf(report, path)
    return path


def body_lines(path: Path) -> list[list[Letter]]:
    """The lines of every page, without page numbers."""
    return rows([letter for letter in letters(path) if letter.y > TYPE_BOTTOM])


def content_of(path: Path, page: int = 0) -> bytes:
    """The drawing instructions of a page."""
    contents = PdfReader(path).pages[page].get_contents()
    assert contents is not None
    return contents.get_data()
