"""Every block has its named style and no direct formatting."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from perfdesk.document.blocks import (
    SignOff,
)
from support.docx_builders import LONG, REPORT, written


def test_every_block_is_in_order_with_its_style(document: Document) -> None:
    assert [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text] == [
        ("公文标题", REPORT.title),
        ("Heading 1", "一、部门基本情况"),
        ("Heading 2", "（一）机构设置"),
        ("Heading 3", "1. 人员编制"),
        ("公文正文", LONG),
        ("公文正文顶格", "无此类支出。"),
        ("附件说明", "附件：1. 基础数据表"),
        ("附件说明续项", "2. 自评表"),
        ("落款单位", "道县应急管理局"),
        ("落款日期", "2024年3月5日"),
        ("附件标签", "附件1"),
        ("附件标签", "附件2"),
        ("表标题", "部门整体支出绩效自评表"),
        ("表副标题", "（2023年度）"),
        ("表单位", "单位：万元"),
        ("表注在前", "填表人：        填报日期："),
        ("表注", "表内数字均为决算数。"),
        ("表标题", "续表"),
        ("表副标题", "（2023年度）"),
        ("表单位", "单位：万元"),
        ("附件标签", "附件3"),
        ("公文正文", "附件三的正文。"),
    ]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("公文标题", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("公文正文", "仿宋_GB2312", 16),
        ("附件标签", "黑体", 16),
        ("表标题", "方正小标宋简体", 18),
        ("表头", "黑体", 10.5),
        ("表内数字", "仿宋_GB2312", 10.5),
        ("页码", "宋体", 14),
    ],
)
def test_a_style_sets_its_font_for_all_four_kinds_of_character(
    document: Document, style: str, font: str, size: float
) -> None:
    element = document.styles[style].element
    fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    assert {qn(f"w:{kind}"): font for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == dict(fonts.attrib)
    assert element.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == str(int(size * 2))


def test_no_paragraph_and_no_run_is_formatted_directly(path: Path) -> None:
    document = docx.Document(str(path))
    first = document.sections[0]
    for root in (document.element, first.footer.part.element, first.even_page_footer.part.element):
        paragraphs = {child.tag for properties in root.iter(qn("w:pPr")) for child in properties}
        assert paragraphs <= {qn("w:pStyle"), qn("w:sectPr")}
        runs = [child for properties in root.iter(qn("w:rPr")) for child in properties]
        assert runs
        assert {(run.tag, *run.attrib.items()) for run in runs} == {
            (qn("w:rFonts"), (qn("w:hint"), "eastAsia")),
        }


def test_body_is_justified_with_two_characters_of_indent_on_a_fixed_line(document: Document) -> None:
    body = document.styles["公文正文"].paragraph_format.element.pPr
    indent, spacing = body.find(qn("w:ind")), body.find(qn("w:spacing"))
    assert (indent.get(qn("w:firstLineChars")), indent.get(qn("w:firstLine"))) == ("200", "630")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert body.find(qn("w:jc")).get(qn("w:val")) == "both"
    normal = document.styles["Normal"].element.pPr
    flags = {tag: normal.find(qn(f"w:{tag}")).get(qn("w:val")) for tag in ("kinsoku", "overflowPunct", "widowControl")}
    assert flags == {"kinsoku": "1", "overflowPunct": "0", "widowControl": "0"}


def test_headings_and_attachment_labels_make_the_outline(document: Document) -> None:
    outlined = {
        style.name: style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}").get(qn("w:val"))
        for style in document.styles
        if style.element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None
    }
    assert outlined == {"Heading 1": "0", "Heading 2": "1", "Heading 3": "2", "附件标签": "0"}


def test_only_our_own_styles_are_in_the_file(document: Document) -> None:
    names = {style.name for style in document.styles}
    assert not {name for name in names if re.fullmatch(r"[A-Za-z ]+\d*", name or "")} - {
        "Normal", "Heading 1", "Heading 2", "Heading 3", "Default Paragraph Font", "Normal Table", "No List",
    }  # fmt: skip


def test_a_long_unit_name_is_signed_at_the_right_instead_of_above_the_date(tmp_path: Path) -> None:
    unit = "道县应急管理局安全生产综合行政执法大队"
    signed = written(tmp_path, replace(REPORT, body=(SignOff(unit, "2024年12月31日"),), attachments=()))
    assert [p.style.name for p in signed.paragraphs if p.style][1:] == ["落款长单位", "落款日期"]
