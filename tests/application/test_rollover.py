"""结转: last year's report becomes this year's as the form defines for each question."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.session import Session
from perfdesk.checks.carried_over import old_years, unrevised
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError

pytestmark = pytest.mark.slow

YEAR = Address("cover", "year")
PROSE = Address("performance", "text")


def rolled(old: Session, path: Path, year: int) -> Session:
    """Last year's report rolled over and opened again."""
    Session.create(path, old.form, rollover_edits(old.answers, year)).close()
    return Session.open(path)


@pytest.fixture
def next_year(demo: Session, tmp_path: Path) -> Iterator[Session]:
    """The faultless sample of 2024, rolled over to 2025."""
    session = rolled(demo, tmp_path / "2025.db", 2025)
    yield session
    session.close()


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("cover/year", "2025"),
        ("cover/unit_name", "青石县林业局"),
        ("cover/unit_type", "行政单位"),
        ("cover/preparer", "李素云"),
        ("cover/fill_date", None),
        ("cover/issue_date", None),
        ("basics/staffing/administrative/authorised", "18"),
        ("basics/staffing/administrative/actual", None),
        ("basics/actual_stated", None),
        ("basics/reorganised", None),
        ("basics/duties/d3/text", "负责全县森林、湿地资源的监督管理，组织编制采伐限额，审核林地征占用。"),
        ("basics/goals/g2/goal", "全年开展森林防火巡护1200次以上，确保不发生重大森林火灾。"),
        ("basics/goals/g2/done", None),
        ("spending/controls/total/last_actual", "1297.99"),
        ("spending/controls/total/actual", None),
        ("spending/controls/total/budget", None),
        ("spending/wages/e30101/last_actual", "204.62"),
        ("spending/goods/e30239/last_actual", "22.68"),
        ("spending/three_public/running/last_budget", "8.40"),
        ("spending/three_public/running/last_actual", "7.95"),
        ("spending/three_public/running/budget", None),
        ("spending/three_public/abroad/last_actual", "0.00"),
        ("spending/three_public_note", None),
        ("spending/flow/carried_over/amount", "15.61"),
        ("spending/flow/left/amount", None),
        ("spending/procurement/stated/last_actual", "97.55"),
        ("spending/projects/p3/name", "省级林业生态保护修复专项"),
        ("spending/projects/p3/category", "省级专项资金"),
        ("spending/projects/p3/use", "重点区域造林、退化林修复和苗木补助"),
        ("spending/projects/p3/last_actual", "190.40"),
        ("spending/projects/p3/initial_budget", None),
        ("spending/projects/p3/budget", None),
        ("spending/projects/p3/actual", None),
        ("spending/building", None),
        ("funds/any", "有"),
        ("funds/amounts/spent/last_actual", "49.20"),
        ("funds/amounts/spent/actual", None),
        ("measures/items/m2/answers", "q2"),
        ("results/score", None),
        ("results/publish_date", None),
        ("results/url", None),
        ("self_evaluation/outputs/o2/level2", "质量指标"),
        ("self_evaluation/outputs/o2/name", "松材线虫病疫木除治率"),
        ("self_evaluation/outputs/o2/target", "=100%"),
        ("self_evaluation/outputs/o2/weight", "7"),
        ("self_evaluation/outputs/o2/actual", None),
        ("self_evaluation/outputs/o2/reason", None),
        (
            "project_evaluation@p1/expected_goal",
            "完善森林防火巡护、物资储备和宣传体系，全年巡护1200次以上，不发生重大森林火灾。",
        ),
        ("project_evaluation@p1/achieved_goal", None),
        ("project_evaluation@p1/money/finance/actual", None),
        ("project_evaluation@p1/benefits/s4/name", "护林员持证上岗率"),
        ("project_evaluation@p1/benefits/s4/reason", None),
        ("scoring/items/rules/score", None),
        ("scoring/items/effects/reason", None),
    ],
)
def test_the_form_defines_what_is_kept_of_each_answer(next_year: Session, address: str, text: str | None) -> None:
    assert next_year.entries.text(Address.parse(address)) == text


def test_every_last_year_column_contains_last_years_figures(demo: Session, next_year: Session) -> None:
    compared = 0
    for address, text in next_year.entries:
        if address.column in ("last_actual", "last_budget"):
            source = Address(address.section, address.field, address.row, address.column.removeprefix("last_"))
            assert text == demo.entries.text(source)
            compared += 1
    asked = [a for a, _ in demo.entries if a.column == "actual" and next_year.form.question(last(a)) is not None]
    assert compared > 50
    assert all(next_year.answers.value(last(address)) == demo.answers.value(address) for address in asked)


