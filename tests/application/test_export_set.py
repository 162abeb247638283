"""全套: three files and a list of them; earlier files are kept; a dated folder by choice."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.export_set import dated_folder, write_export_set
from perfdesk.application.session import Session
from perfdesk.checks.finding import Finding
from perfdesk.document.blocks import Edition
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers

pytestmark = pytest.mark.slow

NAME = "2024年度青石县林业局部门整体支出绩效自评报告"
Look = Callable[..., Answers]


def quiet(_: str) -> None:
    """Ignore the progress."""


def export_whole_set(
    answers: Answers, findings: tuple[Finding, ...], folder: Path, draft: bool, edition: Edition = "submission"
) -> list[Path]:
    """Write the whole set of a report."""
    report = build(answers, findings, draft, edition)
    return write_export_set(report, report_name(answers, edition), findings, folder, quiet)


def listed(path: Path) -> dict[str, tuple[int, str]]:
    """The files in a list, with size and SHA-256."""
    text = path.read_bytes().decode("utf-8-sig")
    found = re.findall(r"文件：(.+)\r\n大小：(\d+) 字节\r\nSHA-256：([0-9a-f]{64})\r\n", text)
    return {name: (int(size), digest) for name, size, digest in found}


def test_a_whole_set_is_three_files_and_a_list_that_agrees_with_them(demo: Session, tmp_path: Path) -> None:
    written = export_whole_set(demo.answers, demo.findings, tmp_path / "全套", False)
    assert [path.name for path in written] == [f"{NAME}.docx", f"{NAME}.pdf", f"{NAME}.xlsx", "清单.txt"]
    expected = {}
    for path in written[:3]:
        content = path.read_bytes()
        expected[path.name] = (len(content), hashlib.sha256(content).hexdigest())
    assert listed(written[3]) == expected


def test_the_list_has_the_facts_of_the_report_and_its_findings(daoxian: Session, tmp_path: Path) -> None:
    *_, path = export_whole_set(daoxian.answers, daoxian.findings, tmp_path, True)
    errors = sum(finding.severity == "error" for finding in daoxian.findings)
    missing = sum(finding.severity == "missing" for finding in daoxian.findings)
    warnings = sum(finding.severity == "warning" for finding in daoxian.findings)
    assert errors > 0 < missing
    lines = path.read_bytes().decode("utf-8-sig").split("\r\n")
    assert lines[0] == "标题：2023年道县管理局部门整体支出绩效评价报告"
    assert lines[1:3] == ["单位：道县应急管理局", "年度：2023"]
    assert lines[3] == f"版本：报送稿，草稿（尚有 {errors} 处错误、{missing} 处未填）"
    assert lines[4].startswith(f"检查：错误 {errors}，未填 {missing}，警告 {warnings}，")
    assert "公开稿" not in "".join(lines)


def test_earlier_files_are_kept_and_the_new_ones_numbered_together(demo: Session, tmp_path: Path) -> None:
    (tmp_path / f"{NAME}.pdf").write_bytes(b"earlier")
    first = export_whole_set(demo.answers, demo.findings, tmp_path, False)
    second = export_whole_set(demo.answers, demo.findings, tmp_path, False)
    assert [path.name for path in first] == [*(f"{NAME}(2){s}" for s in (".docx", ".pdf", ".xlsx")), "清单.txt"]
    assert [path.name for path in second] == [*(f"{NAME}(3){s}" for s in (".docx", ".pdf", ".xlsx")), "清单(2).txt"]
    assert (tmp_path / f"{NAME}.pdf").read_bytes() == b"earlier"
    assert set(listed(first[3])) == {path.name for path in first[:3]}


def test_the_public_set_has_its_own_names_and_list(demo: Session, tmp_path: Path) -> None:
    export_whole_set(demo.answers, demo.findings, tmp_path, False)
    *files, path = export_whole_set(demo.answers, demo.findings, tmp_path, False, "public")
    assert [file.name for file in files] == [f"{NAME}（公开稿）{s}" for s in (".docx", ".pdf", ".xlsx")]
    assert path.name == "清单（公开稿）.txt"
    text = path.read_bytes().decode("utf-8-sig")
    assert "版本：公开稿\r\n" in text
    assert text.index("公开稿遮盖了") < text.index("公开稿没有印：") < text.index("封面与单位信息：填表人、联系电话")


def test_the_list_names_covered_numbers_and_never_the_numbers_themselves(answers_of: Look, tmp_path: Path) -> None:
    answers = answers_of("demo-2024", {"others/text": "请致电 13812345678。"})
    *_, path = export_whole_set(answers, (), tmp_path, False, "public")
    text = path.read_bytes().decode("utf-8-sig")
    assert "公开稿遮盖了 1 处号码：\r\n　　手机号 138****5678（十、其他需要说明的情况）\r\n" in text
    assert "13812345678" not in text


def test_a_report_without_tables_has_no_excel_file(answers_of: Look, tmp_path: Path) -> None:
    report = replace(
        build(answers_of("demo-2024"), (), False), attachments=(), body_tables=(), referenced_figures=(), charts=()
    )
    written = write_export_set(report, "报告", (), tmp_path, quiet)
    assert [path.name for path in written] == ["报告.docx", "报告.pdf", "清单.txt"]


def test_a_folder_that_cannot_be_created_is_refused_in_one_sentence(demo: Session, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(PerfDeskError, match="不能建立文件夹"):
        export_whole_set(demo.answers, demo.findings, tmp_path / "file" / "in", False)


def test_a_dated_folder_is_named_by_the_minute() -> None:
    now = datetime.datetime(2025, 3, 10, 14, 2, 59, tzinfo=datetime.UTC)
    assert dated_folder(Path("out"), now) == Path("out/2025-03-10 1402")


def test_the_command_writes_a_dated_public_set_and_lists_what_it_hides(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    assert main(["export", str(demo_file), "--to", str(folder), "--public", "--dated"]) == 0
    (dated,) = folder.iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d{4}", dated.name)
    assert len(list(dated.iterdir())) == 4
    out = capsys.readouterr().out
    assert out.count("已导出“") == 3
    assert f"清单见“{dated / '清单（公开稿）.txt'}”。" in out
    assert "公开稿遮盖了 0 处号码。" in out
    assert "封面与单位信息：填表人、联系电话" in out


def test_the_command_keeps_earlier_files_unless_one_file_is_named(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["export", str(demo_file), "--to", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 8
    target = tmp_path / "r.docx"
    for _ in range(2):
        assert main(["export", str(demo_file), "--to", str(target)]) == 0
    assert [path.name for path in tmp_path.glob("*.docx")] == ["r.docx"]
    capsys.readouterr()
    assert main(["export", str(demo_file), "--to", str(target), "--dated"]) == 2
    assert "--dated 是导出到文件夹时用的" in capsys.readouterr().err
