"""The command line on bad input: exit code 2, one Chinese sentence on the error stream, nothing changed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.definition.loader import form_ids

Capsys = pytest.CaptureFixture[str]


def refused(capsys: Capsys, *arguments: object) -> str:
    """The one sentence a command refuses with."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*[。？]\n", err), err
    assert "Traceback" not in err
    assert "程序内部出错" not in err
    return err


def values(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "v.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("cover/unit_nam", "表单里没有“cover/unit_nam”这个地址。是不是“cover/unit_name”？"),
        ("spending/wages/e30101/actul", "是不是“spending/wages/e30101/actual”？"),
        ("covre/year", "是不是“cover/year”？"),
        ("spending/wages/e30101", "表单里没有“spending/wages/e30101”这个地址"),
        ("spending/wages", "表单里没有“spending/wages”这个地址"),
        ("spending/controls/e301/initial_budget", "表单里没有“spending/controls/e301/initial_budget”这个地址"),
        ("spending/projects/p1/#", "表单里没有“spending/projects/p1/#”这个地址"),
        ("project_evaluation/department", "表单里没有“project_evaluation/department”这个地址"),
        ("cover@p1/year", "表单里没有“cover@p1/year”这个地址"),
        ("project_evaluation@p9/department", "所属的“spending/projects/p9/…”这一行不存在"),
        ("", "表单里没有“”这个地址。用 perfdesk fields 可以列出全部地址。"),
        ("x" * 500, "用 perfdesk fields 可以列出全部地址"),
        ("'; DROP TABLE entry; --/x", "表单里没有"),
        ("单位/名称", "表单里没有“单位/名称”"),
        ("a\nb/c", "表单里没有"),
        ("\ud800/x", "表单里没有"),
    ],
)
def test_fill_refuses_an_unknown_address_by_name(
    capsys: Capsys, demo_file: Path, tmp_path: Path, address: str, says: str
) -> None:
    before = demo_file.read_bytes()
    given = {"cover/phone": "123", address: "1"}
    assert says in refused(capsys, "fill", demo_file, values(tmp_path, given))
    assert demo_file.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "value", "says"),
    [
        ("cover/unit_name", 5, "“cover/unit_name”（单位全称）的值应为文字"),
        ("cover/unit_name", True, "的值应为文字"),
        ("cover/unit_name", ["甲"], "的值应为文字"),
        ("cover/unit_name", {"a": "甲"}, "的值应为文字"),
        ("spending/wages/e30101/actual", "很多", "的值应为数"),
        ("spending/wages/e30101/actual", False, "的值应为数或文字"),
        ("spending/wages/e30101/actual", [1], "的值应为数或文字"),
        ("cover/fill_date", "昨天", "的值应为日期"),
        ("cover/fill_date", 20240305, "的值应为文字"),
        ("cover/year", "今年", "的值应为数"),
        ("cover/genre", "自查报告", "的值应为自评报告、评价报告之一"),
        ("spending/wages/wages_sum/actual", 1, "由公式算出，按其余各项应为“748.28”，与给出的值不符"),
        ("project_evaluation@p1/name", "别的项目", "由公式算出，按其余各项应为“森林防火能力建设”"),
    ],
)
def test_fill_refuses_a_value_of_the_wrong_kind_and_names_the_question(
    capsys: Capsys, demo_file: Path, tmp_path: Path, address: str, value: object, says: str
) -> None:
    before = demo_file.read_bytes()
    assert says in refused(capsys, "fill", demo_file, values(tmp_path, {"cover/phone": "123", address: value}))
    assert demo_file.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '"text"',
        "5",
        "null",
        "[1, 2",
        '{"cover/year": NaN}',
        "{'cover/year': 2024}",
        "[" * 100_000,
        '{"a": 1e}',
    ],
)
def test_fill_refuses_a_file_that_is_no_object_of_addresses(
    capsys: Capsys, demo_file: Path, tmp_path: Path, content: str
) -> None:
    assert "没有填入任何数据。" in refused(capsys, "fill", demo_file, values(tmp_path, content))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999999999", "9" * 5000])
