"""封面 of the workbook: a page of its own, laid out as in Word and PDF; its answers can be entered."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.document.blocks import Attachment, Cover, Grid
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.typesetting.cover_columns import ABOVE_FOOT, ABOVE_LINES, ABOVE_TITLE, cover_columns
from perfdesk.writers.xlsx.pagination import MILLIMETRES_PER_INCH, page_width
from perfdesk.writers.xlsx.sheet_plan import SheetBox, SheetPlan
from perfdesk.writers.xlsx.text_height import lines_needed

_COLUMNS = 4


def plan_cover(attachment: Attachment, name: str, printed: Cover) -> SheetPlan:
    """Lay out the cover, which is one table of labels and answers, on one page."""
    (grid,) = (block for block in attachment.blocks if isinstance(block, Grid))
    labels = (cell.text for cell in grid.cells if cell.column == 0)
    points = cover_columns(labels, page_width(landscape=False) / MILLIMETRES_PER_INCH * 72)
    widths = tuple(width / 72 * MILLIMETRES_PER_INCH for width in points)
    cover = _CoverSheet(widths)
    cover.leave(ABOVE_TITLE)
    cover.add_line(grid.title, "cover_title")
    cover.add_line(grid.subtitle, "body")
    cover.leave(ABOVE_LINES)
    for row in range(grid.rows):
        cover.add_answer(grid, row)
    cover.leave(ABOVE_FOOT)
    for note in grid.notes:
        cover.add_line(note, "body")
    plan = SheetPlan(name, False, widths, tuple(cover.heights), tuple(cover.boxes), None, pages_tall=1)
    return replace(plan, logo=printed.logo, logo_height=printed.logo_height, has_page_number=False)


class _CoverSheet:
    """The rows of the sheet, whose columns are `widths` in mm, from top to bottom."""

    def __init__(self, widths: tuple[float, ...]) -> None:
        self._widths = widths
        self.heights: list[float] = []
        self.boxes: list[SheetBox] = []

    def leave(self, lines: int) -> None:
        """Leave body lines free."""
        self.heights += [current_style().styles["body"].line_height] * lines

    def add_line(self, text: str, style: str) -> None:
        """Add a text across the whole sheet, in the middle."""
        look = current_style().styles[style]
        self.heights.append(look.line_height * lines_needed(text, look.size, sum(self._widths)))
        self.boxes.append(SheetBox(len(self.heights), 1, 1, _COLUMNS, text, style, look.size, "center"))

    def add_answer(self, grid: Grid, row: int) -> None:
        """Add a label and its answer above a rule."""
        look = current_style().styles["cover_line"]
        label, answer = sorted((cell for cell in grid.cells if cell.row == row), key=lambda cell: cell.column)
        lines = (
            lines_needed(text, look.size, width)
            for text, width in ((f"{label.text}：", self._widths[1]), (answer.text, self._widths[2]))
        )
        self.heights.append(look.line_height * max(lines))
        at = len(self.heights)
        self.boxes += [
            SheetBox(at, 2, 1, 1, f"{label.text}：", "cover_line", look.size, "distributed"),
            SheetBox(at, 3, 1, 1, answer.text, "cover_line", look.size, "center", cell=answer, underlined=True),
        ]
