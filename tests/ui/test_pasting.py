"""Stories of blocks copied out of a spreadsheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage

from perfdesk.ui.table.clipboard import block_html, block_of
from support.user import Clerk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
BOOK = "30201\t办公费\t35\n30239\t其他交通费用\t0.5\n39999\t没有这一科目\t7"


def test_rows_are_found_by_code_wherever_they_stand(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/actual")
    clerk.paste(BOOK)
    assert clerk.typed("spending/goods/e30201/actual") == "35"
    assert clerk.typed("spending/goods/e30239/actual") == "0.5"
    assert "1 格找不到对应的行" in clerk.panel("spending/goods/e30201/actual").news.message
    clerk.press(Key.Key_Z, CONTROL)
    assert clerk.typed("spending/goods/e30201/actual") is None
    assert clerk.typed("spending/goods/e30239/actual") is None


def test_rows_are_found_by_name_alone(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/actual")
    clerk.paste("其中：其他交通费用\t3\n　办公费\t4")
    assert clerk.typed("spending/goods/e30239/actual") == "3"
    assert clerk.typed("spending/goods/e30201/actual") == "4"


def test_the_preview_names_old_and_new_and_nothing_is_entered_before(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("spending/goods/e30201/actual"), "20")
    clerk.go("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("35\n乱码")
    clerk.press(Key.Key_V, CONTROL)
    preview = clerk.preview()
    assert preview is not None
    first = preview.list.topLevelItem(0)
    assert [first.text(place) for place in range(4)] == ["办公费·本年决算数", "20", "35", "改写原来的内容"]
    assert preview.list.topLevelItem(1).text(3) == "读不成数，照原样贴"
    assert clerk.typed("spending/goods/e30201/actual") == "20"
    clerk.press(Key.Key_Escape)
    preview.reject()
    assert clerk.typed("spending/goods/e30201/actual") == "20"


def test_by_position_when_the_clerk_says_so(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/last_actual")
    QGuiApplication.clipboard().setText("30239\t9\n30201\t8")
    clerk.press(Key.Key_V, CONTROL)
    preview = clerk.preview()
    preview.by_row.setChecked(False)
    assert preview.pasting.texts[clerk.at("spending/goods/e30201/last_actual")] == "30239"
    preview.by_row.setChecked(True)
    assert preview.pasting.texts[clerk.at("spending/goods/e30201/last_actual")] == "8"
    preview.reject()


def test_figures_in_yuan_are_converted_exactly_when_the_header_says_so(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/actual")
    clerk.paste("科目编码\t名称\t金额（元）\n30201\t办公费\t1,234,567.89\n30239\t其他交通费用\t20")
    assert clerk.typed("spending/goods/e30201/actual") == "123.456789"
    assert str(clerk.session.answers.value(clerk.at("spending/goods/e30201/actual"))) == "123.456789"
    assert str(clerk.session.answers.value(clerk.at("spending/goods/e30239/actual"))) == "0.002"


def test_a_block_in_wan_yuan_is_not_asked_about(clerk: Clerk) -> None:
    clerk.go("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setText("科目编码\t金额（万元）\n30201\t5\n30239\t6")
    clerk.press(Key.Key_V, CONTROL)
    assert not clerk.preview().from_yuan.isChecked()
    clerk.preview().reject()


def test_line_breaks_inside_a_cell_and_empty_lines_at_the_end() -> None:
    assert block_of('"甲\n乙"\t2\n\n\t\n') == [["甲\n乙", "2"]]


def test_a_copy_carries_text_and_a_table(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at("basics/staffing/administrative/authorised"), "10")
    clerk.go("basics/staffing/administrative/authorised")
    clerk.press(Key.Key_C, CONTROL)
    offered = QGuiApplication.clipboard().mimeData()
    assert offered.text() == "10"
    assert ">10</td>" in offered.html()
    assert "<b>" not in block_html([[("<b>x", "left")]])


def _offer(kind: str) -> QMimeData:
    offered = QMimeData()
    if kind == "image":
        offered.setImageData(QImage(10, 10, QImage.Format.Format_RGB32))
    elif kind == "many":
        offered.setText("\n".join("\t".join("1" for _ in range(100)) for _ in range(1000)))
    else:
        offered.setText("长" * 1_000_000)
    return offered


@pytest.mark.parametrize(("kind", "words"), [("image", "图片"), ("many", "100,000 格"), ("long", "1,000,000 个字")])
def test_what_cannot_be_pasted_gets_one_calm_message(clerk: Clerk, kind: str, words: str) -> None:
    clerk.go("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setMimeData(_offer(kind))
    clerk.press(Key.Key_V, CONTROL)
    assert words in clerk.panel("spending/goods/e30201/actual").news.message
    assert clerk.typed("spending/goods/e30201/actual") is None
    assert clerk.preview() is None
