"""The style sheet and the font table of the Word report as WordprocessingML."""

from __future__ import annotations

from collections.abc import Set

from docx.oxml.ns import qn

from perfdesk.writers.docx_styles import TABLE_STYLE_ID, NamedStyle, StyleName, named_styles
from perfdesk.writers.docx_xml import Element, w
from perfdesk.writers.fitting import PAD_ACROSS, PAD_DOWN, RULE
from perfdesk.writers.style import letter_spacing, report_style

#: A name Word may use instead where the font of the standard is not installed.
_OTHER_NAMES = {
    "方正小标宋简体": "方正小标宋_GBK",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_ALIGNED = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def fill_styles(styles: Element, used: Set[str | None]) -> None:
    """Replace every style of the library's template, hidden ones too, by ours; small sizes only where `used`."""
    for child in list(styles):
        styles.remove(child)
    styles.extend([_defaults(), _latent(), *_required()])
    styles.extend(_paragraph_style(style) for style in named_styles() if not style.smaller or style.id in used)
    styles.append(_table_style())


def font_table() -> Element:
    """The fonts of the report, each with the name Word may fall back to."""
    fonts = w("fonts")
    for font in report_style().fonts.values():
        fonts.append(
            w(
                "font",
                w("altName", val=_OTHER_NAMES.get(font.word, font.word)),
                w("charset", val="86"),
                w("family", val="auto"),
                w("pitch", val="default"),
                name=font.word,
            )
        )
    return fonts


def _paragraph_style(style: NamedStyle) -> Element:
    name = style.name
    element = w("style", w("name", val=style.shown), type="paragraph", styleId=style.id)
    if name is StyleName.NORMAL:
        element.set(qn("w:default"), "1")
    else:
        element.append(w("basedOn", val=StyleName.NORMAL.id))
    if style.next is not None:
        element.append(w("next", val=style.next.id))
    if not name.id.startswith("Pd"):
        element.append(w("uiPriority", val=0))
    else:
        element.set(qn("w:customStyle"), "1")
    # the small sizes are for figures, not for the clerk to choose from
    element.extend([w("semiHidden"), w("unhideWhenUsed")] if style.smaller else [w("qFormat")])
    element.extend([_paragraph_properties(style), _run_properties(style)])
    return element


def _paragraph_properties(style: NamedStyle) -> Element:
    """In the order the schema asks for; Word calls a file with another order damaged."""
    text = style.text
    body_line = report_style().page.line_height
    properties = w("pPr", w("keepNext", val=int(style.keep_next)), w("keepLines", val=int(style.keep_next)))
    if style.new_page:
        properties.append(w("pageBreakBefore"))
    properties.append(w("widowControl", val=0))
    if style.name is StyleName.NORMAL:
        properties.extend(_chinese_line_breaking())
    properties.append(w("snapToGrid", val=int(text.line_height == body_line)))
    properties.append(
        w(
            "spacing",
            before=_twips(style.before * body_line),
            after=_twips(style.after * body_line),
            line=_twips(text.line_height),
            lineRule="exact",
        )
    )
    properties.append(_indents(style))
    properties.append(w("jc", val=_ALIGNED[text.align]))
    if style.outline is not None:
        properties.append(w("outlineLvl", val=style.outline))
    return properties


def _chinese_line_breaking() -> list[Element]:
    """No punctuation at a line's start (避头尾) nor beyond its end, numbers whole, a little space beside them.

    LibreOffice 7.4 reads `overflowPunct` the wrong way round and lets punctuation hang where Word squeezes it: the
    lines break alike. It always puts space between Chinese and digits, so Word is asked for the same.
    """
    return [
        w("kinsoku", val=1),
        w("wordWrap", val=1),
        w("overflowPunct", val=0),
        w("topLinePunct", val=0),
        w("autoSpaceDE", val=1),
        w("autoSpaceDN", val=1),
        w("adjustRightInd", val=0),
    ]


def _indents(style: NamedStyle) -> Element:
    pitch = style.text.size + letter_spacing(style.text.size)
    indents = w("ind", left=_twips(style.left * pitch), right=_twips(style.right * pitch))
    if style.hanging:
        indents.set(qn("w:hanging"), str(_twips(style.hanging * pitch)))
    else:
        indents.set(qn("w:firstLineChars"), str(style.text.indent * 100))
        indents.set(qn("w:firstLine"), str(_twips(style.text.indent * pitch)))
    return indents


def _run_properties(style: NamedStyle) -> Element:
    text = style.text
    properties = w("rPr", _fonts(report_style().fonts[text.font].word))
    properties.extend([w("b", val=int(text.bold)), w("bCs", val=int(text.bold))])
    if style.grey:
        properties.append(w("color", val="7F7F7F"))
    properties.append(w("spacing", val=_twips(letter_spacing(text.size))))
    properties.extend(_size(text.size))
    return properties


def _fonts(name: str) -> Element:
    return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _size(size: float) -> list[Element]:
    half_points = round(size * 2)
    return [w("sz", val=half_points), w("szCs", val=half_points)]


def _twips(points: float) -> int:
    return round(points * 20)


def _defaults() -> Element:
    body = report_style().styles["body"]
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    runs = w("rPr", _fonts(report_style().fonts[body.font].word), *_size(body.size), language)
    return w("docDefaults", w("rPrDefault", runs), w("pPrDefault"))


def _latent() -> Element:
    """Word's own styles stay out of the clerk's list until they are used."""
    return w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=376,
    )


def _required() -> list[Element]:
    """The three styles every Word file has besides Normal."""
    kinds = (
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    )
    return [
        w("style", w("name", val=name), w("semiHidden"), type=kind, default=1, styleId=style_id)
        for kind, style_id, name in kinds
    ]


def _table_style() -> Element:
    """Thin lines everywhere, text in the middle of its cell."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *[w(side, val="single", sz=round(RULE * 8), space=0, color="000000") for side in sides])
    across, down = _twips(PAD_ACROSS), _twips(PAD_DOWN - RULE / 2)
    margins = {"top": down, "left": across, "bottom": down, "right": across}
    return w(
        "style",
        w("name", val="公文表格"),
        w("basedOn", val="TableNormal"),
        w("qFormat"),
        w("tblPr", borders, w("tblCellMar", *[w(side, w=width, type="dxa") for side, width in margins.items()])),
        w("tcPr", w("vAlign", val="center")),
        type="table",
        customStyle=1,
        styleId=TABLE_STYLE_ID,
    )
