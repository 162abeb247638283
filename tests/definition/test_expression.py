"""The expression language: valid and invalid formulas; an untrusted form can access nothing but answers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.definition.expression import (
    MAX_DEPTH,
    MAX_LENGTH,
    Constant,
    Expression,
    ExpressionError,
    Ref,
    Vector,
    parse,
    references,
    type_of,
)
from perfdesk.definition.functions import Type

KINDS: dict[str, Type] = {"a": "number", "b": "number", "t": "text", "m": "measure", "d": "date"}
COLUMNS: dict[str, Type] = {"ns": "numbers", "ts": "texts"}


def names(path: tuple[str, ...]) -> Expression:
    """Resolve a few names: numbers a and b, a text t, a measure m, a date d, columns ns and ts."""
    if len(path) == 1 and path[0] in KINDS:
        return Ref("s", path[0], "", "", KINDS[path[0]])
    if len(path) == 1 and path[0] in COLUMNS:
        return Vector("s", path[0], "c", None, COLUMNS[path[0]])
    raise ExpressionError(f"没有“{'.'.join(path)}”")


def refused(text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse(text, names)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("a + b * 2 - 1.5 / a", "number"),
        ("-a", "number"),
        ("(a)", "number"),
        ("sum(ns)", "number"),
        ("sum(a, b, ns)", "number"),
        ("count(t, ns, ts, d, m)", "number"),
        ("min(a, b, 3)", "number"),
        ("round(a / b, 2)", "number"),
        ("floor(abs(a))", "number"),
        ("sumif(ns, ts, '甲')", "number"),
        ("attain(m, m)", "number"),
        ("figure(m)", "number"),
        ("unit(m)", "text"),
        ("integers(ns)", "number"),
        ("year(d)", "number"),
        ("length(t)", "number"),
        ("amounts(t)", "number"),
        ("if(a > b, 1, 2)", "number"),
        ("if (a > b, t, '无')", "text"),
        ("'if(' == t", "truth"),
        ("a >= b and not blank(t) or contains(t, '无')", "truth"),
        ("contains(t, a)", "truth"),
        ("blank(ns)", "truth"),
        ("  a  +  b ", "number"),
    ],
)
def test_usual_formulas_are_accepted(text: str, gives: str) -> None:
    assert type_of(parse(text, names)) == gives


@pytest.mark.parametrize(
    "text",
    [
        "a ** 2",
        "a // b",
        "a % b",
        "a | b",
        "~a",
        "+a",
        "a @ b",
        "a < b < 3",
        "a in ns",
        "a is b",
        "[a]",
        "(a, b)",
        "{a}",
        "{'a': 1}",
        "a[0]",
        "lambda: a",
        "[x for x in ns]",
        "(x for x in ns)",
        "a if b > 0 else 1",
        "(a := 3)",
        "f'{a}'",
        "*ns",
        "True",
        "None",
        "...",
        "b'x'",
        "1j",
        "await a",
        "t.upper()",
        "(1).real",
        "'x'.__class__",
        "sum(ns).real",
        "sum(*ns)",
        "round(a, digits=2)",
        "(sum)(ns)(ns)",
    ],
)
def test_other_python_syntax_is_rejected(text: str) -> None:
    assert refused(text)[0] in "公“没函"


@pytest.mark.parametrize(
    "text", ["import os", "a = 1", "a; b", "", "   ", "a +", "(a", "a b", "'x", "def f(): 1", "a\x00b"]
)
def test_invalid_syntax_is_rejected(text: str) -> None:
    assert "公式写法有误" in refused(text)


@pytest.mark.parametrize("text", ["__import__('os')", "open('x')", "eval('1')", "print(a)", "if_else(a)", "sumofs(ns)"])
def test_unknown_functions_are_rejected(text: str) -> None:
    assert "没有“" in refused(text)
    assert "可用：if、band、sum" in refused(text)


@pytest.mark.parametrize("text", ["os", "a.b", "a.__class__", "__builtins__", "t.upper"])
def test_a_name_means_an_answer_or_is_unknown(text: str) -> None:
    assert f"没有“{text}”" in refused(text)


def test_a_formula_has_a_maximum_length() -> None:
    assert parse("1" + "+1" * (MAX_DEPTH - 1), names)
    assert "太长" in refused("1" + " " * MAX_LENGTH)
    assert parse("1" + " " * (MAX_LENGTH - 1), names) == Constant(Decimal(1))


@pytest.mark.parametrize(
    "text", ["-" * 100 + "a", "(" * 90 + "a" + ")" * 90 + "+1" * 60, "1" + "+1" * 400, "abs(" * 60 + "a" + ")" * 60]
)
def test_a_formula_has_a_maximum_nesting_depth(text: str) -> None:
    assert refused(text) in ("公式嵌套太深", f"公式写法有误：{text}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a + t", "“+”要的是数，给的是文字"),
        ("ns + 1", "“+”要的是数，给的是一栏数"),
        ("m * 2", "“*”要的是数，给的是指标值"),
        ("(a > b) + 1", "“+”要的是数，给的是条件"),
        ("a == t", "“==”两边不能相比：数与文字"),
        ("m == m", "“==”两边不能相比"),
        ("d > a", "“>”两边不能相比：日期与数"),
        ("ns > 1", "“>”两边不能相比：一栏数与数"),
        ("a and b", "“and”要的是条件，给的是数"),
        ("not a", "“not”要的是条件"),
        ("-t", "“-”要的是数"),
        ("sum(t)", "函数“sum”第 1 个参数不能是文字"),
        ("sum(a, t)", "函数“sum”第 2 个参数不能是文字"),
        ("min(ns)", "函数“min”第 1 个参数不能是一栏数"),
        ("round(a)", "函数“round”要 2 个参数，给了 1 个"),
        ("abs(a, b)", "函数“abs”要 1 个参数，给了 2 个"),
        ("sum()", "函数“sum”要 1 个参数，给了 0 个"),
        ("year(a)", "函数“year”第 1 个参数不能是数"),
        ("sumif(ns, ts, a)", "函数“sumif”第 3 个参数不能是数"),
        ("blank(a > b)", "函数“blank”第 1 个参数不能是条件"),
        ("if(a, 1, 2)", "“if”要写成"),
        ("if(a > b, 1, t)", "“if”要写成"),
        ("if(a > b, 1)", "“if”要写成"),
    ],
)
def test_type_errors_name_the_expected_type(text: str, says: str) -> None:
    assert says in refused(text)


def test_figures_in_a_formula_are_exact() -> None:
    assert parse("0.1", names) == Constant(Decimal("0.1"))
    assert parse("100.50", names) == Constant(Decimal("100.5"))


def test_references_are_returned_in_reading_order() -> None:
    found = references(parse("if(a > 0, sum(ns), b) + a", names))
    assert [part.field for part in found] == ["a", "ns", "b", "a"]


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_rejected(text: str) -> None:
    try:
        parse(text, names)
    except ExpressionError as error:
        assert str(error)


OPERATORS = st.sampled_from(["+", "-", "*", "/"])
FORMULAS = st.recursive(
    st.sampled_from(["a", "b", "1", "2.5", "sum(ns)"]),
    lambda inner: st.builds(lambda left, sign, right: f"({left} {sign} {right})", inner, OPERATORS, inner),
    max_leaves=12,
)


@given(FORMULAS)
def test_every_sum_of_figures_is_a_figure(text: str) -> None:
    found = parse(text, names)
    assert type_of(found) == "number"
    assert isinstance(found, Ref | Constant) == (text in ("a", "b", "1", "2.5"))


@pytest.mark.parametrize(
    "written", ["1e5", "1E5", "0x10", "0b1", "0o7", "1_000", "1j", "1.5j", ".5", "5.", "1.e3", "True"]
)
def test_only_plain_decimal_figures_are_accepted(written: str) -> None:
    assert f"公式里的数要写成普通的小数，写的是“{written}”" in refused(f"a + {written}")


@pytest.mark.parametrize(
    "text", ["a + '1'", "'1' * a", "round(a, '2')", "if(a > '1', 1, 2)", "sum('1', a)", "-'1'", "b'1'"]
)
def test_a_text_is_not_a_number(text: str) -> None:
    refused(text)


@pytest.mark.parametrize("written", ["0.1000000000000000055", "12345678901234567890.12", "1.50"])
def test_all_digits_of_a_number_are_kept(written: str) -> None:
    assert parse(written, names) == Constant(Decimal(written))


@pytest.mark.parametrize(
    "text",
    [
        "1" + "+1" * 900,
        "a" + ".b" * 999,
        "(1" + "+1" * 900 + ")[0]",
        "[" + "1" + "+1" * 900 + "]",
        "f(" * 90 + "1" + ")" * 90,
        "a if " * 300 + "a" + " else a" * 300,
        "a" + "[a" * 150 + "]" * 150,
        "not " * 400 + "a",
        "a" + "." + "b." * 900 + "c(1)",
    ],
)
def test_deeply_nested_formulas_are_rejected(text: str) -> None:
    assert refused(text)
