"""Blocks of cells to and from spreadsheets, as tab-separated text."""

from __future__ import annotations

import csv
import io
import uuid
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import clean
from perfdesk.definition.model import Table
from perfdesk.document.blocks import Cell
from perfdesk.ui.grid.model import GridModel, Spot

_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Pasting:
    """What a pasted block would enter, and what of it finds no place here."""

    texts: dict[Address, str]
    computed: int
    outside: int
    overwritten: int
    refused: int

    def told(self) -> str:
        """What happened, in one sentence."""
        parts = [f"已粘贴 {len(self.texts)} 格" if self.texts else "没有可以粘贴的格"]
        if self.overwritten:
            parts.append(f"其中 {self.overwritten} 格原来有数，已改写（可撤销）")
        if self.computed:
            parts.append(f"{self.computed} 格是灰底算出的，没有动")
        if self.refused:
            parts.append(f"{self.refused} 格不在可选项里，没有贴")
        if self.outside:
            parts.append(f"{self.outside} 格超出本表，没有贴")
        return "；".join(parts) + "。"


def block_of(text: str) -> list[list[str]]:
    """The rows of a copied block; quoted line breaks stay inside their cell, empty lines at the end fall away."""
    rows = list(csv.reader(io.StringIO(clean(text)), delimiter="\t"))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def block_text(rows: list[list[str]]) -> str:
    """Cells as a block that spreadsheets take."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue().rstrip("\n")


def plan(grid: GridModel, start: Spot, hidden: frozenset[int], rows: list[list[str]], table: Table | None) -> Pasting:
    """Lay a block over the grid from a cell on; an open `table` grows by the rows that do not fit."""
    lines = [row for row in range(start[0], grid.rowCount()) if row not in hidden]
    texts: dict[Address, str] = {}
    counts = {"computed": 0, "outside": 0, "overwritten": 0, "refused": 0}
    for number, cells in enumerate(rows):
        line = lines[number] if number < len(lines) else None
        fresh = f"r{uuid.uuid4().hex[:10]}"
        for offset, text in enumerate(cells):
            if number * max(len(cells), 1) + offset >= _MOST_CELLS:
                counts["outside"] += 1
                continue
            _place(grid, (line, start[1] + offset), text, texts, counts, (table, fresh))
    return Pasting(texts, **counts)


def _place(
    grid: GridModel,
    spot: tuple[int | None, int],
    text: str,
    texts: dict[Address, str],
    counts: dict[str, int],
    growing: tuple[Table | None, str],
) -> None:
    line, column = spot
    if column >= grid.columnCount():
        counts["outside"] += bool(text.strip())
        return
    cell = grid.at((line, column)) if line is not None else _cell_below(grid, column, growing)
    if cell is None:
        counts["outside"] += bool(text.strip())
        return
    address, question = cell.address, grid.question(cell)
    if address is None or question is None or not grid.is_open(cell):
        counts["computed"] += bool(text.strip()) and text.strip() != cell.text
        return
    if question.kind == "link" or (question.kind == "choice" and text.strip() not in (*question.options, "")):
        counts["refused"] += bool(text.strip())
        return
    kept = text.strip()
    before = grid.report.session.entries.text(address) or ""
    if kept == before:
        return
    counts["overwritten"] += bool(before)
    texts[address] = kept


def _cell_below(grid: GridModel, column: int, growing: tuple[Table | None, str]) -> Cell | None:
    """The cell a new row of an open table would have in this column."""
    table, row = growing
    last = grid.at((grid.rowCount() - 1, column)) if table else None
    if table is None or last is None:
        return None
    offset = column - (grid.columnCount() - len(table.columns))
    if offset < 0:
        return last
    address = Address(grid.instance, table.id, row, table.columns[offset].id)
    return Cell(grid.rowCount(), column, "", role="entry", address=address)
