"""Dates, deadlines and the values of indicators."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.language.measures import attainment, read_measure
from perfdesk.language.reader import read

#: A sentence, and its dates: year, month, day, part, bound.
DATES = [
    ("2024年3月5日召开。", "2024 3 5 - -"),
    ("２０２４年３月５日召开。", "2024 3 5 - -"),
    ("2024年6月前完成。", "2024 6 - - by"),
    ("10月底前完成。", "- 10 - 底 by"),
    ("9月25日完成。", "- 9 25 - -"),
    ("12月31日之前报送。", "- 12 31 - by"),
    ("截至2023年12月底，全部完工。", "2023 12 - 底 as of"),
    ("截止6月30日，已完成。", "- 6 30 - as of"),
    ("2023年度部门整体支出。", "2023 - - - -"),
    ("2024年上半年完成。", "2024 - - 上半年 -"),
    ("2024年第三季度开工。", "2024 - - 第三季度 -"),
    ("2023年末实有126人。", "2023 - - 末 -"),
    ("2023—2025年规划。", "2023 - - - -"),
    ("二〇二四年三月五日", "2024 3 5 - -"),
    ("二〇二三年度", "2023 - - - -"),
    ("2024-03-05上报。", "2024 3 5 - -"),
    ("2024.3.5上报。", "2024 3 5 - -"),
    ("4月上旬组织演练。", "- 4 - 上旬 -"),
    ("2019年以来投入3万元。", "2019 - - - from"),
    ("每年2月核对账户。", "- 2 - - -"),
    ("3个月内完成。", ""),
    ("为期18个月。", ""),
    ("合格率2023.5%。", ""),
    ("2024年13月", "2024 - - - -"),
    ("2月30日", ""),
]

#: Target, actual value, how far attained.
ATTAINED = [
    ("10月底前", "9月25日", "1"),
    ("15分钟内", "12分钟", "1"),
    ("≥1.5万人次", "9000人次", "0.6"),
    ("≤10次", "0次", "1"),
    ("不低于90%", "92%", "1"),
    ("不低于90%", "93%", "1"),
    ("0起", "3起", "0"),
    ("0起", "0起", "1"),
    ("0起", "无", "1"),
    ("未发生", "0起", "1"),
    ("367万元以内", "400", "0.9175"),
    ("≤367万元", "400万元", "0.9175"),
    ("≥1万亩", "9800亩", "0.98"),
    ("≤28万元", "280000元", "1"),
    ("≥90%", "0.935", "1"),
    ("＞95%", "0.96", "1"),
    ("不超过28", "35", "0.8"),
    ("6月底前", "5月20日", "1"),
    ("2024年12月底前", "12月", "1"),
    ("12月31日前", "2024年12月20日", "1"),
    ("年底前", "11月", "1"),
    ("2024年6月前", "2023年12月", "1"),
    ("10—20天", "15天", "1"),
    ("7—9日", "8日", "1"),
    ("3-5次", "5次", "1"),
    ("90%～95%", "93%", "1"),
    ("全部", "全部", "1"),
    ("全部", "100%", "1"),
    ("全覆盖", "100%", "1"),
    ("=100%", "100%", "1"),
    ("=100%", "95%", "0.95"),
    ("100%", "九成", "0.9"),
    ("100%", "1", "1"),
    ("≥100百分比", "100", "1"),
    ("≥90百分比", "93.5百分比", "1"),
    ("≥98%", "百分之九十九", "1"),
    ("≥5‰", "0.6%", "1"),
    ("≥2.60万亩", "2.7万亩", "1"),
    ("≥26000亩", "2.60万亩", "1"),
    ("≥1200次", "1560次", "1"),
    ("≥1200次", "1200余次", "1"),
    ("≥1200次", "1560", "1"),
    ("≥95%", "95%以上", "1"),
    ("≤20元/人", "19.3元/人", "1"),
    ("≥3次/年", "4次/年", "1"),
    ("≥10家", "11个", "1"),
    ("≥100人", "100名", "1"),
    ("不少于三次", "四次", "1"),
    ("≥1800户", "900户", "0.5"),
    ("≥1,800户", "１８００户", "1"),
    ("90分以上", "91.2分", "1"),
    ("2小时内", "90分钟", "1"),
    ("48小时内", "2天", "1"),
    ("≤5天", "10天", "0.5"),
    ("大于等于90%", "91%", "1"),
    ("小于等于3%", "2.4%", "1"),
    (">=90%", "90%", "1"),
    ("1200", "600", "0.5"),
    ("1200次", "600次", "0.5"),
    ("2024年", "2024年", "1"),
    ("550/20", "550/20", "1"),
    ("6月底前完成", "已于5月完成", "1"),
    ("≥3颗", "4颗", "1"),
    ("≤1%", "0.6", "1"),
    ("≥15人", "13人", "0.8666"),
    ("≥70%", "68.5%", "0.9785"),
    ("控制在28%以内", "26.9%", "1"),
    ("≥60%（含）", "60%", "1"),
    ("约定期限30天内", "28天", "1"),
]

#: Target, actual value, words of the reason for the missing fraction.
UNREADABLE = [
    ("≤30万元", "完成", "完成值“完成”里没有数"),
    ("显著提高", "显著提高", "由评价结果定得分"),
    ("达成预期指标", "达成预期指标", "由评价结果定得分"),
    ("较满意", "满意", "由评价结果定得分"),
    ("550/20", "560/18", "斜线"),
    ("1/2", "1/3", "斜线"),
    ("10—20天", "25天", "不在目标范围"),
    ("6月底前", "7月2日", "晚于目标"),
    ("2023年底前", "2024年3月", "晚于目标"),
    ("6月底前", "5次", "目标是时间"),
    ("≥5次", "5月20日", "完成值是时间"),
    ("10个工作日内", "8天", "单位不一致"),
    ("≥100人", "90次", "单位不一致"),
    ("≥1.5万人次", "1.6万人", "单位不一致"),
    ("≥90%", "约90%", "不是确数"),
    ("＞95%", "95%", "刚好等于"),
    ("1O0", "100", "不规范"),
    ("≥90%", "9,35%", "不规范"),
    ("≥90%", "", "没有填实际完成值"),
    ("", "90%", "没有填年度指标值"),
    ("新建3处、改造5处", "8处", "不止一个数"),
    ("≥100百" + "分" * 200, "100", "字数太多"),
    ("10月中旬前", "10月", "不够具体"),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_are_read_with_their_bounds(text: str, expected: str) -> None:
    read_dates = [
        " ".join(str(part or "-") for part in (one.year, one.month, one.day, one.part, one.bound))
        for one in read(text).dates
    ]
    assert read_dates == ([expected] if expected else [])


def test_deadlines_are_found() -> None:
    assert [one.text for one in read("6月底前开工，9月开学，10月底前完工。").deadlines] == ["6月底前", "10月底前"]


@pytest.mark.parametrize(("target", "actual", "fraction"), ATTAINED)
def test_attainment_depends_on_sign_unit_and_kind(target: str, actual: str, fraction: str) -> None:
    found = attainment(target, actual)
    assert found.reason == ""
    assert found.fraction is not None
    wanted = Decimal(fraction)
    assert found.fraction == wanted or str(found.fraction).startswith(fraction)
    assert found.met is (found.fraction == 1)


@pytest.mark.parametrize(("target", "actual", "reason"), UNREADABLE)
def test_incomparable_values_give_a_reason_instead_of_a_fraction(target: str, actual: str, reason: str) -> None:
    found = attainment(target, actual)
    assert found.fraction is None
    assert not found.met
    assert reason in found.reason


def test_a_cost_without_sign_is_an_upper_limit() -> None:
    assert attainment("367万元", "400万元", ceiling=True).fraction == Decimal("0.9175")
    assert attainment("367万元", "400万元").fraction == 1


def test_a_measure_keeps_its_words() -> None:
    assert read_measure(" ≥1200次 ").text == "≥1200次"
