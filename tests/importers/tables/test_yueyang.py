"""Tables from elsewhere find their places in the Yueyang form, too, and headings of lists are no labels of values."""

from __future__ import annotations

from support.source_tables import read_answers, table_of

FORM = "yueyang_overall_2023"
EXPORT = """
预算指标执行情况明细表 | > | > | > | 单位：元
单位名称 | 指标文号 | 项目类别 | 项目名称 | 累计支付
甲县水利局 | 财预1号 | 特定目标类 | 防汛 | 70,000.00
甲县水利局 | 财预2号 | 特定目标类 | 防汛 | 30,000.00
"""


def read_texts(text: str) -> dict[str, str]:
    return {address: answer.after for address, answer in read_answers(table_of(text), form=FORM).items()}


def test_the_heading_of_a_list_is_no_label_of_the_heading_beside_it() -> None:
    assert read_texts(EXPORT) == {"money/projects/r1/name": "防汛", "money/projects/r1/actual": "10"}


def test_a_base_data_table_fills_its_own_tables() -> None:
    texts = read_texts("""
基础数据表 | > | > | >
填报单位：甲县水利局 | > | > | >
财政供养人员情况（人） | 编制数 | 2023年实际在职人数 | 控制率
^ | 50 | 48 | 96.00%
经费控制情况（万元） | 2022年决算数 | 2023年预算数 | 2023年决算数
3、公务接待 | 4 | 3.5 | 3.2
""")
    assert texts["cover/unit_name"] == "甲县水利局"
    assert (texts["overview/staff/everyone/authorised"], texts["overview/staff/everyone/rate"]) == ("50", "96")
    assert texts["money/three_public/reception/last_actual"] == "4"
    assert texts["money/three_public/reception/actual"] == "3.2"


def test_indicators_of_a_self_evaluation_table_become_rows_with_both_levels() -> None:
    texts = read_texts("""
部门整体支出绩效自评表 | > | > | > | > | > | >
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标（50分） | 数量指标 | 巡堤里程 | ≥120公里 | 131公里 | 10 | 10
^ | 质量指标 | 验收合格率 | =100% | 98% | 10 | 9.8
总分 | > | > | > | > | 100 | 98.5
""")
    rows = {address.split("/")[2] for address in texts if address.startswith("evaluation/indicators/")}
    columns = [(f"{row}/level1", f"{row}/name") for row in rows]
    indicators = {tuple(texts[f"evaluation/indicators/{one}"] for one in both) for both in columns}
    assert indicators == {("产出指标", "巡堤里程"), ("产出指标", "验收合格率")}
    assert texts["evaluation/total_score"] == "98.5"
