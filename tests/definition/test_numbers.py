"""Numbers as users type them: parsed with their unit, or kept and reported, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.definition.kinds import BLANK, parse_answer, plain_number, round_half_up, to_fixed

MONEY = st.decimals(min_value="-99999999", max_value="99999999", places=2)


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("0", "0"),
        ("803.51", "803.51"),
        ("-3.20", "-3.20"),
        ("+3.20", "3.20"),
        ("１２３", "123"),
        ("１，２３４．５０", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12,345,678", "12345678"),
        ("20万元", "20"),
        ("20 万元", "20"),
        ("803.51 万", "803.51"),
        ("20元", "0.002"),
        ("20 元", "0.002"),
        ("2亿元", "20000"),
        ("２０万元", "20"),
        ("12  ", "12"),
        ("\u300012\u3000", "12"),
        ("\t12\n", "12"),
        ("−5", "-5"),
        ("007", "7"),
    ],
)
def test_money_is_read_in_ten_thousand_yuan(typed: str, figure: str) -> None:
    reading = parse_answer("number", "万元", typed)
    assert (reading.value, reading.problem) == (Decimal(figure), "")


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("1 234.56", "1234.56"),
        ("1\u202f234\u202f567", "1234567"),
        ("-12 345", "-12345"),
        ("12。5", "12.5"),
        ("１２。５", "12.5"),
        ("-。5", "-0.5"),
        (".6", "0.6"),
        ("-.60", "-0.60"),
        ("=4.62", "4.62"),
        ("=-4.62", "-4.62"),
        ("=.5", "0.5"),
        ("=241+76.73", "317.73"),
        (" -   ", "0"),
        ("－", "0"),
        ("¥ -", "0"),
        ("￥1,200.50", "1200.50"),
        ("(1,234.50)", "-1234.50"),
        ("（3.20）", "-3.20"),
        ("1 200 元", "0.12"),
    ],
)
def test_a_figure_is_read_as_spreadsheets_and_input_methods_write_it(typed: str, figure: str) -> None:
    reading = parse_answer("number", "万元", typed)
    assert (reading.value, reading.problem) == (Decimal(figure), "")


@pytest.mark.parametrize(
    "typed",
    [
        "—",
        "–",
        "--",
        "=",
        "=SUM(A1:A2)",
        "=4*2",
        "1 23",
        "1 2345",
        "2023 123 4",
        "12。",
        "1。2。3",
        ".",
        "..5",
        "()",
        "(1",
        "¥",
    ],
)
def test_what_only_resembles_such_a_figure_is_none(typed: str) -> None:
    assert parse_answer("number", "万元", typed).value is None


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("7.50.", "不是规范的数"),
        ("12o", "不符"),
        ("1 234,5", "不是规范的数"),
        ("1,23", "不是规范的数"),
        ("1e5", "不是规范的数"),
        ("1,2345", "不是规范的数"),
        (",123", "不是数"),
        ("5.", "不是规范的数"),
        ("--5", "不是数"),
        ("12 万元 3", "不是规范的数"),
        ("约20", "不是数"),
        ("20美元", "不符"),
        ("20%", "不符"),
        ("NaN", "不是数"),
        ("Infinity", "不是数"),
        ("0x10", "不是规范的数"),
        ("1_000", "不是规范的数"),
        ("12\n34", "不是规范的数"),
        ("9" * 61, "不是数"),
        ("3-5", "不是规范的数"),
        ("2023-2024", "不是规范的数"),
        ("100 - 20 - 3", "不是规范的数"),
        ("5²", "不是规范的数"),
        ("≥1e5", "不是数"),
        ("1-2次", "不是规范的数"),
        ("１－２", "不是规范的数"),
        ("12..5", "不是规范的数"),
        ("1,2,3", "不是规范的数"),
        ("½", "不是数"),
        ("1½", "不是规范的数"),
        ("٣", "不是数"),
        ("3٣", "不是规范的数"),
        ("𝟏", "不是数"),
        ("①", "不是数"),
    ],
)
def test_text_that_is_not_a_number_is_reported(typed: str, problem: str) -> None:
    reading = parse_answer("number", "万元", typed)
    assert reading.value is None
    assert problem in reading.problem


@pytest.mark.parametrize(
    ("unit", "typed", "figure"),
    [
        ("人", "12人", 12),
        ("人", "12名", 12),
        ("㎡", "80平方米", 80),
        ("㎡", "80㎡", 80),
        ("分", "98分", 98),
        ("%", "95%", 95),
    ],
)
def test_a_number_may_have_the_unit_of_its_question(unit: str, typed: str, figure: int) -> None:
    assert parse_answer("number", unit, typed).value == figure


@pytest.mark.parametrize(("unit", "typed"), [("人", "12万元"), ("%", "95分"), ("分", "98万元"), ("", "3个")])
def test_a_number_in_another_unit_is_reported_with_both_units(unit: str, typed: str) -> None:
    reading = parse_answer("number", unit, typed)
    assert reading.value is None
    assert f"与本栏单位“{unit or '无'}”不符" in reading.problem


@pytest.mark.parametrize("typed", ["", "  ", "\u3000", "\n\t"])
@pytest.mark.parametrize("kind", ["number", "text", "measure", "date", "year", "prose"])
def test_blank_text_is_blank_never_zero(kind: str, typed: str) -> None:
    assert parse_answer(kind, "万元", typed) is BLANK


@given(MONEY)
def test_a_number_is_parsed_back_from_its_text(figure: Decimal) -> None:
    for typed in (plain_number(figure), to_fixed(figure, 2), f"{plain_number(figure)}万元", f"  {figure:f}　"):
        assert parse_answer("number", "万元", typed).value == figure


#: What clerks, spreadsheets and other scripts put where a figure is wanted.
ODD_FIGURES = st.text("0123456789０９٣²½⑤.,，．+-－—–~eExX_ \u3000\xa0万元亿%", max_size=9)
IN_UNITS = {"": 1, "万元": 1, "万": 1, "元": Decimal("0.0001"), "亿元": 10000, "亿": 10000}


def normalised(typed: str) -> str:
    """Normalize what parsing ignores: width, blanks at the ends and before the unit, the kind of minus."""
    wide = dict(zip("０９，．－\u3000\xa0—", "09,.-  -", strict=True))
    return "".join(wide.get(sign, sign) for sign in typed).strip()


def signed(written: str) -> Decimal:
    """Parse plain digits with a sign, with or without thousands separators; ValueError for anything else."""
    sign, digits = (written[0], written[1:]) if written[:1] in "+-" else ("", written)
    whole, _, decimals = digits.partition(".")
    groups = whole.split(",")
    assert all(len(group) == 3 for group in groups[1:])
    assert 1 <= len(groups[0]) <= (3 if groups[1:] else 60)
    assert set("".join(groups) + decimals) <= set("0123456789")
    assert not digits.endswith(".")
    return Decimal(f"{sign}{''.join(groups)}.{decimals or 0}")


@pytest.mark.slow
@settings(max_examples=3000)
@given(ODD_FIGURES)
def test_a_parsed_number_equals_the_typed_digits(typed: str) -> None:
    value = parse_answer("number", "万元", typed).value
    plainly = normalised(typed)
    if not isinstance(value, Decimal) or typed.strip() in ("-", "－"):
        return
    plainly = re.sub(r"(?<! )(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", re.sub(r"^([+-]?)\.", r"\g<1>0.", plainly))
    terms = re.findall(r"[+-]?[^+-]+", plainly.replace(" ", "")) if "+" in plainly[1:] else [plainly]
    if len(terms) > 1:
        assert value == sum(signed(term) for term in terms)
        return
    unit = plainly.lstrip("+-.,0123456789 ")
    assert value == signed(plainly.removesuffix(unit).rstrip()) * IN_UNITS[unit]


@given(st.decimals(min_value=0, max_value="99999999", places=2))
def test_thousands_separators_change_nothing(figure: Decimal) -> None:
    assert parse_answer("number", "万元", f"{figure:,f}").value == figure


@given(MONEY)
def test_full_width_digits_mean_the_same(figure: Decimal) -> None:
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
    assert parse_answer("number", "万元", f"{figure:f}".translate(wide)).value == figure


@given(MONEY)
def test_yuan_are_converted_to_ten_thousand_yuan(figure: Decimal) -> None:
    assert parse_answer("number", "万元", f"{figure:f}元").value == figure / 10000


@given(st.text(max_size=80))
def test_any_text_is_parsed_as_a_number_or_reported(typed: str) -> None:
    reading = parse_answer("number", "万元", typed)
    assert isinstance(reading.value, Decimal) != (bool(reading.problem) or not typed.strip())


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("2.345", 2, "2.35"),
        ("-2.345", 2, "-2.35"),
        ("2.5", 0, "3"),
        ("3.5", 0, "4"),
        ("1.005", 2, "1.01"),
        ("7", 2, "7.00"),
    ],
)
def test_halves_round_away_from_zero_as_excel_rounds_them(value: str, decimals: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), decimals)) == rounded


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6))
def test_rounding_changes_a_number_by_at_most_half_a_unit(figure: Decimal) -> None:
    assert abs(round_half_up(figure, 2) - figure) <= Decimal("0.005")
    assert round_half_up(round_half_up(figure, 2), 2) == round_half_up(figure, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("241", "241"), ("241.00", "241"), ("803.50", "803.5"), ("0.00", "0"), ("-0", "0"), ("1E+2", "100")],
)
def test_a_number_in_a_sentence_has_no_trailing_zeros(value: str, shown: str) -> None:
    assert plain_number(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("241", "241.00"), ("170.002", "170.002"), ("5.5", "5.50"), ("1E+2", "100.00")]
)
def test_a_number_in_a_table_shows_all_typed_decimals(value: str, shown: str) -> None:
    assert to_fixed(Decimal(value), 2) == shown


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("241+76.73", "317.73"),
        ("1,241 － 76.73 + 3", "1167.27"),
        ("－1+3", "2"),
        ("0.1+0.2", "0.3"),
    ],
)
def test_simple_sums_are_added_up_exactly(text: str, value: str) -> None:
    assert parse_answer("number", "万元", text).value == Decimal(value)


@pytest.mark.parametrize(
    "text", ["2*3", "(1+2)", "1+2元", "20元+30元", "3—5", "1+", "1++2", "1+2=3", "1/2", "1e3+1", "2+甲", "1 2+3"]
)
def test_only_sums_of_plain_numbers_are_evaluated(text: str) -> None:
    assert not isinstance(parse_answer("number", "万元", text).value, Decimal)
