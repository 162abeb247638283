"""The pages of the preview: the PDF that would be exported now, as images with the areas of the answers."""

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
    """One page: a name unique to its content, and the areas of the answers in device-independent pixels."""

    name: str
    image: QImage
    answer_areas: tuple[tuple[QRectF, Address], ...]
    figures: tuple[tuple[QRectF, Address, str], ...]


@dataclass(frozen=True, slots=True)
class PageImages:
    """All pages, and the page number of each heading."""

    pages: tuple[PageImage, ...]
    headings: tuple[tuple[str, int], ...]


def pickled_form(form: Form) -> bytes:
    """Return a form as it is sent to the render process."""
    return pickle.dumps(form, pickle.HIGHEST_PROTOCOL)


def render_pages(
    snapshot: Snapshot, form: bytes, width: int, ratio: float, known_pages: Mapping[str, PageImage]
) -> PageImages:
    """Render the report as it would be printed.

    `width` is that of a page in device-independent pixels, `ratio` the device pixel ratio. Pages whose content is
    known are not transferred again. Raise PerfDeskError if the pages cannot be rendered.
    """
    from perfdesk.ui.panels.preview.render_process import render_process
    from perfdesk.ui.panels.preview.rendering import RenderRequest

    request = RenderRequest(form, snapshot.answers.entries, snapshot.findings, width * ratio, frozenset(known_pages))
    rendered: RenderedPages = render_process().render(request)
    return PageImages(
        tuple(known_pages.get(page.name) or _page_image(page, ratio) for page in rendered.pages), rendered.headings
    )


def _page_image(page: RenderedPage, ratio: float) -> PageImage:
    width, height, stride = page.size
    image = QImage(page.pixels, width, height, stride, QImage.Format.Format_RGB888).copy()
    image.setDevicePixelRatio(ratio)
    areas = tuple((QRectF(*(side / ratio for side in box)), address) for box, address in page.answer_areas)
    figures = tuple((QRectF(*(side / ratio for side in box)), text, written) for box, text, written in page.figures)
    return PageImage(page.name, image, areas, figures)
