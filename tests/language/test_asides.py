"""What is said after a bracket with the parts of a figure is said of the figure before the bracket."""

from __future__ import annotations

import pytest

from perfdesk.language.reader import read


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("整体支出1297.99万元（其中基本支出890.10万元），比上年1253.56万元增长3.54%。", "1297.99万元", "1253.56万元"),
        (
            "整体支出1297.99万元（基本支出890.10万元、项目支出407.89万元），比上年1253.56万元增长3.54%。",
            "1297.99万元",
            "1253.56万元",
        ),
        ("整体支出1297.99万元（上年1253.56万元），增长3.54%。", "1297.99万元", "1253.56万元"),
        ("工资748.28万元（其中绩效工资79.65万元，比上年70.00万元增长13.79%）。", "79.65万元", "70.00万元"),
        (
            "整体支出1297.99万元（" + "、".join(f"第{number}科{number}.00万元" for number in range(10, 30)) + "），"
            "比上年1253.56万元增长3.54%。",
            "1297.99万元",
            "1253.56万元",
        ),
    ],
)
def test_a_change_is_that_of_the_figure_before_the_bracket(text: str, new: str, old: str) -> None:
    (change,) = read(text, 2024).changes
    assert (change.new and change.new.text, change.old and change.old.text) == (new, old)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("基本支出890.10万元（人员748.28万元、公用141.82万元），公用比上年减少5.00万元。", "141.82万元"),
        ("基本支出890.10万元（其中人员经费748.28万元），人员经费比上年减少5.00万元。", "748.28万元"),
        ("基本支出890.10万元（人员748.28万元、公用141.82万元），基本支出比上年减少5.00万元。", "890.10万元"),
        ("接待费4.20万元（其中外事接待费1.20万元），接待费比上年减少0.50万元。", "4.20万元"),
        ("接待费4.20万元（其中外事接待费1.20万元），外事接待费比上年减少0.50万元。", "1.20万元"),
        ("基本支出890.10万元（人员748.28万元、公用141.82万元），会议费比上年减少5.00万元。", None),
    ],
)
def test_a_change_with_a_subject_is_that_of_the_figure_of_that_name(text: str, new: str | None) -> None:
    (change,) = read(text, 2024).changes
    assert (change.new.text if change.new else None) == new


@pytest.mark.parametrize(
    ("text", "top", "bottom"),
    [
        ("公务支出11.70万元（包括用车7.50万元、接待费4.20万元），是预算14.00万元的83.57%。", "11.70万元", "14.00万元"),
        ("项目支出98.00万元（预算100.00万元），执行率98.00%。", "98.00万元", "100.00万元"),
        (
            "专项预算300.00万元，其中防火支出98.00万元（年初预算90.00万元，全年预算100.00万元），执行率98.00%。",
            "98.00万元",
            "100.00万元",
        ),
        ("核定编制80人，机关在职60人（核定编制62人，其中行政20人），控制率96.77%。", "60人", "62人"),
        ("造林任务500亩，油茶完成98亩（任务100亩，上年90亩），完成率98%。", "98亩", "100亩"),
        (
            "资金到位98.00万元（省级下达58.00万元，县级配套40.00万元），预算100.00万元，到位率98.00%。",
            "98.00万元",
            "100.00万元",
        ),
        ("年末在职60人（其中工勤4人），编制62人，在职人员控制率96.77%。", "60人", "62人"),
    ],
)
def test_a_rate_is_that_of_the_figure_before_the_bracket(text: str, top: str, bottom: str) -> None:
    (rate,) = read(text, 2024).rates
    assert (rate.top and rate.top.text, rate.bottom and rate.bottom.text) == (top, bottom)
    assert rate.agrees
