"""For each rule of the scoring table of the shipped form, how the faultless sample must be changed to break it."""

from __future__ import annotations

from collections.abc import Iterator

from support.rule_case import Case, one


def scoring_cases() -> Iterator[Case]:
    yield one("E20 scoring 评分表分值合计", "scoring/items/rules/weight", "9")
    yield one("E20 scoring 评分表合计与自评得分", "scoring/items/rules/score", "7.99")
    yield one("C23 scoring {label}", "scoring/items/rules/score", "8.01")
    yield one("C27 scoring {label}", "scoring/items/budget_control/reason", None)
    yield one("C25 scoring 行政效能", "scoring/items/efficiency/score", "5")
    yield one("C25 scoring 重点工作实际完成率", "scoring/assessment", "50")
    yield one("C25 scoring 社会公众或服务对象满意度", "scoring/satisfied", "85")
    yield one("C25 scoring 社会公众或服务对象满意度 #2", "self_evaluation/satisfaction/s1/actual", "85%")
    for item, title in COMPUTED_ITEMS.items():
        values = {
            "spending/building": "有",
            **{f"spending/buildings/finished/{name}": "100" for name in BUILDING},
        }
        value, score = f"scoring/items/{item}/value", f"scoring/items/{item}/score"
        yield Case(f"C05 scoring {title}", {**values, value: "77.77"}, value)
        yield Case(f"C25 scoring {title}", {**values, score: "0.5", f"scoring/items/{item}/reason": None}, score)


BUILDING = ("approved_area", "actual_area", "budget_investment", "actual_investment")
COMPUTED_ITEMS = {
    "staff_rate": "在职人员控制率",
    "three_change": "“三公经费”变动率",
    "completion": "预算完成率",
    "budget_control": "预算控制率",
    "area": "新建楼堂馆所面积控制率",
    "investment": "新建楼堂馆所投资概算控制率",
    "public_control": "公用经费控制率",
    "three_control": "“三公经费”控制率",
    "procurement": "政府采购执行率",
}
