"""Pictures for PDF pages."""

from __future__ import annotations

import io

from PIL import Image
from reportlab.lib.utils import ImageReader

from perfdesk.definition.picture import Picture


def opaque_image(picture: Picture) -> ImageReader:
    """The picture on white paper: PDF/A wants its colours as those of the report, without transparency."""
    with Image.open(io.BytesIO(picture.content)) as image:
        layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return ImageReader(Image.alpha_composite(paper, layered).convert("RGB"))
