"""Exchange blocks of cells with spreadsheets and Word, as tab-separated text and as HTML tables."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import dataclass
from itertools import zip_longest

from PySide6.QtCore import QMimeData

from perfdesk.definition.kinds import clean_text
from perfdesk.importers.matching.names import is_hashes
from perfdesk.ui.table.html_table import read_html

MAX_CELLS = 20_000
MAX_CELL_LENGTH = 130_000
_MAX_TEXT_LENGTH, _MAX_HTML_LENGTH = 4_000_000, 4_000_000
_MAX_PROSE_LENGTH = 300
_NO_TEXT = "剪贴板里没有文字。没有贴。"


@dataclass(frozen=True, slots=True)
class CopiedCells:
    """The cells on the clipboard, or the reason why they cannot be pasted, as a sentence."""

    rows: list[list[str]]
    problem: str = ""


def read_clipboard(mime: QMimeData) -> CopiedCells:
    """Read the clipboard. HTML takes precedence over text if the copy has merged or hidden cells."""
    text = mime.text() if mime.hasText() else ""
    problem = _problem_with(mime, text)
    if problem:
        return CopiedCells([], problem)
    try:
        rows = parse_block(text)
    except csv.Error:
        return CopiedCells([], "这一块读不成表格。没有贴；请重新复制。")
    if not rows:
        return CopiedCells([], _NO_TEXT)
    page = mime.html() if mime.hasHtml() else ""
    if page and len(page) <= _MAX_HTML_LENGTH:
        table = read_html(clean_text(page))
        if table.prose_length > _MAX_PROSE_LENGTH and "\n" in text.strip():
            return CopiedCells([], _prose_problem(table.prose_length))
        if table.rows and (table.has_merged_or_hidden or _is_smaller(table.rows, rows)):
            return CopiedCells(_with_shown_texts(table.rows, rows))
        return CopiedCells(_with_shown_texts(rows, table.rows))
    return CopiedCells(rows)


def parse_block(text: str) -> list[list[str]]:
    """Return the rows of a copied block, without empty rows at the end. Line breaks in quoted cells are kept."""
    rows = list(csv.reader(io.StringIO(clean_text(text)), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _problem_with(mime: QMimeData, text: str) -> str:
    """Return the reason why the clipboard cannot be pasted; empty if it can."""
    if not text.strip():
        if mime.hasImage():
            return "剪贴板里是图片，表格里只能贴文字和数。没有贴。"
        return _NO_TEXT
    if len(text) > _MAX_TEXT_LENGTH:
        return f"剪贴板里有 {len(text):,} 个字，一次最多贴 {_MAX_TEXT_LENGTH:,} 个字。没有贴；请只复制要填的那一块。"
    cells = sum(line.count("\t") + 1 for line in text.rstrip("\n").split("\n"))
    if cells > MAX_CELLS:
        return f"这一块有 {cells:,} 格，一次最多贴 {MAX_CELLS:,} 格。没有贴；请只复制要填的那一块。"
    # A quotation mark that is never closed makes all following text one cell, so check before parsing.
    longest = max(map(len, text.split("\t") if '"' in text else text.replace("\n", "\t").split("\t")))
    if longest > MAX_CELL_LENGTH:
        return f"有一格长达 {longest:,} 个字。没有贴；请检查复制的内容。"
    return ""


def _is_smaller(shown: list[list[str]], from_text: list[list[str]]) -> bool:
    """Whether a table has fewer rows or columns than its text, which includes the hidden ones."""
    rows, columns = len(from_text) - len(shown), max(map(len, from_text)) - max(map(len, shown))
    return min(rows, columns) >= 0 and max(rows, columns) > 0


def _with_shown_texts(cells: list[list[str]], other: list[list[str]]) -> list[list[str]]:
    """Take from the other copy of the same cells what this one shows as `####`, for a column was too narrow."""
    if not any(is_hashes(text) for line in cells for text in line):
        return cells
    if len(cells) != len(other):
        return cells
    return [
        [
            better if is_hashes(text) and better else text
            for text, better in zip_longest(line, others[: len(line)], fillvalue="")
        ]
        for line, others in zip(cells, other, strict=True)
    ]


def _prose_problem(length: int) -> str:
    return f"剪贴板里有成段的文字（约 {length:,} 字），不是一块表格。没有贴；请只选中要填的那几格再复制。"


def block_text(rows: list[list[str]]) -> str:
    """Return cells as tab-separated text."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


def block_html(rows: list[list[tuple[str, str]]]) -> str:
    """Return cells, each a text and its alignment, as an HTML table."""
    lines = (
        "<tr>" + "".join(f'<td style="text-align:{align}">{_escaped(text)}</td>' for text, align in cells) + "</tr>"
        for cells in rows
    )
    return f'<meta charset="utf-8"><table border="1" style="border-collapse:collapse">{"".join(lines)}</table>'


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
