"""封面 of the Word report: a section without a page number."""

from __future__ import annotations

from itertools import accumulate, pairwise

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.document.blocks import Cover
from perfdesk.writers.docx.page import PageSetup, section_properties
from perfdesk.writers.docx.picture import logo_run
from perfdesk.writers.docx.xml import ending_section, line, paragraph, run, w
from perfdesk.writers.typesetting.cover_columns import cover_columns


def cover(block: Cover, paper: PageSetup, references: str) -> list[str]:
    """Title, subtitle, lines to fill and foot.

    The last paragraph ends the section; `references` are its header and footer.
    """
    logo = logo_run(block.logo, block.logo_height) if block.logo is not None else ""
    return [
        paragraph(StyleName.COVER_TITLE.id, logo, run(block.title) if block.title else ""),
        line(StyleName.COVER_SUBTITLE.id, block.subtitle),
        *([_lines_table(block.lines, paper.text_width)] if block.lines else []),
        ending_section(
            line(StyleName.COVER_FOOT.id, block.foot), section_properties(paper, references, title_page=True)
        ),
    ]


def _lines_table(lines: tuple[tuple[str, str], ...], text_width: int) -> str:
    """A table without a frame; each answer has a rule below it, as on a printed form."""
    columns = cover_columns((label for label, _ in lines), text_width / 20)
    ends = [round(20 * end) for end in accumulate(columns, initial=0.0)]
    left, label, answer, _ = (end - start for start, end in pairwise(ends))
    properties = w(
        "tblPr",
        w("tblW", w=label + answer, type="dxa"),
        w("tblInd", w=left, type="dxa"),
        w("tblLayout", type="fixed"),
    )
    rows = [_row(name, text, label, answer) for name, text in lines]
    return w("tbl", properties, w("tblGrid", w("gridCol", w=label), w("gridCol", w=answer)), *rows)


def _row(name: str, text: str, label: int, answer: int) -> str:
    label_cell = w("tc", w("tcPr", w("tcW", w=label, type="dxa")), line(StyleName.COVER_LABEL.id, f"{name}："))
    rule = w("tcBorders", w("bottom", val="single", sz=6, space=0, color="000000"))
    cell = w("tcPr", w("tcW", w=answer, type="dxa"), rule)
    answer_cell = w("tc", cell, *[line(StyleName.COVER_ANSWER.id, part) for part in text.split("\n")])
    return w("tr", w("trPr", w("cantSplit")), label_cell, answer_cell)
