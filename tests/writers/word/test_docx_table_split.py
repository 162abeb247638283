"""A later head of a table begins a new table in Word, which repeats only the first rows of a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Attachment, Cell, Grid
from support.docx_builders import REPORT, style_of, written

_TOTAL = 60


def _grid(rows: int = _TOTAL, head: int = 5, *more: Cell) -> Grid:
    """A label reaches from the head to the last row but one; the aim above it holds an address."""
    cells = [
        Cell(row, column, f"r{row}c{column}", bold=row == head, address=Address("a", "t", f"r{row}", f"c{column}"))
        for row in range(rows)
        for column in range(3)
        if column or not head <= row < rows - 1
    ]
    label = Cell(head, 0, "绩效指标", row_span=rows - 1 - head)
    return Grid((20, 60, 60), rows, (*cells, label, *more), header_ranges=(range(head, head + 1),))


def _attached(tmp_path: Path, grid: Grid) -> Document:
    attachment = Attachment("附件1", "", "附件1", landscape=False, blocks=(grid,))
    return written(tmp_path, replace(REPORT, body=(), attachments=(attachment,)))


def test_the_second_segment_is_a_table_whose_first_row_is_repeated(tmp_path: Path) -> None:
    above, below = _attached(tmp_path, _grid()).tables
    assert [len(table.rows) for table in (above, below)] == [5, 55]
    repeated = [row.trPr.find(qn("w:tblHeader")) is not None for row in below._tbl.tr_lst]
    assert repeated == [True, *[False] * 54]
    assert not list(above._tbl.iter(qn("w:tblHeader")))
    assert above._tbl.tblGrid.xml == below._tbl.tblGrid.xml
    assert {style_of(cell.paragraphs[0]) for cell in below.rows[0].cells} == {"表头行"}


def test_no_cell_is_lost_or_repeated(tmp_path: Path) -> None:
    grid = _grid()
    read = _attached(tmp_path, grid)
    texts = [text.text for table in read.tables for text in table._tbl.iter(qn("w:t"))]
    assert sorted(texts) == sorted(cell.text for cell in grid.cells)
    assert len(list(read.element.iter(qn("w:bookmarkStart")))) == sum(cell.address is not None for cell in grid.cells)


def test_a_label_next_to_head_and_rows_looks_like_one_cell(tmp_path: Path) -> None:
    _, below = _attached(tmp_path, _grid()).tables
    column = [row.tc_lst[0] for row in below._tbl.tr_lst]
    missing = [[child.tag for child in cell.tcPr.iterfind(f"{qn('w:tcBorders')}/*")] for cell in column]
    assert missing == [[qn("w:bottom")], *[[qn("w:top")]] * 53, []]
    assert column[0].vMerge is None, "a row that is repeated must not be merged with others"
    assert {cell.vMerge for cell in column[2:-1]} == {"continue"}


def test_the_gap_between_segments_is_invisible(tmp_path: Path) -> None:
    read = _attached(tmp_path, _grid())
    above, _ = read.tables
    seam = above._tbl.getnext()
    assert seam.tag == qn("w:p")
    style = read.styles[next(p for p in read.paragraphs if p._p is seam).style.name]
    assert style.paragraph_format.element.pPr.find(qn("w:spacing")).get(qn("w:line")) == "1"


def test_a_table_that_fits_on_its_page_stays_whole(tmp_path: Path) -> None:
    assert len(_attached(tmp_path, _grid(rows=20)).tables) == 1


def test_a_table_is_not_split_through_a_merge(tmp_path: Path) -> None:
    grid = _grid()
    through = Cell(4, 2, "跨过去", row_span=2)
    kept = tuple(cell for cell in grid.cells if (cell.row, cell.column) not in ((4, 2), (5, 2)))
    assert len(_attached(tmp_path, replace(grid, cells=(*kept, through))).tables) == 1


def test_a_table_in_the_body_is_split_wherever_its_page_may_end(tmp_path: Path) -> None:
    read = written(tmp_path, replace(REPORT, body=(_grid(rows=20),), attachments=()))
    assert [len(table.rows) for table in read.tables] == [5, 15]
