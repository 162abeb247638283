"""The page of the Word report: paper and margins, page numbers, draft mark, and the document's settings."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document

from perfdesk.writers.docx_mark import watermark
from perfdesk.writers.docx_styles import PAGE_NUMBER_LINE, StyleName
from perfdesk.writers.docx_xml import Element, paragraph, run, w
from perfdesk.writers.style import report_style

_HEADER_FROM_EDGE = 15.0  # millimetres
_WORD_2013 = 15


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper and margins in twips; `drop` is from the paper's lower edge to the page number's line."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    footer: int
    landscape: bool

    @property
    def text_width(self) -> int:
        """The width of the type area."""
        return self.width - self.left - self.right


def sheet(landscape: bool) -> Sheet:
    """A4 upright, or turned left: the head of a wide table lies at the binding edge (GB/T 9704-2012 §7.3.8)."""
    page = report_style().page
    size, margins = (page.width, page.height), (page.top, page.right, page.bottom, page.left)
    if landscape:
        size, margins = (page.height, page.width), (page.left, page.top, page.right, page.bottom)
    width, height = map(_twips, size)
    top, right, bottom, left = map(_twips, margins)
    footer = _twips(margins[2] - page.page_number_drop) - round(PAGE_NUMBER_LINE * 10)
    return Sheet(width, height, top, right, bottom, left, footer, landscape)


def section_properties(paper: Sheet) -> Element:
    """A section that begins on a new page; header, footer and page count continue from the one before."""
    size = w("pgSz", w=paper.width, h=paper.height)
    if paper.landscape:
        size = w("pgSz", w=paper.width, h=paper.height, orient="landscape")
    margins = w(
        "pgMar",
        top=paper.top,
        right=paper.right,
        bottom=paper.bottom,
        left=paper.left,
        header=_twips(_HEADER_FROM_EDGE),
        footer=paper.footer,
        gutter=0,
    )
    pitch = round(report_style().page.line_height * 20)
    # not linesAndChars: LibreOffice gives each character two cells when charSpace is negative
    grid = w("docGrid", type="lines", linePitch=pitch)
    return w("sectPr", w("type", val="nextPage"), size, margins, w("cols", space=720), grid)


def fill_margins(document: Document, draft_mark: str) -> None:
    """Page numbers outside on odd and even pages, the draft mark on each; later sections follow the first."""
    first = document.sections[0]
    for footer, style in ((first.footer, StyleName.ODD_PAGE), (first.even_page_footer, StyleName.EVEN_PAGE)):
        footer.is_linked_to_previous = False
        _refill(footer.part.element, _page_number(style))
    if not draft_mark:
        return
    headers = [first.header, first.even_page_header]
    if first.different_first_page_header_footer:
        headers.append(first.first_page_header)
    for number, header in enumerate(headers, start=1):
        header.is_linked_to_previous = False
        _refill(header.part.element, watermark(draft_mark, number))


def fill_settings(settings: Element) -> None:
    """Odd and even pages differ, punctuation may be squeezed, and Word works in its 2013 mode."""
    compatible = w("compat")
    word = "http://schemas.microsoft.com/office/word"
    values = {
        "compatibilityMode": _WORD_2013,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compatible.extend([w("compatSetting", name=name, uri=word, val=value) for name, value in values.items()])
    _refill(
        settings,
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("evenAndOddHeaders"),
        w("characterSpacingControl", val="compressPunctuation"),
        compatible,
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _page_number(style: StyleName) -> Element:
    """`— 1 —`, the number as a field that Word counts."""
    number = paragraph(style.id, "— ")
    number.extend([_field("begin"), _instruction(), _field("separate"), run("1"), _field("end"), run(" —")])
    return number


def _field(kind: str) -> Element:
    return w("r", w("fldChar", fldCharType=kind))


def _instruction() -> Element:
    instruction = w("instrText")
    instruction.text = "PAGE"
    return w("r", instruction)


def _refill(part: Element, *content: Element) -> None:
    for child in list(part):
        part.remove(child)
    part.extend(content)


def _twips(millimetres: float) -> int:
    """As Word rounds lengths: to a tenth of a point."""
    return 2 * round(millimetres * 720 / 25.4)
