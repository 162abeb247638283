"""The package: nothing from the library's template, no times, and any text that a user may type."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from perfdesk.definition.address import Address
from perfdesk.document.blocks import (
    Attachment,
    Cell,
    Grid,
)
from perfdesk.errors import PerfDeskError
from perfdesk.writers.docx.document import write_docx
from support.docx_builders import REPORT, with_paragraphs, written, xml


def test_the_same_report_gives_the_same_bytes(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 0, 0))
    write_docx(REPORT, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == path.read_bytes()


def test_nothing_of_the_library_template_is_left(path: Path) -> None:
    parts = xml(path)
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/theme/theme1.xml",
        "word/footer1.xml",
        "word/footer2.xml",
    }
    everything = "".join(parts.values())
    assert not re.search(r"python-docx|Calibri|Cambria|Theme=|dcterms:(created|modified)>", everything)
    settings = parts["word/settings.xml"]
    assert re.search(r'w:name="compatibilityMode" [^>]*w:val="15"', settings)
    assert 'w:characterSpacingControl w:val="compressPunctuation"' in settings
    properties = docx.Document(str(path)).core_properties
    assert (properties.title, properties.author) == (REPORT.title.replace("\n", ""), REPORT.unit)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("<img src=x> & </w:t> ]]>", "<img src=x> & </w:t> ]]>"),
        ("  前后空格  ", "  前后空格  "),
        ("\u202e右到左\u202c😀𠮷", "\u202e右到左\u202c😀𠮷"),
        ("粘贴\x0b自\x00Word\ud800\ufffe", "粘贴自Word"),
        ("一\r\n二\t三", "一\n二\t三"),
    ],
)
def test_hostile_text_is_printed_as_text(tmp_path: Path, typed: str, printed: str) -> None:
    grid = Grid((1,), 1, (Cell(0, 0, typed, address=Address("a", "b")),), title=typed, notes=(typed,))
    report = replace(with_paragraphs(typed), title=typed, unit=typed, draft_mark=typed)
    read = written(tmp_path, replace(report, attachments=(Attachment(typed, typed, typed, False, (grid,)),)))
    assert [p.text for p in read.paragraphs if p.text] == [printed] * 5
    assert read.tables[0].rows[0].cells[0].text == printed
    assert {text.get(qn("xml:space")) for text in read.element.iter(qn("w:t"))} == {"preserve"}
    *_, mark = read.sections[0].header.part.element.iter("{urn:schemas-microsoft-com:vml}textpath")
    assert mark.get("string") == printed.replace("\n", " ").replace("\t", " ")
    assert read.core_properties.author == printed


def test_a_hundred_thousand_characters_in_a_cell_are_all_written(tmp_path: Path) -> None:
    text = "厉行节约保障措施" * 12_500
    grid = Grid((1,), 1, (Cell(0, 0, text, align="left"),))
    read = written(tmp_path, replace(REPORT, attachments=(Attachment("附件1", "", "", True, (grid,)),)))
    assert read.tables[0].rows[0].cells[0].text == text


def test_an_unwritable_target_is_explained_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(PerfDeskError, match="没有导出"):
        write_docx(REPORT, tmp_path / "无此文件夹" / "a.docx")
    assert list(tmp_path.iterdir()) == []
