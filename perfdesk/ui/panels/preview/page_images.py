"""The pages of the preview: the PDF that would be exported now, as pictures that know where each answer stands."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form

if TYPE_CHECKING:
    from perfdesk.checks.snapshot import Snapshot
    from perfdesk.ui.panels.preview.rendering import Sheet, Sheets


@dataclass(frozen=True, slots=True)
class Picture:
    """One page under a name that tells it apart, and the places of answers in it, in points of the screen."""

    name: str
    image: QImage
    places: tuple[tuple[QRectF, Address], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """All pages, and on which page each heading stands."""

    pages: tuple[Picture, ...]
    headings: tuple[tuple[str, int], ...]


def packed(form: Form) -> bytes:
    """A form as it is sent to the process that draws."""
    return pickle.dumps(form, pickle.HIGHEST_PROTOCOL)


def draw_pages(snapshot: Snapshot, form: bytes, width: int, ratio: float, known: Mapping[str, Picture]) -> Drawn:
    """Have the report laid out as it would be printed and its pages drawn, `width` points wide, as sharp as the screen
    can show; pages that are as a known one are not sent again. PerfDeskError when they cannot be drawn."""
    from perfdesk.ui.panels.preview.render_process import drawer
    from perfdesk.ui.panels.preview.rendering import Order

    order = Order(form, snapshot.answers.entries, snapshot.findings, width * ratio, frozenset(known))
    found: Sheets = drawer().draw(order)
    return Drawn(tuple(known.get(sheet.name) or _picture(sheet, ratio) for sheet in found.sheets), found.headings)


def _picture(sheet: Sheet, ratio: float) -> Picture:
    width, height, stride, channels = sheet.shape
    mode = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBX8888
    image = QImage(sheet.pixels, width, height, stride, mode).copy()
    image.setDevicePixelRatio(ratio)
    places = tuple((QRectF(*(side / ratio for side in box)), address) for box, address in sheet.places)
    return Picture(sheet.name, image, places)
