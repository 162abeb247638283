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
        ("year * 5%", "不写百分号：unit 是 % 的题写 5，别的写 5 / 100"),
        ("=year + 1", "前面不写“=”"),
        ("{year} + 1", "公式里名字不加花括号，写“year”"),
        ("{year + 1", "公式写法有误"),
        ("year + 10万元", "数后面不写单位，只写“10”"),
        ("IF(year > 1; 2; 3)", "“;”要写成“,”"),
        ("year > 1 AND year < 3", "“AND”要用小写"),
        ("SUM(sums.actual)", "没有“SUM”这个函数，是不是“sum”？"),
        ("average(sums.actual)", "平均数写 sum(表.列) / count(表.列)"),
        ("if(year is 3, 1, 2)", "相等写“==”"),
        ("sum(one for one in sums)", "不写 for，一栏数写 sum(表.列)"),
        ("unit + '有'", "把文字接起来写 text(a, b)"),
        ("concat(unit, '有')", "把文字接起来写 text(a, b)"),
        ("str(year)", "把数写成文字写 text(数)"),
        ("金额 + 1", "没有“金额”"),
        ("年度 + 1", "要写 id“year”，不写名称"),
        ("+year", "前面不写加号，写“year”"),
        ("round(year, digits=2)", "函数的参数只写值，不写“名字=”"),
        ("sum(x=year)", "函数的参数只写值，不写“名字=”"),
        ("year：unit", "公式里不用“：”"),
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
        ('label = "单位"', 'label = "单位"\nformula = "year"', "“year”给的是数，这里要文字，写成文字用 text(year)"),
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
        ('title = "甲"', 'title = "{year:2位}"', "小数位数用英文冒号加一个数字，写成 {year:2}"),
        ('title = "甲"', 'title = "{year：2}"', "小数位数用英文冒号加一个数字，写成 {year:2}"),
        (DAY, 'label = "日期"\nrequired = 1', "要写成 true"),
        (DAY, 'label = "日期"\nrequired = ture', "写 true 或 false，不加引号"),
        (DAY, "label = 日期", "等号后面的文字要加英文引号"),
        (DAY, 'label = "成文"日期"', "文字里面的引号要换成中文引号“ ”"),
        ('kind = "date"', 'kind = "日期"', "“kind”不能是“日期”，是不是“date”？"),
        ('kind = "date"', 'kind = "date"\nprint = "grid"', "“print”在这里不能是“grid”，可用：none、paragraphs、line"),
        ("open = true", 'open = true\nprint = "items"', "print = “items” 要有 item"),
        ("open = true", 'open = "true"', "“open”应为true 或 false，写的是'true'，不加引号"),
        ('id = "budget", label', 'id = "budget" label', "两个键之间少一个逗号"),
        ('{ id = "budget", label = "预算", kind = "number", unit = "万元" }', '[ id = "budget" ]', "用花括号 { }"),
        ('[{ id = "name", label = "姓名" }]', "name, other", "等号后面的值写法不对"),
        ("year = ", "year = 1, ", "几个值要写成列表，前后加方括号 [ ]"),
        ('id = "name"', 'id = "名字"', "“名字”不能作名字"),
        ('found = "sums.one.actual"\nexpected = "sums.one.budget"', 'holds = "year > 1"\nmesage = "错"', "“mesage”？"),
        ('title = "甲"', 'title = "{unit"', "花括号不成对，一个名字写成 {名字}"),
    ],
)
def test_a_slip_is_told_once_with_what_to_write_instead(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = checked(tmp_path, old, new)
    assert [one.message for one in found.diagnostics if says in one.message] != [], found.diagnostics
    messages = [(one.file, one.line, one.message) for one in found.diagnostics]
    assert len(messages) == len(set(messages))


@pytest.mark.parametrize("head", ["block", "rule"])
def test_one_bracket_too_few_is_reported_once_at_its_line(tmp_path: Path, head: str) -> None:
    found = checked(tmp_path, f"[[{head}]]", f"[{head}]")
    line = (tmp_path / "money.toml").read_text(encoding="utf-8").splitlines().index(f"[{head}]") + 1
    assert [(f"要用两个方括号：[[{head}]]" in one.message, one.line) for one in found.diagnostics] == [(True, line)]


@pytest.mark.parametrize(
    ("old", "new", "times"), [('id = "sums"', 'id = "summs"', 4), ('id = "actual"', 'id = "actuall"', 1)]
)
def test_one_wrong_name_is_reported_once_and_counted(tmp_path: Path, old: str, new: str, times: int) -> None:
    found = checked(tmp_path, old, new)
    assert [f"另有 {times} 处同样" in one.message for one in found.diagnostics] == [True]


SHEET = """
[[block]]
type = "sheet"
title = ""
widths = [10, 10]

[[block.line]]
cells = ["甲", "乙", "丙"]

[[block.line]]
cells = ["甲", {last}]
"""


@pytest.mark.parametrize(
    ("last", "says"),
    [('"乙", "丙"', "各行都占 3 列，widths 写了 2 个"), ('"乙"', "各格共占 3 列，表宽 2 列")],
)
def test_widths_that_fit_no_line_are_reported_once(tmp_path: Path, last: str, says: str) -> None:
    found = checked(tmp_path, "\n[[rule]]", SHEET.replace("{last}", last) + "\n[[rule]]")
    assert [one.message for one in found.diagnostics] == [says]


def test_other_words_of_print_do_not_keep_a_form_from_loading(tmp_path: Path) -> None:
    assert checked(tmp_path, 'kind = "date"', 'kind = "date"\nprint = "grid"').diagnostics
    assert load_form(tmp_path).id == "small"


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


@pytest.mark.parametrize(("keys", "is_told"), [("", True), (", required = true", False)])
def test_a_score_that_nobody_would_miss_is_told(tmp_path: Path, keys: str, is_told: bool) -> None:
    columns = f"""columns = [
    {{ id = "name", label = "姓名" }},
    {{ id = "target", label = "指标值", kind = "measure" }},
    {{ id = "actual", label = "完成值", kind = "measure" }},
    {{ id = "score", label = "得分", kind = "number", formula = "attain(target, actual) * 10", own = true{keys} }},
]"""
    found = checked(tmp_path, 'columns = [{ id = "name", label = "姓名" }]', columns)
    assert any("“得分”算不出时要自己填" in one.message for one in found.remarks) is is_told


def test_what_older_forms_lack_is_told_by_a_check_only(tmp_path: Path) -> None:
    found = checked(tmp_path, "open = true", 'open = true\nprint = "items"')
    assert ["item" in one.message for one in found.diagnostics] == [True]
    load_form(tmp_path)


def test_a_refused_id_hides_the_names_with_it_and_no_others(tmp_path: Path) -> None:
    refused, double = 'id = "Double-sum"', f'id = "double"\nlabel = "两倍"\nkind = "number"\n{FORMULA}'
    for formula, unknown in (("double - sum.unit", 0), ("sums.one.actal", 1)):
        found = checked(tmp_path, double, refused + REST % formula)
        messages = [one.message for one in found.diagnostics]
        assert ["不能作名字" in one for one in messages].count(True) == 1
        assert ["没有“" in one for one in messages].count(True) == unknown, messages


REST = """
label = "两倍"
kind = "number"
formula = "%s"
"""


@pytest.mark.parametrize("end", [r"\r", r"\r\n", r"\n"])
def test_a_formula_of_several_lines_is_read_whatever_ends_them(tmp_path: Path, end: str) -> None:
    assert checked(tmp_path, FORMULA, f'formula = "max(sums.all.actual,{end} 2)"').diagnostics == ()
