"""`perfdesk import`: what is taken, what is left, the JSON, and the exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from docx import Document

from perfdesk.application.session import Session
from perfdesk.checks.carried_over import unrevised
from perfdesk.definition.address import Address
from support.commands import Run
from support.corpus import CORPUS

pytestmark = pytest.mark.slow

REPORT = CORPUS / "a_reports" / "a02_tenfold_agriculture_2022.docx"
TOTAL = Address.parse("spending/controls/total/actual")
LAST_TOTAL = Address.parse("spending/controls/total/last_actual")


@pytest.fixture
def report(tmp_path: Path, run: Run) -> Path:
    path = tmp_path / "r.db"
    run("new", path)
    return path


def docx_of(path: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def fill(run: Run, report: Path, values: dict[str, object]) -> None:
    path = report.with_suffix(".json")
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    assert run("fill", report, path)[0] == 0


def test_a_report_is_entered_as_one_change_that_undo_takes_back(run: Run, report: Path) -> None:
    code, out, err = run("import", report, REPORT)
    assert (code, err) == (1, "")
    assert "文件是2022 年度，按本年的读。" in out
    assert "有把握" in out
    session = Session.open(report)
    assert session.entries.text(TOTAL) == "3091.76"
    assert session.undo_label == f"导入 {REPORT.name}"
    session.undo()
    assert session.entries.text(TOTAL) is None
    assert not session.entries.rows("spending", "projects")
    session.close()


def test_importing_twice_changes_nothing(run: Run, report: Path) -> None:
    run("import", report, REPORT)
    assert "填入 0 项" in run("import", report, REPORT)[1]


def test_the_json_is_the_whole_proposal(run: Run, report: Path) -> None:
    before = report.read_bytes()
    code, out, _ = run("import", report, REPORT, "--dry-run", "--json")
    assert code == 1
    assert report.read_bytes() == before
    found = json.loads(out)
    assert (found["year"], found["as"]) == (2022, "this-year")
    by_address = {one["address"]: one for one in found["proposals"]}
    assert len(by_address) == len(found["proposals"])
    total = by_address["spending/controls/total/actual"]
    assert {key: total[key] for key in ("before", "value", "confidence", "conflict")} == {
        "before": None, "value": "3091.76", "confidence": "sure", "conflict": None,
    }  # fmt: skip
    assert total["source"] == {"file": REPORT.name, "place": "第 24 段", "quote": "整体支出3091.76万元"}
    assert set(found["unplaced"][0]) == {"file", "place", "text", "reason"}


def test_only_sure_leaves_what_is_likely(run: Run, report: Path) -> None:
    run("import", report, REPORT, "--only-sure")
    session = Session.open(report, read_only=True)
    assert session.entries.text(TOTAL) == "3091.76"
    assert session.entries.text(Address.parse("results/application")) is None
    session.close()


def test_a_typed_answer_is_never_replaced_silently(run: Run, report: Path) -> None:
    fill(run, report, {"spending/controls/total/actual": "3000"})
    _, out, _ = run("import", report, REPORT)
    assert "二、一般公共预算支出·整体支出·本年决算数：3091.76（现在填的是“3000”）" in out
    session = Session.open(report, read_only=True)
    assert session.entries.text(TOTAL) == "3000"
    session.close()


def test_last_years_report_is_recognised_and_carried_over(run: Run, report: Path) -> None:
    fill(run, report, {"cover/year": "2023"})
    _, out, _ = run("import", report, REPORT)
    assert "文件是2022 年度，按上年的读。" in out
    session = Session.open(report)
    assert session.entries.text(LAST_TOTAL) == "3091.76"
    assert session.entries.text(TOTAL) is None
    assert session.entries.text(Address.parse("cover/year")) == "2023"
    assert Address.parse("performance/text") in unrevised(session.answers)
    session.undo()
    assert session.entries.text(LAST_TOTAL) is None
    assert not unrevised(session.answers)
    session.close()
    assert "performance" not in run("dump", report)[1]


def test_the_year_can_be_given(run: Run, report: Path) -> None:
    code, out, _ = run("import", report, REPORT, "--as", "last-year", "--dry-run", "--json")
    assert code == 1
    found = json.loads(out)
    values = {one["address"]: one["value"] for one in found["proposals"]}
    assert (found["as"], values["cover/year"], values["spending/controls/total/last_actual"]) == (
        "last-year", "2023", "3091.76",
    )  # fmt: skip


def test_the_exit_code_is_0_when_everything_is_taken(run: Run, report: Path, tmp_path: Path) -> None:
    source = docx_of(tmp_path / "表.docx", "一、基本情况", "核定编制9名。")
    code, out, _ = run("import", report, source)
    assert (code, "填入 1 项（有把握 1），留下 0 项。" in out) == (0, True)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"words"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    run: Run, report: Path, tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "坏.docx"
    source.write_bytes(content)
    before = shutil.copy(report, tmp_path / "before.db")
    code, out, err = run("import", report, REPORT, source)
    assert (code, out) == (2, "")
    assert err.startswith("没有读入“坏.docx”。")
    assert report.read_bytes() == Path(before).read_bytes()
