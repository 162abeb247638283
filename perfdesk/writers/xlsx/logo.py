"""The logo on the cover sheet."""

from __future__ import annotations

import io

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet

from perfdesk.definition.picture import Picture

#: English Metric Units in a millimetre.
_EMU = 36_000


def draw_logo(sheet: Worksheet, picture: Picture, height: float, width: float) -> None:
    """Put the logo at the top of a sheet of `width` mm, in the middle; its own `height` is in mm, too."""
    own = picture.width_at(height)
    image = Image(io.BytesIO(picture.content))
    image.anchor = AbsoluteAnchor(
        XDRPoint2D(round((width - own) / 2 * _EMU), 0), XDRPositiveSize2D(round(own * _EMU), round(height * _EMU))
    )
    sheet.add_image(image)
