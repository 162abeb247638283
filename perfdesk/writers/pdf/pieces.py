"""What is printed: pieces, and the parts of them that fit on one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from reportlab.pdfgen.canvas import Canvas

from perfdesk.writers.pdf.answer_regions import AnswerRegion


class Piece(Protocol):
    """Something printed on one page or on several."""

    @property
    def keep_with_next(self) -> bool:
        """Whether it is neither cut nor separated from what follows."""
        ...

    @property
    def keep_last_lines_with_next(self) -> bool:
        """Whether its last lines move to the next page together with the following piece."""
        ...

    @property
    def start_height(self) -> float:
        """The least height it can begin in; its full height with `keep_with_next`."""
        ...

    def cut(self, room: float, forced: bool) -> tuple[Part | None, Piece | None]:
        """The part that fits into `room` points and the rest; None if there is none. `forced`: something must fit."""
        ...


class Part(Protocol):
    """The part of a piece on one page."""

    @property
    def height(self) -> float: ...

    def draw(self, canvas: Canvas, x: float, top: float) -> None: ...

    def regions(self, page: int, left: float, top: float, width: float) -> Iterable[AnswerRegion]:
        """The answers in the part when it is printed at this position, `width` points wide."""
        ...
