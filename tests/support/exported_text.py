"""The texts of a report, in order, and the texts of its three files when they are read back.

Blanks do not count: where a line is broken and how a signature is spaced is layout, tested elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdfium2
from docx.oxml.table import CT_Tbl, CT_Tc
from docx.table import Table
from openpyxl.workbook import Workbook

from perfdesk.definition.kinds import round_half_up
from perfdesk.document.blocks import Attachment, AttachmentList, Block, Cell, Grid, Heading, Paragraph, Report, SignOff

_FORMAT = re.compile(r'"([^"]*)"|\\(.)|(0(?:\.0+)?)|(-)')
_PAGE_NUMBER = re.compile(r"^—\d+—|—\d+—$")


def bare(text: str) -> str:
    """The text without blanks and without marks that print nothing (directions, joiners)."""
    return "".join(sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Cc"))


def report_texts(report: Report) -> list[str]:
    """Every text of a report in reading order, as Word and PDF print it."""
    texts = [report.title, *(text for block in report.body for text in block_texts(block))]
    for attachment in report.attachments:
        texts.append(attachment.label)
        texts += [text for block in attachment.blocks for text in block_texts(block)]
    return [bare(text) for text in texts if bare(text)]


def block_texts(block: Block) -> Iterator[str]:
    """Every text of a block in reading order."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Grid():
            yield from (block.title, block.subtitle, block.unit_note)
            yield from (cell.text for cell in in_order(block))
            yield from block.notes
        case AttachmentList():
            for at, (number, title) in enumerate(zip(block.numbers, block.titles, strict=True)):
                yield f"{'' if at else '附件：'}{number}{title}"
        case SignOff():
            yield from (block.unit, block.date)


def in_order(grid: Grid) -> list[Cell]:
    """The cells of a grid from left to right and from top to bottom."""
    return sorted(grid.cells, key=lambda cell: (cell.row, cell.column))


def docx_texts(path: Path) -> list[str]:
    """Every paragraph and every table cell of a Word file that has any text, in order."""
    texts: list[str] = []
    for part in docx.Document(str(path)).iter_inner_content():
        texts += _table_texts(part._tbl) if isinstance(part, Table) else [part.text]
    return [bare(text) for text in texts if bare(text)]


def _table_texts(table: CT_Tbl) -> Iterator[str]:
    for row in table.tr_lst:
        for cell in row.tc_lst:
            if cell.vMerge != "continue":
                yield _cell_text(cell)


def _cell_text(cell: CT_Tc) -> str:
    return "\n".join(paragraph.text for paragraph in cell.p_lst)


def pdf_pages(path: Path) -> list[str]:
    """The text of each page of a PDF file in the order it was written, without the page number."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    # pdfium writes a hyphen at the end of a line as U+FFFE.
    return [_PAGE_NUMBER.sub("", bare(page.replace("\ufffe", "-"))) for page in pages]


def missing_from(pages: list[str], wanted: Iterable[str]) -> list[str]:
    """The texts that the pages contain neither whole nor split over consecutive pages.

    A character that no font has is printed as 〓.
    """
    whole = "".join(pages)
    printed = set(whole)
    texts = ("".join(sign if sign in printed else "〓" for sign in text) for text in wanted)
    return [text for text in texts if text not in whole and not _is_split_over(text, pages)]


def _is_split_over(text: str, pages: list[str]) -> bool:
    """Whether a text begins on one page and continues on the next ones; `reached`: possible ends so far."""
    reached: set[int] = set()
    for page in pages:
        ends = {start + _longest(text[start:], page) for start in {0, *reached}}
        if len(text) in ends:
            return True
        reached = {end for most in ends for end in range(1, most + 1)} if max(ends) else set()
    return False


def _longest(text: str, page: str) -> int:
    """How many of the first characters of a text a page contains without a break."""
    return bisect_right(range(1, len(text) + 1), False, key=lambda size: text[:size] not in page)


def sheet_texts(book: Workbook, name: str) -> list[str]:
    """Every cell of a sheet that shows anything, in order, as Excel shows it."""
    cells = (cell for row in book[name].iter_rows() for cell in row)
    shown = (shown_text(cell.value, cell.number_format) for cell in cells)
    return [bare(text) for text in shown if bare(text)]


def shown_text(value: object, number_format: str) -> str:
    """A cell's value as Excel shows it in one of our number formats."""
    if value is None:
        return ""
    if not isinstance(value, int | float):
        return str(value)
    number = Decimal(str(value))
    positive, _, negative = number_format.partition(";")
    if number < 0 and negative:
        return _formatted(-number, negative)
    return ("-" if number < 0 else "") + _formatted(abs(number), positive)


def _formatted(number: Decimal, number_format: str) -> str:
    pieces: list[str] = []
    for quoted, escaped, digits, sign in _FORMAT.findall(number_format):
        places = len(digits.partition(".")[2])
        pieces.append(format(round_half_up(number, places), "f") if digits else quoted or escaped or sign)
    return "".join(pieces)


def attachment_texts(attachment: Attachment) -> list[str]:
    """Every text of an attachment in order, as its sheet shows it."""
    titled = any(isinstance(block, Grid) and block.title for block in attachment.blocks)
    texts = [attachment.label, "" if titled else attachment.title]
    texts += [text for block in attachment.blocks for text in block_texts(block)]
    return [bare(text) for text in texts if bare(text)]


def canonical(text: str) -> str:
    """A figure written any way (`>= 1,200 次`) as the workbook writes it (`≥1200次`); other text as it is."""
    plain = re.sub(r"(?<=\d),(?=\d)", "", bare(unicodedata.normalize("NFKC", text)))
    return re.sub("[<>]=?", lambda sign: "≥" if sign[0][0] == ">" else "≤", plain) if re.search(r"\d", plain) else text


def open_values(path: Path) -> Workbook:
    """The workbook with the stored results of its formulas."""
    return openpyxl.load_workbook(path, data_only=True)
