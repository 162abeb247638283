"""The paragraphs of a Word 97 to 2003 file, story by story, without deleted and hidden words and field codes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.budget import Budget
from perfdesk.importers.word.binary.properties import ParagraphLook, Properties
from perfdesk.importers.word.binary.streams import BinaryStreams

_CELL_MARK, _GONE = "\x07", "\0"
_PARAGRAPH = re.compile("[^\r\x07\x0c]*[\r\x07\x0c]")
_FIELD_MARKS = re.compile("[\x13\x14\x15]")
_FIELD_BEGIN, _FIELD_RESULT = "\x13", "\x14"
#: Signs for pictures, notes and other things are no words; a soft break is 11, a hyphen that does not break 30.
_SHOWN = {code: None for code in range(32) if code != ord("\t")} | {0x0B: "\n", 0x1E: "-"}


@dataclass(frozen=True, slots=True)
class BinaryParagraph:
    """A paragraph: its text as shown, how it looks, whether it ends a cell, and the place of its mark in the text."""

    text: str
    look: ParagraphLook
    ends_cell: bool
    is_bold: bool
    end: int


class BinaryText:
    """All characters of a file in order; those that are not shown are replaced by NUL."""

    def __init__(self, streams: BinaryStreams, budget: Budget) -> None:
        self._streams, self._budget = streams, budget
        self._properties = Properties(streams)
        self._bold = bytearray(max((piece.start + piece.length for piece in streams.pieces), default=0))
        self._text = "".join(self._pieces())

    def paragraphs(self, story: tuple[int, int]) -> Iterator[BinaryParagraph]:
        """Yield the paragraphs of a story."""
        text = _without_codes(self._text[story[0] : story[1]])
        for found in _PARAGRAPH.finditer(text):
            self._budget.spend()
            mark = story[0] + found.end() - 1
            look = self._properties.paragraph(self._streams.place_of(mark))
            shown = found[0][:-1].translate(_SHOWN)
            first = story[0] + found.start()
            is_bold = bool(shown.strip()) and all(
                self._bold[first + at] for at, sign in enumerate(found[0][:-1]) if sign > " " and sign != "\u3000"
            )
            yield BinaryParagraph(shown, look, found[0].endswith(_CELL_MARK) or look.ends_inner_cell, is_bold, mark)

    def _pieces(self) -> Iterator[str]:
        runs = self._properties.characters
        starts = [run.start for run in runs]
        for piece in self._streams.pieces:
            text = self._streams.characters(piece)
            end = piece.place + piece.length * piece.width
            for run in runs[_first_touching(starts, piece.place) :]:
                if run.start >= end:
                    break
                self._budget.spend()
                low = max(0, (run.start - piece.place) // piece.width)
                high = min(piece.length, (run.end - piece.place) // piece.width)
                if run.is_gone and low < high:
                    # cells stay, whatever was deleted in them
                    gone = "".join(sign if sign == _CELL_MARK else _GONE for sign in text[low:high])
                    text = text[:low] + gone + text[high:]
                if run.is_bold and low < high:
                    self._bold[piece.start + low : piece.start + high] = b"\1" * (high - low)
            yield text


def _first_touching(starts: list[int], place: int) -> int:
    return max(0, bisect_right(starts, place) - 1)


def _without_codes(text: str) -> str:
    """Replace field codes by NUL; everything stays where beginnings and ends do not match."""
    shown, results, position = list[str](), list[bool](), 0
    for mark in _FIELD_MARKS.finditer(text):
        piece = text[position : mark.start()]
        shown.append(piece if all(results) else _GONE * len(piece))
        if mark[0] == _FIELD_BEGIN:
            results.append(False)
        elif not results:
            return text
        elif mark[0] == _FIELD_RESULT:
            results[-1] = True
        else:
            results.pop()
        shown.append(_GONE)
        position = mark.end()
    return text if results else "".join(shown) + text[position:]
