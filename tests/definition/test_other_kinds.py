"""Dates, years, measures and texts as users type them, and cleaning of texts before they are stored."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.definition.kinds import MAX_TEXT_LENGTH, clean_text, date_text, parse_answer, parse_measure, value_text


@pytest.mark.parametrize(
    "typed",
    ["2024年3月5日", "2024-3-5", "2024-03-05", "2024/3/5", "2024.3.5", "２０２４年３月５日", " 2024 年 3 月 5 日 "],
)
def test_a_date_is_parsed_in_each_common_form(typed: str) -> None:
    assert parse_answer("date", "", typed).value == datetime.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("2024年2月30日", "没有这一天"),
        ("2024-13-1", "没有这一天"),
        ("2024年3月", "不是日期"),
        ("3月5日", "不是日期"),
        ("昨天", "不是日期"),
    ],
)
def test_an_impossible_date_is_reported(typed: str, problem: str) -> None:
    reading = parse_answer("date", "", typed)
    assert reading.value is None
    assert problem in reading.problem


@given(st.dates(datetime.date(1000, 1, 1)))
def test_a_date_is_parsed_back_from_its_text(date: datetime.date) -> None:
    assert parse_answer("date", "", date_text(date)).value == date


def test_month_and_day_are_written_without_leading_zeros() -> None:
    assert date_text(datetime.date(2024, 3, 5)) == "2024年3月5日"


@pytest.mark.parametrize(
    ("typed", "year"), [("2023", 2023), ("2023年", 2023), ("2023年度", 2023), ("２０２４", 2024), (" 1999 ", 1999)]
)
def test_a_year_is_four_digits_with_or_without_its_word(typed: str, year: int) -> None:
    assert parse_answer("year", "", typed).value == year


@pytest.mark.parametrize("typed", ["23", "2123", "20230", "今年", "2023.0", "-2023"])
def test_another_year_is_reported(typed: str) -> None:
    reading = parse_answer("year", "", typed)
    assert (reading.value, reading.problem) == (None, "不是四位数的年份")


@pytest.mark.parametrize(
    ("typed", "sign", "number", "unit"),
    [
        ("≥1200次", "≥", "1200", "次"),
        (">=1200次", "≥", "1200", "次"),
        ("＞＝1200次", "≥", "1200", "次"),
        ("≤28万元", "≤", "28", "万元"),
        ("<28", "≤", "28", ""),
        ("=100%", "=", "100", "%"),
        ("100％", "", "100", "%"),
        ("0起", "", "0", "起"),
        ("1,200 次", "", "1200", "次"),
        ("-3℃", "", "-3", "°C"),
    ],
)
def test_a_measure_is_a_sign_a_figure_and_a_unit(typed: str, sign: str, number: str, unit: str) -> None:
    measure = parse_measure(typed)
    assert (measure.sign, measure.number, measure.unit) == (sign, Decimal(number), unit)
    assert str(measure) == typed


@pytest.mark.parametrize("typed", ["显著提高", "完成", "约100", "≥", "1,20次", "提高10%", "1" * 61])
def test_a_measure_in_words_has_no_number(typed: str) -> None:
    measure = parse_measure(typed)
    assert (measure.number, measure.text) == (None, typed)


@given(st.text(max_size=80).filter(str.strip))
def test_any_text_is_a_measure_and_prints_as_typed(typed: str) -> None:
    reading = parse_answer("measure", "", typed)
    assert value_text(reading.value) == typed.strip()
    assert not reading.problem or any(sign.isnumeric() for sign in typed)


@given(st.sampled_from(["≥", "≤", "=", ""]), st.decimals(0, 10**6, places=2), st.sampled_from(["次", "%", "万元", ""]))
def test_a_measure_is_parsed_back_from_its_text(sign: str, number: Decimal, unit: str) -> None:
    measure = parse_measure(f"{sign}{number}{unit}")
    assert (measure.sign, measure.number, measure.unit) == (sign, number, unit)


NO_FIGURES = "3-5 2023-2024 5² ≥1e5 １－２ 12..5 1,2,3 ½ ٣ 1½ ≥٣ 1/2 1_000 ≥3-5 10+5 ≥1,20次"


@pytest.mark.parametrize("typed", NO_FIGURES.split())
def test_text_that_only_begins_like_a_number_is_reported(typed: str) -> None:
    reading = parse_answer("measure", "", typed)
    assert (str(reading.value), reading.problem) == (typed, "读不成一个数")
    assert parse_measure(typed).number is None


@pytest.mark.parametrize("typed", ["1-2次", "3~5次", "12—15人", "5%-10%", "3至5次", "1 200次"])
def test_ranges_with_a_unit_are_kept_for_the_reader_of_measures_and_are_no_plain_figure(typed: str) -> None:
    reading = parse_answer("measure", "", typed)
    assert (str(reading.value), reading.problem, parse_measure(typed).number) == (typed, "", None)


@pytest.mark.parametrize("typed", ["12月31日前", "2023年12月底前", "2023-12-31", "7×24小时", "三至五次", "1月-12月"])
def test_dates_and_words_with_digits_are_words(typed: str) -> None:
    reading = parse_answer("measure", "", typed)
    assert (str(reading.value), reading.problem, parse_measure(typed).number) == (typed, "", None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("90分（满分100分）", 90), ("80m²", 80), ("≤15个工作日", 15), ("24小时内", 24), ("≥3.5‰", "3.5"), ("2次/年", 2)],
)
def test_a_unit_may_have_words_a_power_and_a_note(typed: str, number: int | str) -> None:
    reading = parse_answer("measure", "", typed)
    assert (parse_measure(typed).number, reading.problem) == (Decimal(number), "")


def test_a_short_field_reports_a_text_that_is_too_long_and_keeps_it() -> None:
    reading = parse_answer("text", "", "字" * (MAX_TEXT_LENGTH + 1))
    assert (len(str(reading.value)), "最多 1000 个字" in reading.problem) == (MAX_TEXT_LENGTH + 1, True)
    assert not parse_answer("text", "", "字" * MAX_TEXT_LENGTH).problem
    assert not parse_answer("prose", "", "字" * 100_000).problem


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [
        ("甲\x0b乙", "甲乙"),
        ("甲\x00\x07乙\x1b", "甲乙"),
        ("甲\ud800乙\udfff", "甲乙"),
        ("甲\ufffe\uffff乙", "甲乙"),
        ("甲\r\n乙\r丙\n丁", "甲\n乙\n丙\n丁"),
        ("甲\t乙", "甲\t乙"),
        ("𠮷野家", "𠮷野家"),
        ('=HYPERLINK("http://x")<img src=x>', '=HYPERLINK("http://x")<img src=x>'),
    ],
)
def test_cleaning_removes_only_what_cannot_be_stored(pasted: str, stored: str) -> None:
    assert clean_text(pasted) == stored


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_cleaned_text_can_be_stored_anywhere_and_cleaning_again_changes_nothing(pasted: str) -> None:
    stored = clean_text(pasted)
    assert clean_text(stored) == stored
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert not {sign for sign in stored if sign < " "} - {"\n", "\t"}
