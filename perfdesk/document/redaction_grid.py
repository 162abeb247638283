"""What the cells of a table say about one another: the labels of an answer, and what stands next to what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.document.blocks import Cell, Grid
from perfdesk.language.normalize import normalized
from perfdesk.language.number_context import (
    ACCOUNT_LABEL,
    DOCUMENT_LABEL,
    IDENTITY_LABEL,
    MESSENGER_LABEL,
    PHONE_LABEL,
)

_LABELS = (PHONE_LABEL, IDENTITY_LABEL, ACCOUNT_LABEL, DOCUMENT_LABEL, MESSENGER_LABEL)
_LONGEST_LABEL = 24
_DIGITS = re.compile(r"\d{5}")


def cell_labels(grid: Grid) -> dict[int, str]:
    """By the number of a cell, what the cell to its left or the heading above it calls its answer."""
    at = {(cell.row + down, cell.column + across): cell for cell in grid.cells for down, across in _places(cell)}
    found: dict[int, str] = {}
    for number, cell in enumerate(grid.cells):
        if cell.value is not None or not any(sign.isalnum() for sign in cell.text):
            continue
        left = at.get((cell.row, cell.column - 1))
        above = (at.get((row, cell.column)) for row in range(cell.row - 1, -1, -1))
        heads = (left, *(head for head in above if head is not None and head.role == "label"))
        label = next((head.text for head in heads if head is not None and _is_label(head.text)), "")
        if label:
            found[number] = " ".join(label.split())
    return found


def _places(cell: Cell) -> Iterator[tuple[int, int]]:
    return ((down, across) for down in range(cell.down) for across in range(cell.across))


def _is_label(text: str) -> bool:
    if len(text) > _LONGEST_LABEL:
        return False
    plain = normalized(text).text
    return not _DIGITS.search(plain) and any(label.search(plain) for label in _LABELS)


def cell_lines(grid: Grid) -> Iterator[list[int]]:
    """The numbers of the cells of each row, then of each column, in order."""
    cells = list(enumerate(grid.cells))
    for row in range(grid.rows):
        yield [number for number, cell in sorted(cells, key=_by_column) if cell.row == row]
    for column in range(len(grid.widths)):
        yield [number for number, cell in sorted(cells, key=_by_row) if cell.column == column]


def _by_column(pair: tuple[int, Cell]) -> tuple[int, int]:
    return pair[1].column, pair[1].row


def _by_row(pair: tuple[int, Cell]) -> tuple[int, int]:
    return pair[1].row, pair[1].column


def cell_place(cell: Cell, place: str) -> str:
    """Where a cell stands, as the list of covered numbers says it."""
    return f"{place}，表中第 {cell.row + 1} 行第 {cell.column + 1} 列"
