"""A picture at the top of a page of the Word report, in the middle; the text below keeps its place."""

from __future__ import annotations

from perfdesk.definition.picture import Picture
from perfdesk.writers.docx.package import LOGO, relation_id

#: English Metric Units in a millimetre.
_EMU = 36_000
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RUN = (
    '<w:r><w:drawing><wp:anchor xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0" '
    'simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="margin"><wp:align>top</wp:align></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="1" name="{name}"/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture">'
    '<pic:pic xmlns:pic="{drawing}/picture">'
    '<pic:nvPicPr><pic:cNvPr id="1" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
    "</pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)


def logo_run(picture: Picture, height: float) -> str:
    """The run with the logo, `height` mm high."""
    width = picture.width_at(height)
    return _RUN.format(
        drawing=_DRAWING,
        width=round(width * _EMU),
        height=round(height * _EMU),
        name=LOGO,
        relation=relation_id(LOGO),
    )
