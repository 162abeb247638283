"""The command line on good input: new, fields, dump, fill, check, and the shape of its JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form

pytestmark = pytest.mark.slow

Capsys = pytest.CaptureFixture[str]


def output_of(capsys: Capsys, *arguments: object, code: int = 0) -> str:
    """The output of a command, which must exit with this code and print no error."""
    assert main([str(argument) for argument in arguments]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


def write(path: Path, values: object) -> Path:
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return path


def test_new_makes_a_blank_report_of_the_shipped_form(capsys: Capsys, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    assert output_of(capsys, "new", path) == f"已新建“{path}”。\n"
    session = Session.open(path)
    assert (session.form.id, session.undo_label) == ("hunan_overall_2023", "")
    session.close()


def test_new_makes_a_sample(capsys: Capsys, tmp_path: Path) -> None:
    assert "填入样例：青石县林业局 2024 年度" in output_of(capsys, "new", tmp_path / "r.db", "--sample", "demo-2024")
    assert output_of(capsys, "check", tmp_path / "r.db") == "共 错误 0，未填 0，警告 0，提示 0。\n"


def test_fields_lists_every_address_with_label_kind_unit_and_whether_it_is_computed(capsys: Capsys, form: Form) -> None:
    rows = json.loads(output_of(capsys, "fields", "--json"))
    assert {tuple(row) for row in rows} == {("address", "label", "kind", "unit", "computed")}
    by_address = {row["address"]: row for row in rows}
    assert len(by_address) == len(rows)
    assert by_address["spending/controls/e301/actual"]["unit"] == "万元"
    assert by_address["spending/wages/wages_sum/actual"]["computed"] is True
    assert by_address["spending/wages/e30101/actual"]["computed"] is False
    assert by_address["project_evaluation@*/outputs/*/target"]["kind"] == "measure"
    assert "spending/controls/e301/initial_budget" not in by_address
    for address in by_address:
        assert form.question(Address.parse(address.replace("*", "r1"))) is not None


def test_fields_without_json_is_a_table_of_the_same_rows(capsys: Capsys) -> None:
    lines = output_of(capsys, "fields", "--form", "hunan_overall_2023").splitlines()
    assert lines[0] == "cover/year\t报告年度\tyear\t\tFalse"
    assert len(lines) == len(json.loads(output_of(capsys, "fields", "--json")))


def test_dump_writes_every_answer_computed_ones_too_and_figures_digit_for_digit(
    capsys: Capsys, demo_file: Path
) -> None:
    text = output_of(capsys, "dump", demo_file)
    values = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    assert values["cover/unit_name"] == "青石县林业局"
    assert values["cover/title"] == "2024年度青石县林业局\n部门整体支出绩效自评报告"
    assert values["spending/wages/wages_sum/actual"] == Decimal("748.28")
    assert '"spending/wages/e30101/actual": 204.62,' in text
    assert values["self_evaluation/outputs/s1/target"] == "≥2.60万亩"
    assert values["cover/fill_date"] == "2025年3月10日"
    assert values["project_evaluation@p2/money/total/score"] == Decimal("9.84")
    assert not any(value is None for value in values.values())


@pytest.mark.parametrize("name", ["demo_file", "daoxian_file"])
def test_dump_filled_into_a_new_report_dumps_the_same_again(
    capsys: Capsys, tmp_path: Path, request: pytest.FixtureRequest, name: str
) -> None:
    first = output_of(capsys, "dump", request.getfixturevalue(name))
    (tmp_path / "values.json").write_text(first, encoding="utf-8")
    output_of(capsys, "new", tmp_path / "again.db")
    assert output_of(capsys, "fill", tmp_path / "again.db", tmp_path / "values.json").startswith("已填入 ")
    assert output_of(capsys, "dump", tmp_path / "again.db") == first
    one, other = Session.open(tmp_path / "again.db"), Session.open(request.getfixturevalue(name))
    assert [(f.code, f.addresses) for f in one.findings] == [(f.code, f.addresses) for f in other.findings]
    one.close()
    other.close()


def test_dump_filled_into_its_own_report_changes_nothing(capsys: Capsys, daoxian_file: Path, tmp_path: Path) -> None:
    before = daoxian_file.read_bytes()
    (tmp_path / "values.json").write_text(output_of(capsys, "dump", daoxian_file), encoding="utf-8")
    output_of(capsys, "fill", daoxian_file, tmp_path / "values.json")
    assert daoxian_file.read_bytes() == before


def test_fill_enters_many_answers_as_one_change(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    values = {
        "cover/unit_name": "青石县水利局",
        "cover/phone": None,
        "spending/wages/e30101/actual": 205.62,
        "spending/wages/e30102/actual": "１３７．４８万元",
        "basics/duties/new/text": "新的一条",
        "cover/year": 2025,
    }
    assert output_of(capsys, "fill", demo_file, write(tmp_path / "v.json", values)) == "已填入 6 项。\n"
    session = Session.open(demo_file)
    assert session.undo_label == "填入 v.json"
    texts = {name: session.entries.text(Address.parse(name)) for name in values}
    assert texts == {**values, "spending/wages/e30101/actual": "205.62", "cover/year": "2025"}
    assert session.entries.rows("basics", "duties")[-1] == "new"
    session.undo()
    assert session.entries.text(Address.parse("cover/unit_name")) == "青石县林业局"
    session.close()


def test_fill_keeps_a_figure_digit_for_digit(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    path.write_text('{"results/score": 98.80000000000000000001, "basics/retired": 1e2}', encoding="utf-8-sig")
    output_of(capsys, "fill", demo_file, path)
    session = Session.open(demo_file)
    texts = [session.entries.text(Address.parse(name)) for name in ("results/score", "basics/retired")]
    assert texts == ["98.80000000000000000001", "100"]
    session.close()


def test_fill_accepts_a_computed_answer_only_if_it_follows_from_the_rest(
    capsys: Capsys, demo_file: Path, tmp_path: Path
) -> None:
    right = {"spending/wages/e30101/actual": 205.62, "spending/wages/wages_sum/actual": 749.28}
    output_of(capsys, "fill", demo_file, write(tmp_path / "v.json", right))
    session = Session.open(demo_file)
    assert session.entries.text(Address.parse("spending/wages/wages_sum/actual")) is None
    session.close()


def test_fill_drops_a_sentence_equal_to_the_generated_one(capsys: Capsys, demo_file: Path, tmp_path: Path) -> None:
    generated = json.loads(output_of(capsys, "dump", demo_file))["results/sentence"]
    output_of(capsys, "fill", demo_file, write(tmp_path / "own.json", {"results/sentence": "本局的话。"}))
    assert json.loads(output_of(capsys, "dump", demo_file))["results/sentence"] == "本局的话。"
    output_of(capsys, "fill", demo_file, write(tmp_path / "v.json", {"results/sentence": generated}))
    session = Session.open(demo_file)
    assert session.entries.text(Address.parse("results/sentence")) is None
    session.close()


def test_fill_keeps_an_equal_figure_as_the_user_typed_it(capsys: Capsys, daoxian_file: Path, tmp_path: Path) -> None:
    output_of(capsys, "fill", daoxian_file, write(tmp_path / "v.json", {"spending/goods/e30239/actual": 0.002}))
    session = Session.open(daoxian_file)
    assert session.entries.text(Address.parse("spending/goods/e30239/actual")) == "20元"
    session.close()


def test_check_prints_each_finding_and_a_count(capsys: Capsys, daoxian_file: Path) -> None:
    lines = output_of(capsys, "check", daoxian_file, code=1).splitlines()
    slip = next(number for number, line in enumerate(lines) if line.startswith("错误　E06　"))
    assert "疑为“元”与“万元”写错" in lines[slip]
    assert lines[slip + 1] == "　　可一键改正：其他交通费用·本年决算数 改为 20 万元"
    assert lines[-1] == "共 错误 2，未填 25，警告 15，提示 6。"


def test_check_in_json_has_code_severity_message_and_where(capsys: Capsys, daoxian_file: Path) -> None:
    findings = json.loads(output_of(capsys, "check", daoxian_file, "--json", code=1))
    needed, possible = {"code", "severity", "message", "where", "place"}, {"expected", "found", "fix"}
    for finding in findings:
        assert needed <= set(finding) <= needed | possible
        assert finding["severity"] in ("error", "missing", "warning", "notice")
        assert all(Address.parse(where) for where in finding["where"])
    (slip,) = [finding for finding in findings if "fix" in finding and finding["severity"] == "error"]
    assert (slip["expected"], slip["found"]) == (190, 170.002)
    assert slip["fix"] == {"spending/goods/e30239/actual": "20"}


def test_check_exits_with_0_when_there_are_only_warnings_and_notices(
    capsys: Capsys, demo_file: Path, tmp_path: Path
) -> None:
    warned = {
        "basics/staffing/administrative/actual": 19,
        "basics/actual_stated": 55,
        "spending/income/stated/actual": 1305.59,
    }
    output_of(capsys, "fill", demo_file, write(tmp_path / "v.json", warned))
    assert "共 错误 0，未填 0，警告 1，提示 1。" in output_of(capsys, "check", demo_file)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "perfdesk", *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_the_program_creates_fills_checks_and_dumps_in_a_process(tmp_path: Path) -> None:
    path = tmp_path / "报告.db"
    assert run("new", path).returncode == 0
    filled = run("fill", path, write(tmp_path / "v.json", {"cover/unit_name": "青石县林业局"}))
    assert (filled.returncode, filled.stdout, filled.stderr) == (0, "已填入 1 项。\n", "")
    checked = run("check", path, "--json")
    assert (checked.returncode, checked.stderr) == (1, "")
    assert json.loads(checked.stdout)[0]["severity"] == "missing"
    assert json.loads(run("dump", path).stdout)["cover/unit_name"] == "青石县林业局"


def test_a_closed_output_pipe_is_no_error(demo_file: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "perfdesk", "dump", str(demo_file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
