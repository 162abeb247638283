"""Pages: pieces below each other, page numbers, the draft mark and bookmarks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from perfdesk.writers.pdf.answer_regions import AnswerRegion
from perfdesk.writers.pdf.line_layout import one_line
from perfdesk.writers.pdf.pieces import Part, Piece
from perfdesk.writers.pdf.text_block import POINTS_PER_MM, TextBlock, compose_text
from perfdesk.writers.typesetting.active_style import PageLayout, TextStyle, current_style, page_layout

_SLACK = 0.05
_MARK_GREY = 0.93
_MARK_SIZE = 88
# Height of the page number's dash above the base line, in ems.
_DASH_HEIGHT = 0.38


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space, which vanishes at the top of a page."""

    height: float
    keep_with_next: bool = True
    keep_last_lines_with_next: bool = False

    @property
    def start_height(self) -> float:
        return self.height

    def cut(self, room: float, forced: bool) -> tuple[Gap | None, Gap | None]:
        return (self, None) if forced or self.height <= room else (None, self)

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Nothing is printed."""

    def regions(self, page: int, left: float, top: float, width: float) -> tuple[AnswerRegion, ...]:
        """It contains no answer."""
        return ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry in the reader's side bar for what follows; `level` begins with 0."""

    title: str
    level: int
    keep_with_next: bool = True
    keep_last_lines_with_next: bool = False
    height: float = 0
    start_height: float = 0

    def cut(self, room: float, forced: bool) -> tuple[Bookmark | None, Bookmark | None]:
        return self, None

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        key = f"{canvas.getPageNumber()}:{top:.2f}:{self.level}:{self.title}"
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=top)
        canvas.addOutlineEntry(self.title, key, self.level)

    def regions(self, page: int, left: float, top: float, width: float) -> tuple[AnswerRegion, ...]:
        """It contains no answer."""
        return ()


@dataclass(frozen=True, slots=True)
class PageSheet:
    """Paper and its type area (版心) in points."""

    width: float
    height: float
    left: float
    top: float
    type_width: float
    type_height: float
    landscape: bool = False


def page_sheet(landscape: bool = False) -> PageSheet:
    """The upright or the turned page; on A4 upright the type area is 156 × 225 mm."""
    page = page_layout(landscape)
    return PageSheet(
        page.width * POINTS_PER_MM,
        page.height * POINTS_PER_MM,
        page.left * POINTS_PER_MM,
        page.top * POINTS_PER_MM,
        _space_between(page.width, page.left, page.right),
        _space_between(page.height, page.top, page.bottom),
        landscape,
    )


