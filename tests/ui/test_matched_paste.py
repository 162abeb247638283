"""Stories of blocks whose headings, names and codes say where they go."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from perfdesk.ui.table.clipboard import read_clipboard
from support.pasted_blocks import block_file
from support.user import User

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
COPIED = Path(__file__).parent / "copied"
GOODS = "spending/goods/e30201"


def _offered(text: str, page: str) -> QMimeData:
    made = QMimeData()
    made.setText(text)
    made.setHtml(page)
    return made


def _preview(user: User, text: str) -> object:
    QGuiApplication.clipboard().setText(text)
    user.press(Key.Key_V, CONTROL)
    preview = user.paste_dialog()
    assert preview is not None
    return preview


def _page(name: str) -> str:
    return (COPIED / f"{name}.html").read_text(encoding="utf-8")


def test_codes_in_two_columns_in_yuan(user: User) -> None:
    user.go_to(f"{GOODS}/budget")
    user.paste(block_file("codes-in-two-columns.tsv"))
    assert [user.stored_text(f"spending/goods/e{code}/budget") for code in (30201, 30202, 30213)] == ["9", "2", "4.23"]
    assert "2 处本表没有这一栏" in user.panel(f"{GOODS}/budget").messages.message


def test_a_lying_table_goes_down_the_column_of_the_cursor(user: User) -> None:
    user.go_to("spending/three_public/abroad/budget")
    user.paste(block_file("three-public-lying.tsv"))
    rows = ("abroad", "purchase", "running", "reception")
    assert [user.stored_text(f"spending/three_public/{row}/budget") for row in rows] == ["0.00", "0.00", "9.80", "2.60"]


def test_what_cannot_be_placed_is_said_at_once_and_opens_no_preview(user: User) -> None:
    user.go_to(f"{GOODS}/budget")
    QGuiApplication.clipboard().setText("科目名称\t人员经费\t公用经费\n办公费\t1\t2")
    user.press(Key.Key_V, CONTROL)
    assert user.paste_dialog() is None
    assert "认不出“人员经费”、“公用经费”" in user.panel(f"{GOODS}/budget").messages.message


def test_the_conversion_is_offered_for_every_block_of_money(user: User) -> None:
    user.go_to("spending/wages/e30101/actual")
    preview = _preview(user, "2,486,040.00\n1,106,477.00")
    assert preview.from_yuan.isVisible()
    assert not preview.from_yuan.isChecked()
    preview.from_yuan.setChecked(True)
    user.qtbot.mouseClick(preview.paste_button, Qt.MouseButton.LeftButton)
    assert user.stored_text("spending/wages/e30101/actual") == "248.604"
    assert user.stored_text("spending/wages/e30102/actual") == "110.6477"


def test_no_conversion_is_offered_for_people(user: User) -> None:
    user.go_to("basics/staffing/administrative/authorised")
    preview = _preview(user, "12\n3")
    assert not preview.from_yuan.isVisible()
    preview.reject()


def test_a_narrow_column_is_read_from_the_text(user: User) -> None:
    user.go_to(f"{GOODS}/last_actual")
    QGuiApplication.clipboard().setMimeData(_offered(block_file("narrow-column.tsv"), _page("narrow-column")))
    user.paste()
    assert user.stored_text("spending/goods/e30226/last_actual") == "12,345.67"
    assert user.stored_text(f"{GOODS}/last_actual") == "12.50"


def test_hashes_in_either_copy_are_taken_from_the_other() -> None:
    page = "<table><tr><td>1</td><td>23456</td></tr></table>"
    assert read_clipboard(_offered("1\t####\n", page)).rows == [["1", "23456"]]
    assert read_clipboard(_offered("1\t####\n", page.replace("23456", "####"))).rows == [["1", "####"]]


def test_merged_kinds_of_indicators_are_those_of_all_their_rows(user: User) -> None:
    rows = user.session.answers.rows("self_evaluation", "outputs")
    user.go_to(f"self_evaluation/outputs/{rows[0]}/level2")
    QGuiApplication.clipboard().setMimeData(_offered(block_file("merged-level2.tsv"), _page("merged-level2")))
    user.paste()
    kinds = [user.stored_text(f"self_evaluation/outputs/{row}/level2") for row in rows[:4]]
    assert kinds == ["数量指标", "数量指标", "质量指标", "时效指标"]


def test_thirty_indicators_are_pasted_at_once_and_undone_at_once(user: User) -> None:
    before = user.session.answers.rows("self_evaluation", "outputs")
    benefits = user.session.answers.rows("self_evaluation", "benefits")
    user.go_to(f"self_evaluation/outputs/{before[0]}/level2")
    lines = [f"数量\t指标{number}\t≥{number}个\t{number}个\t1\t1\t" for number in range(1, 32)]
    user.paste("二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因\n" + "\n".join(lines))
    rows = user.session.answers.rows("self_evaluation", "outputs")
    assert len(rows) == 31
    assert [user.stored_text(f"self_evaluation/outputs/{row}/name") for row in rows] == [
        f"指标{n}" for n in range(1, 32)
    ]
    assert user.session.answers.rows("self_evaluation", "benefits") == benefits
    user.press(Key.Key_Z, CONTROL)
    assert user.session.answers.rows("self_evaluation", "outputs") == before


def test_added_rows_follow_a_row_that_stays_as_it_is(user: User) -> None:
    rows = user.session.answers.rows("self_evaluation", "outputs")
    user.session.enter(user.at(f"self_evaluation/outputs/{rows[0]}/name"), "甲")
    user.go_to(f"self_evaluation/outputs/{rows[-1]}/level2")
    kind = user.stored_text(f"self_evaluation/outputs/{rows[-1]}/level2")
    user.paste(f"{kind}\t乙\n数量指标\t丙\n")
    after = user.session.answers.rows("self_evaluation", "outputs")
    assert user.stored_text(f"self_evaluation/outputs/{after[-1]}/name") == "丙"


def test_projects_are_pasted_where_an_empty_table_is_reached(user: User) -> None:
    assert not user.session.answers.rows("spending", "projects")
    user.go_to("spending/projects")
    user.paste(block_file("total-line-as-project.tsv"))
    rows = user.session.answers.rows("spending", "projects")
    assert [user.stored_text(f"spending/projects/{row}/name") for row in rows] == ["渠道清淤", "泵站运行"]
    assert [user.stored_text(f"spending/projects/{row}/actual") for row in rows] == ["11.5", "5.8"]
    assert "1 处合计行没有贴" in user.panel("spending/projects").messages.message


def test_an_unknown_kind_is_decided_once_in_the_preview(user: User) -> None:
    user.go_to("spending/projects")
    preview = _preview(user, "甲\t专项业务费\t1\t2\t3\t3\t用途\n乙\t专项业务费\t1\t2\t3\t3\t用途\n")
    box = preview.unknown_choices.boxes["category", "专项业务费"]
    options = [box.itemText(number) for number in range(box.count())]
    assert options == ["不贴", "业务工作经费", "运行维护经费", "省级专项资金", "其他项目"]
    assert "新增行“甲”·类别" in {preview.list.topLevelItem(row).text(0) for row in range(4)}
    box.setCurrentIndex(2)
    box.activated.emit(2)
    user.qtbot.mouseClick(preview.paste_button, Qt.MouseButton.LeftButton)
    rows = user.session.answers.rows("spending", "projects")
    assert [user.stored_text(f"spending/projects/{row}/category") for row in rows] == ["运行维护经费"] * 2


@pytest.mark.parametrize(
    ("typed", "figure"), [("12。5", "12.50"), ("1 234.56", "1,234.56"), (".6", "0.60"), ("=4.62", "4.62")]
)
def test_a_figure_is_typed_as_input_methods_and_spreadsheets_write_it(user: User, typed: str, figure: str) -> None:
    user.go_to(f"{GOODS}/actual")
    user.type(typed)
    user.press(Key.Key_Return)
    assert user.shown_text(f"{GOODS}/actual") == figure
    user.go_to("spending/goods/e30202/actual")
    user.paste(typed)
    assert user.shown_text("spending/goods/e30202/actual") == figure