def last(address: Address) -> Address:
    """The address of next year's copy of this year's `actual`."""
    return Address(address.section, address.field, address.row, "last_actual")


def test_no_other_figure_or_date_is_carried_over(next_year: Session) -> None:
    kept = {"authorised", "weight", "last_actual", "last_budget", "target"}
    odd = [
        str(address)
        for address, _ in next_year.entries
        if (question := next_year.form.question(address)) is not None
        and question.kind in ("number", "date", "measure", "year")
        and question.id not in kept
    ]
    assert sorted(odd) == [
        "basics/authorised_stated",
        "basics/offices",
        "cover/year",
        "spending/flow/carried_over/amount",
    ]


def test_rows_keep_their_order_and_their_attachments(demo: Session, next_year: Session) -> None:
    demo.move_row("spending", "projects", "p4", -3)
    demo.delete_row("spending", "projects", "p2")
    again = rolled(demo, next_year.file.path.with_name("again.db"), 2025)
    assert again.entries.rows("spending", "projects") == ("p4", "p1", "p3")
    assert again.entries.rows("project_evaluation@p4", "outputs") == ("s1", "s2", "s3", "s4")
    assert not any(address.instance == "p2" for address, _ in again.entries)
    assert next_year.entries.rows("self_evaluation", "outputs") == ("s1", "o1", "s2", "o2", "s3", "s4", "o4")
    again.close()


def test_a_carried_over_text_is_kept_as_typed(daoxian: Session, tmp_path: Path) -> None:
    transport = Address("spending", "goods", "e30239", "actual")
    assert daoxian.entries.text(transport) == "20元"
    session = rolled(daoxian, tmp_path / "next.db", 2024)
    assert session.entries.text(last(transport)) == "20元"
    session.close()


def test_an_overridden_figure_is_kept_where_the_form_says_so(demo: Session, tmp_path: Path) -> None:
    weight, score = (Address("scoring", "items", "rules", column) for column in ("weight", "score"))
    title = Address("cover", "title")
    demo.fill({weight: "9", score: "9", title: "另写的标题\n青石县林业局2024年度"}, "另填")
    session = rolled(demo, tmp_path / "next.db", 2025)
    assert [session.entries.text(address) for address in (weight, score, title)] == ["9", None, None]
    assert "2025年度青石县林业局" in session.answers.text(title)
    session.close()


def test_last_years_texts_are_unrevised_until_they_are_changed(next_year: Session) -> None:
    goal = Address("basics", "goals", "g1", "goal")
    assert {PROSE, goal} <= set(unrevised(next_year.answers))
    assert Address("basics", "duties", "d1", "text") not in unrevised(next_year.answers)
    next_year.enter(PROSE, "2025年，县林业局……")
    assert PROSE not in unrevised(next_year.answers)
    next_year.close()
    again = Session.open(next_year.file.path)
    assert PROSE not in unrevised(again.answers)
    assert goal in unrevised(again.answers)
    again.undo()
    assert PROSE in unrevised(again.answers)
    again.close()


def test_texts_of_inactive_questions_do_not_count(next_year: Session) -> None:
    text = Address("basics", "provincial_goal_text")
    assert text in unrevised(next_year.answers)
    next_year.enter(Address("basics", "provincial_goal"), "无")
    assert text not in unrevised(next_year.answers)


def test_the_check_reports_each_unrevised_text_and_its_years(next_year: Session) -> None:
    found = {finding.addresses: finding for finding in next_year.findings if finding.code == "CARRIED"}
    assert set(found) == {(address,) for address in unrevised(next_year.answers)}
    assert found[(PROSE,)].severity == "warning"
    assert found[(PROSE,)].message == "绩效情况：上年的文字，还没有改动，文中有“2024年”，请核对。"
    assert found[(Address("basics", "goals", "g1", "goal"),)].severity == "notice"
    for address in unrevised(next_year.answers):
        next_year.enter(address, "今年的文字。")
    assert not [finding for finding in next_year.findings if finding.code == "CARRIED"]


