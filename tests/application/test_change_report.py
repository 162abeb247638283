"""历史: who changed what and when, with the labels that the user knows."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.change_report import ChangeRecord, change_records
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.storage.machine import user_name

pytestmark = pytest.mark.slow

Capsys = pytest.CaptureFixture[str]
UNIT = Address("cover", "unit_name")
DUTIES = ("basics", "duties")
PROJECTS = ("spending", "projects")


def story(session: Session) -> list[ChangeRecord]:
    """The reported changes."""
    return change_records(session.form, session.entries, session.file.changes())


def lines(change: ChangeRecord) -> list[str]:
    return [line.text for line in change.lines]


def test_an_answer_has_the_label_the_user_knows(demo: Session) -> None:
    before = datetime.datetime.now().astimezone()
    demo.enter(Address("spending", "goods", "e30201", "actual"), "17.50")
    demo.enter(Address("project_evaluation@p2", "outputs", "s1", "actual"), "")
    figure, indicator = story(demo)[-2:]
    assert lines(figure) == ["二、一般公共预算支出·办公费·本年决算数：17.42 → 17.50"]
    assert lines(indicator) == ["3 项目支出自评表·林区道路和管护站运行·养护林区道路里程·实际完成值：62公里 → 空"]
    assert (figure.who, figure.kind) == (user_name(), "do")
    assert before <= figure.at <= indicator.at <= datetime.datetime.now().astimezone()


def test_undo_and_redo_are_named(demo: Session) -> None:
    demo.enter(UNIT, "青石县水利局")
    demo.undo()
    demo.redo()
    name = "单位全称 青石县林业局 → 青石县水利局"
    assert [change.title for change in story(demo)[-3:]] == [name, f"撤销：{name}", f"重做：{name}"]
    assert lines(story(demo)[-2]) == ["封面与单位信息·单位全称：青石县水利局 → 青石县林业局"]


def test_an_added_moved_or_deleted_row_is_reported_without_its_neighbours(demo: Session) -> None:
    row = demo.add_row(*DUTIES, after="d2", texts={"text": "承担县森林防灭火指挥部办公室的日常工作和值班。"})
    demo.move_row(*DUTIES, row, -1)
    demo.delete_row(*DUTIES, row)
    added, moved, deleted = story(demo)[-3:]
    named = "“承担县森林防灭火指挥部办公室的日常工作和…”"
    assert added.title == "主要职能加一行"
    assert lines(added) == [
        f"一、基本情况·主要职能：加一行{named}",
        "一、基本情况·主要职能已删去的一行：空 → 承担县森林防灭火指挥部办公室的日常工作和值班。",
    ]
    assert set(lines(moved)) == {
        "一、基本情况·主要职能：“组织全县造林绿化、封山育林、退化林修复和…”由第 2 行移到第 3 行",
        f"一、基本情况·主要职能：{named}由第 3 行移到第 2 行",
    }
    assert lines(deleted)[0] == f"一、基本情况·主要职能：删去一行{named}"
    assert len(lines(deleted)) == 2


def test_a_deleted_project_keeps_its_name_in_the_history(demo: Session) -> None:
    demo.enter(Address(*PROJECTS, "p4", "actual"), "17.60")
    demo.delete_row(*PROJECTS, "p4")
    changed, deleted = story(demo)[-2:]
    assert lines(changed) == ["二、一般公共预算支出·古树名木保护·全年执行数：17.66 → 17.60"]
    assert "二、一般公共预算支出·项目支出：删去一行“古树名木保护”" in lines(deleted)
    assert any(line.startswith("3 项目支出自评表·古树名木保护·预期目标：") for line in lines(deleted))
    assert not any("森林防火" in line for line in lines(deleted))


def test_an_answer_unknown_to_the_form_is_listed_by_its_address(demo: Session) -> None:
    strange = Address("nowhere", "nothing")
    demo.fill({strange: "甲"}, "别处来的")
    assert lines(story(demo)[-1]) == ["nowhere/nothing：空 → 甲"]


def test_the_command_prints_oldest_first_and_cuts_long_lists(demo_file: Path, capsys: Capsys) -> None:
    session = Session.open(demo_file)
    session.enter(UNIT, "青石县水利局")
    session.undo()
    session.close()
    assert main(["log", str(demo_file)]) == 0
    output = capsys.readouterr().out.splitlines()
    heads = [line.split("　")[1:] for line in output if not line.startswith(" ")]
    name = "单位全称 青石县林业局 → 青石县水利局"
    assert heads == [[user_name(), title] for title in ("新建", "样例 demo-2024", name, f"撤销：{name}")]
    assert any(line.endswith("处（--json 列出全部）") for line in output)
    assert max(len(line) for line in output if line.startswith(" ")) < 70


def test_the_json_contains_every_edit(demo_file: Path, capsys: Capsys) -> None:
    session = Session.open(demo_file)
    session.enter(Address("performance", "text"), "长" * 5000)
    journal = session.file.changes()
    session.close()
    assert main(["log", str(demo_file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [change["id"] for change in found] == [change.id for change in journal]
    assert [datetime.datetime.fromisoformat(change["at"]) for change in found] == [change.at for change in journal]
    last = found[-1]
    assert (last["who"], last["deed"]) == (user_name(), "do")
    (line,) = last["edits"]
    assert (line["address"], line["place"], line["after"]) == (
        "performance/text",
        "六、绩效情况·绩效情况",
        "长" * 5000,
    )
    assert line["before"].startswith("2024年，县林业局")


def test_the_history_of_a_report_begins_with_the_rollover(demo: Session, tmp_path: Path) -> None:
    session = Session.create(tmp_path / "next.db", demo.form, rollover_edits(demo.answers, 2025))
    (change,) = story(session)
    assert (change.title, change.kind) == ("结转", "roll")
    assert "封面与单位信息·报告年度：空 → 2025" in lines(change)
    session.close()


def test_a_damaged_file_is_reported_in_one_sentence(tmp_path: Path, capsys: Capsys) -> None:
    (tmp_path / "x.db").write_bytes(b"not a report" * 100)
    assert main(["log", str(tmp_path / "x.db")]) == 2
    assert "它不是 PerfDesk 的填报文件" in capsys.readouterr().err
