"""体检: whether a file is intact, fits its form, and can be edited, saved and printed here."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.file_info import read_file_info
from perfdesk.application.health_check import CheckResult, check_health
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form
from perfdesk.storage.machine import machine_name, user_name

VERSION = shipped_form("hunan_overall_2023").version

pytestmark = pytest.mark.slow

Capsys = pytest.CaptureFixture[str]


def remarks(path: Path) -> list[CheckResult]:
    return [result for result in check_health(path) if not result.is_ok]


def change_by_hand(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM property WHERE name = 'seal'")  # else it is refused for that
        connection.execute(statement)
    connection.close()


def test_a_good_file_has_no_remarks_and_is_not_changed(demo_file: Path, capsys: Capsys) -> None:
    before = demo_file.read_bytes()
    assert main(["doctor", str(demo_file)]) == 0
    output = capsys.readouterr().out
    for part in (
        "完整：文件没有损坏",
        f"（湖南十段式）（第 {VERSION} 版）",
        "都有位置",
        "PDF 字体：",
        "都可以写",
        " MB。",
    ):
        assert part in output
    assert output.endswith("体检完毕，一切正常。\n")
    assert demo_file.read_bytes() == before
    assert sorted(path.name for path in demo_file.parent.iterdir()) == ["demo.db"]


def test_the_holder_of_the_lock_is_reported(demo_file: Path) -> None:
    session = Session.open(demo_file)
    held = next(result for result in check_health(demo_file) if result.name == "占用")
    session.close()
    assert (held.is_ok, held.message) == (True, f"“{user_name()}”正在电脑“{machine_name()}”上填报它。")


def test_every_typeface_of_the_style_is_listed(demo: Session) -> None:
    fonts = next(result for result in check_health(demo.file.path) if result.name == "PDF 字体")
    for font in demo.form.style.fonts.values():
        assert font.word in fonts.message
    assert ".ttf" not in fonts.message


def test_an_answer_that_differs_from_the_journal_is_reported_also_without_a_checksum(
    demo_file: Path, capsys: Capsys
) -> None:
    change_by_hand(demo_file, "DELETE FROM property WHERE name = 'seal'")
    change_by_hand(demo_file, "UPDATE entry SET text = '999' WHERE field = 'controls' AND \"column\" = 'actual'")
    assert main(["doctor", str(demo_file)]) == 1
    output = capsys.readouterr().out
    assert "！完整：有 7 个答案与修改记录不符" in output
    assert "spending/controls/e301/actual" in output
    assert output.endswith("体检完毕，有 1 处要注意。\n")


def test_an_answer_without_a_question_is_reported(demo_file: Path) -> None:
    session = Session.open(demo_file)
    session.fill({Address("cover", "fax"): "0746-5550127", Address("old", "text"): "旧章节"}, "别处来的")
    session.close()
    (remark,) = remarks(demo_file)
    assert remark.name == "答案的位置"
    named = "“0746-5550127”（cover/fax）；“旧章节”（old/text）"
    assert remark.message == f"有 2 个答案在表单里没有位置（已保留）：{named}。"


def test_a_read_only_file_or_folder_is_reported(demo_file: Path) -> None:
    demo_file.chmod(0o444)
    assert [remark.message[:6] for remark in remarks(demo_file)] == ["文件是只读的"]
    demo_file.chmod(0o644)
    demo_file.parent.chmod(0o555)
    try:
        (remark,) = remarks(demo_file)
    finally:
        demo_file.parent.chmod(0o755)
    assert remark.message == f"文件夹“{demo_file.parent}”不能写入，答案存不进去；请把文件移到别处再填。"


def test_a_nearly_full_disk_is_reported(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(demo_file.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=30 << 20))
    (remark,) = remarks(demo_file)
    assert remark.message == "还有 30 MB，快满了，请先清理。"


@pytest.mark.parametrize("version", [str(VERSION + 1), "abc", ""])
def test_an_unknown_form_version_is_reported(demo_file: Path, version: str) -> None:
    change_by_hand(demo_file, f"UPDATE property SET value = '{version}' WHERE name = 'form_version'")
    (remark,) = remarks(demo_file)
    assert f"文件是第 {version or '？'} 版，本程序打不开它" in remark.message


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("PRAGMA application_id = 7", "它不是 PerfDesk 的填报文件"),
        ("PRAGMA user_version = 99", "它是用更新版本的 PerfDesk 保存的"),
        ("DROP TABLE entry", "文件不完整"),
        ("UPDATE property SET value = 'none_such' WHERE name = 'form'", "没有名为“none_such”的表单"),
    ],
)
def test_an_unreadable_file_gives_exit_code_2(demo_file: Path, statement: str, why: str, capsys: Capsys) -> None:
    change_by_hand(demo_file, statement)
    assert main(["doctor", str(demo_file)]) == 2
    assert why in capsys.readouterr().err


def test_a_file_that_is_cut_off_cannot_be_read(demo_file: Path, capsys: Capsys) -> None:
    demo_file.write_bytes(demo_file.read_bytes()[: demo_file.stat().st_size // 2])
    assert main(["doctor", str(demo_file)]) == 2
    assert capsys.readouterr().err


def test_the_facts_of_a_file(demo: Session) -> None:
    demo.enter(Address("cover", "head"), "周明")
    demo.undo()
    facts = read_file_info(demo)
    assert (facts.unit, facts.year, facts.form_version) == ("青石县林业局", "2024", VERSION)
    assert facts.form == "部门整体支出绩效自评报告（湖南十段式）"
    assert (facts.path, facts.size) == (demo.file.path, demo.file.path.stat().st_size)
    journal = demo.file.changes()
    (editor,) = facts.contributors
    assert (editor.who, editor.changes, facts.changes) == (user_name(), 4, 4)
    assert (editor.first, editor.last) == (journal[0].at, journal[-1].at)


def test_contributors_are_sorted_by_their_last_change(demo_file: Path) -> None:
    session = Session.open(demo_file)
    for name in ("周明", "周明远", "周远"):
        session.enter(Address("cover", "head"), name)
    session.close()
    change_by_hand(demo_file, "UPDATE change SET who = '李素云', at = '2031-01-01T08:00:00+08:00' WHERE id = 3")
    change_by_hand(demo_file, "UPDATE change SET who = '王芳', at = '2019-01-01T08:00:00+08:00' WHERE id = 4")
    again = Session.open(demo_file)
    assert [editor.who for editor in read_file_info(again).contributors] == ["李素云", user_name(), "王芳"]
    again.close()
