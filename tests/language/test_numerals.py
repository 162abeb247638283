"""Chinese numerals: round trips far beyond the longest table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.entries.limits import MAX_ROWS
from perfdesk.language.numerals import BELOW_100, BELOW_1000, GREATEST, numeral, parse_number, plain_digits


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (500, "五百"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (9999, "九千九百九十九"),
        (10_000, "一万"),
        (10_010, "一万零一十"),
        (100_000, "十万"),
        (120_304, "十二万零三百零四"),
        (GREATEST + 1, str(GREATEST + 1)),
    ],
)
def test_a_number_is_written_in_words_and_read_back(number: int, words: str) -> None:
    assert numeral(number) == words
    assert parse_number(words) == (number if number <= GREATEST else None)


def test_every_row_of_the_longest_table_has_a_unique_numeral() -> None:
    numbers = range(1, max(10_000, 3 * MAX_ROWS))
    assert [parse_number(numeral(number)) for number in numbers] == list(numbers)
    assert len({numeral(number) for number in numbers}) == len(numbers)


@given(st.integers(0, GREATEST))
def test_what_is_written_is_read_back(number: int) -> None:
    assert parse_number(numeral(number)) == number


@given(st.text("零一二三四五六七八九十百千万两〇 0", max_size=8))
def test_other_text_is_not_a_numeral(words: str) -> None:
    found = parse_number(words)
    assert found is None or numeral(found) == words or words.isdecimal()


@pytest.mark.parametrize(("pattern", "below"), [(BELOW_100, 100), (BELOW_1000, 1000)])
def test_the_patterns_match_exactly_the_numerals_of_their_range(pattern: str, below: int) -> None:
    assert all(re.fullmatch(pattern, numeral(number)) for number in range(1, below))
    assert not any(re.fullmatch(pattern, numeral(number)) for number in range(below, 5 * below))


def test_single_digits_are_replaced_in_place() -> None:
    assert plain_digits("二〇二四年○零三月，２５日") == "2024年003月，25日"
