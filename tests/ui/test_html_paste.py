"""Paste copied HTML: merged and hidden cells, Word tables, and content that is not a table."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from perfdesk.ui.table.clipboard import MAX_CELLS, read_clipboard
from perfdesk.ui.table.html_table import read_html
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
COPIED = Path(__file__).parent / "copied"


def _page(name: str) -> str:
    return (COPIED / f"{name}.html").read_text(encoding="utf-8")


def _clipboard_content(text: str, html: str) -> QMimeData:
    made = QMimeData()
    made.setText(text)
    made.setHtml(html)
    return made


def _paste(user: User, text: str, html: str) -> None:
    QGuiApplication.clipboard().setMimeData(_clipboard_content(text, html))
    user.paste()


def test_an_excel_copy_is_read_without_hidden_cells() -> None:
    table = read_html(_page("excel"))
    assert table.rows == [
        ["科目编码", "科目 名称", "决算数（元）", ""],
        ["", "", "上年决算数", "本年决算数"],
        ["30201", "办公费", "200,000.00", "355,000.50"],
        ["30239", "其他交通\n费用", "30,000.00", "12,345,000.00"],
    ]
    assert table.has_merged_or_hidden
    assert not table.prose_length


def test_a_libreoffice_copy_is_read_without_hidden_cells() -> None:
    assert read_html(_page("libreoffice")).rows[1:] == [
        ["30201", "办公费", "20", "35.5"],
        ["30239", "其他交通费用", "3", "1234.5"],
        ["合计", "", "24", "1272"],
    ]


@pytest.mark.slow
def test_an_excel_block_is_pasted_by_code_in_its_unit_and_without_hidden_cells(user: User) -> None:
    user.go_to("spending/goods/e30201/last_actual")
    user.session.enter(user.at("spending/goods/e30202/last_actual"), "7")
    # A spreadsheet's text has the hidden row and column too.
    head = "科目编码\t科目名称\t经办人\t决算数（元）\t\n\t\t\t上年决算数\t本年决算数\n"
    text = head + "30201\t办公费\t张三\t200,000.00\t355,000.50\n30202\t印刷费\t张三\t10,000.00\t20,000.00"
    _paste(user, text, _page("excel"))
    assert user.stored_text("spending/goods/e30201/last_actual") == "20"
    assert user.stored_text("spending/goods/e30201/actual") == "35.50005"
    assert user.stored_text("spending/goods/e30201/budget") is None
    assert user.stored_text("spending/goods/e30202/last_actual") == "7"
    assert user.stored_text("spending/goods/e30239/actual") == "1234.5"


def test_plain_tables_are_read_from_their_text(user: User) -> None:
    plain = "<table><tr><td>１</td><td>2</td></tr></table>"
    assert read_clipboard(_clipboard_content("1\t2\n", plain)).rows == [["1", "2"]]
    assert read_clipboard(_clipboard_content("1\t9\t2\n", plain)).rows == [["１", "2"]]
    assert read_clipboard(_clipboard_content("1\n", plain)).rows == [["1"]]


def test_invalid_characters_are_refused() -> None:
    assert (
        read_clipboard(_clipboard_content("\x01\x02", "<table><tr><td>1</td></tr></table>")).problem
        == "剪贴板里没有文字。没有贴。"
    )


def test_a_nested_table_is_read_from_its_text() -> None:
    inside = "<table><tr><td>1</td><td>2</td></tr></table>"
    page = f"<table><tr><td colspan=2>{inside}</td></tr></table>"
    assert read_clipboard(_clipboard_content("1\t2\n", page)).rows == [["1", "2"]]


def test_a_merged_indicator_name_is_pasted_into_all_its_rows(user: User) -> None:
    first = user.session.answers.rows("self_evaluation", "outputs")[0]
    for number in (1, 2):
        user.session.add_row("self_evaluation", "outputs", first, {"level2": "数量指标", "name": f"旧{number}"})
    rows = user.session.answers.rows("self_evaluation", "outputs")[:3]
    user.go_to(f"self_evaluation/outputs/{rows[0]}/level2")
    html = "<table><tr><td rowspan=3>质量指标</td><td>甲</td></tr><tr><td>乙</td></tr><tr><td>丙</td></tr></table>"
    _paste(user, "质量指标\t甲\n\t乙\n\t丙\n", html)
    assert [user.stored_text(f"self_evaluation/outputs/{row}/level2") for row in rows] == ["质量指标"] * 3
    assert [user.stored_text(f"self_evaluation/outputs/{row}/name") for row in rows] == ["甲", "乙", "丙"]


def test_rows_merged_only_in_this_table_keep_their_own_texts(user: User) -> None:
    first = user.session.answers.rows("self_evaluation", "outputs")[0]
    user.session.add_row("self_evaluation", "outputs", first, {"level2": "数量指标"})
    rows = user.session.answers.rows("self_evaluation", "outputs")[:2]
    user.go_to(f"self_evaluation/outputs/{rows[0]}/level2")
    user.paste("质量指标\t甲\n时效指标\t乙\n")
    assert [user.stored_text(f"self_evaluation/outputs/{row}/level2") for row in rows] == ["质量指标", "时效指标"]


@pytest.mark.slow
@pytest.mark.parametrize("table", [True, False])
def test_text_of_a_word_document_is_not_pasted_as_a_table(user: User, table: bool) -> None:
    lines = ["一、部门整体支出绩效自评情况的说明。" * 12] * 400
    page = "".join(f"<p class=MsoNormal><span lang=EN-US>{line}</span></p>" for line in lines)
    page += "<table><tr><td>1</td><td>2</td></tr></table>" if table else ""
    user.go_to("spending/goods/e30201/actual")
    QGuiApplication.clipboard().setMimeData(_clipboard_content("\n".join(lines), f"<html><body>{page}</body></html>"))
    user.press(Key.Key_V, CONTROL)
    assert "成段的文字（约 86,400 字）" in user.panel("spending/goods/e30201/actual").messages.message
    assert user.paste_dialog() is None
    assert user.stored_text("spending/goods/e30201/actual") is None


def test_huge_spans_do_not_exhaust_the_memory() -> None:
    cell = "<td colspan=99999999 rowspan=99999999>1</td>"
    table = read_html("<table>" + ("<tr>" + cell * 40 + "</tr>") * 40 + "</table>")
    assert table.rows == []


@pytest.mark.parametrize("page", ["<table><tr><td>1", "<td>1</td>", "<table><table><tr></table>", "<![if x]><<<&#;"])
def test_malformed_html_is_read_or_ignored(page: str) -> None:
    text = "\n".join("1\t2" for _ in range(MAX_CELLS // 2))
    assert read_clipboard(_clipboard_content(text, page)).problem == ""


BROKEN = """<!--|<![|<![CDATA[|<!DOCTYPE |<?|</|<|<a |<a b='|&|&#|<script>|<td |a<|<table><tr><td>|<style>|</a |<a\n
<td colspan=256 rowspan=256>"""


@pytest.mark.slow
@pytest.mark.parametrize("piece", BROKEN.split("|"))
def test_malformed_html_of_any_length_is_read_quickly(piece: str) -> None:
    """Four times the text takes about four times as long, not sixteen times."""
    costs = [_cost_of(piece, count) for count in (25_000, 100_000)]
    assert costs[1] < 10 * max(costs[0], 0.1)


def _cost_of(piece: str, count: int) -> float:
    begun = time.thread_time()
    for end in ("", ">", "-->"):
        read_html(piece * count + end)
    return time.thread_time() - begun
