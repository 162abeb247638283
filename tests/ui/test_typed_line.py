"""What is being typed is not told to be unfinished before the cursor has left it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from perfdesk.definition.address import Address
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.typed_line import typed_line
from support.user import User

Key = Qt.Key
PLACE = Address("performance", "text")
HALF = "本年按计划完成了全部巡护任务（含节假日"


@pytest.mark.parametrize(
    ("before", "text", "line"),
    [
        ("", "一句话", "一句话"),
        ("一句", "一句话", "一句话"),
        ("第一行\n第二行", "第一行\n第二行话", "第二行话"),
        ("第一行\n第二行", "第一行又\n第二行", "第一行又"),
        ("第一行", "第一行\n", ""),
        ("甲甲", "甲甲甲", "甲甲甲"),
        ("第一行\n第二行", "第一行\n第行", "第行"),
    ],
)
def test_the_line_is_the_one_that_was_changed(before: str, text: str, line: str) -> None:
    found = typed_line(PLACE, before, text)
    assert text[found.start : found.end] == line


@pytest.mark.slow
def test_a_sentence_is_not_told_to_be_unfinished_while_it_is_typed(user: User) -> None:
    editor = user.go_to("performance/text")
    user.type(HALF)
    user.wait_idle()
    assert user.stored_text("performance/text") == HALF
    unfinished = {"P40", "P41"}
    assert unfinished & {finding.code for finding in user.session.findings}, "the checks know it"
    assert not unfinished & set(user.codes())
    assert isinstance(editor, ProseEditor)
    assert editor.extraSelections() == [], "no word of the line is underlined"
    user.press(Key.Key_Return)
    user.type("下")
    user.wait_idle()
    assert unfinished <= set(user.codes()), "the first line is finished, the second is not"
    user.press(Key.Key_Backspace)
    user.go_to("cover/unit_name")
    assert unfinished <= set(user.codes())


@pytest.mark.slow
def test_leaving_the_answer_tells_what_it_lacks(user: User) -> None:
    user.go_to("performance/text")
    user.type(HALF)
    user.wait_idle()
    assert "P41" not in user.codes()
    user.press(Key.Key_Tab)
    user.qtbot.waitUntil(lambda: "P41" in user.codes())
