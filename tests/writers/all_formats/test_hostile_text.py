"""Texts meant to break a file are exported safely, or refused in a sentence that names their place."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.document.blocks import Attachment, AttachmentList, Cell, Grid, Heading, Paragraph, Report, SignOff
from perfdesk.document.build import build
from perfdesk.errors import PerfDeskError
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.exported import HOSTILE, Exported
from support.exported_text import (
    attachment_texts,
    bare,
    docx_texts,
    missing_from,
    open_values,
    pdf_pages,
    report_texts,
    sheet_texts,
)

pytestmark = pytest.mark.slow

WRITERS = {".docx": write_docx, ".pdf": write_pdf, ".xlsx": write_xlsx}


@pytest.fixture
def hostile(all_exported: dict[str, Exported]) -> Exported:
    return all_exported["hostile"]


def test_hostile_answers_are_text_in_all_files(hostile: Exported):
    texts = report_texts(hostile.report)
    assert sum(bare(HOSTILE) in text for text in texts) > 50
    assert docx_texts(hostile.docx) == texts
    assert missing_from(pdf_pages(hostile.pdf), texts) == []
    book = open_values(hostile.xlsx)
    for name, attachment in zip(book.sheetnames, hostile.report.attachments, strict=False):
        assert sheet_texts(book, name) == attachment_texts(attachment)


def test_hostile_answers_are_no_formulas_links_or_pictures(hostile: Exported):
    for row in (row for sheet in openpyxl.load_workbook(hostile.xlsx).worksheets for row in sheet.iter_rows()):
        for cell in row:
            assert cell.data_type != "f" or "cmd" not in str(cell.value)
            assert cell.hyperlink is None
    for path in (hostile.docx, hostile.xlsx):
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        assert not any("media" in name or "externalLink" in name for name in parts)
        assert not any(b"TargetMode" in content for name, content in parts.items() if name.endswith(".rels"))
    assert b"/Subtype /Image" not in hostile.pdf.read_bytes()


def _report_of(text: str) -> Report:
    """A report in which every text there can be is this one."""

    cells = (
        Cell(0, 0, text, bold=True),
        Cell(0, 1, text),
        Cell(1, 0, text, role="entry"),
        Cell(1, 1, text, align="right"),
    )
    grid = Grid((30, 60), 2, cells, 1, text, text, text, (text, text))
    body = (Heading(1, text), Heading(2, text), Paragraph(text), grid, AttachmentList((text,)), SignOff(text, text))
    attachments = (Attachment(text, text, text, True, (grid, Paragraph(text, flush=True))),)
    return Report(text, text, text, text, body, attachments, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\x00\x01\x0b\x1f\x7f\ud800\udfff\ufffe\uffff",
        "=1+1",
        "<b>&lt;</b><img src='/etc/passwd'/><para>",
        "\u202e\u2066\u200b\u200d\ufeff",
        "👨‍👩‍👧🇨🇳𠮷㐀",
        "a" * 300,
        "1" * 300,
        "，" * 300,
        "（" * 90,
        "&P&D&[Page]",
        "[]:*?/\\'",
        "\n" * 60,
    ],
    ids=repr,
)
def test_any_text_in_any_place_is_exported(text: str, tmp_path: Path):
    for suffix, write in WRITERS.items():
        write(_report_of(text), tmp_path / f"report{suffix}")
    assert pdf_pages(tmp_path / "report.pdf")
    assert openpyxl.load_workbook(tmp_path / "report.xlsx").worksheets
    docx_texts(tmp_path / "report.docx")


def test_a_paragraph_of_a_megabyte_is_exported_whole(tmp_path: Path):
    text = "".join(f"第{number}项支出与决算一致，=cmd<img>。" for number in range(50_000))
    assert len(text) > 1_000_000
    report = Report("标题", "单位", "2024", "", (Paragraph(text),), (), ())
    write_docx(report, tmp_path / "long.docx")
    write_pdf(report, tmp_path / "long.pdf")
    assert docx_texts(tmp_path / "long.docx") == ["标题", bare(text)]
    assert "".join(pdf_pages(tmp_path / "long.pdf")).endswith(bare(text))


def test_a_text_too_long_for_excel_is_refused_by_name_and_the_other_files_are_written(demo: Session, tmp_path: Path):
    goal = Address("project_evaluation@p1", "achieved_goal")
    most = build(demo.preview({goal: "字" * 32_767}), (), draft=False)
    more = build(demo.preview({goal: "字" * 32_768}), (), draft=False)
    write_xlsx(most, tmp_path / "report.xlsx")
    before = (tmp_path / "report.xlsx").read_bytes()
    with pytest.raises(PerfDeskError) as caught:
        write_xlsx(more, tmp_path / "report.xlsx")
    assert "项目支出绩效自评表" in caught.value.what
    assert "实际完成情况" in caught.value.why
    assert "32768 字" in caught.value.why
    assert (tmp_path / "report.xlsx").read_bytes() == before
    small = replace(more, attachments=more.attachments[2:3])
    write_docx(small, tmp_path / "report.docx")
    write_pdf(small, tmp_path / "report.pdf")
    assert "字" * 32_768 in docx_texts(tmp_path / "report.docx")
    assert sum(page.count("字") for page in pdf_pages(tmp_path / "report.pdf")) >= 32_768
