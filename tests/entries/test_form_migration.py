"""Files of earlier versions: every released schema opens, and answers move with a new version of the form."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.storage.backup import list_backups
from perfdesk.storage.report_handle import ReportHandle
from support.form_versions import NEXT_VERSION, first_version, replace_in_form, report_of_first_version

pytestmark = pytest.mark.slow

V1 = Path(__file__).parent.parent / "support" / "versions" / "v1.db"
Refusal = Callable[..., str]

MOVED = {
    "others/text": "remarks/text",
    "basics/duties_lead": "basics/duties_source",
    "measures/items/m2/text": "measures/steps/m2/text",
    "measures/items/m2/answers": "measures/steps/m2/answers",
    "basics/goals/g1/done": "basics/goals/g1/outcome",
    "spending/flow/cut/amount": "spending/flow/reduced/amount",
}


@pytest.fixture
def moving_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own copy of the shipped form, in its first version."""
    monkeypatch.setenv("PERFDESK_FORMS", str(tmp_path / "forms"))
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "data"))
    return first_version(tmp_path / "forms")


@pytest.fixture
def old_file(moving_form: Path, demo: Session, tmp_path: Path) -> Path:
    """The sample without errors as a report of that form, which then gets its second version."""
    path = report_of_first_version(tmp_path / "moved.db", demo.entries)
    replace_in_form(moving_form, NEXT_VERSION)
    return path


