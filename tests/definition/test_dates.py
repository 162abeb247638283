"""Dates in all common forms; an incomplete date is reported, never guessed."""

from __future__ import annotations

import datetime

import pytest

from perfdesk.definition.kinds import parse_answer

THE_DAY = datetime.date(2024, 3, 5)


@pytest.mark.parametrize(
    "typed",
    [
        "2024年3月5日",
        "2024年03月05日",
        "2024 年 3 月 5 日",
        "2024.3.5",
        "2024/3/5",
        "2024-03-05",
        "２０２４．３．５",
        "20240305",
        "二〇二四年三月五日",
        "二○二四年三月五日",
        "二零二四年三月五日",
    ],
)
def test_common_forms_are_one_day(typed: str) -> None:
    assert parse_answer("date", "", typed).value == THE_DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("二〇二五年十二月三十一日", (2025, 12, 31)),
        ("二〇二五年十月二十日", (2025, 10, 20)),
        ("20251110", (2025, 11, 10)),
    ],
)
def test_chinese_dates_are_read(typed: str, day: tuple[int, int, int]) -> None:
    assert parse_answer("date", "", typed).value == datetime.date(*day)


@pytest.mark.parametrize("typed", ["3月5日", "2024年3月", "24.3.5", "2024305", "三月五日", "2024年三月5日", "今天"])
def test_an_incomplete_date_is_reported(typed: str) -> None:
    reading = parse_answer("date", "", typed)
    assert reading.value is None
    assert reading.problem == "不是日期，请写成“2024年3月5日”"


@pytest.mark.parametrize(
    "typed", ["20240231", "2024.13.1", "二〇二四年二月三十日", "二〇二四年十三月一日", "二〇二四年三月十十日"]
)
def test_a_day_that_does_not_exist_is_reported(typed: str) -> None:
    assert parse_answer("date", "", typed).problem == "没有这一天"
