"""The style sheet and the font table of the Word report as WordprocessingML."""

from __future__ import annotations

import math

from docx.oxml.ns import qn

from perfdesk.writers.docx_styles import TABLE_STYLE_ID, NamedStyle, StyleName, named_styles
from perfdesk.writers.docx_xml import Element, w
from perfdesk.writers.style import report_style

#: A name Word may use instead where the font of the standard is not installed.
_OTHER_NAMES = {
    "方正小标宋简体": "方正小标宋_GBK",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_ALIGNED = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def fill_styles(styles: Element) -> None:
    """Replace every style of the library's template, hidden ones too, by ours."""
    for child in list(styles):
        styles.remove(child)
    styles.extend([_defaults(), _latent(), *_required()])
    styles.extend(_paragraph_style(style) for style in named_styles())
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
    element = w("style", w("name", val=name.value), type="paragraph", styleId=name.id)
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
    element.extend([w("qFormat"), _paragraph_properties(style), _run_properties(style)])
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
    """No punctuation at a line's start (避头尾) nor beyond its end, numbers whole, digits without added space."""
    return [
        w("kinsoku", val=1),
        w("wordWrap", val=1),
        w("overflowPunct", val=0),
        w("topLinePunct", val=0),
        w("autoSpaceDE", val=0),
        w("autoSpaceDN", val=0),
        w("adjustRightInd", val=0),
    ]


def _indents(style: NamedStyle) -> Element:
    pitch = style.text.size + _character_spacing(style.text.size) / 20
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
    properties.append(w("spacing", val=_character_spacing(text.size)))
    properties.extend(_size(text.size))
    return properties


def _character_spacing(size: float) -> int:
    """Twentieths of a point added to each character: −5 at the body's size, so that 28 fill the line's 156 mm."""
    page, body = report_style().page, report_style().styles["body"]
    if size != body.size:
        return 0
    width = (page.width - page.left - page.right) * 72 / 25.4
    return math.floor((width / page.characters - size) * 20)


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
    borders = w("tblBorders", *[w(side, val="single", sz=4, space=0, color="000000") for side in sides])
    margins = {"top": 40, "left": 70, "bottom": 40, "right": 70}
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
