"""The evaluation of formulas: exact decimal arithmetic in which a blank means “not known yet”, never zero."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, ExpressionError, Ref, Vector, parse
from perfdesk.definition.function_results import Result, attain
from perfdesk.definition.functions import Type
from perfdesk.definition.kinds import Value, parse_measure
from perfdesk.evaluation.evaluator import EvaluationContext, evaluate

Answered = dict[str, Value | list[Value]]
TYPES: dict[str, Type] = {"t": "text", "m": "measure", "n": "measure", "d": "date", "ts": "texts", "ns": "numbers"}


class Report:
    """Answers by name; a column is a list."""

    def __init__(self, answers: Answered) -> None:
        self._answers = answers

    def value(self, address: Address) -> Value:
        found = self._answers.get(address.field)
        return found[int(address.row)] if isinstance(found, list) else found

    def rows(self, section: str, table: str) -> tuple[str, ...]:
        found = self._answers.get(table)
        return tuple(str(number) for number in range(len(found))) if isinstance(found, list) else ()

    def row_fact(self, context: EvaluationContext, name: str) -> Value:
        return f"{name} of {context.row}"


def names(path: tuple[str, ...]) -> Expression:
    (name,) = path
    kind = TYPES.get(name, "number")
    if len(name) > 2:
        raise ExpressionError(name)
    return Vector("s", name, "c", None, kind) if name in ("ts", "ns") else Ref("s", name, "", "", kind)


def value(text: str, **answers: object) -> Result:
    given_answers = {name: Decimal(item) if isinstance(item, int) else item for name, item in answers.items()}
    return evaluate(parse(text, names), EvaluationContext("s"), Report(given_answers))


@pytest.mark.parametrize(
    "text", ["a + 1", "1 - a", "a * 0", "a / 2", "-a", "abs(a)", "round(a, 2)", "min(a, 1)", "max(1, a)", "floor(a)"]
)
def test_arithmetic_with_a_blank_is_unknown(text: str) -> None:
    assert value(text) is None


def test_no_function_loses_digits_that_others_keep() -> None:
    digits = Decimal("1234567890123456789012345678901234567890.12")
    for text in ("abs(a)", "abs(0 - a)", "max(a, 1)", "round(a, 2)", "a + 0"):
        assert value(text, a=digits) == digits, text


@pytest.mark.parametrize(
    "text", ["a == 0", "a != 0", "a < 1", "a <= 1", "a > 1", "a >= 1", "t == ''", "contains(t, '无')"]
)
def test_a_comparison_with_a_blank_is_unknown(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("sum(ns)", {"ns": [Decimal(1), None, Decimal(2)]}, 3),
        ("sum(ns)", {"ns": [None, None]}, None),
        ("sum(ns)", {"ns": []}, None),
        ("sum(ns)", {"ns": [Decimal(0), None]}, 0),
        ("sum(a, b)", {"b": 2}, 2),
        ("sum(a, b)", {}, None),
        ("count(ns)", {"ns": [Decimal(1), None]}, 1),
        ("count(ns)", {"ns": []}, 0),
        ("count(a, t, ns)", {"t": "x", "ns": [Decimal(0)]}, 2),
        ("blank(a)", {}, True),
        ("blank(a)", {"a": 0}, False),
        ("blank(ns)", {"ns": [None]}, True),
        ("blank(ns)", {"ns": [None, Decimal(0)]}, False),
        ("sumif(ns, ts, '甲')", {"ns": [Decimal(1), Decimal(2), None], "ts": ["甲", "乙", "甲"]}, 1),
        ("sumif(ns, ts, '丙')", {"ns": [Decimal(1)], "ts": ["甲"]}, 0),
        ("sumif(ns, ts, '甲')", {"ns": [Decimal(1)], "ts": [None]}, None),
        ("sumif(ns, ts, '甲')", {"ns": [None], "ts": ["甲"]}, None),
    ],
)
def test_sums_and_counts_skip_blanks(text: str, answers: dict[str, object], expected: object) -> None:
    assert value(text, **answers) == expected


TRUTHS = {"T": "1 == 1", "F": "1 == 2", "U": "a == 1"}
KNOWN = {"T": True, "F": False, "U": None}


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        ("T", "T", "T", "T"),
        ("T", "F", "F", "T"),
        ("T", "U", "U", "T"),
        ("F", "T", "F", "T"),
        ("F", "F", "F", "F"),
        ("F", "U", "F", "U"),
        ("U", "T", "U", "T"),
        ("U", "F", "F", "U"),
        ("U", "U", "U", "U"),
    ],
)
def test_and_and_or_follow_three_valued_logic(left: str, right: str, both: str, either: str) -> None:
    assert value(f"{TRUTHS[left]} and {TRUTHS[right]}") is KNOWN[both]
    assert value(f"{TRUTHS[left]} or {TRUTHS[right]}") is KNOWN[either]


def test_not_of_an_unknown_value_is_unknown() -> None:
    assert (value("not a == 1"), value("not 1 == 1"), value("not 1 == 2")) == (None, False, True)


def test_if_needs_its_condition_and_only_the_branch_that_it_takes() -> None:
    assert value("if(b > 0, 1, a)", b=1) == 1
    assert value("if(b > 0, 1, a)", b=0) is None
    assert value("if(b > 0, 1, 2)") is None


@pytest.mark.parametrize("text", ["1 / 0", "1 / a", "0 / 0", "b / (a - a)", "round(1 / a * 100, 2)"])
def test_division_by_zero_is_unknown_and_no_error(text: str) -> None:
    assert value(text, a=0, b=1) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.1 + 0.2", "0.3"),
        ("1 - 0.9", "0.1"),
        ("round(2.675, 2)", "2.68"),
        ("round(0 - 2.675, 2)", "-2.68"),
        ("round(12 / 10 * 100, 2)", "120.00"),
        ("floor(0 - 0.5)", "-1"),
        ("floor(1.99)", "1"),
        ("abs(0 - 3)", "3"),
        ("min(3, 1, 2)", "1"),
        ("max(3, 1, 2)", "3"),
        ("length('三公经费')", "4"),
        ("amounts('投入60余万元，下拨资金220万元。')", "280"),
        ("2 + 3 * 4 - 6 / 2", "11"),
    ],
)
def test_arithmetic_is_decimal_and_rounds_as_excel_does(text: str, expected: str) -> None:
    assert value(text) == Decimal(expected)


def test_an_answer_is_written_out_as_a_sentence_prints_it() -> None:
    day, goal = datetime.date(2024, 3, 5), parse_measure("≥1200次")
    assert value("text(a)", a=Decimal("3.50")) == "3.5"
    assert value("text(t, a, '号，', d, n)", t="第", a=Decimal(12), d=day, n=goal) == "第12号，2024年3月5日≥1200次"
    assert value("text(t, a)", t="第") is None
    assert value("text(a) == '3'", a=Decimal("3.00")) is True


def test_parts_of_dates_texts_and_measures_are_read() -> None:
    assert value("year(d)", d=datetime.date(2024, 12, 31)) == 2024
    assert value("contains(t, '无')", t="年度无支出") is True
    assert value("contains(t, 2024)", t="2024年度") is True
    assert value("contains(t, 2024)", t="2023年度") is False
    assert value("figure(m)", m=parse_measure("≥1200次")) == 1200
    assert value("figure(m)", m=parse_measure("明显提高")) is None


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [
        ("≥100", "100", "1"),
        ("≥100", "120", "1"),
        ("≥100", "96", "0.96"),
        ("100次", "80次", "0.8"),
        ("≤50", "50", "1"),
        ("≤50", "40", "1"),
        ("≤50", "100", "0.5"),
        ("=100%", "100%", "1"),
        ("=100%", "96%", "0.96"),
        ("=50", "100", "0.5"),
        ("=0起", "0起", "1"),
        ("=0起", "2起", "0"),
        ("≤0起", "1起", "0"),
        ("≥10", "-5", "0"),
        ("≥-5", "-10", "0"),
    ],
)
def test_an_indicator_is_attained_by_its_share_of_the_target(target: str, actual: str, share: str) -> None:
    assert attain([parse_measure(target), parse_measure(actual)]) == Decimal(share)


@pytest.mark.parametrize(("target", "actual"), [("明显提高", "明显提高"), ("≥100", "达标"), ("完成", "100%")])
def test_an_indicator_in_words_needs_a_judgement(target: str, actual: str) -> None:
    assert attain([parse_measure(target), parse_measure(actual)]) is None


FIGURES = st.decimals(-(10**8), 10**8, places=2)
SIGNS = st.sampled_from(["≥", "≤", "=", ""])


@given(SIGNS, FIGURES, FIGURES)
def test_attainment_is_between_zero_and_one(sign: str, wanted: Decimal, reached: Decimal) -> None:
    target = parse_measure(f"{sign}{wanted}个")
    share = attain([target, parse_measure(f"{reached}个")])
    assert isinstance(share, Decimal)
    assert 0 <= share <= 1
    assert attain([target, parse_measure(f"{wanted}个")]) == 1


@given(st.lists(st.none() | FIGURES, max_size=30))
def test_a_sum_is_exact_in_any_order(figures: list[Decimal | None]) -> None:
    total = value("sum(ns)", ns=figures)
    assert total == value("sum(ns)", ns=figures[::-1])
    cents = [int(figure * 100) for figure in figures if figure is not None]
    assert total == (Decimal(sum(cents)) / 100 if cents else None)


@given(FIGURES, FIGURES)
def test_exactly_one_of_less_equal_and_more_holds(left: Decimal, right: Decimal) -> None:
    assert [value(f"a {sign} b", a=left, b=right) for sign in ("<", "==", ">")].count(True) == 1
