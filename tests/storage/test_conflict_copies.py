"""Conflict copies of sync services are reported, and only those."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.storage.conflict_copies import ConflictCopy, conflict_copies, conflict_sentence

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
NAMES = [
    "报告 (张三的冲突副本 2024-03-01).db",
    "报告 (张三 的冲突副本 2024-03-01).db",
    "报告（同事的冲突副本 2025-03-05）.db",
    "报告 (冲突副本 2024-03-01 101530).db",
    "报告(冲突副本).db",
    "报告_冲突文件_20240301101530.db",
    "报告 (conflicted copy 2024-03-01 101530).db",
    "报告 (Zhang San's conflicted copy 2024-03-01).db",
    "报告 (Case Conflict).db",
    "报告_conflict-20240301-101530.db",
    "报告.sync-conflict-20240301-101530-ABCDEFG.db",
    "报告 (SFConflict zhang@x 2024-03-01-10-15-30).db",
    "报告_NAS_Mar-01-1015-2024_Conflict.db",
    "报告-PC-2020.db",
    "报告-DESKTOP-4F2KQ1A.db",
    "报告-DESKTOP-4F2KQ1A-2.DB",
]


@pytest.fixture
def report(demo_file: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "同步"
    folder.mkdir()
    return demo_file.rename(folder / "报告.db")


def changed_copy(report: Path, name: str) -> Path:
    """A copy that someone else has edited."""
    copy = Path(shutil.copy(report, report.with_name(name)))
    session = Session.open(copy)
    session.enter(UNIT, "青石县水利局")
    session.enter(Address("cover", "year"), "2023")
    session.close()
    return copy


def found(report: Path) -> list[ConflictCopy]:
    session = Session.open(report, read_only=True)
    try:
        return conflict_copies(report, session.file.report_id(), session.entries)
    finally:
        session.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_conflict_copy_is_reported_with_its_name(report: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    copy = changed_copy(report, name)
    whole = copy.read_bytes()
    assert found(report) == [ConflictCopy(copy, 2)]
    assert main(["doctor", str(report)]) == 1
    assert f"冲突副本：旁边有同步服务留下的冲突副本“{name}”（2 处不同）" in capsys.readouterr().out
    assert copy.read_bytes() == whole
    assert {path.name for path in report.parent.iterdir()} == {report.name, name}


@pytest.mark.parametrize(
    "name", ["报告-副本.db", "报告-V2.db", "报告-2024.db", "报告-final.db", "报告2.db", "别的-PC-2020.db"]
)
def test_an_ordinary_copy_is_not_reported(report: Path, name: str) -> None:
    changed_copy(report, name)
    assert found(report) == []


def test_in_onedrive_any_computer_name_counts(report: Path) -> None:
    folder = report.parent.with_name("OneDrive - 青石县")
    folder.mkdir()
    moved = report.rename(folder / report.name)
    copy = changed_copy(moved, "报告-zhangsan.db")
    assert [one.path for one in found(moved)] == [copy]


def test_identical_copies_and_other_reports_are_not_reported(report: Path, sample_files: dict[str, Path]) -> None:
    shutil.copy(report, report.with_name(NAMES[0]))
    shutil.copy(sample_files["daoxian-2023"], report.with_name(NAMES[1]))
    report.with_name(NAMES[2]).write_bytes(b"dear county")
    report.with_name(NAMES[3]).mkdir()
    report.with_name(NAMES[4]).symlink_to(report.with_name("missing"))
    assert found(report) == []
    assert main(["doctor", str(report)]) == 0


def test_several_copies_are_reported_in_one_sentence(report: Path) -> None:
    names = {changed_copy(report, name).name for name in NAMES[:2]}
    sentence = conflict_sentence(found(report))
    assert sentence.count("。") == 1
    assert all(f"“{name}”" in sentence for name in names)
    assert conflict_sentence([]) == ""
