"""The draft mark of the Word report: a watermark as Word itself makes it, so that 设计—水印—删除水印 removes it."""

from __future__ import annotations

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.writers.docx.xml import attribute, paragraph
from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.typesetting.line_breaking import ems
from perfdesk.writers.xml_text import xml_text

#: Size and greatest length of the mark in points, and its grey.
_SIZE = 88.0
_MAX_LENGTH = 560.0
_GREY = "#EDEDED"
# The shape type of a watermark's text: WordArt along a straight line.
_TYPE = """<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"
o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
</v:shapetype>"""
_POSITION = (
    "position:absolute;width:{width:g}pt;height:{height:g}pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
    "mso-position-vertical:center;mso-position-vertical-relative:page"
)


def watermark(mark: str, number: int) -> str:
    """The header of a draft: the mark in light grey from corner to corner, behind the text."""
    text = xml_text(mark).replace("\n", " ").replace("\t", " ")
    width = min(_SIZE * ems(text), _MAX_LENGTH)
    css = _POSITION.format(width=width, height=width / max(ems(text), 1))
    font = f'font-family:"{current_style().fonts["hei"].word}";font-size:1pt'
    shape = (
        f'<w:r><w:pict>{_TYPE}<v:shape id="PowerPlusWaterMarkObject{number}" '
        f'o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" style="{css}" o:allowincell="f" fillcolor="{_GREY}" '
        f'stroked="f"><v:textpath style="{attribute(font)}" string="{attribute(text)}"/></v:shape></w:pict></w:r>'
    )
    return paragraph(StyleName.DRAFT.id, shape)
