"""`perfdesk import FILE.db OTHER.db --part`: parts of another report, like other files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from support.commands import Run

pytestmark = pytest.mark.slow


@pytest.fixture
def report(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "r.db"
    run("new", path)
    return path


def test_a_chapter_and_a_project_are_entered_as_one_change(run: Run, report: Path, demo_file: Path) -> None:
    code, out, err = run("import", report, demo_file, "--part", "基本情况", "--part", "森林防火能力建设")
    assert (code, err) == (0, "")
    assert "文件是2024 年度，按本年的读。" in out
    session = Session.open(report)
    assert session.undo_label == "导入 demo.db"
    (row,) = session.entries.rows("spending", "projects")
    assert session.entries.text(Address("spending", "projects", row, "name")) == "森林防火能力建设"
    assert session.entries.in_section("basics")
    session.undo()
    assert not session.entries.rows("spending", "projects")
    session.close()
    assert "填入 0 项" not in out


def test_the_json_is_that_of_every_import_and_nothing_is_entered_on_trial(
    run: Run, report: Path, demo_file: Path
) -> None:
    before = report.read_bytes()
    code, out, _ = run("import", report, demo_file, "--part", "spending", "--dry-run", "--json", "--only-sure")
    assert code == 0
    assert report.read_bytes() == before
    found = json.loads(out)
    assert set(found) == {"year", "as", "proposals", "unplaced"}
    assert (found["year"], found["as"]) == (2024, "this-year")
    (total,) = [one for one in found["proposals"] if one["address"] == "spending/controls/basic/actual"]
    assert (total["before"], total["confidence"], total["conflict"]) == (None, "sure", None)
    assert (total["source"]["file"], total["source"]["place"]) == (
        "demo.db",
        "二、一般公共预算支出·基本支出·本年决算数",
    )


def test_what_is_left_ends_with_1(run: Run, report: Path, demo_file: Path) -> None:
    code, out, _ = run("import", report, demo_file, "--part", "measures")
    assert code == 1
    assert "它指的那一行没有一起取用" in out


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ((), "用“打开”打开，不导入；要从里面取用几部分，可以选：封面与单位信息、一、基本情况、"),
        (("--part", "没有"), "里面没有“没有”这一部分。"),
        (("--part", "cover", "--returned"), "也不和 --as、--part 一起用"),
    ],
)
def test_without_a_known_part_nothing_is_entered(
    run: Run, report: Path, demo_file: Path, extra: tuple[str, ...], words: str
) -> None:
    before = report.read_bytes()
    code, out, err = run("import", report, demo_file, *extra)
    assert (code, out) == (2, "")
    assert words in err
    assert report.read_bytes() == before


def test_a_file_that_is_no_report_has_no_parts(run: Run, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("项目,金额\n", encoding="utf-8")
    code, _, err = run("import", report, path, "--part", "cover")
    assert code == 2
    assert err.startswith("打不开“表.csv”。")
    assert run("import", report, path, path, "--part", "cover")[0] == 2