def test_fill_refuses_or_reports_an_absurd_figure(capsys: Capsys, demo_file: Path, tmp_path: Path, number: str) -> None:
    path = values(tmp_path, f'{{"spending/wages/e30101/actual": {number}}}')
    before = demo_file.read_bytes()
    refused(capsys, "fill", demo_file, path)
    assert demo_file.read_bytes() == before


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "文字".encode("gb18030"), b"\x00"])
def test_fill_refuses_a_file_that_is_not_utf8(capsys: Capsys, demo_file: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "v.json").write_bytes(content)
    assert "“v.json”" in refused(capsys, "fill", demo_file, tmp_path / "v.json")


def test_fill_refuses_a_missing_file_and_a_folder(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        assert "没有填入任何数据。" in refused(capsys, "fill", demo_file, path)


@pytest.mark.parametrize("command", ["check", "dump", "fill", "export", "window"])
@pytest.mark.parametrize("content", [None, b"", b"not a report", b"SQLite format 3\x00" + b"\xff" * 200])
def test_every_command_refuses_a_file_that_is_no_report(
    capsys: Capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, content: bytes | None
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "r.db"
    if content is not None:
        path.write_bytes(content)
    more = {"fill": [values(tmp_path, {})], "export": ["--to", tmp_path / "out"]}.get(command, [])
    main_says = refused_after_notice if command == "window" else refused
    assert "打不开“r.db”。" in main_says(capsys, command, path, *more)
    assert (path.read_bytes() if path.exists() else None) == content
    assert not (tmp_path / "out").exists()


def refused_after_notice(capsys: Capsys, *arguments: object) -> str:
    """As `refused`, for the window, which first says that there is no display."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("这台机器没有显示器")
    assert err.count("\n") == 1
    assert "程序内部出错" not in err
    return err


def test_new_refuses_an_unknown_form_or_sample_by_name(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    assert "没有名为“demo”的样例。可用的样例：daoxian-2023、demo-2024。" in refused(
        capsys, "new", path, "--sample", "demo"
    )
    unknown = refused(capsys, "new", path, "--form", "mars")
    assert f"没有名为“mars”的表单。可用的表单：{'、'.join(form_ids())}。" in unknown
    assert "没有名为“mars”的表单。" in refused(capsys, "fields", "--form", "mars")
    assert not path.exists()


@pytest.mark.parametrize("sample", [(), ("--sample", "demo-2024")])
def test_new_never_overwrites(capsys: Capsys, tmp_path: Path, sample: tuple[str, ...]) -> None:
    (tmp_path / "r.db").write_bytes(b"dear county")
    assert "已经有这个文件。" in refused(capsys, "new", tmp_path / "r.db", *sample)
    assert (tmp_path / "r.db").read_bytes() == b"dear county"


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate", "x", "y"],
        ["new"],
        ["export", "r.db"],
        ["check"],
        ["--nonsense"],
        ["export", "r.db", "--to", "x", "--draft", "--final"],
    ],
)
def test_a_wrong_command_line_shows_the_usage(capsys: Capsys, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith("usage: perfdesk")


@pytest.mark.slow
def test_a_process_prints_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "r.db").write_bytes(b"not a report")
    command = [sys.executable, "-m", "perfdesk", "check", str(tmp_path / "r.db")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "打不开“r.db”。它不是 PerfDesk 的填报文件。请选择扩展名为 .db 的填报文件。\n"


@pytest.mark.slow
def test_a_file_name_that_is_not_text_never_crashes_a_command(tmp_path: Path) -> None:
    name = str(tmp_path).encode() + b"/\xff\xfe.db"
    command = [sys.executable.encode(), b"-m", b"perfdesk", b"new", name]
    made = subprocess.run(command, capture_output=True, check=False)
    assert made.returncode in (0, 2)
    assert b"Traceback" not in made.stderr
