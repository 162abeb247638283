"""Round trips: every unit in every notation, and sentences generated from known relations."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.language.chinese_numbers import chinese_number
from perfdesk.language.measures import attainment, read_measure
from perfdesk.language.reader import read
from perfdesk.language.units import SCALES, UNITS

pytestmark = pytest.mark.slow

FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
#: A date would be read out of these, or they are units of figures in words alone.
NAMES = sorted(name for name in UNITS if name not in ("年", "年度", "周年", "日"))
SCALED = ("", "万", "亿", "千万", "百万")
DIGITS = "零一二三四五六七八九"
PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))

figures = st.decimals(min_value=0, max_value=999_999_999, places=2)
amounts = st.integers(min_value=1, max_value=10**7).map(lambda cents: Decimal(cents) / 100)


def in_words(number: int, whole: bool = True) -> str:
    """The number in Chinese words: 一千零二十三."""
    if number < 10:
        return DIGITS[number]
    for factor, sign in PLACES:
        head, tail = divmod(number, factor)
        if head:
            gap = "零" if 0 < tail < factor // 10 else ""
            lead = "" if whole and number < 20 else in_words(head, False)
            return lead + sign + gap + (in_words(tail, False) if tail else "")
    raise AssertionError(number)


@given(figures, st.sampled_from(NAMES), st.sampled_from(SCALED), st.sampled_from(("plain", "comma", "full", "blank")))
def test_every_unit_is_read_in_every_notation(value: Decimal, name: str, scale: str, way: str) -> None:
    if UNITS[name].kind in ("percent", "points", "times", "ratio") and scale:
        scale = ""
    figure = {
        "plain": f"{value}",
        "comma": f"{value:,}",
        "full": f"{value}".translate(FULL_WIDTH),
        "blank": f"{value} ",
    }[way]
    text = f"共计{figure}{scale}{name}。"
    (one,) = read(text).quantities
    factor = UNITS[name].factor * (SCALES[scale] if scale else 1)
    assert (one.value, one.unit, one.kind) == (value, scale + name, UNITS[name].kind), text
    assert one.base == value * factor
    assert one.low <= one.base <= one.high
    assert text[one.start : one.end] == f"{figure}{scale}{name}"


@given(st.integers(min_value=2, max_value=99_999_999))
def test_numbers_in_words_are_read_back(number: int) -> None:
    assert chinese_number(in_words(number)) == number


@given(
    st.lists(amounts, min_size=2, max_size=12),
    st.sampled_from(("，其中：", "（包括", "：", "，其中")),
    st.sampled_from("，、；"),
)
def test_a_total_with_its_parts_is_read_back(parts: list[Decimal], cue: str, between: str) -> None:
    names = [f"{sign}项支出" for sign in "甲乙丙丁戊己庚辛壬癸子丑"]
    listed = between.join(f"{name}{part}万元" for name, part in zip(names, parts, strict=False))
    text = f"项目支出{sum(parts)}万元{cue}{listed}{'）' if '（' in cue else ''}。"
    (one,) = read(text).totals
    assert one.total.value == sum(parts)
    assert [part.value for part in one.parts] == parts
    assert one.agrees
    assert one.gap == 0


@given(amounts, amounts, st.sampled_from(("比", "较")))
def test_a_change_is_read_back(old: Decimal, new: Decimal, word: str) -> None:
    up = new >= old
    rate = round(abs(new - old) / old * 100, 2)
    moved = f"{'增加' if up else '减少'}{abs(new - old)}万元，{'增长' if up else '下降'}{rate}%"
    (one,) = read(f"公务接待费{new}万元，{word}上年{old}万元{moved}。").changes
    assert one.new is not None
    assert one.old is not None
    assert one.amount is not None
    assert one.rate is not None
    assert (one.direction, one.basis) == ("up" if up else "down", "last")
    assert (one.new.value, one.old.value, one.amount.value) == (new, old, abs(new - old))
    assert one.computed is not None
    assert abs(abs(one.computed) - one.rate.value) <= Decimal("0.005")


@given(st.integers(min_value=2, max_value=5000), st.integers(min_value=1, max_value=5000))
def test_a_rate_is_read_back(asked: int, content: int) -> None:
    content = min(asked, content)
    rate = round(Decimal(content * 100) / asked, 2)
    (one,) = read(f"访问农户{asked}户，满意{content}户，满意度{rate}%。").rates
    assert one.top is not None
    assert one.bottom is not None
    assert (one.top.value, one.bottom.value, one.result.value) == (content, asked, rate)


@given(st.integers(min_value=2, max_value=10), st.integers(min_value=2, max_value=10))
def test_a_count_is_compared_with_its_list(announced: int, listed: int) -> None:
    items = "；".join(f"{in_words(number)}是抓落实" for number in range(1, listed + 1))
    (one,) = read(f"主要有{announced}个方面：{items}。").counts
    assert (one.announced.value, one.least, one.agrees) == (announced, listed, announced == listed)


@given(amounts, amounts, st.sampled_from(("≥", "不低于", "不少于")), st.sampled_from(("万元", "次", "%", "公里")))
def test_attainment_is_the_quotient_below_a_lower_bound(target: Decimal, actual: Decimal, sign: str, unit: str) -> None:
    found = attainment(f"{sign}{target}{unit}", f"{actual}{unit}")
    assert found.met is (actual >= target)
    assert found.fraction is not None
    assert abs(found.fraction - min(Decimal(1), actual / target)) < Decimal("1E-20")


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text: str) -> None:
    reading = read(text)
    assert all(0 <= one.start < one.end <= len(text) for one in reading.quantities)
    assert [one.start for one in reading.quantities] == sorted(one.start for one in reading.quantities)
    assert read_measure(text).text == text.strip()


PIECES = """
其中 包括 分别为 由 组成 占 的 （ ） ， 、 。 ； ： 增加 下降 比上年 目标 12 3.5万元 95% 20余人
一是 二是 三个 2024年 6月底前 合计 率 等
"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=60))
def test_any_mixture_of_report_vocabulary_is_read_without_failing(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = read(text, 2024)
    starts = {one.start for one in reading.quantities}
    assert all({one.total.start, *(part.start for part in one.parts)} <= starts for one in reading.totals)
    assert all(one.total.start not in {part.start for part in one.parts} for one in reading.totals)
