"""The style sheet and the font table of the Word report as WordprocessingML."""

from __future__ import annotations

from collections.abc import Set

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.definition.style.word_styles import PARAGRAPH_TAGS, RUN_TAGS, Properties
from perfdesk.writers.docx.bureau_styles import word_properties
from perfdesk.writers.docx.named_styles import TABLE_STYLE_ID, NamedStyle, named_styles
from perfdesk.writers.docx.xml import w
from perfdesk.writers.typesetting.active_style import current_style, letter_spacing
from perfdesk.writers.typesetting.fitting import PAD_ACROSS, PAD_DOWN, RULE

#: A font that Word may use where the font of the standard is not installed.
_OTHER_NAMES = {
    "方正小标宋简体": "方正小标宋_GBK",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
# No punctuation at the start of a line (避头尾) or beyond its end, no broken numbers, a small space around them.
# LibreOffice 7.4 reverses the meaning of `overflowPunct` and lets punctuation hang where Word squeezes it, so the lines
# break alike. It always puts space between Chinese and digits, so Word gets the same setting.
_CHINESE_LINE_BREAKING: Properties = {
    "kinsoku": {"val": "1"},
    "wordWrap": {"val": "1"},
    "overflowPunct": {"val": "0"},
    "topLinePunct": {"val": "0"},
    "autoSpaceDE": {"val": "1"},
    "autoSpaceDN": {"val": "1"},
    "adjustRightInd": {"val": "0"},
}
_ALIGNED = {"left": "left", "center": "center", "right": "right", "justify": "both"}


def style_sheet(used: Set[str]) -> str:
    """Every style of the report; hidden variants only if `used`."""
    shown = (style for style in named_styles() if not style.is_hidden or style.id in used)
    return "".join(
        (_document_defaults(), _latent_styles(), *_required_styles(), *map(_paragraph_style, shown), _table_style())
    )


def font_table() -> str:
    """The fonts of the report, each with the font that Word may fall back to."""
    return "".join(
        w(
            "font",
            w("altName", val=_OTHER_NAMES.get(font.word, font.word)),
            w("charset", val="86"),
            w("family", val="auto"),
            w("pitch", val="default"),
            name=font.word,
        )
        for font in current_style().fonts.values()
    )


def _paragraph_style(style: NamedStyle) -> str:
    name, built_in = style.name, not style.name.id.startswith("Pd")
    paragraph, run = _properties(style)
    kind = {"default": 1} if name is StyleName.NORMAL else {}
    return w(
        "style",
        w("name", val=style.display_name),
        "" if name is StyleName.NORMAL else w("basedOn", val=(style.based_on or StyleName.NORMAL).id),
        w("next", val=style.next.id) if style.next else "",
        w("uiPriority", val=0) if built_in else "",
        w("semiHidden") + w("unhideWhenUsed") if style.is_hidden else w("qFormat"),
        _ordered_elements("pPr", paragraph, PARAGRAPH_TAGS),
        _ordered_elements("rPr", run, RUN_TAGS),
        type="paragraph",
        styleId=style.id,
        **(kind if built_in else {"customStyle": 1}),
    )


def _ordered_elements(tag: str, properties: Properties, order: tuple[str, ...]) -> str:
    """The properties in the order of the schema; Word reports a file with another order as damaged."""
    return w(tag, *[w(name, **properties[name]) for name in order if name in properties])


def _properties(style: NamedStyle) -> tuple[Properties, Properties]:
    """Paragraph and run properties; for a style based on another one only the differences."""
    if style.based_on:
        spacing = {"spacing": _line_spacing(style)} if style.smaller else {}
        return _keep_properties(style) | spacing, _size(style.text.size) if style.smaller else {}
    return word_properties(style, _paragraph_properties(style), _run_properties(style))


def _keep_properties(style: NamedStyle) -> Properties:
    return {"keepNext": _flag(style.keep_next), "keepLines": _flag(style.keep_next)}


def _paragraph_properties(style: NamedStyle) -> Properties:
    text, body_line = style.text, current_style().page.line_height
    return {
        **_keep_properties(style),
        **({"pageBreakBefore": {}} if style.new_page else {}),
        "widowControl": _flag(False),
        **(_CHINESE_LINE_BREAKING if style.name is StyleName.NORMAL else {}),
        "snapToGrid": _flag(text.line_height == body_line),
        "spacing": _line_spacing(style),
        "ind": _indents(style),
        "jc": {"val": "distribute" if style.spread else _ALIGNED[text.align]},
        **({} if style.outline is None else {"outlineLvl": {"val": str(style.outline)}}),
    }


def _line_spacing(style: NamedStyle) -> dict[str, str]:
    body_line = current_style().page.line_height
    return {
        "before": _twips(style.before * body_line),
        "after": _twips(style.after * body_line),
        "line": _twips(style.text.line_height),
        "lineRule": "exact",
    }


def _indents(style: NamedStyle) -> dict[str, str]:
    pitch = style.text.size + letter_spacing(style.text.size)
    sides = {"left": _twips(style.left * pitch), "right": _twips(style.right * pitch)}
    if style.hanging:
        return {**sides, "hanging": _twips(style.hanging * pitch)}
    indent = style.text.indent
    return {**sides, "firstLineChars": str(indent * 100), "firstLine": _twips(indent * pitch)}


def _run_properties(style: NamedStyle) -> Properties:
    text = style.text
    return {
        "rFonts": _fonts(current_style().fonts[text.font].word),
        "b": _flag(text.bold),
        "bCs": _flag(text.bold),
        **({"color": {"val": "7F7F7F"}} if style.grey else {}),
        "spacing": {"val": _twips(letter_spacing(text.size))},
        **_size(text.size),
    }


def _fonts(name: str) -> dict[str, str]:
    return dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), name)


def _size(size: float) -> Properties:
    half_points = {"val": str(round(size * 2))}
    return {"sz": half_points, "szCs": half_points}


def _flag(is_on: bool) -> dict[str, str]:
    return {"val": str(int(is_on))}


def _twips(points: float) -> str:
    return str(round(points * 20))


def _document_defaults() -> str:
    body = current_style().styles["body"]
    runs = {"rFonts": _fonts(current_style().fonts[body.font].word), **_size(body.size)}
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    listed = "".join(w(tag, **attributes) for tag, attributes in runs.items())
    return w("docDefaults", w("rPrDefault", w("rPr", listed, language)), w("pPrDefault"))


def _latent_styles() -> str:
    """Word's own styles do not appear in the user's list until they are used."""
    return w(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=1,
        defQFormat=0,
        count=376,
    )


def _required_styles() -> list[str]:
    """The three styles that every Word file has besides Normal."""
    kinds = (
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    )
    return [
        w("style", w("name", val=name), w("semiHidden"), type=kind, default=1, styleId=style_id)
        for kind, style_id, name in kinds
    ]


def _table_style() -> str:
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
