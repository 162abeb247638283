"""Drawing the pages of the preview, in a process of its own that knows nothing of the window."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import pickle
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

_log = logging.getLogger(__name__)
_MAX_PAGES = 60
#: Less pressing than the window, which is being typed in.
_NICE_LEVEL = 5

#: Pages narrower than this many pixels are drawn without bold, which would turn their small signs into blots.
_MIN_BOLD_WEIGHT = 700

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What is to be drawn: a report with its form (pickled), how many pixels wide, and the pages known already."""

    form: bytes
    entries: Entries
    findings: tuple[Finding, ...]
    width: float
    known_pages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page under a name that tells it apart; nothing but the name when it is known already.

    Its shape is width, height, bytes a line and channels; answers stand at left, top, width and height in pixels.
    """

    name: str
    pixels: bytes = b""
    size: tuple[int, int, int, int] = (0, 0, 0, 0)
    answer_areas: tuple[tuple[Rectangle, Address], ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedPages:
    """All pages, and on which page each heading stands."""

    pages: tuple[RenderedPage, ...]
    headings: tuple[tuple[str, int], ...]


def serve(connection: Connection) -> None:
    """Draw what is ordered until nobody is left who orders; whatever goes wrong is logged and ends the process, which
    is told by that."""
    logs.start(log_folder)
    if hasattr(os, "nice"):
        os.nice(_NICE_LEVEL)
    # The window tells the clerk; a traceback beside it, printed when this has ended, would only frighten.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            order = connection.recv()
            with logs.FailureLogged(_log, "the pages could not be drawn"):
                pages = render(order)
            connection.send(pages)


def render(request: RenderRequest) -> RenderedPages:
    """Lay out the report as it would be printed and draw its pages."""
    from pypdfium2 import PdfDocument

    from perfdesk.writers.pdf.document import write_pdf

    errors = any(finding.severity == "error" for finding in request.findings)
    report = build(Answers(_unpickled_form(request.form), request.entries), request.findings, draft=errors)
    if request.width < _MIN_BOLD_WEIGHT:
        report = replace(report, style=_without_bold(report.style))
    with temporary_folder() as folder:
        path = folder / "preview.pdf"
        regions = write_pdf(report, path)
        content = path.read_bytes()
    document = PdfDocument(content)
    try:
        count = min(len(document), _MAX_PAGES)
        sheets = tuple(
            _rendered_page(document[number], [region for region in regions if region.page == number], request)
            for number in range(count)
        )
        headings = tuple(
            (mark.get_title(), mark.get_dest().get_index() or 0) for mark in document.get_toc() if mark.get_dest()
        )
    finally:
        document.close()
    return RenderedPages(sheets, headings)


def _without_bold(style: ReportStyle) -> ReportStyle:
    """Bold is a stroke around each sign, which takes no room but is drawn a pixel thick at least."""
    return replace(style, styles={name: replace(text, bold=False) for name, text in style.styles.items()})


@lru_cache(maxsize=1)
def _unpickled_form(packed: bytes) -> Form:
    return pickle.loads(packed)


def _rendered_page(page: Any, regions: list[Any], request: RenderRequest) -> RenderedPage:
    scale = request.width / page.get_width()
    bitmap = page.render(scale=scale, rev_byteorder=True)
    pixels = bytes(bitmap.buffer)
    shape = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    bitmap.close()
    page.close()
    places = tuple(
        ((scale * region.left, scale * region.top, scale * region.width, scale * region.height), region.address)
        for region in regions
    )
    name = hashlib.sha256(pixels + repr((shape, places)).encode()).hexdigest()
    return RenderedPage(name) if name in request.known_pages else RenderedPage(name, pixels, shape, places)
