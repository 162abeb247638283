"""封面 of the PDF report: a page of its own, laid out as in Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas

from perfdesk.document.blocks import Cover
from perfdesk.writers.pdf.answer_regions import AnswerRegion
from perfdesk.writers.pdf.page_writer import PageSheet
from perfdesk.writers.pdf.picture import opaque_image
from perfdesk.writers.pdf.text_block import POINTS_PER_MM, TextBlock, compose_text, spread_text
from perfdesk.writers.pdf.title import compose_title
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.typesetting.cover_columns import ABOVE_FOOT, ABOVE_LINES, ABOVE_TITLE, cover_columns

_RULE = 0.75


@dataclass(frozen=True, slots=True)
class CoverPiece:
    """A whole page, which is never cut; therefore also a `Part`."""

    cover: Cover
    sheet: PageSheet
    keep_with_next: bool = False
    keep_last_lines_with_next: bool = False

    @property
    def height(self) -> float:
        return self.sheet.type_height

    @property
    def start_height(self) -> float:
        return self.sheet.type_height

    def cut(self, room: float, forced: bool) -> tuple[CoverPiece, None]:
        """All of it."""
        return self, None

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Print title, lines and foot; `top` is the upper edge of the type area."""
        if self.cover.logo is not None:
            height = self.cover.logo_height * POINTS_PER_MM
            width = self.cover.logo.width_at(height)
            left = x + (self.sheet.type_width - width) / 2
            canvas.drawImage(opaque_image(self.cover.logo), left, top - height, width, height)
        for block, drop, left, rule in self._placed_texts():
            block.draw(canvas, x + left, top - drop)
            if rule:
                before, label, answer, _ = self._columns
                start, end = x + before + label, x + before + label + answer
                canvas.setLineWidth(_RULE)
                canvas.line(start, top - drop - block.height, end, top - drop - block.height)

    def regions(self, page: int, left: float, top: float, width: float) -> tuple[AnswerRegion, ...]:
        """It contains no answer."""
        return ()

    @property
    def _columns(self) -> tuple[float, float, float, float]:
        return cover_columns((label for label, _ in self.cover.lines), self.sheet.type_width)

    def _placed_texts(self) -> Iterator[tuple[TextBlock, float, float, bool]]:
        """Each text, its distance from the top and from the left in points, and whether it has a rule below it."""
        styles, width = current_style().styles, self.sheet.type_width
        body, line = styles["body"].line_height, styles["cover_line"]
        centred = replace(styles["body"], align="center", indent=0)
        title = compose_title(self.cover.title, styles["cover_title"], width)
        yield title, ABOVE_TITLE * body, 0, False
        drop = title.height + ABOVE_TITLE * body
        subtitle = compose_text(self.cover.subtitle or " ", centred, width)
        yield subtitle, drop, 0, False
        drop += subtitle.height + ABOVE_LINES * body
        label_x, label_width, answer_width, _ = self._columns
        answer_x = label_x + label_width
        for label, answer in self.cover.lines:
            answer_block = compose_text(answer or " ", replace(line, align="center"), answer_width)
            label_block = spread_text(compose_text(f"{label}：", line, label_width), label_width - line.size / 2)
            height = max(label_block.height, answer_block.height)
            yield label_block, drop, label_x, False
            yield answer_block, drop + height - answer_block.height, answer_x, True
            drop += height
        if self.cover.foot:
            yield compose_text(self.cover.foot, centred, width), drop + ABOVE_FOOT * body, 0, False