class PageWriter:
    """Prints pieces from the top of the first page on; the `uncounted` first pages are before page 1."""

    def __init__(self, canvas: Canvas, draft_mark: str, uncounted: int = 0) -> None:
        self._canvas = canvas
        self._uncounted = uncounted
        self._draft_mark = one_line(draft_mark)
        self._sheet = page_sheet()
        self._room_left = 0.0
        self._is_page_open = False
        # True while the page has only pieces kept with the next: a piece that does not fit here never will.
        self._is_page_empty = True
        #: Where each answer is printed.
        self.regions: list[AnswerRegion] = []

    def turn_to(self, sheet: PageSheet, numbered: bool = True) -> None:
        """Begin a new page on `sheet`; a page without a number is counted too."""
        self._close_page()
        self._sheet = sheet
        self._open_page(numbered)

    def add(self, pieces: Sequence[Piece]) -> None:
        """Print the pieces below what is already on the page."""
        needs = _needed_room(pieces)
        for piece, need, following in zip(pieces, needs, [*needs, 0.0][1:], strict=True):
            if isinstance(piece, Gap) and self._room_left == self._sheet.type_height:
                continue
            if need > self._room_left + _SLACK and not self._is_page_empty:
                self.turn_to(self._sheet)
                if isinstance(piece, Gap):
                    continue
            self._print_piece(piece, following if piece.keep_last_lines_with_next else 0.0)

    def finish(self) -> None:
        """Close the last page and write the file."""
        self._close_page()
        self._canvas.save()

    def _print_piece(self, piece: Piece, following: float) -> None:
        rest: Piece | None = piece
        while rest is not None:
            part, rest = self._fit_piece(rest, following)
            if part is not None:
                top = self._sheet.height - self._sheet.top - (self._sheet.type_height - self._room_left)
                part.draw(self._canvas, self._sheet.left, top)
                number, down = self._canvas.getPageNumber() - 1, self._sheet.height - top
                self.regions += part.regions(number, self._sheet.left, down, self._sheet.type_width)
                self._room_left -= part.height
                self._is_page_empty = self._is_page_empty and piece.keep_with_next
            if rest is not None:
                self.turn_to(self._sheet)

    def _fit_piece(self, piece: Piece, following: float) -> tuple[Part | None, Piece | None]:
        """The part of the piece for this page; without its end when no `following` points are left below it."""
        part, rest = piece.cut(
            self._room_left, forced=self._is_page_empty and self._room_left > self._sheet.type_height / 2
        )
        if part is None or rest is not None or part.height + following <= self._room_left + _SLACK:
            return part, rest
        most, end = piece.cut(part.height - 2 * _SLACK, forced=False)
        return (most, end) if most is not None else (part, rest)

    def _open_page(self, numbered: bool) -> None:
        sheet = self._sheet
        self._canvas.setPageSize((sheet.width, sheet.height))
        self._room_left, self._is_page_empty, self._is_page_open = sheet.type_height, True, True
        if self._draft_mark:
            _draw_draft_mark(self._canvas, sheet, self._draft_mark)
        if numbered:
            _draw_page_number(self._canvas, sheet, self._canvas.getPageNumber() - self._uncounted)

    def _close_page(self) -> None:
        if self._is_page_open:
            self._canvas.showPage()
            self._is_page_open = False


def _space_between(length: float, before: float, after: float) -> float:
    return (length - before - after) * POINTS_PER_MM


def _needed_room(pieces: Sequence[Piece]) -> list[float]:
    """The height that each piece needs to begin, together with the pieces it is kept with."""
    needs: list[float] = []
    following = 0.0
    for piece in reversed(pieces):
        following = piece.start_height + (following if piece.keep_with_next else 0)
        needs.append(following)
    return needs[::-1]


def _draw_page_number(canvas: Canvas, sheet: PageSheet, number: int) -> None:
    """`— 1 —`, one character in from the outer edge, 7 mm below the type area (GB/T 9704-2012 §7.5).

    On a turned page it is at the same place as on all others once the page is bound.
    """
    page, upright = current_style().page, page_sheet()
    canvas.saveState()
    if sheet.landscape:
        canvas.translate(0, sheet.height)
        canvas.rotate(-90)
    block = _one_line_block(f"— {number} —", "song", page, "right" if number % 2 else "left")
    x = upright.left + (-page.page_number_size if number % 2 else page.page_number_size)
    dash = page.bottom * POINTS_PER_MM - page.page_number_drop * POINTS_PER_MM
    block.draw(canvas, x, dash + (0.88 - _DASH_HEIGHT) * page.page_number_size)
    canvas.restoreState()


def _one_line_block(text: str, font: str, page: PageLayout, align: str) -> TextBlock:
    style = TextStyle(font, page.page_number_size, page.page_number_size, "right" if align == "right" else "left")
    return compose_text(text, style, page_sheet().type_width)


def _draw_draft_mark(canvas: Canvas, sheet: PageSheet, mark: str) -> None:
    """Print the mark in light grey from corner to corner, behind everything."""
    diagonal = math.hypot(sheet.width, sheet.height)
    size = min(_MARK_SIZE, diagonal * 0.8 / len(mark))
    block = compose_text(mark, TextStyle("hei", size, size, "center"), diagonal)
    canvas.saveState()
    canvas.setFillGray(_MARK_GREY)
    canvas.translate(sheet.width / 2, sheet.height / 2)
    canvas.rotate(math.degrees(math.atan2(sheet.height, sheet.width)))
    block.draw(canvas, -diagonal / 2, block.height / 2)
    canvas.restoreState()
