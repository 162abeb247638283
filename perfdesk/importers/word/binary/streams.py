"""The streams of a Word 97 to 2003 file, its stories, and its characters in order by the piece table."""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import olefile

from perfdesk.budget import TooMuchError
from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source_error import SAVE_AS, SourceError, damaged, locked

MAIN_STREAM = "WordDocument"
_MAGIC, _WORD_97 = 0xA5EC, 0xC1
#: Offsets in the file information block (MS-DOC 2.5), in bytes.
_FLAGS, _LENGTHS, _TABLES, _PIECES = 0x0A, 0x4C, 0x9A, 0x1A2
_IS_ENCRYPTED, _IS_TABLE_1, _IS_COMPRESSED = 0x0100, 0x0200, 0x40000000
_PROPERTIES_ENTRY, _PIECES_ENTRY = 1, 2
#: Shapes in the body and text boxes: their parts of the table stream, the bytes of an entry, and the shape in a box.
_SHAPES, _SHAPE_SIZE, _BOXES, _BOX_SIZE, _SHAPE_OF_BOX = 40, 26, 56, 22, 14
#: In characters; a report has some ten thousand.
_MAX_CHARACTERS = 3_000_000
_STORIES = ("body", "footnote", "header", "macro", "comment", "endnote", "textbox", "header textbox")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: its first character in the text, its length, its place in bytes, and bytes a character."""

    start: int
    length: int
    place: int
    width: int


class BinaryStreams:
    """The parts of a file that are needed; SourceError, struct.error or OSError when they cannot be read."""

    def __init__(self, file: OpenedFile) -> None:
        try:
            with olefile.OleFileIO(io.BytesIO(file.content)) as compound:
                self.main = _stream(compound, MAIN_STREAM)
                magic, version = struct.unpack_from("<HH", self.main)
                (flags,) = struct.unpack_from("<H", self.main, _FLAGS)
                if magic != _MAGIC or version < _WORD_97:
                    raise SourceError("这是很旧的 Word 格式（97 版以前）。", SAVE_AS)
                if flags & _IS_ENCRYPTED:
                    raise locked()
                self.table = _stream(compound, "1Table" if flags & _IS_TABLE_1 else "0Table")
                self.data = _stream(compound, "Data") if compound.exists("Data") else b""
        except OSError as error:  # olefile's own error is one
            raise damaged() from error
        self.pieces = list(self._read_pieces())
        self._starts = [piece.start for piece in self.pieces]

    def table_part(self, number: int) -> bytes:
        """The part of the table stream that the information block lists under this number."""
        place, length = struct.unpack_from("<II", self.main, _TABLES + 8 * number)
        return self.table[place : place + length]

    def stories(self) -> dict[str, tuple[int, int]]:
        """First and last character of each story of the text."""
        lengths = struct.unpack_from(f"<{len(_STORIES)}i", self.main, _LENGTHS)
        found, start = dict[str, tuple[int, int]](), 0
        for name, length in zip(_STORIES, lengths, strict=True):
            found[name] = (start, start + max(0, length))
            start = found[name][1]
        return found

    def text_boxes(self) -> list[tuple[int, tuple[int, int]]]:
        """Where each text box is anchored in the body, and its first and last character, in order."""
        anchors = {_shape(entry, 0): anchor for anchor, _, entry in self._entries(_SHAPES, _SHAPE_SIZE)}
        (first, last), found = self.stories()["textbox"], list[tuple[int, tuple[int, int]]]()
        for start, end, entry in self._entries(_BOXES, _BOX_SIZE):
            # a box without an anchor comes after the body
            anchor = anchors.get(_shape(entry, _SHAPE_OF_BOX), first)
            found.append((anchor, (min(first + start, last), min(first + end, last))))
        return sorted(found)

    def characters(self, piece: Piece) -> str:
        """The characters of a piece."""
        raw = self.main[piece.place : piece.place + piece.length * piece.width]
        text = raw.decode("utf-16-le" if piece.width == 2 else "cp1252", "replace")
        return text[: piece.length].ljust(piece.length, "\0")

    def place_of(self, character: int) -> int:
        """The place of a character in bytes; -1 if no piece has it."""
        at = bisect_right(self._starts, character) - 1
        if at < 0:
            return -1
        piece = self.pieces[at]
        return piece.place + (character - piece.start) * piece.width

    def _entries(self, part: int, size: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield the entries of a list of places: the first and last character, and the bytes about them."""
        written = self.table_part(part)
        count = max(0, (len(written) - 4) // (4 + size))
        places = struct.unpack_from(f"<{count + 1}I", written) if count else ()
        for at in range(count):
            start = 4 * (count + 1) + size * at
            yield places[at], places[at + 1], written[start : start + size]

    def _read_pieces(self) -> Iterator[Piece]:
        place, length = struct.unpack_from("<II", self.main, _PIECES)
        plan = _piece_table(self.table[place : place + length])
        count = (len(plan) - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}I", plan)
        if starts[-1] > _MAX_CHARACTERS:
            raise TooMuchError(f"超过 {_MAX_CHARACTERS:,} 字")
        for at in range(count):
            (written,) = struct.unpack_from("<I", plan, 4 * (count + 1) + 8 * at + 2)
            size = starts[at + 1] - starts[at]
            if size < 0:
                raise damaged()
            if written & _IS_COMPRESSED:
                yield Piece(starts[at], size, (written & ~_IS_COMPRESSED) // 2, 1)
            else:
                yield Piece(starts[at], size, written, 2)


def _piece_table(complex_part: bytes) -> bytes:
    """The plan of pieces, which follows any number of property lists."""
    at = 0
    while at < len(complex_part):
        if complex_part[at] == _PIECES_ENTRY:
            (length,) = struct.unpack_from("<I", complex_part, at + 1)
            return complex_part[at + 5 : at + 5 + length]
        if complex_part[at] != _PROPERTIES_ENTRY:
            break
        at += 3 + struct.unpack_from("<H", complex_part, at + 1)[0]
    raise damaged()


def _shape(entry: bytes, offset: int) -> int:
    """The number of a shape in an entry about it."""
    return struct.unpack_from("<I", entry, offset)[0]


def _stream(compound: olefile.OleFileIO[Any], name: str) -> bytes:
    if not compound.exists(name):
        raise damaged()
    with compound.openstream(name) as stream:
        return stream.read()
