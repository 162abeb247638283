"""Tables that were pasted as lines of text: lines of headings, then lines of as many columns with figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell
from perfdesk.language.characters import plain
from perfdesk.language.headings import heading_level

_FIGURE = re.compile(r"[-−]?[\d,，.\s]*\d[\d,，.\s]*%?|[—–-]+")
_NUMBER = re.compile(r"\d")
_FEWEST_LINES, _FEWEST_COLUMNS, _LONGEST_LINE = 2, 3, 400
_TAB, _WIDE, _BLANK = re.compile(r"\t"), re.compile(r"[\t\u3000]+| {2,}"), re.compile(r"\s+")
#: What parts the columns, the surest first: a tab for each, wide gaps, single blanks.
_GAPS = (_TAB, _WIDE, _BLANK)
#: Signs of sentences: words parted by single blanks that have one are no cells.
_SENTENCE = re.compile(r"[，。；：！？,;:!?]")

Line = list[str]


@dataclass(slots=True)
class _Lines:
    """Lines of a table so far, each with its paragraph: those of headings, then those with figures."""

    paragraphs: list[SourceParagraph] = field(default_factory=list[SourceParagraph])
    rows: list[Line] = field(default_factory=list[Line])
    headings: int = 0

    @property
    def width(self) -> int:
        """The number of columns: that of the last line of headings."""
        return len(self.rows[self.headings - 1]) if self.headings else 0

    @property
    def is_table(self) -> bool:
        """Whether there are headings, and enough lines below them."""
        return len(self.rows) - self.headings >= _FEWEST_LINES and self.width >= _FEWEST_COLUMNS

    def add(self, paragraph: SourceParagraph, row: Line, is_heading: bool) -> None:
        """Add a line."""
        self.paragraphs.append(paragraph)
        self.rows.append(row)
        self.headings += is_heading


def with_line_tables(document: SourceDocument, left_as_text: frozenset[int] = frozenset()) -> SourceDocument:
    """The document with such lines as tables; tables are counted anew.

    A table whose first paragraph has one of the numbers in `left_as_text` stays text.
    """
    blocks: list[SourceParagraph | SourceTable] = []
    run: list[SourceParagraph] = []
    for block in document.blocks:
        if isinstance(block, SourceParagraph) and _is_line(block):
            run.append(block)
            continue
        blocks += _closed(run, left_as_text)
        run = []
        blocks.append(block)
    blocks += _closed(run, left_as_text)
    if len(blocks) == len(document.blocks):
        return document
    return replace(document, blocks=tuple(_counted(blocks)))


def _is_line(paragraph: SourceParagraph) -> bool:
    text = paragraph.text
    if len(text) > _LONGEST_LINE or "\n" in text or heading_level(paragraph.full_text) or paragraph.outline_level:
        return False
    return any(len(_columns(text, gap)) >= _FEWEST_COLUMNS for gap in _GAPS)


def _columns(text: str, gap: re.Pattern[str]) -> Line:
    """The cells of a line; with a tab for each cell, some may be blank."""
    parts = [part.strip() for part in gap.split(text.strip(" \u3000\n") if gap is _TAB else text.strip())]
    return parts if gap is _TAB else [part for part in parts if part]


def _closed(run: Sequence[SourceParagraph], left_as_text: frozenset[int]) -> list[SourceParagraph | SourceTable]:
    """The lines, those of tables as tables."""
    for gap in _GAPS:
        made = list(_tables(run, gap, left_as_text))
        if len(made) < len(run):
            return made
    return list(run)


def _tables(
    run: Sequence[SourceParagraph], gap: re.Pattern[str], left_as_text: frozenset[int]
) -> Iterator[SourceParagraph | SourceTable]:
    """Yield the lines of a run; a line of another width ends a table and stays a line."""
    lines = _Lines()
    for paragraph in run:
        row = _columns(paragraph.text, gap)
        if gap is _TAB and len(row) < lines.width:
            row += [""] * (lines.width - len(row))
        has_figure = any(_FIGURE.fullmatch(plain(cell)) for cell in row)
        is_heading = not has_figure and not (gap is _BLANK and _NUMBER.search(plain(row[0])))
        if gap is _BLANK and _SENTENCE.search(paragraph.text.replace(",", "")):
            is_heading = has_figure = False
        if (not has_figure and len(lines.rows) > lines.headings) or (has_figure and len(row) != lines.width):
            yield from _made(lines, left_as_text)
            lines = _Lines()
        if is_heading or (has_figure and lines.headings):
            lines.add(paragraph, row, is_heading)
        else:
            yield from _made(lines, left_as_text)
            lines = _Lines()
            yield paragraph
    yield from _made(lines, left_as_text)


def _made(lines: _Lines, left_as_text: frozenset[int]) -> list[SourceParagraph] | list[SourceTable]:
    """The lines as one table, or as they are."""
    if not lines.is_table or lines.paragraphs[0].number_in_order in left_as_text:
        return lines.paragraphs
    cells = [
        SourceTableCell(text, number, column)
        for number, row in enumerate(lines.rows)
        for column, text in enumerate(row)
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
