"""What follows a printed cover: the number of the next page, and the title once more if the form wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Report
from perfdesk.document.build import build
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from support.pdf_text import page_texts

LoadForm = Callable[..., Form]

COVER = """
id = "front"
title = "封面"
tab = "封面"
kind = "cover"

[[block]]
type = "page"
title = "封面上的字"
{keys}
"""
LISTED = ('files = ["money.toml"]', 'files = ["front.toml", "money.toml"]')


@pytest.fixture
def report_with(small_form: LoadForm) -> Callable[[str], Report]:
    """The report of a form with a cover that has these keys."""

    def report(keys: str) -> Report:
        form = small_form(LISTED, others={"front.toml": COVER.format(keys=keys)})
        title = Edit(Address("money", "unit"), None, "报告的标题")
        return build(Answers(form, Entries().after((title,))), (), draft=False)

    return report


@pytest.mark.parametrize(("keys", "number", "labels"), [("", "—2—", ["1", "2"]), ("counted = false", "—1—", ["", "1"])])
def test_the_body_begins_with_the_page_that_the_form_wants_in_pdf(
    report_with: Callable[[str], Report], tmp_path: Path, keys: str, number: str, labels: list[str]
) -> None:
    write_pdf(report_with(keys), tmp_path / "r.pdf")
    cover, body = page_texts(tmp_path / "r.pdf")
    assert "—" not in cover
    assert number in body
    assert PdfReader(tmp_path / "r.pdf").page_labels == labels


@pytest.mark.parametrize(("keys", "starts"), [("", [None, None]), ("counted = false", [None, "1"])])
def test_the_body_begins_with_the_page_that_the_form_wants_in_word(
    report_with: Callable[[str], Report], tmp_path: Path, keys: str, starts: list[str | None]
) -> None:
    write_docx(report_with(keys), tmp_path / "r.docx")
    found = [section._sectPr.find(qn("w:pgNumType")) for section in Document(str(tmp_path / "r.docx")).sections]
    assert [None if start is None else start.get(qn("w:start")) for start in found] == starts


@pytest.mark.parametrize(("keys", "is_repeated"), [("", False), ("repeat_title = true", True)])
def test_the_title_is_repeated_above_the_body_only_if_the_form_wants_it(
    report_with: Callable[[str], Report], tmp_path: Path, keys: str, is_repeated: bool
) -> None:
    report = report_with(keys)
    write_docx(report, tmp_path / "r.docx")
    write_pdf(report, tmp_path / "r.pdf")
    texts = [paragraph.text for paragraph in Document(str(tmp_path / "r.docx")).paragraphs]
    assert (texts[texts.index("一、钱") - 1] == "报告的标题") is is_repeated
    assert page_texts(tmp_path / "r.pdf")[1].startswith("报告的标题一、钱") is is_repeated