def test_a_report_that_was_not_rolled_over_has_no_unrevised_texts(demo: Session) -> None:
    assert unrevised(demo.answers) == old_years(demo.answers) == ()
    assert not [finding for finding in demo.findings if finding.code == "CARRIED"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年，较好地履行了职能。", ["2024年"]),
        ("截至2024年12月31日，结余为零。", ["2024年12月31日"]),
        ("２０２４年度完成。", ["２０２４年度"]),
        ("二〇二四年度完成。", ["二〇二四年度"]),
        ("2023—2025年三年行动。", ["2023", "2025年"]),
        ("2024-03-05 验收。", ["2024-03-05"]),
        ("作为编制2025年度预算的依据。", ["2025年度"]),
        ("比2023年增加。", ["2023年"]),
        ("根据青办发〔2024〕21号文件。", []),
        ("依据（2024）3号令。", []),
        ("巡护2024次，造林12024年生苗木2024株。", []),
        ("自2019年、2022年起。", []),
    ],
)
def test_years_in_carried_over_texts_are_listed(demo: Session, tmp_path: Path, text: str, found: list[str]) -> None:
    demo.enter(PROSE, f"第一句没有年份。{text}\n最后一句。")
    session = rolled(demo, tmp_path / "next.db", 2025)
    mentions = [mention for mention in old_years(session.answers) if mention.address == PROSE]
    assert [mention.found for mention in mentions] == found
    assert {mention.sentence for mention in mentions} <= {text}
    session.close()


def test_a_kept_name_is_reported_for_its_year_only(demo: Session, tmp_path: Path) -> None:
    name = Address("spending", "projects", "p1", "name")
    demo.enter(name, "2024年森林防火")
    session = rolled(demo, tmp_path / "next.db", 2025)
    assert name not in unrevised(session.answers)
    output = [finding.message for finding in session.findings if finding.addresses == (name,)]
    assert output == ["2024年森林防火·项目名称：照上年带来，文中有“2024年”，请核对。"]
    session.close()


def test_an_answer_without_a_question_is_not_carried_over(demo_file: Path, tmp_path: Path) -> None:
    with sqlite3.connect(demo_file) as connection:
        connection.execute("DELETE FROM property WHERE name = 'seal'")
        connection.execute("DELETE FROM property WHERE name = 'seal'")
        connection.execute("INSERT INTO entry VALUES ('gone', 'rows', 'r1', '#', '1')")
        connection.execute("INSERT INTO entry VALUES ('basics', 'duties', 'lost', 'text', '没有序号的一行')")
    connection.close()
    old = Session.open(demo_file)
    assert [finding.code for finding in old.findings] == ["UNPLACED"]
    session = rolled(old, tmp_path / "next.db", 2025)
    assert not [finding for finding in session.findings if finding.code == "UNPLACED"]
    assert session.entries.text(Address("basics", "duties", "lost", "text")) is None
    session.close()
    old.close()


def test_a_rollover_cannot_be_undone_and_does_not_change_last_years_file(demo_file: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(demo_file.read_bytes()).hexdigest()
    assert main(["roll", str(demo_file), str(tmp_path / "next.db"), "--year", "2025"]) == 0
    assert hashlib.sha256(demo_file.read_bytes()).hexdigest() == before
    session = Session.open(tmp_path / "next.db")
    assert session.undo_label == ""
    session.undo()
    assert session.entries.text(YEAR) == "2025"
    session.close()


def test_the_command_lists_what_to_review(demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["roll", str(demo_file), str(tmp_path / "next.db"), "--year", "2025"]) == 0
    output = capsys.readouterr().out
    assert "2025 年度" in output
    assert "处是上年的文字" in output
    assert "六、绩效情况·绩效情况：“2024年”——2024年，县林业局围绕林长制和国土绿化目标" in output


@pytest.mark.parametrize(
    ("year", "typed", "why"),
    [
        (2026, "2024", "这是 2024 年度的文件，只能结转到 2025 年度，不能到 2026 年度。"),
        (2024, "2024", "只能结转到 2025 年度"),
        (2025, "", "上年的文件没有填报告年度。"),
        (2025, "去年1", "上年的文件没有填报告年度。"),
    ],
)
def test_only_the_next_year_can_be_created(demo: Session, year: int, typed: str, why: str) -> None:
    demo.enter(YEAR, typed)
    with pytest.raises(PerfDeskError) as caught:
        rollover_edits(demo.answers, year)
    assert why in caught.value.why


def test_an_existing_file_is_not_overwritten(demo_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = demo_file.read_bytes()
    assert main(["roll", str(demo_file), str(demo_file), "--year", "2025"]) == 2
    assert "已经有这个文件" in capsys.readouterr().err
    assert demo_file.read_bytes() == before
