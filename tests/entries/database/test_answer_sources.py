"""The file that an imported answer came from is kept in the report, and named as long as the answer is the same."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Proposal, ProposedAnswer, Source

UNIT, PREPARER = Address("cover", "unit_name"), Address("cover", "preparer")


def _import(session: Session, file: str, **texts: str) -> None:
    answers = [
        ProposedAnswer(Address("cover", field), "", text, source=Source("第 3 段", file, text))
        for field, text in texts.items()
    ]
    assert session.apply_proposal(Proposal(tuple(answers)), f"导入 {file}")


def _file_of(session: Session, address: Address) -> str:
    source = session.file.source_of(address, session.entries.text(address) or "")
    return source.file if source is not None else ""


def test_each_answer_names_the_last_file_it_came_from(blank: Session) -> None:
    _import(blank, "甲.docx", unit_name="甲局", preparer="李某")
    _import(blank, "乙.xlsx", unit_name="乙局")
    assert blank.file.source_of(UNIT, "乙局") == Source("第 3 段", "乙.xlsx")
    assert _file_of(blank, PREPARER) == "甲.docx"


def test_an_answer_typed_over_has_no_file_until_that_is_undone(blank: Session) -> None:
    _import(blank, "甲.docx", unit_name="甲局")
    blank.enter(UNIT, "丙局")
    assert _file_of(blank, UNIT) == ""
    blank.undo()
    assert _file_of(blank, UNIT) == "甲.docx"
    blank.undo()
    assert _file_of(blank, UNIT) == ""
    blank.redo()
    assert _file_of(blank, UNIT) == "甲.docx"


def test_an_answer_that_was_there_already_keeps_its_file(blank: Session) -> None:
    _import(blank, "甲.docx", unit_name="甲局")
    _import(blank, "乙.xlsx", unit_name="甲局", preparer="李某")
    assert _file_of(blank, UNIT) == "甲.docx"


def test_a_paste_has_no_file(blank: Session) -> None:
    _import(blank, "", unit_name="甲局")
    assert _file_of(blank, UNIT) == ""


@pytest.mark.slow
def test_the_sources_of_a_large_import_can_be_read_back(demo: Session) -> None:
    texts = {address: f"{text}　" * 3 for address, text in demo.entries if address.column != "#"}
    answers = [
        ProposedAnswer(address, "", text, source=Source("工作表“甲”B7", "表" * 90 + ".xlsx"))
        for address, text in texts.items()
        if demo.form.formula(address) is None
    ]
    assert len(answers) > 300
    demo.apply_proposal(Proposal(tuple(answers)), "导入")
    path = demo.path
    demo.close()
    with contextlib.closing(Session.open(path)) as again:
        assert {_file_of(again, answer.address) for answer in answers} == {"表" * 90 + ".xlsx"}


@pytest.mark.slow
@pytest.mark.parametrize("value", ["", "{", "[1]", "[[1, 2]]", '[["a", [["cover"]]]]', "[" * 9000, '[["a", null]]'])
def test_a_property_that_says_nothing_is_ignored(blank: Session, value: str) -> None:
    path: Path = blank.path
    _import(blank, "甲.docx", unit_name="甲局")
    blank.close()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO property VALUES ('sources/9/0', ?), ('sources/x', ?)", (value, value))
    with contextlib.closing(Session.open(path)) as again:
        assert _file_of(again, UNIT) == "甲.docx"
