"""The answer regions of the PDF: each rectangle contains its answer and nothing else."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.document.blocks import Block, Grid, Heading, Paragraph, Report, SignOff
from perfdesk.document.build import build
from perfdesk.writers.pdf.answer_regions import AnswerRegion
from perfdesk.writers.pdf.document import write_pdf
from support.exported_text import bare

pytestmark = pytest.mark.slow

_SLACK = 1.0


def _texts(report: Report) -> dict[object, set[str]]:
    """What is printed of each answer, piece by piece."""
    found: dict[object, set[str]] = {report.title_address: {bare(report.title)}}
    blocks: list[Block] = [*report.body, *(block for paper in report.attachments for block in paper.blocks)]
    for block in blocks:
        if isinstance(block, Heading) and block.section:
            found.setdefault(Address(block.section, ""), set()).add(bare(block.text))
        elif isinstance(block, Heading | Paragraph) and block.address is not None:
            found.setdefault(block.address, set()).add(bare(block.text))
        elif isinstance(block, SignOff):
            found.setdefault(block.address, set()).add(bare(block.unit + block.date))
        elif isinstance(block, Grid):
            for cell in block.cells:
                if cell.address is not None:
                    found.setdefault(cell.address, set()).add(bare(cell.text))
    return found


def _read(document: pypdfium2.PdfDocument, spot: AnswerRegion) -> str:
    page = document[spot.page]
    height = page.get_height()
    box = (
        spot.left - _SLACK,
        height - spot.top - spot.height - _SLACK,
        spot.left + spot.width + _SLACK,
        height - spot.top + _SLACK,
    )
    text = page.get_textpage().get_text_bounded(*box)
    page.close()
    return bare(text)


def test_every_answer_is_in_its_region(demo: Session, tmp_path: Path) -> None:
    report = build(demo.answers, demo.findings, draft=False)
    path = tmp_path / "报告.pdf"
    spots = write_pdf(report, path)
    texts = _texts(report)
    assert {spot.address for spot in spots} == set(texts)
    document = pypdfium2.PdfDocument(path)
    exact = 0
    for spot in spots:
        wanted, found = texts[spot.address], _read(document, spot)
        # A paragraph or a cell over several pages is printed in parts.
        exact += found in wanted
        assert any(found in text or text in found for text in wanted), (spot, found, wanted)
    document.close()
    assert exact > len(spots) * 0.9
