"""Tables that were pasted as lines of text: a line of headings, then lines of as many columns with figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell
from perfdesk.language.characters import plain

_FIGURE = re.compile(r"[-−]?[\d,，.\s]*\d[\d,，.\s]*%?|[—–-]+")
_FEWEST_LINES, _FEWEST_COLUMNS, _LONGEST_LINE = 3, 3, 400
_TAB, _WIDE, _BLANK = re.compile(r"\t"), re.compile(r"[\t\u3000]+| {2,}"), re.compile(r"\s+")
#: What parts the columns, the surest first: a tab for each, wide gaps, single blanks.
_GAPS = (_TAB, _WIDE, _BLANK)

Line = list[str]


@dataclass(slots=True)
class _Lines:
    """Lines of a table so far: those of headings, and those with figures, each with its paragraph."""

    paragraphs: list[SourceParagraph] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    headings: int = 0

    @property
    def width(self) -> int:
        """The number of columns: that of the last line of headings, or of the first line."""
        return len(self.rows[max(0, self.headings - 1)]) if self.rows else 0

    @property
    def is_table(self) -> bool:
        """Whether there are enough lines, and most are of one width."""
        fitting = sum(len(row) == self.width for row in self.rows)
        has_lines = len(self.rows) - self.headings >= _FEWEST_LINES - 1
        return has_lines and self.width >= _FEWEST_COLUMNS and fitting > len(self.rows) / 2


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
    text = paragraph.text
    return len(text) <= _LONGEST_LINE and any(len(_columns(text, gap)) >= _FEWEST_COLUMNS for gap in _GAPS)


def _columns(text: str, gap: re.Pattern[str]) -> Line:
    """The cells of a line; with a tab for each cell, some may be blank."""
    parts = [part.strip() for part in gap.split(text.strip(" \u3000\n") if gap is _TAB else text.strip())]
    return parts if gap is _TAB else [part for part in parts if part]


def _closed(run: Sequence[SourceParagraph]) -> list[SourceParagraph | SourceTable]:
    """The lines, those of tables as tables."""
    for gap in _GAPS:
        made = list(_tables(run, gap))
        if len(made) < len(run):
            return made
    return list(run)


def _tables(run: Sequence[SourceParagraph], gap: re.Pattern[str]) -> Iterator[SourceParagraph | SourceTable]:
    lines = _Lines()
    for paragraph in run:
        row = _columns(paragraph.text, gap)
        has_figure = any(_FIGURE.fullmatch(plain(cell)) for cell in row)
        if not has_figure and len(lines.rows) > lines.headings:
            yield from _made(lines)
            lines = _Lines()
        lines.paragraphs.append(paragraph)
        lines.rows.append(row)
        lines.headings += not has_figure
    yield from _made(lines)


def _made(lines: _Lines) -> list[SourceParagraph] | list[SourceTable]:
    """The lines as one table, or as they are. A line of another width has no columns: it is one cell."""
    if not lines.is_table:
        return lines.paragraphs
    cells = [
        SourceTableCell(text, number, column)
        for number, (row, paragraph) in enumerate(zip(lines.rows, lines.paragraphs, strict=True))
        for column, text in enumerate(row if len(row) == lines.width or number < lines.headings else [paragraph.text])
    ]
    return [SourceTable(tuple(cells), 0, paragraphs=tuple(one.number_in_order for one in lines.paragraphs))]


def _counted(blocks: list[SourceParagraph | SourceTable]) -> Iterator[SourceParagraph | SourceTable]:
    number = 0
    for block in blocks:
        if isinstance(block, SourceTable):
            number += 1
            yield replace(block, number_in_order=number)
        else:
            yield block
