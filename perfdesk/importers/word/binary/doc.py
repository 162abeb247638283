"""Reads `.doc` and `.wps`. Automatic numbers are not in these files as text, so nothing read from them is certain."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable
from perfdesk.importers.source_error import SAVE_AS, SourceError
from perfdesk.importers.word.binary.paragraphs import BinaryParagraph, BinaryText
from perfdesk.importers.word.binary.streams import BinaryStreams
from perfdesk.importers.word.binary.tables import TableBuilder

_REMARK = f"这是旧的 Word 格式（.doc、.wps），自动编号读不出来，文字和表格也不能保证读全。{SAVE_AS}"
#: The stories in the order in which they are read, and what they are.
_STORIES = (("body", "body"), ("textbox", "textbox"), ("footnote", "footnote"), ("endnote", "footnote"))


def read_doc(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a Word 97 to 2003 file; SourceError, TooMuchError or struct.error if it cannot be read."""
    streams = BinaryStreams(file)
    text, stories = BinaryText(streams, file.budget), streams.stories()
    count_table = itertools.count(1).__next__
    found = (
        block for story, in_part in _STORIES for block in _blocks(text.paragraphs(stories[story]), in_part, count_table)
    )
    blocks = tuple(_numbered(found))
    if not blocks:
        raise SourceError("文件里没有文字。", "请检查是不是选错了文件。")
    return SourceDocument(file.name, format_id, blocks, is_certain=False, remarks=(_REMARK,))


def _blocks(
    paragraphs: Iterator[BinaryParagraph], in_part: str, count_table: Callable[[], int]
) -> Iterator[tuple[BinaryParagraph, str] | SourceTable]:
    """The paragraphs with their part, and the tables."""
    builder: TableBuilder | None = None
    for paragraph in paragraphs:
        if paragraph.look.depth:
            builder = builder or TableBuilder(1, count_table)
            builder.add(paragraph)
            continue
        if builder is not None:
            yield from _finished(builder)
            builder = None
        yield paragraph, in_part
    if builder is not None:
        yield from _finished(builder)


def _finished(builder: TableBuilder) -> Iterator[SourceTable]:
    table = builder.finished()
    if table is not None:
        yield table


def _numbered(
    found: Iterator[tuple[BinaryParagraph, str] | SourceTable],
) -> Iterator[SourceParagraph | SourceTable]:
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
