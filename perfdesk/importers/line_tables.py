"""Tables that were pasted as lines of text: several lines of several columns, parted by tabs or wide blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell

_GAP = re.compile(r"[\t\u3000]+| {2,}")
_FIGURE = re.compile(r"[-−]?[\d,，.\s]+%?")
_FEWEST_LINES, _FEWEST_COLUMNS, _LONGEST_LINE = 3, 3, 400


def with_line_tables(document: SourceDocument) -> SourceDocument:
    """The document with such lines as tables; tables are counted anew."""
    blocks: list[SourceParagraph | SourceTable] = []
    run: list[SourceParagraph] = []
    for block in document.blocks:
        if isinstance(block, SourceParagraph) and _is_line(block):
            run.append(block)
            continue
        blocks += _closed(run)
        run = []
        blocks.append(block)
    blocks += _closed(run)
    if len(blocks) == len(document.blocks):
        return document
    return replace(document, blocks=tuple(_counted(blocks)))


def _is_line(paragraph: SourceParagraph) -> bool:
    return len(paragraph.text) <= _LONGEST_LINE and len(_columns(paragraph)) >= _FEWEST_COLUMNS


def _columns(paragraph: SourceParagraph) -> list[str]:
    return [part.strip() for part in _GAP.split(paragraph.text.strip()) if part.strip()]


def _closed(run: list[SourceParagraph]) -> list[SourceParagraph | SourceTable]:
    """The lines as one table if there are enough of them and most have a figure; else as they are."""
    rows = [_columns(line) for line in run]
    with_figure = sum(any(_FIGURE.fullmatch(cell) for cell in row) for row in rows)
    if len(rows) < _FEWEST_LINES or with_figure < len(rows) - 1:
        return list(run)
    cells = tuple(
        SourceTableCell(text, number, column) for number, row in enumerate(rows) for column, text in enumerate(row)
    )
    return [SourceTable(cells, 0)]


def _counted(blocks: list[SourceParagraph | SourceTable]) -> Iterator[SourceParagraph | SourceTable]:
    number = 0
    for block in blocks:
        if isinstance(block, SourceTable):
            number += 1
            yield replace(block, number_in_order=number)
        else:
            yield block
