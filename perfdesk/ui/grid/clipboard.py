"""Blocks of cells to and from spreadsheets: tab-separated text, and HTML for programs that keep a table's shape."""

from __future__ import annotations

import csv
import html
import io

from PySide6.QtCore import QMimeData

from perfdesk.definition.kinds import clean

MOST_CELLS = 20_000
LONGEST_CELL = 130_000


def block_of(text: str) -> list[list[str]]:
    """The rows of a copied block; quoted line breaks stay inside their cell, empty lines at the end fall away."""
    rows = list(csv.reader(io.StringIO(clean(text)), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def refusal(offered: QMimeData) -> str:
    """Why what lies on the clipboard cannot be pasted, in one sentence; empty when it can."""
    text = offered.text() if offered.hasText() else ""
    if not text.strip():
        if offered.hasImage():
            return "剪贴板里是图片，表格里只能贴文字和数。没有贴。"
        return "剪贴板里没有文字。没有贴。"
    cells = sum(line.count("\t") + 1 for line in text.rstrip("\n").split("\n"))
    if cells > MOST_CELLS:
        return f"这一块有 {cells:,} 格，一次最多贴 {MOST_CELLS:,} 格。没有贴；请只复制要填的那一块。"
    # A quotation mark that is never closed makes one cell of all that follows: measured before it is read.
    longest = max(map(len, text.split("\t")))
    if longest > LONGEST_CELL:
        return f"有一格长达 {longest:,} 个字。没有贴；请检查复制的内容。"
    try:
        block_of(text)
    except csv.Error:
        return "这一块读不成表格。没有贴；请重新复制。"
    return ""


def block_text(rows: list[list[str]]) -> str:
    """Cells as a block that spreadsheets take."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


def block_html(rows: list[list[tuple[str, str]]]) -> str:
    """Cells, each with its alignment, as a table that Word and spreadsheets take."""
    lines = (
        "<tr>" + "".join(f'<td style="text-align:{align}">{_safe(text)}</td>' for text, align in cells) + "</tr>"
        for cells in rows
    )
    return f'<meta charset="utf-8"><table border="1" style="border-collapse:collapse">{"".join(lines)}</table>'


def _safe(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
