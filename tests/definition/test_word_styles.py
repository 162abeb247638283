"""An own Word file in a form's folder: its styles are used in the exported report, others are the standard ones."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from perfdesk.__main__ import main
from perfdesk.application.export import write_files
from perfdesk.definition.loader import load_form
from perfdesk.definition.style.report_style import form_style
from perfdesk.definition.style.word_styles import word_styles
from perfdesk.document.build import build
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers

Export = Callable[[Path], Document]


@pytest.fixture
def export(answers_of: Callable[..., Answers], tmp_path: Path) -> Export:
    """Export the sample without errors with the form in a folder, and read the Word file back."""

    def made(folder: Path) -> Document:
        report = build(Answers(load_form(folder), answers_of("demo-2024").entries), (), False)
        write_files(report, [tmp_path / "report.docx"], lambda _: None)
        return docx.Document(str(tmp_path / "report.docx"))

    return made


def restyled(document: Document, folder: Path) -> None:
    """Change styles as a user does in Word, and save them as the form's style.docx."""
    body = document.styles["公文正文"]
    body.font.size, body.font.color.rgb = Pt(15), RGBColor(0x1F, 0x4E, 0x79)
    body.element.rPr.rFonts.set(qn("w:eastAsia"), "华文仿宋")
    body.paragraph_format.line_spacing = Pt(26)
    heading = document.styles["Heading 1"]
    heading.font.bold, heading.paragraph_format.alignment = True, WD_ALIGN_PARAGRAPH.CENTER
    document.styles["表内文字"].font.size = Pt(10.5)
    document.save(str(folder / "style.docx"))


