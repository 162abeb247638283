"""Walks through a part of a Word file in reading order: paragraphs with their numbers, tables, text boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from perfdesk.budget import Budget
from perfdesk.importers.source import SourceTable
from perfdesk.importers.word.line import Line
from perfdesk.importers.word.numbering import Numbering
from perfdesk.importers.word.styles import Style, Styles, centering, outline_level
from perfdesk.importers.word.tables import TableReader
from perfdesk.importers.word.tags import (
    ALTERNATE,
    BOOKMARK,
    CONTROL,
    CONTROL_CONTENT,
    DELETED,
    MOVED_FROM,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    W,
    is_on,
    value_of,
)
from perfdesk.importers.word.words import Omissions, WordReader, Words, chosen_alternative, is_hint

#: A paragraph mark with one of these is not shown, and its paragraph goes on in the next one.
_HIDDEN_MARKS = (f"{W}vanish", f"{W}specVanish")
_GONE_MARKS = (DELETED, MOVED_FROM)
_CONTAINERS = frozenset(W + tag for tag in ("ins", "moveTo", "smartTag", "customXml", "dir", "bdo"))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all parts of a file share."""

    styles: Styles
    numbering: Numbering
    budget: Budget
    omissions: Omissions
    #: The next number of a table.
    count_table: Callable[[], int]


class Walker:
    """Reads one part: the body, or one footnote."""

    def __init__(self, part: Element, around: Surroundings) -> None:
        self._around = around
        self._words = WordReader(part, around.styles, around.budget, around.omissions)
        self._tables = TableReader(around.budget, around.count_table, self.blocks)
        self._early_bookmarks: list[str] = []

    @property
    def notes(self) -> list[tuple[str, str]]:
        """Kind and id of the notes that were referred to so far, in order."""
        return self._words.notes

    def blocks(self, parent: Element, in_part: str, depth: int = 0) -> Iterator[Line | SourceTable]:
        """Yield the paragraphs and tables inside an element in reading order."""
        self._around.budget.go_down(depth)
        open_words: Words | None = None
        for element in self._pieces(parent):
            if element.tag == TABLE:
                if open_words is not None and not open_words.is_blank:
                    yield from self._lines(None, open_words, in_part, depth)
                open_words = None
                yield from self._table(element, in_part, depth)
                continue
            words = self._continued(open_words)
            properties = element.find(PARAGRAPH_PROPERTIES)
            style = self._around.styles.paragraph(value_of(properties, "pStyle"))
            self._words.read(element, style, words)
            if self._goes_on(properties, style):
                open_words = words
                continue
            open_words = None
            yield from self._lines(properties, words, in_part, depth)
        if open_words is not None and not open_words.is_blank:
            yield from self._lines(None, open_words, in_part, depth)

    def _table(self, table: Element, in_part: str, depth: int) -> Iterator[Line | SourceTable]:
        """A table, or what it holds where it is only a frame: one column has no headings and labels to read."""
        cells = self._tables.frame(table, self._early_bookmarks)
        for cell in cells:
            yield from self.blocks(cell, in_part, depth + 1)
        read = None if cells else self._tables.read(table, self._early_bookmarks, depth)
        if read is not None:
            yield read

    def _continued(self, open_words: Words | None) -> Words:
        """The words to go on with; what was deleted whole leaves no bookmark."""
        words = Words() if open_words is None or open_words.is_blank else open_words
        words.bookmarks += self._early_bookmarks
        self._early_bookmarks.clear()
        return words

    def _lines(
        self, properties: Element | None, words: Words, in_part: str, depth: int
    ) -> Iterator[Line | SourceTable]:
        """The paragraph, and what its text boxes hold."""
        self._around.budget.spend()
        style_id = value_of(properties, "pStyle")
        style = self._around.styles.paragraph(style_id)
        centered = centering(properties)
        written = value_of(properties, "outlineLvl")
        yield Line(
            text=words.text,
            number=self._around.numbering.next_number(properties, style_id, style),
            in_part=in_part,
            is_bold=words.is_bold and not words.text.isspace() and bool(words.pieces),
            is_centered=bool(style.is_centered) if centered is None else centered,
            is_in_contents=words.is_in_contents or style.is_contents,
            outline_level=outline_level(written) if written else style.outline_level,
            bookmarks=tuple(words.bookmarks),
            notes=tuple(words.notes),
        )
        for box in words.boxes:
            yield from self.blocks(box, "textbox", depth + 1)

    def _pieces(self, parent: Element) -> Iterator[Element]:
        """Yield the paragraphs and tables, also those inside content controls, insertions and the like."""
        for child in parent:
            tag = child.tag
            if tag in (PARAGRAPH, TABLE):
                yield child
            elif tag == BOOKMARK:
                self._bookmark(child)
            elif tag == CONTROL:
                content = child.find(CONTROL_CONTENT)
                if content is not None and not is_hint(child, self._around.styles):
                    yield from self._pieces(content)
            elif tag == ALTERNATE:
                chosen = chosen_alternative(child)
                if chosen is not None:
                    yield from self._pieces(chosen)
            elif tag in _CONTAINERS:
                yield from self._pieces(child)

    def _bookmark(self, mark: Element) -> None:
        early = Words()
        self._words.bookmark(mark, early)
        self._early_bookmarks += early.bookmarks

    def _goes_on(self, properties: Element | None, style: Style) -> bool:
        """Whether the paragraph's mark is deleted, moved away or hidden, so that the next paragraph follows on."""
        mark = properties.find(RUN_PROPERTIES) if properties is not None else None
        if mark is None:
            return bool(style.is_hidden)
        for found in mark:
            if found.tag in _GONE_MARKS:
                self._around.omissions.has_revisions = True
                return True
            if found.tag in _HIDDEN_MARKS:
                return is_on(found)
        return bool(style.is_hidden)
