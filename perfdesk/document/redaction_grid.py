"""The neighbours of cells in a table: the label of an answer, and the cells of each row and column."""

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
    """Return the labels of cells by the number of the cell: the cell to the left, or the heading above."""
    names = {number: cell.text for number, cell in enumerate(grid.cells) if _is_label(cell.text)}
    at = {position: number for number, cell in enumerate(grid.cells) for position in _positions(cell)}
    above: dict[int, str] = {}
    found: dict[int, str] = {}
    for number, cell in sorted(enumerate(grid.cells), key=lambda pair: (pair[1].row, pair[1].column)):
        label = names.get(at.get((cell.row, cell.column - 1), -1)) or above.get(cell.column, "")
        if label and cell.value is None and any(sign.isalnum() for sign in cell.text):
            found[number] = " ".join(label.split())
        if number in names and cell.role == "label":
            above.update((column, cell.text) for _, column in _positions(cell))
    return found


def _positions(cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield every row and column that a cell covers."""
    for row in range(cell.row, cell.row + cell.row_span):
        yield from ((row, column) for column in range(cell.column, cell.column + cell.column_span))


def _is_label(text: str) -> bool:
    if len(text) > _LONGEST_LABEL:
        return False
    plain = normalized(text).text
    return not _DIGITS.search(plain) and any(label.search(plain) for label in _LABELS)


def cell_lines(grid: Grid) -> Iterator[list[int]]:
    """Yield the numbers of the cells of each row, then of each column, in order."""
    rows: dict[int, list[int]] = {}
    columns: dict[int, list[int]] = {}
    for number, cell in sorted(enumerate(grid.cells), key=lambda pair: (pair[1].row, pair[1].column)):
        rows.setdefault(cell.row, []).append(number)
        columns.setdefault(cell.column, []).append(number)
    yield from rows.values()
    yield from columns.values()


def cell_place(cell: Cell, section_label: str) -> str:
    """Return the place of a cell for the list of redactions."""
    return f"{section_label}，表中第 {cell.row + 1} 行第 {cell.column + 1} 列"
