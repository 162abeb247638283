"""Charts in a form: read strictly, with existing numbers only."""

from __future__ import annotations

import pytest

CHART = """
[[chart]]
title = "图"
kind = "bar"
unit = "万元"
series = ["预算", "决算"]
points = [
    { label = "{money.year}", values = ["money.sums.one.budget", "money.sums.one.actual"] },
    { each = "money.sums", label = "{label}", values = ["budget", "actual"] },
]
"""


def _with(text: str) -> tuple[str, str]:
    return 'date = "money.day"\n', f'date = "money.day"\n{text}'


def test_a_chart_names_figures_and_rows(small_form):
    (chart,) = small_form(_with(CHART)).charts
    assert (chart.title, chart.kind, chart.unit, chart.series) == ("图", "bar", "万元", ("预算", "决算"))
    single, each = chart.points
    assert [(value.field, value.row, value.column) for value in single.values] == [
        ("sums", "one", "budget"),
        ("sums", "one", "actual"),
    ]
    assert each.table == ("money", "sums")
    assert [value.row for value in each.values] == ["*", "*"]


def test_a_form_without_charts_has_none(small_form):
    assert small_form().charts == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "bar"', 'kind = "pi"', "“kind”不能是“pi”，是不是“pie”？"),
        ('kind = "bar"', 'kind = "pie"', "series 里至少写一个名称，pie 只能写一个"),
        ('series = ["预算", "决算"]', "series = []", "series 里至少写一个名称"),
        ('"money.sums.one.actual"', '"money.sums.one.actuel"', "没有“money.sums.one.actuel”"),
        ('"money.sums.one.actual"', '"money.sums.one.actual * 2"', "要指一个格"),
        ('"money.sums.one.actual"', '"money.unit"', "要指一个数"),
        (', "money.sums.one.actual"', "", "values 写了 1 个，series 有 2 个"),
        ('each = "money.sums"', 'each = "money.summs"', "没有“money.summs”这个表"),
        ('unit = "万元"', 'unite = "万元"', "没有“unite”这个键，是不是“unit”？"),
        ("{ label = ", "{ lable = ", "缺少“label”"),
        ('kind = "bar"', 'kind = "bar"\nwhole = "money.sums.one.actual"', "只有 pie 的各点合起来是一个整体"),
    ],
)
def test_an_invalid_chart_is_rejected(refusal, old: str, new: str, message: str):
    why = refusal(_with(CHART.replace(old, new, 1)))
    assert "form.toml 第 1 个 chart" in why
    assert message in why


def test_tables_of_repeated_sections_cannot_be_charted(refusal):
    follower = 'id = "each_sum"\ntitle = "表"\ntab = "表"\nkind = "attachment"\neach = "money.people"\n'
    field = '[[block]]\ntype = "field"\nid = "total"\nlabel = "数"\nkind = "number"\n'
    chart = '[[chart]]\ntitle = "图"\nseries = ["数"]\npoints = [{ label = "甲", values = ["each_sum.total"] }]\n'
    listed = ('files = ["money.toml"]', 'files = ["money.toml", "each.toml"]')
    assert "逐项目" in refusal(listed, _with(chart), others={"each.toml": follower + field})
