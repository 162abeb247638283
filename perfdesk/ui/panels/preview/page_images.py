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
    from perfdesk.ui.panels.preview.rendering import RenderedPage, RenderedPages


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page under a name that tells it apart, and the places of answers in it, in points of the screen."""

    name: str
    image: QImage
    answer_areas: tuple[tuple[QRectF, Address], ...]


@dataclass(frozen=True, slots=True)
class PageImages:
    """All pages, and on which page each heading stands."""

    pages: tuple[PageImage, ...]
    headings: tuple[tuple[str, int], ...]


def pickled_form(form: Form) -> bytes:
    """A form as it is sent to the process that draws."""
    return pickle.dumps(form, pickle.HIGHEST_PROTOCOL)


def render_pages(
    snapshot: Snapshot, form: bytes, width: int, ratio: float, known_pages: Mapping[str, PageImage]
) -> PageImages:
    """Have the report laid out as it would be printed and its pages drawn, `width` points wide, as sharp as the screen
    can show; pages that are as a known one are not sent again. PerfDeskError when they cannot be drawn."""
    from perfdesk.ui.panels.preview.render_process import render_process
    from perfdesk.ui.panels.preview.rendering import RenderRequest

    order = RenderRequest(form, snapshot.answers.entries, snapshot.findings, width * ratio, frozenset(known_pages))
    found: RenderedPages = render_process().render(order)
    return PageImages(
        tuple(known_pages.get(sheet.name) or _page_image(sheet, ratio) for sheet in found.pages), found.headings
    )


def _page_image(sheet: RenderedPage, ratio: float) -> PageImage:
    width, height, stride, channels = sheet.size
    mode = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBX8888
    image = QImage(sheet.pixels, width, height, stride, mode).copy()
    image.setDevicePixelRatio(ratio)
    places = tuple((QRectF(*(side / ratio for side in box)), address) for box, address in sheet.answer_areas)
    return PageImage(sheet.name, image, places)
