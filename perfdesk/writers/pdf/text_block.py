"""Set text: lines with their place, drawn on a page and cut between lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, repeat

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from perfdesk.definition.address import Address
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.pdf.line_layout import Atom, atoms, break_lines, gap, measure, paragraphs, squeezable
from perfdesk.writers.typesetting.active_style import TextStyle, letter_spacing

# Chinese faces stand 0.88 em above the base line and 0.12 em below it.
_ASCENT = 0.88
# A line that long words left emptier than this is not torn apart to fill it.
_MAX_FILL = 1 / 3
_BOLD_STROKE = 1 / 60
_SLACK = 0.05
POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class LineStyle:
    """Size, line height and letter spacing in points."""

    size: float
    line_height: float
    spacing: float = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """One line, `x` points from the left; after each atom its own of the `gaps`, in points, or none."""

    atoms: Sequence[Atom]
    x: float = 0
    gaps: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines below each other. A block that keeps is neither cut nor parted from what follows."""

    lines: tuple[PlacedLine, ...]
    line_style: LineStyle
    keep_with_next: bool = False
    keep_last_lines_with_next: bool = False
    address: Address | None = None

    @property
    def height(self) -> float:
        return self.line_style.line_height * len(self.lines)

    @property
    def start_height(self) -> float:
        """The least room it can begin in."""
        return self.height if self.keep_with_next else self.line_style.line_height

    def cut(self, room: float, forced: bool) -> tuple[TextBlock | None, TextBlock | None]:
        """The lines that fit into `room`, and the others."""
        fitting = int((room + _SLACK) / self.line_style.line_height)
        if fitting >= len(self.lines):
            return self, None
        if forced:
            fitting = max(fitting, 1)
        elif self.keep_with_next or fitting < 1:
            return None, self
        if self.keep_with_next and 1 < fitting == len(self.lines) - 1:  # the date of a sign-off never stands alone
            fitting -= 1
        return replace(self, lines=self.lines[:fitting]), replace(self, lines=self.lines[fitting:])

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Print the lines; `top` is the upper edge of the first."""
        draw_lines(canvas, self.lines, self.line_style, x, top)


def line_style_of(style: TextStyle) -> LineStyle:
    """How a style is set, with the letter spacing that Word gives it."""
    return LineStyle(style.size, style.line_height, letter_spacing(style.size), style.bold)


def compose_text(text: str, style: TextStyle, width: float, keep_with_next: bool = False) -> TextBlock:
    """Text in lines of `width` points; each line the author began is a paragraph with its own indent."""
    look = line_style_of(style)
    indent = style.indent * (look.size + look.spacing)
    face = typeface(style.font)
    lines: list[PlacedLine] = []
    for paragraph in paragraphs(text):
        justified = style.align == "justify"
        broken = break_lines(atoms(paragraph, face), width - indent, width, look.size, look.spacing, justified)
        for number, line in enumerate(broken):
            start = 0 if number else indent
            last = number == len(broken) - 1
            align = "left" if last and justified else style.align
            lines.append(place_line(line, start, width, look, align))
    return TextBlock(tuple(lines), look, keep_with_next)


def place_line(line: Sequence[Atom], start: float, width: float, line_style: LineStyle, align: str) -> PlacedLine:
    """One line in its place between `start` and `width`, its marks squeezed when it is longer than that."""
    empty = width - start - measure(line, line_style.size, line_style.spacing)
    gaps = [gap(before, after, line_style.size, line_style.spacing) for before, after in pairwise(line)]
    if empty < 0 and len(line) > 1:
        return PlacedLine(line, start, _squeezed(line, gaps, -empty, line_style.size))
    if align == "center":
        return PlacedLine(line, start + empty / 2, gaps)
    if align == "right":
        return PlacedLine(line, start + empty, gaps)
    if align == "justify" and len(line) > 1 and empty < width * _MAX_FILL:
        return PlacedLine(line, start, [own + empty / len(gaps) for own in gaps])
    return PlacedLine(line, start, gaps)


def _squeezed(line: Sequence[Atom], gaps: Sequence[float], excess: float, size: float) -> list[float]:
    """The gaps of a line that is `excess` points too long: marks give their empty halves first, then all a little."""
    given = [ems * size for ems in squeezable(line)]
    total = sum(given)
    part = min(excess / total, 1) if total else 0
    lacking = max(excess - total, 0) / len(gaps)
    return [own - lent * part - lacking for own, lent in zip(gaps, given, strict=False)]


def draw_lines(canvas: Canvas, lines: Sequence[PlacedLine], line_style: LineStyle, x: float, top: float) -> None:
    """Print lines below each other from `top` down."""
    ink = canvas.beginText()
    if line_style.bold:
        canvas.setLineWidth(line_style.size * _BOLD_STROKE)
        ink.setTextRenderMode(2)
    base = top - (line_style.line_height - line_style.size) / 2 - _ASCENT * line_style.size
    for number, line in enumerate(lines):
        ink.setTextOrigin(x + line.x, base - number * line_style.line_height)
        _draw_line(ink, line, line_style)
    ink.setTextRenderMode(0)
    canvas.drawText(ink)


def _draw_line(ink: PDFTextObject, line: PlacedLine, line_style: LineStyle) -> None:
    font, space = "", None
    for run_font, run_space, text in _runs(line, line_style.spacing):
        if run_font != font:
            ink.setFont(run_font, line_style.size)
        if run_space != space:
            ink.setCharSpace(run_space)
        font, space = run_font, run_space
        ink.textOut(text)


def _runs(line: PlacedLine, spacing: float) -> Iterator[tuple[str, float, str]]:
    """Characters that share a font and a spacing, together; inside a number nothing is stretched."""
    font, space, text = "", spacing, []
    for atom, behind in zip(line.atoms, chain(line.gaps, repeat(0.0)), strict=False):
        last = len(atom.glyphs) - 1
        for number, glyph in enumerate(atom.glyphs):
            wanted = spacing + behind if number == last else spacing
            if text and (glyph.font != font or wanted != space):
                yield font, space, "".join(text)
                text = []
            font, space = glyph.font, wanted
            text.append(glyph.character)
    if text:
        yield font, space, "".join(text)
