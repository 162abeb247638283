"""Properties of characters and paragraphs in a Word 97 to 2003 file: deleted, hidden, bold, table cells and rows."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.importers.word.binary.streams import BinaryStreams

_PAGE = 512
_CHARACTER_PAGES, _PARAGRAPH_PAGES = 12, 13
_MAX_PAGES = 20_000
#: Single properties (MS-DOC 2.6).
_DELETED, _HIDDEN, _BOLD, _SYMBOL = 0x0800, 0x083C, 0x0835, 0x6A09
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_JUSTIFIED, _JUSTIFIED_OLD, _OUTLINE, _ROW_PLAN, _ELSEWHERE = 0x2461, 0x2403, 0x2640, 0xD608, 0x6646
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VARIABLE = 6
_OPPOSITE_OF_STYLE = 0x81
_CENTERED, _BODY_LEVEL, _LAST_HEADING_STYLE = 1, 9, 9
#: The paragraph of a cell may be in no table for `_DEPTH`, which counts tables around it.
_MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Characters:
    """A run of characters, by place in bytes, and what it looks like. A symbol is drawn with a font of signs."""

    start: int
    end: int
    is_gone: bool
    is_bold: bool


@dataclass(frozen=True, slots=True)
class RowPlan:
    """The cells of a row: their edges from left to right in twips, and how each is merged with its neighbours."""

    edges: tuple[int, ...] = ()
    continues_left: tuple[bool, ...] = ()
    continues_up: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A paragraph: how many tables it is inside, whether it ends an inner cell or a row, and how it looks."""

    depth: int = 0
    ends_inner_cell: bool = False
    ends_row: bool = False
    is_centered: bool = False
    outline_level: int | None = None
    row: RowPlan = RowPlan()


class Properties:
    """The properties of a file, by place in bytes."""

    def __init__(self, streams: BinaryStreams) -> None:
        self._data = streams.data
        self.characters = sorted(
            (_characters(start, end, found) for start, end, found in _runs(streams)), key=lambda one: one.start
        )
        self._paragraphs = sorted(_paragraphs(streams), key=lambda one: one[0])
        self._starts = [start for start, _, _ in self._paragraphs]

    def paragraph(self, place: int) -> ParagraphLook:
        """The look of the paragraph whose mark is at this place."""
        at = bisect_right(self._starts, place) - 1
        if at < 0 or place >= self._paragraphs[at][1]:
            return ParagraphLook()
        return self._look(self._paragraphs[at][2])

    def _look(self, written: bytes) -> ParagraphLook:
        if len(written) < 2:
            return ParagraphLook()
        (style,) = struct.unpack_from("<H", written)
        found = dict(_single_properties(written[2:]))
        if _ELSEWHERE in found:
            # too long for its page
            (place,) = struct.unpack("<I", found[_ELSEWHERE])
            length = struct.unpack_from("<H", self._data, place)[0]
            found |= dict(_single_properties(self._data[place + 2 : place + 2 + length]))
        is_inside = found.get(_IN_TABLE, b"\0") != b"\0"
        depth = struct.unpack("<i", found[_DEPTH])[0] if _DEPTH in found else int(is_inside)
        level = found.get(_OUTLINE, bytes((_BODY_LEVEL,)))[0]
        if _OUTLINE not in found and 0 < style <= _LAST_HEADING_STYLE:
            level = style - 1
        return ParagraphLook(
            depth=max(0, min(depth, _MAX_DEPTH)),
            ends_inner_cell=found.get(_INNER_CELL, b"\0") != b"\0",
            ends_row=found.get(_ROW_END, b"\0") != b"\0" or found.get(_INNER_ROW_END, b"\0") != b"\0",
            is_centered=found.get(_JUSTIFIED, found.get(_JUSTIFIED_OLD, b"\0"))[0] == _CENTERED,
            outline_level=level + 1 if level < _BODY_LEVEL else None,
            row=_row_plan(found.get(_ROW_PLAN, b"")),
        )


def _characters(start: int, end: int, written: bytes) -> Characters:
    found = dict(_single_properties(written))
    # a sign of a symbol font has a meaningless bracket in its place
    is_gone = _is_on(found, _DELETED) or _is_on(found, _HIDDEN) or _SYMBOL in found
    return Characters(start, end, is_gone, _is_on(found, _BOLD))


def _is_on(found: dict[int, bytes], code: int) -> bool:
    return found.get(code, b"\0")[0] in (1, _OPPOSITE_OF_STYLE)


def _single_properties(written: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield code and operand of each property in a list; stops where the list is broken off."""
    at = 0
    while at + 2 <= len(written):
        (code,) = struct.unpack_from("<H", written, at)
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if code == _ROW_PLAN and at + 2 <= len(written):
            size = struct.unpack_from("<H", written, at)[0] + 1
        elif code >> 13 == _VARIABLE and at < len(written):
            size = written[at] + 1
        operand = written[at : at + size]
        if len(operand) < size or not operand:
            return
        yield code, operand
        at += size


def _runs(streams: BinaryStreams) -> Iterator[tuple[int, int, bytes]]:
    """Yield start, end and properties of the runs of characters."""
    for page, count, places in _pages(streams, _CHARACTER_PAGES):
        for at in range(count):
            offset = page[4 * (count + 1) + at] * 2
            length = page[offset] if offset else 0
            yield places[at], places[at + 1], page[offset + 1 : offset + 1 + length]


def _paragraphs(streams: BinaryStreams) -> Iterator[tuple[int, int, bytes]]:
    """Yield start, end and properties, the style first, of the paragraphs."""
    for page, count, places in _pages(streams, _PARAGRAPH_PAGES):
        for at in range(count):
            offset = page[4 * (count + 1) + 13 * at] * 2
            if not offset:
                yield places[at], places[at + 1], b""
            elif page[offset]:
                yield places[at], places[at + 1], page[offset + 1 : offset + 2 * page[offset]]
            else:
                yield places[at], places[at + 1], page[offset + 2 : offset + 2 + 2 * page[offset + 1]]


def _pages(streams: BinaryStreams, part: int) -> Iterator[tuple[bytes, int, tuple[int, ...]]]:
    """Yield the pages of properties: the page, how many runs it has, and their places in bytes."""
    index = streams.table_part(part)
    count = max(0, (len(index) - 4) // 8)
    for (number,) in struct.iter_unpack("<I", index[4 * (count + 1) : 8 * count + 4][: 4 * _MAX_PAGES]):
        start = (number & 0x3FFFFF) * _PAGE
        page = streams.main[start : start + _PAGE]
        if len(page) == _PAGE and 4 * (page[-1] + 1) <= _PAGE:
            yield page, page[-1], struct.unpack_from(f"<{page[-1] + 1}I", page)


def _row_plan(operand: bytes) -> RowPlan:
    """Read the definition of a row (MS-DOC 2.9.317): a length, the count of cells, their edges, 20 bytes for each."""
    if len(operand) < 3:
        return RowPlan()
    count = operand[2]
    if len(operand) < 3 + 2 * (count + 1):
        return RowPlan()
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    after = operand[3 + 2 * (count + 1) :]
    flags = [int.from_bytes(after[20 * at : 20 * at + 2], "little") for at in range(count)]
    return RowPlan(
        edges,
        continues_left=tuple(flag & 0b11 == 1 for flag in flags),
        continues_up=tuple(flag >> 5 & 0b11 == 1 for flag in flags),
    )
