"""The page of the Word report: paper and margins, page numbers, draft mark, and the document's settings."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.writers.docx.named_styles import PAGE_NUMBER_LINE
from perfdesk.writers.docx.package import relation_id
from perfdesk.writers.docx.watermark import watermark
from perfdesk.writers.docx.xml import paragraph, run, w
from perfdesk.writers.typesetting.active_style import current_style, page_layout

_HEADER_FROM_EDGE = 15.0  # millimetres
_WORD_2013 = 15


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and margins in twips; `footer` is from the lower edge of the paper to the page number's line."""

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

    @property
    def text_height(self) -> int:
        """The height of the type area."""
        return self.height - self.top - self.bottom


def page_setup(landscape: bool) -> PageSetup:
    """The upright or the turned page."""
    page = page_layout(landscape)
    width, height = map(_twips, (page.width, page.height))
    top, right, bottom, left = map(_twips, (page.top, page.right, page.bottom, page.left))
    footer = _twips(page.bottom - page.page_number_drop) - round(PAGE_NUMBER_LINE * 10)
    return PageSetup(width, height, top, right, bottom, left, footer, landscape)


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """A header or footer: the name of its part, its pages, its content."""

    name: str
    pages: str
    content: str


def section_properties(paper: PageSetup, references: str, title_page: bool = False, *, is_first: bool = False) -> str:
    """A section that begins on a new page, with `references` to its headers and footers; "" for those of the last one.

    A title page has no page number. The pages of the section that `is_first` are counted from 1.
    """
    turned = {"orient": "landscape"} if paper.landscape else {}
    edges = w(
        "pgMar",
        top=paper.top,
        right=paper.right,
        bottom=paper.bottom,
        left=paper.left,
        header=_twips(_HEADER_FROM_EDGE),
        footer=paper.footer,
        gutter=0,
    )
    return w(
        "sectPr",
        references,
        w("type", val="nextPage"),
        w("pgSz", w=paper.width, h=paper.height, **turned),
        edges,
        w("pgNumType", start=1) if is_first else "",
        w("cols", space=720),
        w("titlePg") if title_page else "",
        # not linesAndChars: LibreOffice gives each character two cells when charSpace is negative
        w("docGrid", type="lines", linePitch=round(current_style().page.line_height * 20)),
    )


def headers_and_footers(draft_mark: str, first_page: bool) -> list[HeaderFooter]:
    """Page numbers at the outer edge of odd and even pages; the draft mark on every page, a separate first page too."""
    numbers = {"default": StyleName.ODD_PAGE, "even": StyleName.EVEN_PAGE}
    made = [HeaderFooter(f"footer{n}", pages, _page_number(numbers[pages])) for n, pages in enumerate(numbers, start=1)]
    if draft_mark:
        marked = ("default", "even", "first") if first_page else ("default", "even")
        made += [HeaderFooter(f"header{n}", pages, watermark(draft_mark, n)) for n, pages in enumerate(marked, start=1)]
    return made


def header_footer_references(parts: list[HeaderFooter]) -> str:
    """The references to headers and footers for the properties of the first section."""
    return "".join(
        f'<w:{margin.name[:-1]}Reference w:type="{margin.pages}" r:id="{relation_id(margin.name)}"/>'
        for margin in parts
    )


def settings() -> str:
    """Odd and even pages differ, punctuation may be squeezed, and Word works in its 2013 mode."""
    word = "http://schemas.microsoft.com/office/word"
    values = {
        "compatibilityMode": _WORD_2013,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    return "".join(
        (
            w("zoom", percent=100),
            w("defaultTabStop", val=420),
            w("evenAndOddHeaders"),
            w("characterSpacingControl", val="compressPunctuation"),
            w("compat", *[w("compatSetting", name=name, uri=word, val=value) for name, value in values.items()]),
            w("themeFontLang", val="en-US", eastAsia="zh-CN"),
            w("decimalSymbol", val="."),
            w("listSeparator", val=","),
        )
    )


def _page_number(style: StyleName) -> str:
    """`— 1 —`, the number as a field that Word updates."""
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    field = f"{_field('begin')}{code}{_field('separate')}{run('1')}{_field('end')}"
    return paragraph(style.id, run("— "), field, run(" —"))


def _field(kind: str) -> str:
    return w("r", w("fldChar", fldCharType=kind))


def _twips(millimetres: float) -> int:
    """Twips of a length, rounded as in Word to a tenth of a point."""
    return 2 * round(millimetres * 720 / 25.4)
