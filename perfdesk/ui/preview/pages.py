"""The pages of the preview: the PDF that would be exported now, as pictures that know where each answer stands."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from perfdesk.definition.address import Address
from perfdesk.document.build import build
from perfdesk.ui.late import loaded

if TYPE_CHECKING:
    from perfdesk.session import Snapshot
    from perfdesk.writers.pdf_spots import Spot

_MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, and the places of answers in it, in points of the screen."""

    image: QImage
    places: tuple[tuple[QRectF, Address], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pages, and on which page each heading stands."""

    pages: tuple[Picture, ...]
    headings: tuple[tuple[str, int], ...]


def draw_pages(snapshot: Snapshot, width: int, ratio: float) -> Drawn:
    """Lay out the report as it would be printed and draw its pages, `width` points wide."""
    errors = any(finding.severity == "error" for finding in snapshot.findings)
    report = build(snapshot.answers, snapshot.findings, draft=errors)
    with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
        path = Path(folder) / "preview.pdf"
        spots: tuple[Spot, ...] = loaded("perfdesk.writers.pdf").write_pdf(report, path)
        content = path.read_bytes()
    document = loaded("pypdfium2").PdfDocument(content)
    try:
        count = min(len(document), _MOST_PAGES)
        places: list[list[Spot]] = [[] for _ in range(count)]
        for spot in spots:
            if spot.page < count:
                places[spot.page].append(spot)
        pages = tuple(_picture(document[number], places[number], width, ratio) for number in range(count))
        headings = tuple(
            (mark.get_title(), mark.get_dest().get_index() or 0) for mark in document.get_toc() if mark.get_dest()
        )
    finally:
        document.close()
    return Drawn(pages, headings)


def _picture(page: Any, spots: list[Spot], width: int, ratio: float) -> Picture:
    """One page, as sharp as the screen can show."""
    scale = width / page.get_width()
    bitmap = page.render(scale=scale * ratio, rev_byteorder=True)
    mode = QImage.Format.Format_RGB888 if bitmap.n_channels == 3 else QImage.Format.Format_RGBX8888
    image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, mode).copy()
    image.setDevicePixelRatio(ratio)
    bitmap.close()
    page.close()
    boxes = (QRectF(*(scale * side for side in (spot.left, spot.top, spot.width, spot.height))) for spot in spots)
    return Picture(image, tuple(zip(boxes, (spot.address for spot in spots), strict=True)))
