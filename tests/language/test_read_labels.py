"""What a figure of a sentence is about: its label, the noun it counts, and its period."""

from __future__ import annotations

import pytest

from perfdesk.language.reader import read

LABELLED = [
    ("全年基本支出775.51万元", "基本支出"),
    ("工资福利支出合计为585.51万元", "工资福利支出"),
    ("其中：公务接待费15万元", "公务接待费"),
    ("因公出国（境）费0.00万元", "因公出国（境）费"),
    ("维修（护）费8.15万元", "维修（护）费"),
    ("“三公”经费决算数24.02万元", "“三公”经费"),
    ("专用材料费（药品和卫生材料）7.8万元", "专用材料费（药品和卫生材料）"),
    ("2022年末实有在职126人", "实有在职"),
    ("满意度92.4%", "满意度"),
    ("全年预算执行率98.81%", "预算执行率"),
    ("包括办公费18.44万元", "办公费"),
    ("一是食品药品抽检135.62万元", "食品药品抽检"),
    ("（1）高标准农田建设862.43万元", "高标准农田建设"),
    ("①困难群众救助补助6,842.37万元", "困难群众救助补助"),
    ("项目支出：28万元", "项目支出"),
    ("工资福利支出\n593.73万元", "工资福利支出"),
    ("自评得分为96.65分", "自评得分"),
    ("政府采购支出共计48.16万元", "政府采购支出"),
    ("上年支出30.00万元", "上年支出"),
    ("固定资产总额达120万元", "固定资产总额"),
    ("退休67人", "退休"),
    ("实有人数62人", "实有人数"),
    ("其中自有800平方米", "自有"),
    ("人均75元", "人均"),
    ("本年度项目支出一是应急救援补助11万元", "应急救援补助"),
    ("比上年增加120人次", ""),
    ("占基本支出的86.00%", ""),
]

COUNTED = [
    ("内设8个股室", "股室"),
    ("三个方面", "方面"),
    ("共4个项目：", "项目"),
    ("14个乡镇农技站正常运行", "乡镇农技站"),
    ("8所敬老院全部完成", "敬老院"),
    ("80台报停设备没有办理", "报停设备"),
    ("12条城乡公交线路", "城乡公交线路"),
]

PERIODS = [
    ("上年支出30.00万元", "last"),
    ("2023年支出30.00万元", "last"),
    ("去年接待费2万元", "last"),
    ("上年结转11.20万元", ""),
    ("年初预算7,674.12万元", "plan"),
    ("全年预算37.00万元", "plan"),
    ("一般公共预算财政拨款3040.88万元", ""),
    ("政府性基金预算支出36.52万元", ""),
    ("计划新建5处", "plan"),
    ("累计发放860万元", "cumulative"),
    ("“十三五”期间投入2亿元", "history"),
    ("2024年支出44.28万元", ""),
    ("2025年安排50万元", "plan"),
    ("2019年投入3万元", "history"),
    ("较预算数25.60万元", "plan"),
    ("比上年868.06万元", "last"),
    ("计划财务股3人", ""),
    ("国有资本经营预算支出2万元", ""),
]


@pytest.mark.parametrize(("text", "label"), LABELLED)
def test_the_label_of_a_figure_is_the_words_before_it(text: str, label: str) -> None:
    assert read(text).quantities[0].label == label


@pytest.mark.parametrize(("text", "noun"), COUNTED)
def test_the_noun_of_a_count_follows_the_measure_word(text: str, noun: str) -> None:
    assert read(text).quantities[0].noun == noun


@pytest.mark.parametrize(("text", "period"), PERIODS)
def test_figures_of_other_years_and_plans_have_a_period(text: str, period: str) -> None:
    assert read(text, 2024).quantities[0].period == period


def test_separate_lists_of_names_and_figures_are_matched() -> None:
    found = read("核定编制133名，行政、参公、事业编制分别为28名、19名、86名。").quantities
    assert [one.label for one in found[1:]] == ["行政", "参公", "事业编制"]
    found = read("基本支出和项目支出分别为775.51万元、28万元。").quantities
    assert [one.label for one in found] == ["基本支出", "项目支出"]
