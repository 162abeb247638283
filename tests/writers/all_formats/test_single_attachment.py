"""A single attachment has no number (GB/T 9704-2012 §7.3.4); the cover of a workbook has no page number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from docx import Document

from perfdesk.definition.model import Form
from perfdesk.document.build import build
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.pdf_text import page_texts
from support.sheet_form import entries

PAPER = """id = "paper{number}"
title = "收支表{number}"
tab = "附件"
kind = "attachment"
[[block]]
type = "sheet"
title = "收支表{number}"
widths = [20]
[[block.line]]
cells = ["=money.double"]
"""
COVER = 'id = "front"\ntitle = "封面"\ntab = "封面"\nkind = "cover"\n[[block]]\ntype = "page"\ntitle = "封面"\n'


def listed(form: Form, folder: Path) -> tuple[list[str], str]:
    """The lines about attachments in Word, and the pages of the PDF."""
    report = build(Answers(form, entries(0)), (), draft=False)
    write_docx(report, folder / "r.docx")
    write_pdf(report, folder / "r.pdf")
    write_xlsx(report, folder / "r.xlsx")
    texts = [paragraph.text for paragraph in Document(str(folder / "r.docx")).paragraphs]
    return [text for text in texts if "附件" in text or "收支表" in text], "".join(page_texts(folder / "r.pdf"))


def test_a_single_attachment_has_no_number(small_form: Callable[..., Form], tmp_path: Path) -> None:
    files = ('files = ["money.toml"]', 'files = ["money.toml", "paper1.toml"]')
    form = small_form(files, others={"paper1.toml": PAPER.format(number=1)})
    lines, pages = listed(form, tmp_path)
    assert lines[:2] == ["附件：收支表1", "附件"]
    assert "附件：收支表1" in pages
    assert "附件1" not in pages


def test_several_attachments_have_numbers(small_form: Callable[..., Form], tmp_path: Path) -> None:
    files = ('files = ["money.toml"]', 'files = ["front.toml", "money.toml", "paper1.toml", "paper2.toml"]')
    papers = {f"paper{number}.toml": PAPER.format(number=number) for number in (1, 2)}
    lines, pages = listed(small_form(files, others={"front.toml": COVER, **papers}), tmp_path)
    assert lines[:3] == ["附件：1. 收支表1", "2. 收支表2", "附件1"]
    assert "附件：1.收支表1" in pages.replace(" ", "")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert [bool(sheet.oddFooter.center.text) for sheet in book.worksheets[:3]] == [False, True, True]
