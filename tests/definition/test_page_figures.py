"""The large figures of a page (`type = "figures"`): what a form may say, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

FIGURES = """
[[block]]
type = "figures"
unit = "万元"
figures = [
    { label = "合计", value = "sums.all.actual" },
    { sign = "=", label = "甲", value = "sums.one.actual" },
    { sign = "+", label = "乙", value = "sums.two.actual", when = "sums.two.actual != 0" },
]
"""


def test_figures_with_signs_are_an_equation(small_form):
    block = small_form(add=FIGURES).sections[0].blocks[-1]
    assert block.is_equation
    assert [(figure.label, figure.sign) for figure in block.figures] == [("合计", ""), ("甲", "="), ("乙", "+")]
    assert (block.unit, block.decimals) == ("万元", 2)


def test_figures_without_signs_stand_alone(small_form):
    single = '\n[[block]]\ntype = "figures"\nfigures = [{ label = "两倍", value = "double", whole = "100" }]\n'
    block = small_form(add=single).sections[0].blocks[-1]
    assert not block.is_equation
    assert block.figures[0].whole.value == Decimal(100)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('sign = "="', 'sign = "+"', "第二个写 sign"),
        ('sign = "+"', 'sign = "="', "第二个写 sign"),
        ('sign = "+"', 'sign = "*"', "sign"),
        ('"sums.one.actual"', '"unit"', "等式里要都是数"),
        ('"sums.two.actual"', '"sums.three.actual"', "three"),
        ('"sums.all.actual"', '"sums.all.actual", when = "sums.two.actual != 0"', "前两个数一直要有"),
        ('"sums.one.actual"', '"sums.one.actual", when = "sums.two.actual != 0"', "前两个数一直要有"),
    ],
)
def test_figures_that_make_no_equation_are_refused(refusal, old: str, new: str, message: str):
    assert message in refusal(add=FIGURES.replace(old, new, 1))


def test_a_block_without_figures_is_refused(refusal):
    empty = '\n[[block]]\ntype = "figures"\nfigures = []\n'
    assert "figures 里至少要写一个数" in refusal(add=empty)
