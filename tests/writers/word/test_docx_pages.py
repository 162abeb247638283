"""Sections, page numbers and the draft mark."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Twips

from support.docx_builders import REPORT, style_of, written, xml


def test_wide_attachments_have_their_own_landscape_section(document: Document) -> None:
    sizes = [(s.page_width, s.page_height, s.orientation) for s in document.sections]
    upright, turned = (Twips(11906), Twips(16838), 0), (Twips(16838), Twips(11906), 1)
    assert sizes == [upright, turned, upright]
    margins = [
        tuple(length.twips for length in (s.top_margin, s.right_margin, s.bottom_margin, s.left_margin) if length)
        for s in document.sections
    ]
    assert margins == [(2098, 1474, 1984, 1588), (1588, 2098, 1474, 1984), (2098, 1474, 1984, 1588)]
    grids = [s._sectPr.find(qn("w:docGrid")) for s in document.sections]
    assert {(grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) for grid in grids} == {("lines", "579")}


def test_every_section_has_page_numbers_outside_on_odd_and_even_pages(document: Document) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    for section in document.sections:
        for footer, style in ((section.footer, "页码"), (section.even_page_footer, "页码双页")):
            number = footer.paragraphs[0]
            assert (number.text, number.style and number.style.name) == ("— 1 —", style)
            assert [code.text for code in number._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert not list(document.element.iter(qn("w:pgNumType"))), "the numbering continues from section to section"


def test_the_draft_mark_is_behind_every_page_and_the_final_copy_has_no_header(tmp_path: Path, path: Path) -> None:
    draft = written(tmp_path, replace(REPORT, draft_mark="草稿（尚有2处错误）"))
    for section in draft.sections:
        for header in (section.header, section.even_page_header):
            (shape,) = header.part.element.iter("{urn:schemas-microsoft-com:vml}shape")
            # by this name Word knows a watermark it may remove
            assert shape.get("id").startswith("PowerPlusWaterMarkObject")
            assert shape[0].get("string") == "草稿（尚有2处错误）"
            assert style_of(header.paragraphs[0]) == "草稿标记"
    assert not [name for name in xml(path) if "header" in name]
