"""The file: outline, facts, draft mark, the same bytes every time."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination
from reportlab.pdfgen.canvas import Canvas

from perfdesk.document.blocks import (
    Attachment,
    Heading,
    Paragraph,
)
from perfdesk.errors import PerfDeskError
from perfdesk.paths import RESOURCES
from perfdesk.writers.pdf.document import write_pdf
from support.pdf_builders import a_report, a_table, an_attachment, content_of, printed
from support.pdf_text import page_texts


def outline(path: Path) -> list[tuple[int, str, int]]:
    reader = PdfReader(path)

    def walk(entries: list[Any], level: int) -> list[tuple[int, str, int]]:
        found: list[tuple[int, str, int]] = []
        for entry in entries:
            if isinstance(entry, Destination):
                page = reader.get_destination_page_number(entry)
                found.append((level, str(entry.title), page if page is not None else -1))
            else:
                found += walk(entry, level + 1)
        return found

    return walk(reader.outline, 0)


def test_bookmarks_name_chapters_and_attachments(tmp_path: Path) -> None:
    body = (
        Heading(1, "一、概况"),
        Heading(2, "（一）机构"),
        Heading(3, "1.职能"),
        Paragraph("文"),
        Heading(1, "二、支出"),
    )
    more = Attachment("附件2", "项目表", "项目表2", False, (a_table(2),))
    path = printed(tmp_path, a_report(*body, attachments=(an_attachment(a_table(2)), more)))
    assert outline(path) == [
        (0, "一、概况", 0),
        (1, "（一）机构", 0),
        (0, "二、支出", 0),
        (0, "附件1 自评表", 1),
        (0, "附件2 项目表", 2),
    ]


def test_the_file_has_its_title_author_and_subject(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(Paragraph("文"), title="2023年度报告\n（自评）"))
    reader = PdfReader(path)
    facts = reader.metadata
    assert facts is not None
    assert (facts.title, facts.author, facts.creator) == ("2023年度报告（自评）", "道县应急管理局", "PerfDesk")
    assert reader.root_object["/Lang"] == "zh-CN"


def test_the_metadata_is_repeated_as_xmp_without_times(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(Paragraph("文"), title="<标题> & “题”"))
    reader = PdfReader(path)
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert (xmp.dc_title, xmp.dc_creator, xmp.xmp_creator_tool) == (
        {"x-default": "<标题> & “题”"},
        ["道县应急管理局"],
        "PerfDesk",
    )
    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("2", "B")
    assert set(reader.metadata or {}) == {"/Title", "/Author", "/Subject", "/Creator", "/Producer"}


def test_the_file_meets_the_archive_requirements(tmp_path: Path) -> None:
    """PDF/A-2b (ISO 19005-2): colours defined, no transparency; fonts are seen to elsewhere."""
    path = printed(tmp_path, a_report(Paragraph("文"), attachments=(an_attachment(a_table(3)),), draft_mark="草稿"))
    reader = PdfReader(path)
    intent = reader.root_object["/OutputIntents"][0]
    profile = intent["/DestOutputProfile"].get_object()
    assert (intent["/S"], profile["/N"], profile.get_data()[16:20]) == ("/GTS_PDFA1", 3, b"RGB ")
    assert path.read_bytes().startswith(b"%PDF-1.7")
    for page in reader.pages:
        assert "/Trans" not in page
        assert "/Group" not in page
        assert not page["/Resources"].get("/ExtGState")


def test_pages_are_labelled_with_their_printed_numbers(tmp_path: Path) -> None:
    table = an_attachment(a_table(60), landscape=True)
    reader = PdfReader(printed(tmp_path, a_report(Paragraph("国" * 900), attachments=(table,))))
    assert reader.page_labels == [str(number + 1) for number in range(len(reader.pages))]


def test_the_draft_mark_is_behind_each_page_of_a_draft_only(tmp_path: Path) -> None:
    report = a_report(Paragraph("文"), attachments=(an_attachment(a_table(2), landscape=True),), draft_mark="草稿")
    draft = printed(tmp_path, report)
    assert all("草" in page and "稿" in page for page in page_texts(draft))
    content = content_of(draft)
    assert content.index(b".93 g") < content.index(b"Tf")
    assert "草" not in "".join(page_texts(printed(tmp_path, a_report(Paragraph("文")))))


def test_the_same_report_gives_the_same_bytes_also_in_another_process(tmp_path: Path) -> None:
    report = a_report(
        Heading(1, "一、概况"), Paragraph("正文" * 500), attachments=(an_attachment(a_table(9)),), title="题"
    )
    first, again, other = tmp_path / "一.pdf", tmp_path / "二.pdf", tmp_path / "三.pdf"
    write_pdf(report, first)
    write_pdf(a_report(Paragraph("别的")), again)
    write_pdf(report, again)
    program = (
        "import pickle, sys; from pathlib import Path; from perfdesk.writers.pdf.document import write_pdf; "
        "write_pdf(pickle.load(sys.stdin.buffer), Path(sys.argv[1]))"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(other)],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        cwd=RESOURCES.parent,
        input=pickle.dumps(report),
    )
    assert first.read_bytes() == again.read_bytes() == other.read_bytes()


def test_an_unwritable_target_is_reported_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(PerfDeskError, match="不存在"):
        write_pdf(a_report(Paragraph("文")), tmp_path / "没有" / "报告.pdf")
    assert list(tmp_path.iterdir()) == []


def test_reportlab_begins_in_helvetica_by_default(tmp_path: Path) -> None:
    """Why the writer names its first font: should this fail, that line can go."""
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    canvas.save()
    assert b"Helvetica" in path.read_bytes()
