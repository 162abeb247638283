"""What authors of forms usually write wrong is answered with what to write instead, and told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.definition.form_check import FormCheck, check_folder
from perfdesk.definition.loader import load_form
from support.small_form import SMALL_FORM, SMALL_LIST


def checked(folder: Path, old: str, new: str, encoding: str = "utf-8") -> FormCheck:
    """The check of the small form with one piece of its text replaced."""
    assert old in SMALL_FORM + SMALL_LIST
    for name, text in (("form.toml", SMALL_LIST), ("money.toml", SMALL_FORM)):
        (folder / name).write_text(text.replace(old, new, 1), encoding=encoding)
    return check_folder(folder)


FORMULA = 'formula = "sums.all.actual * 2"'
DAY = 'label = "日期"'


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("if(sums.all.actual = 1, 1, 2)", "“=”要写成“==”"),
        ("if(sums.all.actual ≤ 1, 1, 2)", "“≤”要写成“<=”"),
        ("sums.all.actual × 2", "“×”要写成“*”"),
        ("if(year > 1 && year < 3, 1, 2)", "“&&”要写成“and”"),
        ("if(unit == “有”, 1, 2)", "引号要用英文的单引号：'文字'"),
        ("sum(sums.all.actual，year)", "“，”要写成“,”"),
        ("sum(sums.all.actual, year", "少一个右括号“)”"),
        ("sum(sums.all.actual))", "多一个右括号“)”"),
        ("if(0 < year <= 5, 1, 2)", "要写成“0 < year and year <= 5”"),
        ("if(!blank(year), 1, 2)", "“!”要写成“not”"),
        ("1 if year > 2 else 3", "要写成“if(year > 2, 1, 3)”"),
        ("year ** 2", "没有乘方"),
        ("year * 5%", "“5%”要写成小数，如 5 / 100"),
        ("year ＋ １", "“＋”要写成“+”"),
        ("if('有' in unit, 1, 2)", "写 contains(unit, '有')"),
        ("sums.actual", "要合计写 sum(sums.actual)"),
        ("year > 1", "给的是条件，这里要数，要写成数，如 if(year > 1, 1, 0)"),
        ("if(year, 1, 2)", "“if”要写成 if(条件, 成立时的值, 不成立时的值)"),
    ],
)
def test_a_formula_that_cannot_be_read_says_what_to_write_instead(tmp_path: Path, wrong: str, says: str) -> None:
    found = checked(tmp_path, FORMULA, f'formula = "{wrong}"')
    assert [says in one.message for one in found.diagnostics] == [True], found.diagnostics
    assert found.diagnostics[0].line > 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (DAY, 'label = "日期"\nwhen = "year"', "“year”给的是数，这里要条件，要写成条件，如 year > 0"),
        (DAY, 'label = "日期"\nwhen = "unit"', "要写成条件，如 unit == '有'"),
        (DAY, 'label = "日期"\nrequired = "true"', "“required”应为true 或 false，写的是'true'，不加引号"),
        (DAY, "label = 3", "“label”应为文字，写的是3，要加引号"),
        (DAY, "label = “日期”", '中文引号要换成英文引号 "'),
        (DAY, "label ＝ 3", "“＝”要换成英文的 ="),
        (DAY, 'label = "日期"\nrequired = True', "true、false 要小写"),
        ('files = ["money.toml"]', 'files = "money.toml"', '要写成 files = ["money.toml"]'),
        ('files = ["money.toml"]', 'files = ["money.toml"，]', "“，”要换成英文的 ,"),
        ("[report]", "[[report]]", "只用一个方括号：[report]"),
        ("[[rule]]", "[rule]", "要用两个方括号：[[rule]]"),
        ('columns = [{ id = "name", label = "姓名" }]', 'columns = { id = "name" }', "“columns”要写成列表"),
        ('title = "甲"', 'title = "unit"', "“unit”会照字面印出来，要印它的值写成“{unit}”"),
        ('title = "甲"', 'title = "｛unit｝"', "花括号要用半角的 { }"),
        ('title = "甲"', 'title = "{unit"', "花括号不成对，一个名字写成 {名字}"),
    ],
)
def test_a_slip_is_told_once_with_what_to_write_instead(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = checked(tmp_path, old, new)
    assert [one.message for one in found.diagnostics if says in one.message] != [], found.diagnostics
    messages = [(one.file, one.line, one.message) for one in found.diagnostics]
    assert len(messages) == len(set(messages))


def test_one_bracket_too_few_is_reported_once_for_a_whole_file(tmp_path: Path) -> None:
    found = checked(tmp_path, "[[block]]", "[block]")
    assert len(found.diagnostics) <= 2


CHOICE = """
[[block]]
type = "field"
id = "any"
label = "有没有"
kind = "choice"
options = ["有", "无"]
when = "{when}"
"""


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("any == '又'", "“有没有”没有“又”这一项，可用：无、有"),
        ("'没有' != any", "“有没有”没有“没有”这一项"),
        ("any == '有'", ""),
        ("unit == '又'", ""),
    ],
)
def test_a_comparison_with_an_option_that_does_not_exist_is_an_error_of_the_check_only(
    tmp_path: Path, when: str, says: str
) -> None:
    found = checked(tmp_path, "\n[[rule]]", CHOICE.format(when="year > 1") + f'\n[[rule]]\nwhen = "{when}"')
    assert bool(found.diagnostics) == bool(says)
    assert all(says in one.message for one in found.diagnostics)
    assert load_form(tmp_path).id == "small"


def test_a_starter_outside_the_options_is_an_error_of_the_check_only(tmp_path: Path) -> None:
    column = '{ id = "sort", label = "类别", kind = "choice", options = ["甲", "乙"] }'
    new = f'columns = [{{ id = "name", label = "姓名" }}, {column}]\nstarters = [{{ sort = "丙" }}]'
    found = checked(tmp_path, 'columns = [{ id = "name", label = "姓名" }]', new)
    assert ["“类别”没有“丙”这一项" in one.message for one in found.diagnostics] == [True]
    assert load_form(tmp_path).id == "small"


def test_a_form_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert checked(tmp_path, "甲", "丁", "utf-8-sig").diagnostics == ()


SENTENCE = """
[[block]]
type = "field"
id = "said"
label = "一句话"
kind = "sentence"
template = "{one}"
phrases = [
    { id = "three", text = "三" },
    { id = "two", of = ["three"] },
    { id = "one", text = "{two}" },
    { id = "four", text = "四" },
]
"""


def test_what_is_asked_and_printed_nowhere_is_told_and_the_form_is_sound(tmp_path: Path) -> None:
    found = checked(tmp_path, "甲", "丁")
    told = {one.location: one.message for one in found.remarks}
    assert found.diagnostics == ()
    assert sorted(told) == ["[double]", "[people]", "[sums]"]
    assert "“两倍”问了，却哪里都不印；要印就写 print = “line”" in told["[double]"]
    assert all(one.line for one in found.remarks)
    quiet = SMALL_FORM.replace('id = "double"', 'id = "double"\nprint = "line"').replace("open = true", PRINT_NONE)
    (tmp_path / "money.toml").write_text(quiet, encoding="utf-8")
    assert [one.location for one in check_folder(tmp_path).remarks] == ["[sums]"]


PRINT_NONE = 'open = true\nprint = "none"'


def test_a_phrase_that_is_not_used_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, "\n[[rule]]", SENTENCE + "\n[[rule]]")
    assert [one.message for one in found.remarks if "短语" in one.message] == [
        "短语“four”没有用到，句子里写上 {four}，或者删去"
    ]
