"""The centred title of a report or a table."""

from __future__ import annotations

from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.pdf.line_layout import atoms, measure, paragraphs
from perfdesk.writers.pdf.text_block import TextBlock, compose_text, line_style_of, place_line
from perfdesk.writers.typesetting.active_style import TextStyle
from perfdesk.writers.typesetting.fitting import title_lines

_SLACK = 1e-6


def compose_title(text: str, style: TextStyle, width: float) -> TextBlock:
    """A centred title; line breaks in `text` are kept, longer lines are broken evenly."""
    line_style, font = line_style_of(style), typeface(style.font)
    lines = [atoms(line.strip(), font) for line in title_lines("\n".join(paragraphs(text)), width / line_style.size)]
    if any(measure(line, line_style.size) > width + _SLACK for line in lines):
        return compose_text(text, style, width, keep_with_next=True)
    return TextBlock(
        tuple(place_line(line, 0, width, line_style, "center") for line in lines), line_style, keep_with_next=True
    )