def with_styles(path: Path, styles: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/styles.xml", styles)


def sheet(*styles: str) -> str:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:styles xmlns:w="{namespace}">{"".join(styles)}</w:styles>'


def named(style_id: str, name: str, says: str, based_on: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{based}{says}</w:style>'


@pytest.mark.slow
def test_the_changed_styles_of_an_exported_report_are_used_by_the_next(export: Export, shipped_copy: Path) -> None:
    before = {style.name: style.element.xml for style in export(shipped_copy).styles}
    restyled(export(shipped_copy), shipped_copy)
    after = export(shipped_copy)
    body, heading = after.styles["公文正文"], after.styles["Heading 1"]
    assert (body.font.size, body.font.color.rgb) == (Pt(15), RGBColor(0x1F, 0x4E, 0x79))
    assert body.element.rPr.rFonts.get(qn("w:eastAsia")) == "华文仿宋"
    assert body.element.rPr.rFonts.get(qn("w:ascii")) == "仿宋_GB2312"
    assert body.paragraph_format.line_spacing == Pt(26)
    assert body.paragraph_format.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    assert (heading.font.bold, heading.paragraph_format.alignment) == (True, WD_ALIGN_PARAGRAPH.CENTER)
    assert heading.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")) == "0"
    assert after.styles["表内文字"].font.size == Pt(10.5)
    assert after.styles["公文正文末段"].base_style == body, "the last paragraph looks like those above it"
    assert after.styles["公文正文末段"].font.size is None
    same = {style.name for style in after.styles if style.element.xml == before.get(style.name)}
    assert {"Heading 2", "公文标题", "落款日期", "表头"} <= same


@pytest.mark.slow
def test_a_number_that_is_too_wide_is_smaller_than_the_own_style(export: Export, shipped_copy: Path) -> None:
    document = export(shipped_copy)
    figure = document.styles["表内数字"]
    figure.font.size, figure.font.color.rgb = Pt(16), RGBColor(0xC0, 0, 0)
    document.styles["表内文字"].font.size = Pt(16)
    document.save(str(shipped_copy / "style.docx"))
    smaller = [style for style in export(shipped_copy).styles if re.fullmatch("表内数字.+磅(末行)?", style.name or "")]
    assert smaller
    assert all(style.font.size < Pt(16) and style.base_style.name == "表内数字" for style in smaller)
    assert smaller[0].base_style.font.color.rgb == RGBColor(0xC0, 0, 0)


@pytest.mark.slow
def test_missing_styles_and_layout_styles_are_the_standard_ones(export: Export, shipped_copy: Path) -> None:
    base = named("a", "底", '<w:rPr><w:b/><w:color w:val="FF0000"/></w:rPr>')
    numbered = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr><w:jc w:val="right"/></w:pPr>'
    label = named("b", "附件标签", f'{numbered}<w:rPr><w:rFonts w:eastAsiaTheme="x"/><w:b w:val="0"/></w:rPr>', "a")
    with_styles(shipped_copy / "style.dotx", sheet(base, label))
    made = export(shipped_copy).styles["附件标签"]
    tags = {child.tag for child in made.element.pPr}
    assert {qn("w:pageBreakBefore"), qn("w:keepNext"), qn("w:outlineLvl"), qn("w:jc")} <= tags
    assert qn("w:numPr") not in tags
    assert (made.font.bold, made.font.color.rgb, made.font.size) == (False, RGBColor(0xFF, 0, 0), Pt(16))
    assert made.element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"


def test_cyclic_base_styles_are_read_once(tmp_path: Path) -> None:
    one, other = named("a", "公文正文", "", "b"), named("b", "底", '<w:rPr><w:sz w:val="30"/></w:rPr>', "a")
    with_styles(tmp_path / "style.docx", sheet(one, other))
    assert word_styles(tmp_path)["公文正文"].size == 15


def test_a_hanging_indent_replaces_a_first_line_indent(tmp_path: Path) -> None:
    base = named("a", "底", '<w:pPr><w:ind w:left="9" w:firstLine="0"/></w:pPr>')
    listed = named("b", "附件说明", '<w:pPr><w:ind w:hanging="480"/></w:pPr>', "a")
    with_styles(tmp_path / "style.docx", sheet(base, listed))
    assert word_styles(tmp_path)["附件说明"].paragraph == {"ind": {"left": "9", "hanging": "480"}}


FOREIGN = sheet(named("1", "heading 1", ""))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0 Word 97", "style.docx：不是 Word 文档，或者已损坏、加了密码"),
        (b"PK\x03\x04", "style.docx：不是 Word 文档，或者已损坏、加了密码"),
        ("<w:styles", "style.docx：不是 Word 文档，或者已损坏、加了密码"),
        ('<!DOCTYPE w [<!ENTITY a "a">]><w/>', "style.docx：不是 Word 写的文件"),
        (FOREIGN, "style.docx：没有报告用的样式（公文标题、公文正文等）"),
        ("<w>" + " " * 8_000_001 + "</w>", "style.docx：样式太多"),
    ],
    ids=["not a zip", "half a zip", "half a sheet", "entities", "another document", "huge"],
)
def test_an_unusable_file_is_named(tmp_path: Path, content: bytes | str, says: str) -> None:
    path = tmp_path / "style.docx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with_styles(path, content)
    with pytest.raises(PerfDeskError) as caught:
        form_style(tmp_path)
    assert caught.value.why.startswith(says)
    assert caught.value.why.count("。") == 1


def test_two_style_files_are_rejected(tmp_path: Path) -> None:
    for name in ("style.docx", "style.dotx"):
        with_styles(tmp_path / name, FOREIGN)
    with pytest.raises(PerfDeskError, match=r"style\.dotx：和 style\.docx 只能留一个"):
        form_style(tmp_path)


def test_form_check_names_the_file(shipped_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(shipped_copy / "form.toml", shipped_copy / "style.docx")
    assert main(["form", "check", str(shipped_copy)]) != 0
    printed = capsys.readouterr()
    assert "style.docx" in printed.out + printed.err
    assert "不是 Word 文档" in printed.out + printed.err
