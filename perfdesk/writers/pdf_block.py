"""Set text: lines with their place, drawn on a page and cut between lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from perfdesk.writers.pdf_fonts import typeface
from perfdesk.writers.pdf_text import Atom, atoms, break_lines, measure, paragraphs
from perfdesk.writers.style import TextStyle, report_style

# Chinese faces stand 0.88 em above the base line and 0.12 em below it.
_ABOVE_BASE = 0.88
# A line that long words left emptier than this is not torn apart to fill it.
_LARGEST_FILL = 1 / 3
_BOLD_STROKE = 1 / 36
_SLACK = 0.05
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Look:
    """Size, line height and letter spacing in points."""

    size: float
    line_height: float
    spacing: float = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, `x` points from the left; `stretch` points are added after each atom."""

    atoms: Sequence[Atom]
    x: float = 0
    stretch: float = 0


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines below each other. A block that keeps is neither cut nor parted from what follows."""

    lines: tuple[SetLine, ...]
    look: Look
    keep: bool = False
    company: bool = False

    @property
    def height(self) -> float:
        return self.look.line_height * len(self.lines)

    @property
    def start_height(self) -> float:
        """The least room it can begin in."""
        return self.height if self.keep else self.look.line_height

    def cut(self, room: float, forced: bool) -> tuple[TextBlock | None, TextBlock | None]:
        """The lines that fit into `room`, and the others."""
        fitting = int((room + _SLACK) / self.look.line_height)
        if fitting >= len(self.lines):
            return self, None
        if forced:
            fitting = max(fitting, 1)
        elif self.keep or fitting < 1:
            return None, self
        return replace(self, lines=self.lines[:fitting]), replace(self, lines=self.lines[fitting:])

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Print the lines; `top` is the upper edge of the first."""
        draw_lines(canvas, self.lines, self.look, x, top)


def look_of(style: TextStyle) -> Look:
    """How a style is set; body sizes are squeezed so that 28 characters just fill the line (GB/T 9704-2012)."""
    page = report_style().page
    cell = (page.width - page.left - page.right) * POINTS_PER_MM / page.characters
    on_the_grid = style.size == report_style().styles["body"].size
    return Look(style.size, style.line_height, cell - style.size if on_the_grid else 0, style.bold)


def compose(text: str, style: TextStyle, width: float, keep: bool = False) -> TextBlock:
    """Text in lines of `width` points; each line the author began is a paragraph with its own indent."""
    look = look_of(style)
    indent = style.indent * (look.size + look.spacing)
    face = typeface(style.font)
    lines: list[SetLine] = []
    for paragraph in paragraphs(text):
        broken = break_lines(atoms(paragraph, face), width - indent, width, look.size, look.spacing)
        for number, line in enumerate(broken):
            start = 0 if number else indent
            last = number == len(broken) - 1
            align = "left" if last and style.align == "justify" else style.align
            lines.append(set_line(line, start, width, look, align))
    return TextBlock(tuple(lines), look, keep)


def set_line(line: Sequence[Atom], start: float, width: float, look: Look, align: str) -> SetLine:
    """One line in its place between `start` and `width`."""
    empty = width - start - measure(line, look.size, look.spacing)
    if align == "center":
        return SetLine(line, start + empty / 2)
    if align == "right":
        return SetLine(line, start + empty)
    if align == "justify" and len(line) > 1 and empty < width * _LARGEST_FILL:
        return SetLine(line, start, empty / (len(line) - 1))
    return SetLine(line, start)


def draw_lines(canvas: Canvas, lines: Sequence[SetLine], look: Look, x: float, top: float) -> None:
    """Print lines below each other from `top` down."""
    ink = canvas.beginText()
    if look.bold:
        canvas.setLineWidth(look.size * _BOLD_STROKE)
        ink.setTextRenderMode(2)
    base = top - (look.line_height - look.size) / 2 - _ABOVE_BASE * look.size
    for number, line in enumerate(lines):
        ink.setTextOrigin(x + line.x, base - number * look.line_height)
        _draw_line(ink, line, look)
    ink.setTextRenderMode(0)
    canvas.drawText(ink)


def _draw_line(ink: PDFTextObject, line: SetLine, look: Look) -> None:
    font, space = "", None
    for run_font, run_space, text in _runs(line, look.spacing):
        if run_font != font:
            ink.setFont(run_font, look.size)
        if run_space != space:
            ink.setCharSpace(run_space)
        font, space = run_font, run_space
        ink.textOut(text)


def _runs(line: SetLine, spacing: float) -> Iterator[tuple[str, float, str]]:
    """Characters that share a font and a spacing, together; inside a number nothing is stretched."""
    font, space, text = "", spacing, []
    for atom in line.atoms:
        last = len(atom.glyphs) - 1
        for number, glyph in enumerate(atom.glyphs):
            wanted = spacing + line.stretch if number == last else spacing
            if text and (glyph.font != font or wanted != space):
                yield font, space, "".join(text)
                text = []
            font, space = glyph.font, wanted
            text.append(glyph.character)
    if text:
        yield font, space, "".join(text)
