"""Choices: the sentence they print is shown below them, and long lists are searched."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from perfdesk.document.build import build
from perfdesk.ui.editors.choice import LinkEditor
from perfdesk.ui.pages.field_row import FieldRow
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _row(user: User, place: str) -> FieldRow:
    user.go_to(place)
    row = user.workspace.page.part_at(user.at(place))
    assert isinstance(row, FieldRow)
    return row


@pytest.mark.parametrize(
    ("place", "option", "says"),
    [
        ("funds/any", "无", "印作：道县林业局2024年度无政府性基金预算支出。"),
        ("basics/reorganised", "无", "印作：2024年度无机构变动情况。"),
        ("basics/provincial_goal", "不涉及", "印作：道县林业局2024年度不涉及省级专项资金。"),
        ("basics/reorganised", "有", "印出下面填写的内容。"),
        ("cover/genre", "评价报告", "印作：2024年度道县林业局部门整体支出绩效评价报告"),
        ("spending/building", "无", ""),
    ],
)
def test_a_choice_shows_what_it_prints(user: User, place: str, option: str, says: str) -> None:
    user.session.fill({user.at("cover/unit_name"): "道县林业局", user.at("cover/year"): "2024"}, "两项")
    row = _row(user, place)
    assert not row._phrase_label.isVisible()
    while user.stored_text(place) != option:
        user.press(Key.Key_Right)
    assert row._phrase_label.text() == says
    assert row._phrase_label.isVisible() == bool(says)
    if says.startswith("印作"):
        printed = build(user.session.answers, user.session.findings, draft=False)
        texts = [printed.title, *(getattr(block, "text", "") for block in printed.body)]
        assert says.removeprefix("印作：") in "".join(texts).replace("\n", "")


def test_a_rewritten_sentence_does_not_follow_the_choice(user: User) -> None:
    user.session.fill({user.at("funds/any"): "无", user.at("funds/sentence"): "另写一句。"}, "两项")
    assert _row(user, "funds/any")._phrase_label.text() == "这一句已改写，不随选择变。"


def test_many_options_are_a_list_that_is_searched(user: User) -> None:
    asked = _row(user, "cover/unit_type")._field
    many = replace(asked.question, options=("行政单位", "学校", "医院", "公安机关", "法院", "检察院", "其他"))
    row = FieldRow(user.workspace.model, "cover", replace(asked, question=many))
    user.qtbot.addWidget(row)
    row.show()
    assert isinstance(row.editor, LinkEditor)
    user.qtbot.keyClicks(row.editor, "gajg")
    user.qtbot.keyClick(row.editor.view(), Key.Key_Return)
    assert user.stored_text("cover/unit_type") == "公安机关"
    row.refresh()
    assert row.editor.currentText() == "公安机关"


def test_the_focus_is_shown_at_one_option_only(user: User) -> None:
    choice = user.go_to("cover/genre")

    def ringed() -> list[str]:
        return [button.text() for button in choice.findChildren(QPushButton) if button.property("ring") == "true"]

    assert len(ringed()) == 1
    user.press(Qt.Key.Key_Right)
    user.press(Qt.Key.Key_Right)
    chosen = [button.text() for button in choice.findChildren(QPushButton) if button.isChecked()]
    assert ringed() == chosen
    user.go_to("cover/unit_name")
    assert ringed() == []
