"""How a copied block lies: which lines are headings, and how it becomes an upright table with one line for each row."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from perfdesk.importers.matching.block import (
    Block,
    SourceCell,
    is_heading_line,
    lay_out_block,
    stacked,
    turned,
    without_titles,
)
from perfdesk.importers.matching.columns import fitting_columns, names_rows
from perfdesk.importers.matching.figures import figure_of
from perfdesk.importers.matching.names import comparable_name, heading_name
from perfdesk.importers.matching.target import MatchTarget, named_row
from perfdesk.importers.matching.two_way import upright

_MOST_HEADING_LINES = 8
#: The columns at the left in which the headings of a lying table may be.
_MOST_HEADING_COLUMNS = 3
_SEVERAL = 2
_MOST_GROUPS = 4


def read_layout(rows: list[list[str]], target: MatchTarget) -> Block:
    """The copied cells as an upright table, with its heading lines recognised."""
    block = lay_out_block(rows)
    two_way = upright(block, target)
    if two_way is not None:
        block = two_way
    elif _is_lying(block, target):
        block = turned(block)
    block = without_titles(replace(block, header_lines=_count_header_lines(block, target)))
    return stacked(block, _count_groups(block, target))


def count_named_rows(cells: tuple[SourceCell, ...], ids: dict[str, str]) -> int:
    """How many rows of a table the cells of a line or column name."""
    return len({row for cell in cells if not cell.text.isdigit() and (row := named_row(ids, cell.text))})


def _count_groups(block: Block, target: MatchTarget) -> int:
    """How many groups of columns with the same headings lie side by side, each beginning with names of rows."""
    if not block.header_lines:
        return 1
    heads = [comparable_name(cell.text) for cell in block.lines[block.header_lines - 1]]
    for groups in range(_MOST_GROUPS, 1, -1):
        width, rest = divmod(len(heads), groups)
        if not rest and width >= _SEVERAL and heads == heads[:width] * groups and names_rows(heads[0], target):
            return groups
    return 1


def _is_lying(block: Block, target: MatchTarget) -> bool:
    """Whether the names of rows lie side by side, or the headings of columns one below the other."""
    columns = list(zip(*block.lines, strict=True)) if block.lines else []
    upright = max((_count_headings(line, target) for line in block.lines[:_MOST_HEADING_LINES]), default=0)
    beside_figures = [line for line in block.lines if any(figure_of(cell.text) is not None for cell in line)]
    heads = list(zip(*(beside_figures or block.lines), strict=True))[:_MOST_HEADING_COLUMNS]
    lying = max((_count_headings(column, target) for column in heads), default=0)
    if not target.table.open:
        ids = target.row_ids(target.table)
        upright += max((count_named_rows(column, ids) for column in columns), default=0)
        lying += max((count_named_rows(line, ids) for line in block.lines), default=0)
    return lying >= _SEVERAL and lying > upright


def _count_headings(cells: tuple[SourceCell, ...], target: MatchTarget) -> int:
    names = {heading_name(cell.text, target.year) for cell in cells if cell.text and figure_of(cell.text) is None}
    return len({column for name in names for column in target.column_ids(name)})


def _count_header_lines(block: Block, target: MatchTarget) -> int:
    """How many lines at the top are headings."""
    possible: list[tuple[SourceCell, ...]] = []
    ids = {} if target.table.open else target.row_ids(target.table)
    for line, below in pairwise(block.lines[: _MOST_HEADING_LINES + 1]):
        texts = [cell.text for cell in line if cell.text]
        names_a_row = any(named_row(ids, text) for text in texts) and not _has_heading(line, below, target)
        if names_a_row or not is_heading_line(line):
            break
        possible.append(line)
    if not target.table.open and any(sum(bool(cell.text) for cell in line) >= _SEVERAL for line in possible):
        following = [cell.text for cell in block.lines[len(possible)] if cell.text]
        if any(figure_of(text) is not None or named_row(ids, text) for text in following):
            return len(possible)
    below = block.lines[1:]
    headings = [number for number, line in enumerate(possible, 1) if _has_heading(line, below[number - 1], target)]
    return headings[-1] if headings else 0


def _has_heading(line: tuple[SourceCell, ...], below: tuple[SourceCell, ...], target: MatchTarget) -> bool:
    """Whether a line has headings of this table: in an open table several, for its texts may be anything."""
    texts = [cell.text for cell in line if cell.text]
    exact = _count_headings(line, target)
    if not target.table.open:
        return exact > 0 or any(names_rows(text, target) for text in texts)
    fitting = sum(bool(fitting_columns(target, [text])) for text in texts)
    return bool(exact) and (fitting >= _SEVERAL or len(texts) == 1 or _is_above_figures(line, below))


def _is_above_figures(line: tuple[SourceCell, ...], below: tuple[SourceCell, ...]) -> bool:
    """Whether a word of a line has a figure below it."""
    pairs = zip(line, below, strict=True)
    return any(
        upper.text and figure_of(upper.text) is None and figure_of(lower.text) is not None for upper, lower in pairs
    )
