"""Tables of one line of figures whose headings name both the rows and the columns, one above the other."""

from __future__ import annotations

from perfdesk.importers.matching.block import Block, SourceCell, is_heading_line
from perfdesk.importers.matching.columns import fitting_columns
from perfdesk.importers.matching.figures import figure_of
from perfdesk.importers.matching.target import MatchTarget, named_row

_FEWEST_ROWS = 2
_MOST_LEVELS = 5


def upright(block: Block, target: MatchTarget) -> Block | None:
    """The block as an upright table: a heading line, then one line for each row that is named; None for others.

    `预算数` may stand above `公务接待费`, and `决算数` above another `公务接待费`.
    """
    levels = 0
    while levels < min(_MOST_LEVELS, len(block.lines) - 1) and is_heading_line(block.lines[levels]):
        levels += 1
    if target.table.open or len(block.lines) != levels + 1 or levels < _FEWEST_ROWS:
        return None
    figures = block.lines[levels]
    ids = target.row_ids(target.table)
    names: dict[str, SourceCell] = {}
    heads: dict[str, SourceCell] = {}
    found: dict[tuple[str, str], SourceCell] = {}
    for number, figure in enumerate(figures):
        stack = _headings_above(block, levels, number)
        row = next((cell for cell in reversed(stack) if named_row(ids, cell.text)), None)
        head = next((cell for cell in stack if cell is not row and fitting_columns(target, [cell.text])), None)
        if row is None or head is None or figure_of(figure.text) is None:
            continue
        row_id = named_row(ids, row.text)
        names.setdefault(row_id, row)
        heads.setdefault(head.text, head)
        found.setdefault((row_id, head.text), figure)
    if len(names) < _FEWEST_ROWS:
        return None
    corner = SourceCell("项目", 0, 0)
    lines = [
        (name, *(found.get((row_id, head), SourceCell("", name.row, name.column)) for head in heads))
        for row_id, name in names.items()
    ]
    return Block(((corner, *heads.values()), *lines), 0, block.in_yuan)


def _headings_above(block: Block, levels: int, number: int) -> list[SourceCell]:
    """The headings above a column, the uppermost first; one that is merged over several columns is in the leftmost."""
    found: list[SourceCell] = []
    begins_here = False
    for level, line in enumerate(block.lines[:levels]):
        if line[number].text:
            found.append(line[number])
            begins_here = True
        elif not begins_here and level < levels - 1:
            found += [cell for cell in reversed(line[:number]) if cell.text][:1]
    return found
