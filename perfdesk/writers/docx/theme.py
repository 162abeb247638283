"""The theme part: Word asks for one in every document, although no style of ours takes a colour or font from it."""

from __future__ import annotations

from functools import cache

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
#: Colours by their place in the theme: text and background, then accents, dark enough for black and white print.
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "333333",
    "lt2": "EEEEEE",
    "accent1": "1F4E79",
    "accent2": "7F6000",
    "accent3": "375623",
    "accent4": "833C0B",
    "accent5": "3A3A3A",
    "accent6": "595959",
    "hlink": "0563C1",
    "folHlink": "954F72",
}
_CHINESE_FONTS = {"major": "黑体", "minor": "仿宋_GB2312"}
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}</a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


@cache
def theme_xml() -> str:
    """The theme as one element (ECMA-376 part 1, §20.1.6.9): colours, fonts and three formats of each kind."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = "".join(f"<a:{name}Font>{_typefaces(chinese)}</a:{name}Font>" for name, chinese in _CHINESE_FONTS.items())
    formats = "".join(
        f"<a:{name}Lst>{3 * part}</a:{name}Lst>"
        for name, part in (("fillStyle", _FILL), ("lnStyle", _LINE), ("effectStyle", _EFFECT), ("bgFillStyle", _FILL))
    )
    return (
        f'<a:theme xmlns:a="{_NAMESPACE}" name="公文"><a:themeElements><a:clrScheme name="公文">{colours}</a:clrScheme>'
        f'<a:fontScheme name="公文">{fonts}</a:fontScheme><a:fmtScheme name="公文">{formats}</a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )


def _typefaces(chinese: str) -> str:
    return f'<a:latin typeface="Times New Roman"/><a:ea typeface="{chinese}"/><a:cs typeface=""/>'
