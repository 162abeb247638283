"""Exporting from the command line: what is written where, drafts and final copies, and targets that cannot be."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.writers.formats import FORMATS

pytestmark = pytest.mark.slow

Capsys = pytest.CaptureFixture[str]
NAME = "2024年度青石县林业局部门整体支出绩效自评报告"
BEGINS = {".docx": b"PK", ".xlsx": b"PK", ".pdf": b"%PDF"}


def run(capsys: Capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


@pytest.fixture(autouse=True)
def without_display(monkeypatch: pytest.MonkeyPatch) -> None:
    """No window may open from these tests."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx", ".DOCX"])
def test_the_suffix_selects_the_format(capsys: Capsys, demo_file: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"报告{suffix}"
    assert run(capsys, "export", demo_file, "--to", target, "--final") == (0, f"已导出“{target}”。\n", "")
    assert target.read_bytes().startswith(BEGINS[suffix.lower()])


def test_a_folder_receives_all_three_formats_under_the_reports_title(
    capsys: Capsys, demo_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "还没有" / "全套"
    code, out, err = run(capsys, "export", demo_file, "--to", folder)
    assert (code, err, out.count("已导出“")) == (0, "", 3)
    assert {path.name for path in folder.iterdir()} >= {NAME + known.suffix for known in FORMATS}


def test_a_report_with_errors_is_exported_as_a_draft_by_default(
    capsys: Capsys, daoxian_file: Path, tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "export", daoxian_file, "--to", tmp_path / "r.xlsx")
    assert (code, out) == (0, f"已导出草稿“{tmp_path / 'r.xlsx'}”。\n")


def test_a_faultless_report_is_a_draft_only_when_asked(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    assert "已导出草稿“" in run(capsys, "export", demo_file, "--to", tmp_path / "d.xlsx", "--draft")[1]
    assert "已导出“" in run(capsys, "export", demo_file, "--to", tmp_path / "f.xlsx")[1]


def test_a_final_copy_is_refused_with_a_list_of_what_is_left(
    capsys: Capsys, daoxian_file: Path, tmp_path: Path
) -> None:
    code, out, err = run(capsys, "export", daoxian_file, "--to", tmp_path / "r.docx", "--final")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0] == "没有导出正式稿：还有 2 处错误、25 处未填，请先办完，或用 --draft 导出草稿。"
    assert len(lines) == 28
    assert any("其他交通费用·本年决算数" in line for line in lines)
    assert not (tmp_path / "r.docx").exists()


def test_an_existing_target_is_replaced(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    target.write_bytes(b"old" * 100_000)
    assert run(capsys, "export", demo_file, "--to", target)[0] == 0
    assert target.read_bytes().startswith(b"PK")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.db", "r.xlsx"]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("r.doc", "不认识扩展名“.doc”。可用 .docx、.pdf、.xlsx，或给一个文件夹。"),
        ("demo.db", "不认识扩展名“.db”"),
        ("letter.txt/out", "没有导出"),
        ("letter.txt/r.xlsx", "没有导出"),
        (f"{'长' * 200}.xlsx", "没有"),
    ],
)
def test_an_impossible_target_is_refused_and_nothing_is_left(
    capsys: Capsys, demo_file: Path, tmp_path: Path, target: str, says: str
) -> None:
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    whole = demo_file.read_bytes()
    code, out, err = run(capsys, "export", demo_file, "--to", tmp_path / target)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
    assert "程序内部出错" not in err
    assert demo_file.read_bytes() == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.db", "letter.txt"]


def test_hostile_answers_do_not_stop_an_export(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    values = tmp_path / "v.json"
    values.write_text(
        '{"cover/unit_name": "=HYPERLINK(\\"http://x\\")", "others/text": "<img src=\\"file:///etc/passwd\\"> & <b>",'
        ' "performance/text": "\\u0000\\ud800一\\u000b二"}',
        encoding="utf-8",
    )
    assert run(capsys, "fill", demo_file, values)[0] == 0
    code, out, err = run(capsys, "export", demo_file, "--to", tmp_path / "out")
    assert (code, err, out.count("已导出“")) == (0, "", 3)


def test_a_text_too_long_for_a_spreadsheet_cell_is_named_and_kept(
    capsys: Capsys, demo_file: Path, tmp_path: Path
) -> None:
    values = tmp_path / "v.json"
    values.write_text('{"base_data/thrift": "' + "长" * 100_000 + '"}', encoding="utf-8")
    assert run(capsys, "fill", demo_file, values)[0] == 0
    assert run(capsys, "export", demo_file, "--to", tmp_path / "r.docx")[0] == 0
    code, out, err = run(capsys, "export", demo_file, "--to", tmp_path / "r.xlsx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "Excel 一格最多 32767 字" in err
    assert not (tmp_path / "r.xlsx").exists()
    assert "长" * 100_000 in run(capsys, "dump", demo_file)[1]


def test_without_a_display_the_window_says_so_and_exports_instead(
    capsys: Capsys, demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in ([demo_file], ["window", demo_file]):
        code, out, err = run(capsys, *arguments)
        assert (code, err) == (0, "")
        assert out.startswith("这台机器没有显示器，打不开窗口；改为把“demo.db”导出到“out”。\n")
        assert {path.suffix for path in (tmp_path / "out").iterdir()} >= {known.suffix for known in FORMATS}
        shutil.rmtree(tmp_path / "out")


def test_without_a_display_and_without_a_file_the_window_asks_for_one(capsys: Capsys) -> None:
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert err == "打不开窗口。这台机器没有显示器。请给出填报文件，程序会改为导出到 out 文件夹。\n"


@pytest.mark.parametrize("title", ["长" * 79, "CON", "甲\0乙\x1b[1m\u202e", "a/b" * 40, "?"])
def test_any_title_and_unit_can_be_exported_as_a_public_copy(demo_file: Path, tmp_path: Path, title: str) -> None:
    with contextlib.closing(sqlite3.connect(demo_file)) as raw:
        raw.execute("INSERT OR REPLACE INTO entry VALUES ('cover', 'title', '', '', ?)", (title,))
        raw.execute("UPDATE entry SET text = ? WHERE field = 'unit_name'", (title,))
        raw.execute("DELETE FROM property WHERE name = 'seal'")
        raw.commit()
    for _ in range(2):
        assert main(["export", str(demo_file), "--to", str(tmp_path / "out"), "--public"]) == 0
    names = [path.stem for path in (tmp_path / "out").iterdir()]
    assert len(names) == 8
    assert all(name.removesuffix("(2)").endswith("（公开稿）") for name in names)
    (tmp_path / "copies").mkdir()
    assert main(["send", str(demo_file), str(tmp_path / "copies")]) == 0
