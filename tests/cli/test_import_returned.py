"""`perfdesk import --returned`: an export that somebody has edited comes back into the report it was made of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.loader import form_ids
from perfdesk.definition.model import Field
from support.commands import Run
from support.returned_word import edit_word_file

pytestmark = pytest.mark.slow

STAFF = Address.parse("basics/retired")


@pytest.fixture
def report(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "r.db"
    run("new", path, "--sample", "demo-2024")
    return path


def exported(run: Run, report: Path) -> Path:
    folder = report.parent / "out"
    shutil.rmtree(folder, ignore_errors=True)
    run("export", report, "--to", folder)
    (path,) = folder.rglob("*.docx")
    return path


def longest_text(report: Path) -> tuple[Address, str]:
    """The prose answer of one paragraph that is longest."""
    session = Session.open(report, read_only=True)
    texts = {
        Address(section.id, block.question.id): session.entries.text(Address(section.id, block.question.id)) or ""
        for section in session.form.sections
        for block in section.blocks
        if isinstance(block, Field) and section.repeats_over is None
    }
    texts = {address: text for address, text in texts.items() if "\n" not in text}
    session.close()
    return max(texts.items(), key=lambda one: len(one[1]))


@pytest.mark.parametrize("form", form_ids())
def test_changed_words_of_each_form_come_back_as_one_change(run: Run, tmp_path: Path, form: str) -> None:
    report = tmp_path / "r.db"
    run("new", report, "--form", form)
    address, text = _fill_first_prose(report)
    returned = edit_word_file(exported(run, report), lambda line: line.replace(text[:-1], f"{text[:-1]}，并逐项核对"))
    code, out, _ = run("import", report, returned, "--returned", "--json", "--dry-run")
    found = json.loads(out)
    assert found["as"] == "this-year"
    (one,) = found["proposals"]
    assert (one["address"], one["change"]) == (str(address), "wording")
    code, out, _ = run("import", report, returned, "--returned")
    assert (code, "填入 1 项" in out) == (0, True)
    session = Session.open(report)
    assert session.entries.text(address) == text.replace(text[:-1], f"{text[:-1]}，并逐项核对")
    assert session.undo_label == f"取回改稿 {returned.name}"
    session.undo()
    assert session.entries.text(address) == text
    session.close()


def _fill_first_prose(report: Path) -> tuple[Address, str]:
    session = Session.open(report)
    address = next(
        Address(section.id, block.question.id)
        for section in session.form.sections
        for block in section.blocks
        if isinstance(block, Field) and block.question.kind == "prose" and section.repeats_over is None
    )
    text = "本单位承担全县水利工程的建设、管理和防汛抗旱工作，全年任务已经完成。"
    session.enter(address, text)
    session.close()
    return address, text


def test_an_unchanged_export_says_so_and_makes_no_change(run: Run, report: Path) -> None:
    path, before = exported(run, report), report.read_bytes()
    code, out, err = run("import", report, path, "--returned")
    assert (code, out, err) == (0, f"“{path.name}”没有改动，与报告里的一样。\n", "")
    assert report.read_bytes() == before
    found = json.loads(run("import", report, path, "--returned", "--json")[1])
    assert (found["proposals"], found["unplaced"]) == ([], [])


def test_a_figure_in_a_generated_sentence_leads_to_its_answer(run: Run, report: Path) -> None:
    session = Session.open(report, read_only=True)
    retired = session.entries.text(STAFF)
    session.close()
    returned = edit_word_file(exported(run, report), lambda line: line.replace(f"退休人员{retired}人", "退休人员97人"))
    found = json.loads(run("import", report, returned, "--returned", "--json", "--dry-run")[1])
    assert [(one["address"], one["value"], one["change"]) for one in found["proposals"]] == [
        (str(STAFF), "97", "figure")
    ]


def test_what_was_changed_on_both_sides_is_left_with_both_texts(run: Run, report: Path) -> None:
    address, text = longest_text(report)
    returned = edit_word_file(exported(run, report), lambda line: line.replace(text[:-1], f"{text[:-1]}，并逐项核对"))
    session = Session.open(report)
    session.enter(address, "这一段已经重写。")
    session.close()
    code, out, _ = run("import", report, returned, "--returned")
    assert code == 1
    assert "填入 0 项，留下 1 项" in out
    session = Session.open(report, read_only=True)
    assert session.entries.text(address) == "这一段已经重写。"
    session.close()


def refusals(run: Run, report: Path) -> Iterator[tuple[list[object], str]]:
    path = exported(run, report)
    other = Document()
    for number in range(30):
        other.add_paragraph(f"第{number}段，说的是另一件事。")
    strange = report.with_name("别的.docx")
    other.save(str(strange))
    yield [strange], "它不像是这份报告导出的 Word"
    yield [path, path], "--returned 一次只取回一个文件"
    yield [path, "--as", "last-year"], "也不和 --as、--part 一起用"
    yield [report.with_name("没有.docx")], "没有.docx"
    text = report.with_name("空.docx")
    text.write_bytes(b"")
    yield [text], "空.docx"


def test_what_cannot_be_taken_back_is_refused_in_a_sentence_and_changes_nothing(run: Run, report: Path) -> None:
    for arguments, words in refusals(run, report):
        before = report.read_bytes()
        code, out, err = run("import", report, *arguments, "--returned")
        assert (code, out) == (2, "")
        assert words in err
        assert report.read_bytes() == before


def test_the_report_of_another_year_is_refused(run: Run, report: Path) -> None:
    path = exported(run, report)
    last = report.with_name("s.db")
    run("new", last, "--sample", "daoxian-2023")
    code, _, err = run("import", last, path, "--returned")
    assert code == 2
    assert "2024 年度的报告，打开的是 2023 年度的" in err
