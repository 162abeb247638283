"""Generated reports with figures, blanks, long and hostile texts, more and fewer rows: all files agree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from perfdesk.application.session import Session
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.document.build import build
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.exported_text import (
    attachment_texts,
    bare,
    canonical,
    docx_texts,
    missing_from,
    open_values,
    pdf_pages,
    report_texts,
    sheet_texts,
)

pytestmark = pytest.mark.slow

TYPED = ["0", "1,234.5", "20元", "１２．５", "1亿", "0.005"]
FIGURES = st.decimals(-99999, 999999, places=2).map(str) | st.sampled_from(TYPED)
MEASURES = st.sampled_from([">= 1,200 次", "≤28万元", "=100%", "95.50%", "基本完成", "０起", "-3.5度"])
HOSTILE = st.sampled_from(
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "@SUM(A1)",
        "<img src='file:///etc/passwd'/>&amp;<b>粗</b>",
        "{cover.unit_name}%s{0}",
        "一、标题\n（一）小标题\n1. 正文。\n\n　　缩进的一段。",
        "第一行\x0b\x00第二行\r\n第三行\ud800",
        "从右到左\u202eעברית\u200f结束",
        "㐀𠮷😀👨‍👩‍👧龘镕—……“引号”％‰№",
        "".join(f"{number:x}" for number in range(120)),
        "，。、；：！？” " * 3,
    ]
)
#: No part of a long text is like another, so that it is found again in pieces when it goes over a page.
SENTENCES = [f"第{number}次检查时落实过紧日子要求，压减一般性支出{number}.67万元。" for number in range(150)]
LONG = st.integers(10, 150).map(lambda count: "".join(SENTENCES[:count]))
TEXTS = st.one_of(st.just(""), FIGURES, MEASURES, HOSTILE, LONG, st.text("甲乙丙1.,%-=<&万元", max_size=30))
#: Open tables on attachments.
TABLES = [("spending", "projects"), ("self_evaluation", "outputs"), ("self_evaluation", "benefits")]


@pytest.fixture(scope="module")
def session(sample_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The faultless sample, open; these tests save nothing to it."""
    copy = tmp_path_factory.mktemp("generated") / "demo.db"
    copy.write_bytes(sample_files["demo-2024"].read_bytes())
    opened = Session.open(copy)
    yield opened
    opened.close()


#: A failing example is not made smaller: each takes a second.
PHASES = (Phase.explicit, Phase.generate)


@st.composite
def changes(draw: st.DrawFn, session: Session) -> dict[Address, str]:
    """Some answers replaced, some rows added and some deleted."""
    entries = session.entries
    asked = sorted(address for address, _ in entries if address.column != ROW_POSITION)
    made = draw(st.dictionaries(st.sampled_from(asked), TEXTS, max_size=12))
    placed = sorted(address for address, _ in entries if address.column == ROW_POSITION)
    for address in draw(st.lists(st.sampled_from(placed), max_size=2, unique=True)):
        made = {kept: text for kept, text in made.items() if kept.row != address.row} | {address: ""}
    for number, (section, table) in enumerate(draw(st.lists(st.sampled_from(TABLES), max_size=2))):
        made[Address(section, table, f"new{number}", "name")] = draw(TEXTS.filter(str.strip))
    return made


@settings(
    max_examples=10,
    phases=PHASES,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.data())
def test_all_files_have_the_content_of_any_report(
    session: Session, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    answers = session.preview(data.draw(changes(session)))
    report = build(answers, (), draft=False)
    folder = tmp_path_factory.mktemp("files")
    files = [folder / f"report.{suffix}" for suffix in ("docx", "pdf", "xlsx")]
    for write, file in zip((write_docx, write_pdf, write_xlsx), files, strict=True):
        write(report, file)
    texts = report_texts(report)
    assert docx_texts(files[0]) == texts
    assert missing_from(pdf_pages(files[1]), texts) == []
    book = open_values(files[2])
    for name, attachment in zip(book.sheetnames, report.attachments, strict=False):
        shown = [canonical(text) for text in sheet_texts(book, name)]
        assert shown == [canonical(text) for text in attachment_texts(attachment)], name
    assert bare(str(book.properties.title or "")) == bare(report.title)
