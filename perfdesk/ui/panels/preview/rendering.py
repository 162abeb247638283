"""Render the pages of the preview, in a process that does not load the window."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import pickle
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing.connection import Connection
from typing import Any

from perfdesk import logs
from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.definition.style.report_style import ReportStyle
from perfdesk.document.build import build
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.storage.user_dirs import log_folder
from perfdesk.temporaries import temporary_folder
from perfdesk.writers.pdf.answer_regions import AnswerRegion

_log = logging.getLogger(__name__)
_MAX_PAGES = 60
#: Lower priority than the window, in which the user is typing.
_NICE_LEVEL = 5

#: Narrower pages, in pixels, are rendered without bold, which would blur their small characters, and drawn larger and
#: made smaller by averaging, so that rules are thinner than a pixel where they should be.
_MIN_WIDTH_FOR_BOLD = 700
_REDUCTION = 3

Rectangle = tuple[float, float, float, float]
#: A figure as it is written in a text.
FIGURE = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A report to render: form (pickled), entries and findings, page width in pixels, and names of known pages."""

    form: bytes
    entries: Entries
    findings: tuple[Finding, ...]
    width: float
    known_pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page under a name unique to its content; a known page has nothing but the name.

    `size` is width, height and bytes per line of RGB; areas are left, top, width and height, in pixels.
    """

    name: str
    pixels: bytes = b""
    size: tuple[int, int, int] = (0, 0, 0)
    answer_areas: tuple[tuple[Rectangle, Address], ...] = ()
    #: The figures in texts: their areas, the texts that they are in, and how they are written.
    figures: tuple[tuple[Rectangle, Address, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedPages:
    """All pages, and the page number of each heading."""

    pages: tuple[RenderedPage, ...]
    headings: tuple[tuple[str, int], ...]


def serve(connection: Connection) -> None:
    """Answer requests until the connection is closed.

    A failure is logged and ends the process, by which the other side notices it.
    """
    logs.start(log_folder)
    if hasattr(os, "nice"):
        os.nice(_NICE_LEVEL)
    # The window reports failures to the user; a traceback on the terminal would only confuse.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            request = connection.recv()
            with logs.FailureLogged(_log, "the pages could not be drawn"):
                pages = render(request)
            connection.send(pages)


def render(request: RenderRequest) -> RenderedPages:
    """Lay out the report as it would be printed and render its pages."""
    from pypdfium2 import PdfDocument

    from perfdesk.writers.pdf.document import write_pdf

    draft = any(finding.severity.stops_final_export for finding in request.findings)
    report = build(Answers(_unpickled_form(request.form), request.entries), request.findings, draft=draft)
    if request.width < _MIN_WIDTH_FOR_BOLD:
        report = replace(report, style=_without_bold(report.style))
    with temporary_folder() as folder:
        path = folder / "preview.pdf"
        regions = write_pdf(report, path)
        content = path.read_bytes()
    document = PdfDocument(content)
    try:
        count = min(len(document), _MAX_PAGES)
        pages = tuple(
            _rendered_page(document[number], [region for region in regions if region.page == number], request)
            for number in range(count)
        )
        headings = tuple(
            (bookmark.get_title(), destination.get_index() or 0)
            for bookmark in document.get_toc()
            if (destination := bookmark.get_dest()) is not None
        )
    finally:
        document.close()
    return RenderedPages(pages, headings)


def _without_bold(style: ReportStyle) -> ReportStyle:
    """Return the style without bold, a stroke around each character that is at least one pixel thick."""
    return replace(style, styles={name: replace(text, bold=False) for name, text in style.styles.items()})


@lru_cache(maxsize=1)
def _unpickled_form(packed: bytes) -> Form:
    return pickle.loads(packed)


def _rendered_page(page: Any, regions: list[AnswerRegion], request: RenderRequest) -> RenderedPage:
    scale = request.width / page.get_width()
    reduction = _REDUCTION if request.width < _MIN_WIDTH_FOR_BOLD else 1
    areas = tuple(
        ((scale * region.left, scale * region.top, scale * region.width, scale * region.height), region.address)
        for region in regions
    )
    image = _drawn(page, scale)
    name = hashlib.sha256(image.tobytes() + repr((image.size, reduction, areas)).encode()).hexdigest()
    if name in request.known_pages:
        page.close()
        return RenderedPage(name)
    if reduction > 1:
        image = _drawn(page, scale * reduction).reduce(reduction)
    figures = tuple(_figures_in_texts(page, regions, scale))
    page.close()
    return RenderedPage(name, image.tobytes(), (image.width, image.height, 3 * image.width), areas, figures)


def _drawn(page: Any, scale: float) -> Any:
    bitmap = page.render(scale=scale, rev_byteorder=True)
    image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    return image


def _figures_in_texts(page: Any, regions: list[AnswerRegion], scale: float) -> Iterator[tuple[Rectangle, Address, str]]:
    """Yield the figures that are printed in running text, in order, with their areas in pixels.

    The draft mark lies across the texts, but it is slanted and no part of them.
    """
    from pypdfium2.raw import FPDFText_GetCharAngle

    texts = [region for region in regions if region.address.field and not region.address.row]
    written, height = page.get_textpage(), page.get_height()
    for found in FIGURE.finditer(written.get_text_range()):
        if FPDFText_GetCharAngle(written, found.start()):
            continue
        left, bottom, _, _ = written.get_charbox(found.start())
        _, _, right, top = written.get_charbox(found.end() - 1)
        x, y = (left + right) / 2, height - (top + bottom) / 2
        for text in texts:
            if text.left <= x <= text.left + text.width and text.top <= y <= text.top + text.height:
                box = (scale * left, scale * (height - top), scale * (right - left), scale * (top - bottom))
                yield box, text.address, found[0]
                break
    written.close()
