"""Parts of another report's file: it is only read, and what it proposes is entered as one change."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from perfdesk.application.import_files import answers_to_take
from perfdesk.application.import_report import OtherReport, is_database, read_other_report
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.errors import PerfDeskError
from support.corrupt_bytes import corrupted

pytestmark = pytest.mark.slow

UNIT = Address.parse("cover/unit_name")
YEAR = Address.parse("cover/year")


def take(session: Session, other: OtherReport, *names: str) -> None:
    found = other.propose(session.answers, other.named_parts(names))
    taken = answers_to_take(session.answers, found.proposal, ("sure", "likely"))
    session.apply_proposal(taken, "导入")


def folder_state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {one.name: (one.read_bytes(), one.stat().st_mtime_ns) for one in folder.iterdir()}


def test_the_other_file_is_untouched_also_while_somebody_writes_it(demo_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "别人的"
    folder.mkdir()
    path = Path(shutil.copy(demo_file, folder / "a.db"))
    before = folder_state(folder)
    other = read_other_report(path)
    assert other.file == "a.db"
    assert folder_state(folder) == before
    with_writer = Session.open(path)
    with_writer.enter(UNIT, "正在改")
    then = folder_state(folder)
    assert read_other_report(path).answers.typed(UNIT) == "正在改"
    assert folder_state(folder) == then
    with_writer.close()


def test_what_is_taken_is_one_change_that_names_its_file(blank: Session, demo_file: Path) -> None:
    before = dict(blank.entries)
    other = read_other_report(demo_file)
    take(blank, other, "spending", "project_evaluation")
    row = blank.answers.rows("spending", "projects")[0]
    address = Address("spending", "projects", row, "name")
    source = blank.file.source_of(address, blank.entries.text(address) or "")
    assert source is not None
    assert (source.file, source.place) == ("demo.db", "二、一般公共预算支出·森林防火能力建设·项目名称")
    assert blank.entries.in_section(f"project_evaluation@{row}")
    blank.undo()
    assert dict(blank.entries) == before


def test_a_conflict_with_what_was_typed_is_not_settled(blank: Session, demo_file: Path) -> None:
    blank.enter(UNIT, "我的单位")
    take(blank, read_other_report(demo_file), "cover")
    assert blank.entries.text(UNIT) == "我的单位"
    assert blank.entries.text(YEAR) == "2024"


def test_a_report_of_the_year_before_is_carried_over(blank: Session, demo_file: Path) -> None:
    blank.enter(YEAR, "2025")
    other = read_other_report(demo_file)
    found = other.propose(blank.answers, other.named_parts(["森林防火能力建设", "spending"]))
    assert (found.year, found.period) == (2024, "last-year")
    assert found.proposal.is_carried_over
    blank.apply_proposal(found.proposal, "导入")
    (row, *_) = blank.answers.rows("spending", "projects")
    texts = {(at.field, at.column): text for at, text in blank.entries.in_section(f"project_evaluation@{row}")}
    assert ("outputs", "target") in texts
    assert ("outputs", "actual") not in texts
    total = Address.parse("spending/controls/total/last_actual")
    assert blank.entries.text(total) == other.answers.text(Address.parse("spending/controls/total/actual"))
    this_year = other.propose(blank.answers, other.named_parts(["spending"]), "this-year")
    assert (this_year.period, this_year.proposal.is_carried_over) == ("this-year", False)


@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_file_is_refused_in_one_sentence_or_read_and_left_as_it_is(demo_file: Path, cut: bool) -> None:
    sound = demo_file.read_bytes()
    refused = 0
    for seed in range(12):
        demo_file.write_bytes(corrupted(sound, random.Random(seed), cut))
        before = folder_state(demo_file.parent)
        try:
            read_other_report(demo_file)
        except PerfDeskError as error:
            assert "打不开“demo.db”。" in str(error)
            assert error.why
            refused += 1
        assert folder_state(demo_file.parent) == before
    assert refused == 12 or not cut


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(PerfDeskError, match="打不开“a"):
        read_other_report(path)
    with pytest.raises(PerfDeskError):
        read_other_report(tmp_path / "没有.db")


def test_parts_are_named_by_label_or_id(demo_file: Path) -> None:
    other = read_other_report(demo_file)
    for name in ("spending", "二、一般公共预算支出", "一般公共预算支出"):
        assert [part.id for part in other.named_parts([name])] == ["spending"]
    assert other.named_parts(["spending/projects/p1"]) == other.named_parts(["森林防火能力建设"])
    assert [part.label for part in other.named_parts([*other.names()])] == [part.label for part in other.parts]
    with pytest.raises(PerfDeskError, match="里面没有“不存在”这一部分"):
        other.named_parts(["不存在"])


def test_two_projects_of_one_name_are_named_by_their_ids(demo: Session, demo_file: Path) -> None:
    demo.enter(Address.parse("spending/projects/p2/name"), "森林防火能力建设")
    other = read_other_report(demo_file)
    with pytest.raises(PerfDeskError) as error:
        other.named_parts(["森林防火能力建设"])
    assert "spending/projects/p1、spending/projects/p2" in error.value.remedy
    assert "spending/projects/p1" in other.names()


def test_a_database_is_known_by_its_content(demo_file: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(demo_file, tmp_path / "报告.docx"))
    text = tmp_path / "b.db"
    text.write_text("x", encoding="utf-8")
    assert [is_database(path) for path in (copy, text, tmp_path, tmp_path / "没有")] == [True, False, False, False]
