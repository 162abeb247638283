"""Word, PDF and Excel have every sentence and figure of the report, and nothing else."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import openpyxl
import pytest

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Grid
from support.exported_text import (
    attachment_texts,
    canonical,
    docx_texts,
    missing_from,
    open_values,
    pdf_pages,
    report_texts,
    sheet_texts,
)

pytestmark = pytest.mark.slow


def test_word_has_exactly_the_texts_of_the_report(exported):
    assert docx_texts(exported.docx) == report_texts(exported.report)


def test_every_text_is_in_the_pdf(exported):
    texts = report_texts(exported.report)
    assert len(texts) > 250
    assert missing_from(pdf_pages(exported.pdf), texts) == []


def test_the_pdf_has_no_other_text(exported):
    """Character by character: beyond the report's own only what is printed again at the head of a further page."""
    printed, meant = Counter("".join(pdf_pages(exported.pdf))), Counter("".join(report_texts(exported.report)))
    assert meant - printed == Counter()
    grids = [block for paper in exported.report.attachments for block in paper.blocks if isinstance(block, Grid)]
    again = {sign for grid in grids for cell in grid.cells if cell.role == "label" for sign in cell.text}
    assert set(printed - meant) <= again
    assert (printed - meant).total() < 200


@pytest.mark.slow
def test_every_sheet_shows_the_texts_of_its_attachment(exported):
    book = open_values(exported.xlsx)
    sheets = [name for name in book.sheetnames if name.startswith("附表")]
    assert len(sheets) == len(exported.report.attachments)
    for name, attachment in zip(sheets, exported.report.attachments, strict=True):
        shown = [canonical(text) for text in sheet_texts(book, name)]
        assert shown == [canonical(text) for text in attachment_texts(attachment)], name


@pytest.mark.slow
def test_every_chapter_figure_of_the_workbook_equals_the_reports(exported):
    rows = list(open_values(exported.xlsx)["报告数据"].iter_rows(values_only=True))
    assert rows[1] == ("出处", "项目", "单位", "数值")
    assert len(rows) == len(exported.report.referenced_figures) + 2
    for fact, (place, label, unit, value) in zip(exported.report.referenced_figures, rows[2:], strict=True):
        assert (place, label, unit or "") == (fact.section_label, fact.label, fact.unit)
        assert value == (float(fact.value) if isinstance(fact.value, Decimal) else fact.value)


@pytest.mark.slow
def test_no_typed_text_is_a_formula(exported):
    book = openpyxl.load_workbook(exported.xlsx)
    texts = 0
    for sheet, reference, name in book["_perfdesk"].iter_rows(values_only=True):
        address = Address.parse(name)
        if isinstance(exported.answers.parsed(address).value, str) and not exported.answers.is_computed(address):
            assert book[sheet][reference].data_type in ("s", "inlineStr"), (sheet, reference)
            texts += 1
    assert texts > 5
