"""Limits of answers: `min`, `max` and `pattern` are found as errors, what is half done as missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.answer_limits import parse_pattern
from perfdesk.definition.form_check import check_folder
from perfdesk.definition.model import Form
from perfdesk.definition.severity import Severity
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from support.small_form import SMALL_FORM, SMALL_LIST

Loaded = Callable[..., Form]
UNIT = 'id = "unit"\nlabel = "单位"'
DOUBLE = 'formula = "sums.all.actual * 2"'


def found(form: Form, **typed: str) -> list[Finding]:
    edits = (Edit(Address("money", *place.split("__")), None, text) for place, text in typed.items())
    return [one for one in run(Answers(form, Entries().after(tuple(edits)))) if one.code == FindingCode.LIMITS]


def test_nothing_is_said_of_a_blank(small_form: Loaded) -> None:
    form = small_form(('kind = "year"', 'kind = "year"\nmin = 2000'), (UNIT, f'{UNIT}\npattern = "{{数字}}"'))
    assert found(form) == []


@pytest.mark.parametrize(
    ("limits", "typed", "says"),
    [
        ("min = 2000\nmax = 2030", "2031", "年度：填的是“2031”，要在 2000 到 2030 之间。"),
        ("min = 2000", "1999", "年度：填的是“1999”，不能小于 2000。"),
        ("max = 2030", "2031", "年度：填的是“2031”，不能大于 2030。"),
        ('max = 2030\nmessage = "先写近年的。"', "2031", "年度：填的是“2031”，先写近年的。"),
        ("min = 2000\nmax = 2030", "2030", ""),
        ("min = 2000\nmax = 2030", "2000年", ""),
        ("min = 2000", "不是年份", ""),
    ],
)
def test_a_figure_outside_of_its_limits_is_an_error(small_form: Loaded, limits: str, typed: str, says: str) -> None:
    form = small_form(('kind = "year"', f'kind = "year"\n{limits}'))
    told = found(form, year=typed)
    assert [one.message for one in told] == [says] * bool(says)
    assert all(one.severity == Severity.ERROR and one.addresses == (Address("money", "year"),) for one in told)


def test_every_cell_of_a_column_has_its_limits(small_form: Loaded) -> None:
    form = small_form(('label = "决算", kind = "number", unit = "万元"', 'label = "决算", kind = "number", max = 5'))
    told = found(form, sums__one__actual="5.01", sums__two__actual="5")
    assert [one.message for one in told] == [
        "甲·决算：填的是“5.01”，不能大于 5。",
    ], "the total of right parts may be larger"


@pytest.mark.parametrize(
    ("limit", "typed", "is_told"), [("max = 9", "5", True), ("min = 9", "2", False), ("min = 9", "5", False)]
)
def test_a_computed_figure_that_can_still_change_for_the_better_is_not_told(
    small_form: Loaded, limit: str, typed: str, is_told: bool
) -> None:
    required = ('label = "决算", kind = "number"', 'label = "决算", kind = "number", required = true')
    form = small_form(required, (DOUBLE, f"{DOUBLE}\n{limit}"))
    assert bool(found(form, sums__one__actual=typed)) == is_told


def test_a_computed_figure_that_is_too_small_is_told_when_nothing_is_open(small_form: Loaded) -> None:
    form = small_form((DOUBLE, f"{DOUBLE}\nmin = 9"))
    (told,) = found(form, sums__one__actual="2", sums__two__actual="1")
    assert told.message == "两倍：算出的是“6.00”，不能小于 9。"


@pytest.mark.parametrize(
    ("pattern", "text", "severity"),
    [
        ("〔{4位数字}〕{数字}号", "〔2024〕15号", None),
        ("〔{4位数字}〕{数字}号", " 〔2024〕15号 ", None),
        ("〔{4位数字}〕{数字}号", "〔2024〕15", Severity.MISSING),
        ("〔{4位数字}〕{数字}号", "〔20", Severity.MISSING),
        ("〔{4位数字}〕{数字}号", "[2024]15号", Severity.ERROR),
        ("〔{4位数字}〕{数字}号", "〔2024〕15号文", Severity.ERROR),
        ("{18位字母或数字}", "11431124006320A12", Severity.MISSING),
        ("{18位字母或数字}", "11431124006320A12X", None),
        ("{18位字母或数字}", "11431124006320A12XY", Severity.ERROR),
        ("{6位数字}", "１２３４５６", Severity.ERROR),
        ("{汉字}局", "道县财政局", None),
        ("{汉字}局", "道县财政", Severity.MISSING),
        ("{文字}-{2位字母}", "a-b-cd", None),
    ],
)
def test_a_text_that_is_written_otherwise_is_told(
    small_form: Loaded, pattern: str, text: str, severity: Severity | None
) -> None:
    form = small_form((UNIT, f'{UNIT}\npattern = "{pattern}"'))
    told = found(form, unit=text)
    assert [one.severity for one in told] == [severity] * (severity is not None)
    assert all(pattern in one.message and text.strip()[:3] in one.message for one in told)


def test_a_pattern_is_compared_in_linear_time() -> None:
    pattern = parse_pattern("{文字}" * 16 + "号")
    assert pattern.fit("年" * 1000) == "beginning"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (UNIT, f"{UNIT}\nmin = 1", "只有 kind = “number”、“year” 能有 min 和 max"),
        ('kind = "year"', 'kind = "year"\npattern = "{4位数字}"', "只有 kind = “text” 能有 pattern"),
        ('kind = "year"', 'kind = "year"\nmin = 3\nmax = 2', "min 比 max 大，没有数能填"),
        ('kind = "year"', 'kind = "year"\nmin = "3"', "“min”应为数，写的是'3'，不加引号"),
        ('kind = "year"', 'kind = "year"\nmax = 1e400', "“max”应为数"),
        (UNIT, f'{UNIT}\nmessage = "请改"', "message 要和 min、max 或 pattern 一起写"),
        (UNIT, f'{UNIT}\npattern = "{{几位数}}"', "“pattern”里不能写“{几位数}”，可用：{数字}、{字母}"),
        (UNIT, f'{UNIT}\npattern = "{{数字"', "“pattern”里的花括号不成对"),
        (UNIT, f'{UNIT}\npattern = "{"长" * 101}"', "“pattern”太长（101 个字，最多 100 个）"),
        (UNIT, f"{UNIT}\npattern = 4", "“pattern”应为文字，写的是4，要加引号"),
    ],
)
def test_limits_that_cannot_be_meant_are_told(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    (tmp_path / "money.toml").write_text(SMALL_FORM.replace(old, new, 1), encoding="utf-8")
    told = check_folder(tmp_path).diagnostics
    assert [says in one.message for one in told] == [True], told
    assert told[0].line > 0
