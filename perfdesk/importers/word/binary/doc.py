"""Reads `.doc` and `.wps`. Automatic numbers are not in these files as text, so nothing read from them is certain."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterator

from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable
from perfdesk.importers.source_error import SAVE_AS, SourceError
from perfdesk.importers.word.binary.paragraphs import BinaryParagraph, BinaryText
from perfdesk.importers.word.binary.streams import BinaryStreams
from perfdesk.importers.word.binary.tables import TableBuilder

_REMARK = f"这是旧的 Word 格式（.doc、.wps），自动编号读不出来，文字和表格也不能保证读全。{SAVE_AS}"
_AFTER_ALL = 1 << 32
_NOTES = ("footnote", "endnote")
#: A paragraph with the part in which it stands, or a table.
_Block = tuple[BinaryParagraph, str] | SourceTable


def read_doc(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a Word 97 to 2003 file; SourceError, TooMuchError or struct.error if it cannot be read."""
    streams = BinaryStreams(file)
    text, stories = BinaryText(streams, file.budget), streams.stories()
    blocks = tuple(_numbered(_Reader(text, stories, streams.text_boxes()).blocks()))
    if not blocks:
        raise SourceError("文件里没有文字。", "请检查是不是选错了文件。")
    return SourceDocument(file.name, format_id, blocks, is_certain=False, remarks=(_REMARK,))


class _Reader:
    """Reads the body, with each text box after the paragraph or table that holds it, then the notes."""

    def __init__(
        self, text: BinaryText, stories: dict[str, tuple[int, int]], boxes: list[tuple[int, tuple[int, int]]]
    ) -> None:
        self._text, self._stories, self._boxes = text, stories, deque(boxes)
        self._count_table = itertools.count(1).__next__

    def blocks(self) -> Iterator[_Block]:
        """The paragraphs with their part, and the tables."""
        for block, end in self._story(self._stories["body"], "body"):
            yield block
            yield from self._boxes_before(end)
        yield from self._boxes_before(_AFTER_ALL)
        for note in _NOTES:
            for block, _ in self._story(self._stories[note], "footnote"):
                yield block

    def _boxes_before(self, end: int) -> Iterator[_Block]:
        while self._boxes and self._boxes[0][0] <= end:
            for block, _ in self._story(self._boxes.popleft()[1], "textbox"):
                yield block

    def _story(self, story: tuple[int, int], in_part: str) -> Iterator[tuple[_Block, int]]:
        """The paragraphs and tables of a story, and where each ends."""
        builder: TableBuilder | None = None
        end = story[0]
        for paragraph in self._text.paragraphs(story):
            if paragraph.look.depth:
                builder = builder or TableBuilder(1, self._count_table)
                builder.add(paragraph)
                end = paragraph.end
                continue
            for table in _finished(builder):
                yield table, end
            builder = None
            yield (paragraph, in_part), paragraph.end
        for table in _finished(builder):
            yield table, end


def _finished(builder: TableBuilder | None) -> Iterator[SourceTable]:
    table = builder.finished() if builder is not None else None
    if table is not None:
        yield table


def _numbered(found: Iterator[_Block]) -> Iterator[SourceParagraph | SourceTable]:
    """The paragraphs that have words, counted, and the tables."""
    order = 0
    for block in found:
        if isinstance(block, SourceTable):
            yield block
            continue
        paragraph, in_part = block
        if paragraph.text.strip():
            order += 1
            yield SourceParagraph(
                paragraph.text,
                order,
                outline_level=paragraph.look.outline_level,
                is_bold=paragraph.is_bold,
                is_centered=paragraph.look.is_centered,
                in_part=in_part,
            )
