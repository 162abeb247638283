"""Laid out text: positioned lines, drawn on a page and cut between lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, repeat

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from perfdesk.definition.address import Address
from perfdesk.writers.pdf.answer_regions import AnswerRegion
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.pdf.line_layout import Atom, atoms, break_lines, gap, measure, paragraphs, squeezable
from perfdesk.writers.typesetting.active_style import TextStyle, letter_spacing

# Chinese typefaces extend 0.88 em above the base line and 0.12 em below it.
_ASCENT = 0.88
# A line emptier than this, because of long words, is not justified.
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
    """One line, `x` points from the left; `gaps` are the spaces after its atoms in points, 0 where missing."""

    atoms: Sequence[Atom]
    x: float = 0
    gaps: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines below each other. A block with `keep_with_next` is neither cut nor separated from what follows."""

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
        """The least height it can begin in."""
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
        if (
            self.keep_with_next and 1 < fitting == len(self.lines) - 1
        ):  # the date of a sign-off is never alone on a page
            fitting -= 1
        return replace(self, lines=self.lines[:fitting]), replace(self, lines=self.lines[fitting:])

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Print the lines; `top` is the upper edge of the first."""
        draw_lines(canvas, self.lines, self.line_style, x, top)

    def regions(self, page: int, left: float, top: float, width: float) -> Iterator[AnswerRegion]:
        """The answer whose text this is, if it is one."""
        if self.address is not None:
            yield AnswerRegion(self.address, page, left, top, width, self.height)


def line_style_of(style: TextStyle) -> LineStyle:
    """The line style of a text style, with the letter spacing of the body as in Word."""
    return LineStyle(style.size, style.line_height, letter_spacing(style.size), style.bold)


def compose_text(text: str, style: TextStyle, width: float, keep_with_next: bool = False) -> TextBlock:
    """Text in lines of `width` points; each of the author's lines is a paragraph with its own indent."""
    line_style = line_style_of(style)
    indent = style.indent * (line_style.size + line_style.spacing)
    font = typeface(style.font)
    lines: list[PlacedLine] = []
    for paragraph in paragraphs(text):
        justified = style.align == "justify"
        broken = break_lines(
            atoms(paragraph, font), width - indent, width, line_style.size, line_style.spacing, justified
        )
        for number, line in enumerate(broken):
            start = 0 if number else indent
            last = number == len(broken) - 1
            align = "left" if last and justified else style.align
            lines.append(place_line(line, start, width, line_style, align))
    return TextBlock(tuple(lines), line_style, keep_with_next)


def spread_text(block: TextBlock, width: float) -> TextBlock:
    """A text of one line with its characters spread over `width` points (分散对齐); a longer text as it is."""
    if len(block.lines) != 1 or len(block.lines[0].atoms) < 2:
        return block
    (line,) = block.lines
    size, spacing = block.line_style.size, block.line_style.spacing
    gaps = [gap(before, after, size, spacing) for before, after in pairwise(line.atoms)]
    empty = max(width - line.x - measure(line.atoms, size, spacing), 0) / len(gaps)
    return replace(block, lines=(replace(line, gaps=[own + empty for own in gaps]),))


def place_line(line: Sequence[Atom], start: float, width: float, line_style: LineStyle, align: str) -> PlacedLine:
    """Position a line between `start` and `width` points; squeeze its marks when it is longer than that."""
    empty = width - start - measure(line, line_style.size, line_style.spacing)
    gaps = [gap(before, after, line_style.size, line_style.spacing) for before, after in pairwise(line)]
    if empty < 0 and len(line) > 1:
        return PlacedLine(line, start, _squeezed_gaps(line, gaps, -empty, line_style.size))
    if align == "center":
        return PlacedLine(line, start + empty / 2, gaps)
    if align == "right":
        return PlacedLine(line, start + empty, gaps)
    if align == "justify" and len(line) > 1 and empty < width * _MAX_FILL:
        return PlacedLine(line, start, [own + empty / len(gaps) for own in gaps])
    return PlacedLine(line, start, gaps)


def _squeezed_gaps(line: Sequence[Atom], gaps: Sequence[float], excess: float, size: float) -> list[float]:
    """The gaps of a line that is `excess` points too long: its marks shrink first, then all gaps a little."""
    removable = [ems * size for ems in squeezable(line)]
    total = sum(removable)
    part = min(excess / total, 1) if total else 0
    lacking = max(excess - total, 0) / len(gaps)
    return [own - space * part - lacking for own, space in zip(gaps, removable, strict=False)]


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
    """Runs of characters with the same font and spacing; numbers are not stretched."""
    font, space, text = "", spacing, []
    for atom, behind in zip(line.atoms, chain(line.gaps, repeat(0.0)), strict=False):
        last = len(atom.glyphs) - 1
        for number, glyph in enumerate(atom.glyphs):
            glyph_space = spacing + behind if number == last else spacing
            if text and (glyph.font != font or glyph_space != space):
                yield font, space, "".join(text)
                text = []
            font, space = glyph.font, glyph_space
            text.append(glyph.character)
    if text:
        yield font, space, "".join(text)
