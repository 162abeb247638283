"""封面 of the Word report: a section of its own without a page number."""

from __future__ import annotations

from itertools import accumulate, pairwise

from perfdesk.document.blocks import Cover
from perfdesk.writers.docx_page import Sheet, section_properties
from perfdesk.writers.docx_styles import StyleName
from perfdesk.writers.docx_xml import Element, paragraph, w

#: Parts of the type area's width: empty, what a line is called, the line itself, empty.
_COLUMNS = (0.06, 0.36, 0.52, 0.06)


def cover(block: Cover, paper: Sheet) -> list[Element]:
    """Title, subtitle, lines to fill and foot; the last paragraph ends the section."""
    foot = paragraph(StyleName.COVER_FOOT.id, block.foot)
    properties = section_properties(paper)
    properties.insert(len(properties) - 1, w("titlePg"))  # the schema wants it just before docGrid
    foot[0].append(properties)
    return [
        paragraph(StyleName.COVER_TITLE.id, block.title),
        paragraph(StyleName.COVER_SUBTITLE.id, block.subtitle),
        *([_lines(block.lines, paper.text_width)] if block.lines else []),
        foot,
    ]


def _lines(lines: tuple[tuple[str, str], ...], text_width: int) -> Element:
    """A table without a frame; each answer stands on a rule, as on a printed form."""
    ends = [round(text_width * end) for end in accumulate(_COLUMNS, initial=0.0)]
    left, label, answer, _ = (end - start for start, end in pairwise(ends))
    properties = w("tblPr", w("tblW", w=label + answer, type="dxa"), w("tblInd", w=left, type="dxa"))
    properties.append(w("tblLayout", type="fixed"))
    table = w("tbl", properties, w("tblGrid", w("gridCol", w=label), w("gridCol", w=answer)))
    for name, text in lines:
        named = w("tc", w("tcPr", w("tcW", w=label, type="dxa")), paragraph(StyleName.COVER_LABEL.id, f"{name}："))
        rule = w("tcBorders", w("bottom", val="single", sz=6, space=0, color="000000"))
        cell = w("tcPr", w("tcW", w=answer, type="dxa"), rule)
        filled = w("tc", cell, *[paragraph(StyleName.COVER_ANSWER.id, line) for line in text.split("\n")])
        table.append(w("tr", w("trPr", w("cantSplit")), named, filled))
    return table
