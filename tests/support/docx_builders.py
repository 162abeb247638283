"""A report with one of everything, as a Word file: what the tests of the Word writer begin with."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph as DocxParagraph

from perfdesk.definition.address import Address
from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Cell,
    Grid,
    Heading,
    Paragraph,
    Report,
    SignOff,
)
from perfdesk.writers.docx.document import write_docx

LONG = "道县应急管理局组织开展安全生产专项整治行动并按时完成年度绩效目标任务" * 40
MERGED = Grid(
    widths=(20, 30, 30, 25),
    rows=5,
    header_rows=1,
    title="部门整体支出绩效自评表",
    subtitle="（2023年度）",
    unit_note="单位：万元",
    notes=("填表人：        填报日期：",),
    cells=(
        Cell(0, 0, "指标", column_span=2, bold=True),
        Cell(0, 2, "年初预算数"),
        Cell(0, 3, "全年执行数"),
        Cell(1, 0, "经费", row_span=3, bold=True),
        Cell(1, 1, "“三公”经费", align="left"),
        Cell(1, 2, "63.46", role="entry", value=Decimal("63.46"), address=Address("base", "t", "r1", "budget")),
        Cell(1, 3, "44.29", role="entry", align="right", value=Decimal("44.29")),
        Cell(
            2,
            1,
            "预期目标\n第一行目标",
            column_span=2,
            row_span=2,
            role="entry",
            align="left",
            address=Address("base", "aim"),
        ),
        Cell(2, 3, "≥1200次", role="entry"),
        Cell(3, 3, "实际1352次", role="entry", address=Address("base", "t", "R1", "budget")),
        Cell(4, 0, "总分", column_span=3),
        Cell(4, 3, "98.50", role="computed", align="right", value=Decimal("98.5")),
    ),
)
ROWS = Grid(
    widths=(1, 3),
    rows=45,
    header_rows=1,
    cells=tuple(
        Cell(row, column, f"{word}{row:02d}", align="left")
        for row in range(45)
        for column, word in enumerate(("序号", "项目"))
    ),
)
REPORT = Report(
    title="道县应急管理局\n2023年度部门整体支出绩效自评报告",
    unit="道县应急管理局",
    year="2023",
    draft_mark="",
    body=(
        Heading(1, "一、部门基本情况", Address("overview", "heading")),
        Heading(2, "（一）机构设置"),
        Heading(3, "1. 人员编制"),
        Paragraph(LONG, Address("overview", "duties")),
        Paragraph("无此类支出。", flush=True),
        AttachmentList(("基础数据表", "自评表")),
        SignOff("道县应急管理局", "2024年3月5日"),
    ),
    attachments=(
        Attachment("附件1", "基础数据表", "附件1", False, (ROWS, ROWS)),
        Attachment("附件2", "自评表", "附件2", True, (MERGED, Paragraph("表内数字均为决算数。", flush=True))),
        Attachment("", "自评表续", "附件2续", True, (replace(MERGED, title="续表", notes=()),)),
        Attachment("附件3", "说明", "附件3", False, (Paragraph("附件三的正文。"),)),
    ),
    referenced_figures=(),
)


def written(tmp_path: Path, report: Report) -> Document:
    write_docx(report, tmp_path / "a.docx")
    return docx.Document(str(tmp_path / "a.docx"))


def with_paragraphs(*texts: str) -> Report:
    return replace(REPORT, body=tuple(Paragraph(text) for text in texts), attachments=())


def xml(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def style_of(paragraph: DocxParagraph) -> str:
    """The name of a paragraph's style."""
    assert paragraph.style is not None
    assert paragraph.style.name is not None
    return paragraph.style.name