def test_a_file_of_schema_version_1_opens(tmp_path: Path) -> None:
    path = Path(shutil.copy(V1, tmp_path / "v1.db"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()
    session = Session.open(path)
    texts = {str(address): text for address, text in session.entries}
    assert texts["spending/controls/total/actual"] == "１，２９７.99"
    assert texts["spending/goods/e30239/actual"] == "20元"
    assert texts["performance/text"] == "（一）产出情况\n全年巡护1286次。"
    assert "cover/short_name" not in texts
    assert session.entries.rows("spending", "projects") == ("p2", "p1")
    assert session.answers.text(Address("project_evaluation@p1", "name")) == "森林防火能力建设"
    assert [change.label for change in session.file.changes()][:2] == ["新建", "填入 封面"]
    session.close()


def test_a_report_of_an_earlier_version_of_a_shipped_form_is_told_what_is_new(tmp_path: Path) -> None:
    path = Path(shutil.copy(V1, tmp_path / "v1.db"))
    session = Session.open(path)
    before = dict(session.entries)
    (message,) = session.form_update.messages()
    asked = sum(map(len, session.form.added_in_version.values()))
    assert message.startswith(f"新版表单新问了 {asked} 处：封面与单位信息·引言；")
    assert [change.label for change in session.file.changes()].count("表单更新") == 0
    session.close()
    again = Session.open(path)
    assert (again.form_update.messages(), dict(again.entries)) == ((), before)
    again.close()


def test_a_file_of_schema_version_1_is_edited_undone_checked_and_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(V1, tmp_path / "v1.db"))
    session = Session.open(path)
    assert session.redo_label.startswith("单位简称 空")
    session.undo()
    assert session.entries.rows("spending", "projects") == ("p1", "p2")
    session.enter(Address("cover", "head"), "周明远")
    session.close()
    assert main(["doctor", str(path)]) == 0
    assert main(["log", str(path)]) == 0
    assert "李素云　填入 封面" in capsys.readouterr().out
    assert main(["send", str(path), str(tmp_path / "copy.db"), "--no-history"]) == 0
    assert main(["roll", str(tmp_path / "copy.db"), str(tmp_path / "2025.db"), "--year", "2025"]) == 0
    rolled = Session.open(tmp_path / "2025.db")
    assert rolled.entries.text(Address("spending", "projects", "p1", "last_actual")) == "106.35"
    rolled.close()


def test_answers_move_to_their_new_addresses(demo: Session, old_file: Path) -> None:
    session = Session.open(old_file)
    for old, new in MOVED.items():
        assert session.entries.text(Address.parse(new)) == demo.entries.text(Address.parse(old)) is not None
        assert session.entries.text(Address.parse(old)) is None
    assert session.entries.rows("measures", "steps") == ("m1", "m2", "m3")
    assert {finding.code for finding in session.findings} == {"UNPLACED"}
    session.close()
    again = Session.open(old_file)
    assert again.entries.text(Address("remarks", "text")) == demo.entries.text(Address("others", "text"))
    labels = [change.label for change in again.file.changes()]
    assert labels == ["新建", "样例", "表单更新"]
    assert again.file.property("form_version") == "2"
    again.close()


def test_a_backup_is_made_before_answers_move(old_file: Path) -> None:
    with ReportFile.open(old_file, read_only=True) as file:
        before, report = dict(file.entries()), file.report_id()
    Session.open(old_file).close()
    (backup,) = list_backups(report)
    with ReportFile.open(backup.path, read_only=True) as file:
        assert dict(file.entries()) == before
    Session.open(old_file).close()
    assert list_backups(report) == [backup]


def test_changes_before_a_migration_cannot_be_undone(old_file: Path) -> None:
    session = Session.open(old_file)
    assert (session.undo_label, session.redo_label) == ("", "")
    session.enter(Address("remarks", "text"), "无。")
    session.undo()
    assert session.entries.text(Address("remarks", "text")) == "本报告因金额单位转换原因可能存在尾数误差。"
    assert session.undo_label == ""
    session.close()


def test_an_answer_without_a_question_is_kept_and_reported(old_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = Session.open(old_file)
    code = Address("cover", "budget_code")
    assert session.entries.text(code) == "325001"
    assert [finding.message for finding in session.findings] == [
        "“325001”（cover/budget_code）：这些答案在表单里已没有位置，已照原样保留在文件里。"
    ]
    session.enter(Address("cover", "phone"), "0746-5550127")
    session.close()
    with ReportFile.open(old_file, read_only=True) as file:
        assert file.entries().text(code) == "325001"
    assert main(["doctor", str(old_file)]) == 1
    assert "有 1 个答案在表单里没有位置（已保留）：“325001”（cover/budget_code）。" in capsys.readouterr().out


def test_a_kept_answer_returns_when_the_form_asks_for_it_again(moving_form: Path, old_file: Path) -> None:
    Session.open(old_file).close()
    replace_in_form(moving_form, {"sections/00_cover.toml": [('id = "head"', 'id = "budget_code"')]})
    replace_in_form(moving_form, {"form.toml": [("version = 2", "version = 3")]})
    session = Session.open(old_file)
    assert session.answers.text(Address("cover", "budget_code")) == "325001"
    assert "“周明远”（cover/head）" in " ".join(finding.message for finding in session.findings)
    session.close()


def test_doctor_reports_pending_moves_without_moving(old_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = old_file.read_bytes()
    assert main(["doctor", str(old_file)]) == 1
    printed = capsys.readouterr().out
    assert "文件还是第 1 版，打开填报时会更新" in printed
    assert "有 13 个答案随表单更新搬到新位置：一、基本情况·" in printed
    assert old_file.read_bytes() == before


def test_a_migration_is_reported_once(moving_form: Path, old_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = '[[new]]\nversion = 2\nplaces = ["basics.duties_source", "remarks", "spending.flow.reduced"]\n\n[renamed]'
    replace_in_form(moving_form, {"form.toml": [("[renamed]", new)]})
    assert main(["check", str(old_file)]) == 0
    checked = capsys.readouterr().out
    session = Session.open(old_file)
    news = session.form_update
    session.close()
    assert news.moved[0] == "一、基本情况·职能依据" and len(news.moved) == 13
    assert news.new == ("一、基本情况·职能依据", "十、其他说明", "二、一般公共预算支出·预算调整与结转·本年调减")
    assert news.unplaced == ("“325001”（cover/budget_code）",)
    for sentence in news.messages():
        assert f"{sentence}\n" in checked
    again = Session.open(old_file)
    assert not again.form_update
    again.close()
    main(["doctor", str(old_file)])
    assert "新问了" not in capsys.readouterr().out


def test_a_report_of_the_current_form_is_not_migrated(demo: Session) -> None:
    demo.enter(Address("old", "text"), "旧章节")
    assert not demo.form_update and demo.form_update.messages() == ()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('version = 3\nplaces = ["money.unit"]', "version 要在 2 到表单现在的 2 之间，写的是 3。"),
        ('version = 0\nplaces = ["money.unit"]', "写的是 0。"),
        ('version = "2"\nplaces = ["money.unit"]', "第 1 个：“version”应为整数"),
        ("version = 2\nplaces = 3", "第 1 个：“places”应为列表"),
        ("version = 2\nplace = []", "第 1 个：没有“place”这个键，是不是“places”？"),
        ('version = 2\nplaces = ["money.none"]', "“money.none”不在表单里。"),
        ('version = 2\nplaces = ["gold"]', "“gold”不在表单里。"),
        ('version = 2\nplaces = ["money.sums.none"]', "“money.sums.none”不在表单里。"),
        ('version = 2\nplaces = ["money.sums.one.actual"]', "“money.sums.one.actual”不在表单里。"),
    ],
)
def test_added_questions_need_a_valid_version_and_path(refusal: Refusal, lines: str, says: str) -> None:
    why = refusal(("[report]", f"[[new]]\n{lines}\n\n[report]"), ("version = 1", "version = 2"))
    assert why.startswith("form.toml [[new]]") and says in why


def test_a_report_of_a_newer_form_asks_for_an_update(
    moving_form: Path, old_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Session.open(old_file).close()
    replace_in_form(moving_form, {"form.toml": [("version = 2", "version = 1")]})
    assert main(["check", str(old_file)]) == 2
    assert "它用的是更新版本的表单" in capsys.readouterr().err


def test_if_both_addresses_are_filled_both_answers_are_kept(moving_form: Path, old_file: Path, demo: Session) -> None:
    with ReportFile.open(old_file) as file:
        change = file.changes()[-1]
    new = Address("remarks", "text")
    with sqlite3.connect(old_file) as connection:
        connection.execute("DELETE FROM property WHERE name = 'seal'")
        connection.execute("DELETE FROM property WHERE name = 'seal'")
        connection.execute("INSERT INTO entry VALUES ('remarks', 'text', '', '', '新的')")
        connection.execute("INSERT INTO edit VALUES (?, 9999, 'remarks', 'text', '', '', NULL, '新的')", (change.id,))
    connection.close()
    session = Session.open(old_file)
    assert session.entries.text(new) == "新的"
    assert session.entries.text(Address("others", "text")) == demo.entries.text(Address("others", "text"))
    assert any("others/text" in finding.message for finding in session.findings)
    session.close()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"money.unit" = "money.day"', "“money.unit”还在表单里，它的答案不能搬走"),
        ('"money.old" = "money.new"', "“money.new”不在表单里"),
        ('old = "gold"', "“gold”不在表单里"),
        ('"money.sums.old" = "money.sums.three"', "“money.sums.three”不在表单里"),
        ('"money.old.a" = "money.unit"', "要同样写成"),
        ('"money.a.b.c" = "money.sums.one.actual"', "要同样写成"),
    ],
)
def test_a_rename_with_an_unknown_target_is_rejected(refusal: Refusal, line: str, says: str) -> None:
    why = refusal(("[report]", f"[renamed]\n{line}\n\n[report]"))
    assert why.startswith("form.toml [renamed]：")
    assert says in why


def test_a_read_only_file_is_shown_with_moved_answers(old_file: Path) -> None:
    before = old_file.read_bytes()
    with ReportFile.open(old_file, read_only=True) as file:
        session = Session(find_form("moving"), ReportHandle(file))
        assert session.entries.text(Address("remarks", "text")) is not None
    assert old_file.read_bytes() == before
