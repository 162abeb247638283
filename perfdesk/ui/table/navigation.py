"""Where the keys of a spreadsheet lead in a table: Enter down the column, Tab along the row."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.ui.table.model import CellPosition


def next_position(
    positions: Sequence[CellPosition], here: CellPosition, *, down: bool, back: bool
) -> CellPosition | None:
    """Return the next of some cells in reading order, or down the columns; None after the last one."""
    ordered = sorted(positions, key=_by_column) if down else list(positions)
    place = _by_column(here) if down else here
    places = [_by_column(position) if down else position for position in ordered]
    if back:
        return next((ordered[at] for at in reversed(range(len(places))) if places[at] < place), None)
    return next((ordered[at] for at in range(len(places)) if places[at] > place), None)


def _by_column(position: CellPosition) -> CellPosition:
    row, column = position
    return column, row
