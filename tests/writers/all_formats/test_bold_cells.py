"""A bold cell below the head of a table has the typeface of the head and the size of the cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from perfdesk.definition.style.report_style import standard_style
from perfdesk.document.blocks import Attachment, Cell, Grid, Report
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx

CELLS = (Cell(0, 0, "表头"), Cell(1, 0, "合计", bold=True), Cell(2, 0, "一项"))


def _report(head: float, cell: float) -> Report:
    standard = standard_style()
    styles = dict(standard.styles)
    styles["table_head"] = replace(styles["table_head"], size=head, line_height=head + 4)
    styles["table_cell"] = replace(styles["table_cell"], size=cell, line_height=cell + 4)
    table = Attachment("附件1", "表", "表", False, (Grid((40,), 3, CELLS, 1),))
    return Report("标题", "某局", "2024", "", (), (table,), (), style=replace(standard, styles=styles))


@pytest.mark.parametrize(("head", "cell"), [(14, 9), (9, 12), (9, 9), (7, 6.5)])
def test_a_bold_cell_has_the_size_of_the_cells_in_every_format(tmp_path: Path, head: float, cell: float) -> None:
    report = _report(head, cell)
    write_xlsx(report, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["表"]
    fonts = {at.value: at.font for row in sheet.iter_rows() for at in row if at.value}
    assert [fonts[one.text].sz for one in CELLS] == [head, cell, cell]
    assert fonts["合计"].name == fonts["表头"].name != fonts["一项"].name
    write_docx(report, tmp_path / "r.docx")
    (table,) = [one for one in Document(str(tmp_path / "r.docx")).tables if one.cell(0, 0).text == "表头"]
    assert [_word_size(table.cell(row, 0).paragraphs[0].style) for row in range(3)] == [head, cell, cell]
    write_pdf(report, tmp_path / "r.pdf")
    assert _pdf_sizes(tmp_path / "r.pdf") == [head, cell, cell]


def _word_size(style) -> float:
    while style.font.size is None:
        style = style.base_style
    return style.font.size.pt


def _pdf_sizes(path: Path) -> list[float]:
    """The sizes of the texts of the table, from the top."""
    found: dict[str, float] = {}

    def note(text: str, _matrix, _text_matrix, _font, size: float) -> None:
        for one in CELLS:
            if one.text[:1] in text and one.text in "".join(text.split()):
                found.setdefault(one.text, size)

    for page in PdfReader(path).pages:
        page.extract_text(visitor_text=note)
    return [found[one.text] for one in CELLS]
