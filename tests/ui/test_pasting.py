"""Paste blocks copied from a spreadsheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage

from perfdesk.ui.table.clipboard import block_html, parse_block
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
BOOK = "30201\t办公费\t35\n30239\t其他交通费用\t0.5\n39999\t没有这一科目\t7"


def test_rows_are_matched_by_code_in_any_order(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    user.paste(BOOK)
    assert user.stored_text("spending/goods/e30201/actual") == "35"
    assert user.stored_text("spending/goods/e30239/actual") == "0.5"
    assert "1 格找不到对应的行" in user.panel("spending/goods/e30201/actual").messages.message
    user.press(Key.Key_Z, CONTROL)
    assert user.stored_text("spending/goods/e30201/actual") is None
    assert user.stored_text("spending/goods/e30239/actual") is None


def test_rows_are_matched_by_name_alone(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    user.paste("其中：其他交通费用\t3\n　办公费\t4")
    assert user.stored_text("spending/goods/e30239/actual") == "3"
    assert user.stored_text("spending/goods/e30201/actual") == "4"


def test_the_preview_shows_old_and_new_texts_before_anything_is_entered(user: User) -> None:
    user.session.enter(user.at("spending/goods/e30201/actual"), "20")
    user.go_to("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("35\n乱码")
    user.press(Key.Key_V, CONTROL)
    preview = user.paste_dialog()
    assert preview is not None
    first = preview.list.topLevelItem(0)
    assert [first.text(place) for place in range(4)] == ["办公费·本年决算数", "20", "35", "改写原来的内容"]
    assert preview.list.topLevelItem(1).text(3) == "读不成数，照原样贴"
    assert user.stored_text("spending/goods/e30201/actual") == "20"
    user.press(Key.Key_Escape)
    preview.reject()
    assert user.stored_text("spending/goods/e30201/actual") == "20"


def test_a_block_is_pasted_by_position_if_the_user_selects_it(user: User) -> None:
    user.go_to("spending/goods/e30201/last_actual")
    QGuiApplication.clipboard().setText("30239\t9\n30201\t8")
    user.press(Key.Key_V, CONTROL)
    preview = user.paste_dialog()
    preview.by_row.setChecked(False)
    assert preview.plan.proposal.texts[user.at("spending/goods/e30201/last_actual")] == "30239"
    preview.by_row.setChecked(True)
    assert preview.plan.proposal.texts[user.at("spending/goods/e30201/last_actual")] == "8"
    preview.reject()


def test_figures_in_yuan_are_converted_exactly_if_the_header_names_the_unit(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    user.paste("科目编码\t名称\t金额（元）\n30201\t办公费\t1,234,567.89\n30239\t其他交通费用\t20")
    assert user.stored_text("spending/goods/e30201/actual") == "123.456789"
    assert str(user.session.answers.value(user.at("spending/goods/e30201/actual"))) == "123.456789"
    assert str(user.session.answers.value(user.at("spending/goods/e30239/actual"))) == "0.002"


def test_a_block_in_wan_yuan_is_not_offered_for_conversion(user: User) -> None:
    user.go_to("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("科目编码\t金额（万元）\n30201\t5\n30239\t6")
    user.press(Key.Key_V, CONTROL)
    assert not user.paste_dialog().from_yuan.isChecked()
    user.paste_dialog().reject()


def test_line_breaks_in_cells_are_kept_and_empty_rows_at_the_end_dropped() -> None:
    assert parse_block('"甲\n乙"\t2\n\n\t\n') == [["甲\n乙", "2"]]


def test_a_copy_contains_text_and_an_html_table(user: User) -> None:
    user.session.enter(user.at("basics/staffing/administrative/authorised"), "10")
    user.go_to("basics/staffing/administrative/authorised")
    user.press(Key.Key_C, CONTROL)
    offered = QGuiApplication.clipboard().mimeData()
    assert offered.text() == "10"
    assert ">10</td>" in offered.html()
    assert "<b>" not in block_html([[("<b>x", "left")]])


def _clipboard_content(kind: str) -> QMimeData:
    offered = QMimeData()
    if kind == "image":
        offered.setImageData(QImage(10, 10, QImage.Format.Format_RGB32))
    elif kind == "many":
        offered.setText("\n".join("\t".join("1" for _ in range(100)) for _ in range(1000)))
    else:
        offered.setText("长" * 1_000_000)
    return offered


@pytest.mark.parametrize(("kind", "words"), [("image", "图片"), ("many", "100,000 格"), ("long", "1,000,000 个字")])
def test_content_that_cannot_be_pasted_shows_one_message(user: User, kind: str, words: str) -> None:
    user.go_to("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setMimeData(_clipboard_content(kind))
    user.press(Key.Key_V, CONTROL)
    assert words in user.panel("spending/goods/e30201/actual").messages.message
    assert user.stored_text("spending/goods/e30201/actual") is None
    assert user.paste_dialog() is None
