"""For each rule of the shipped form, how the faultless sample must be changed to break it.

A case is the rule's name (code, section, title as written, `#2` for the second), changes, and an answer of its finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Finding
from perfdesk.checks.rules import rule_findings
from perfdesk.definition.model import Form, Rule
from perfdesk.evaluation.answers import Answers
from support.rule_case import Case, one
from support.scoring_cases import scoring_cases


def rule_names(form: Form) -> dict[str, Rule]:
    """Return every rule of a form by its name."""
    names: dict[str, Rule] = {}
    for rule in form.rules:
        name, number = f"{rule.code} {rule.section} {rule.title.source}", 1
        while f"{name} #{number}" in names:
            number += 1
        names[f"{name} #{number}"] = rule
    return names


def rule_findings_of(answers: Answers, rule: Rule) -> list[Finding]:
    """Return the findings of one rule about a report."""
    instances = answers.instances(answers.form.section(rule.section))
    return [finding for instance in instances for finding in rule_findings(answers, rule, instance)]


def cases() -> list[Case]:
    """Return all cases; the name of the first rule with a name may be written without its `#1`."""
    found = [*_chapters(), *_sums(), *_funds(), *_attachments(), *_indicators(), *scoring_cases()]
    return [case if "#" in case.rule else Case(f"{case.rule} #1", case.changes, case.named) for case in found]


LAST, INITIAL, BUDGET, ACTUAL = "last_actual", "initial_budget", "budget", "actual"
NAMES = {
    LAST: "上年决算数",
    INITIAL: "年初预算数",
    BUDGET: "本年预算数",
    ACTUAL: "本年决算数",
    "last_budget": "上年预算数",
}
WHOLE = NAMES | {BUDGET: "全年预算数"}
DONE = WHOLE | {ACTUAL: "全年执行数"}
#: The goods and services that the faultless sample spends money on.
GOODS = "01 02 05 06 07 11 13 15 16 17 26 28 29 31 39 99"
NO_NOTE = {"spending/adjustment_note": None}


#: The indicators of the faultless sample: table and row.
INDICATORS = [
    *(("outputs", row) for row in ("s1", "o1", "s2", "o2", "s3", "s4", "o4")),
    *(("benefits", row) for row in ("s1", "s2", "s3", "s4")),
    ("satisfaction", "s1"),
]


def _chapters() -> Iterator[Case]:
    yield one("C18 cover 报告标题", "cover/title", "2024年度青石县业局\n部门整体支出绩效自评报告")
    yield one("C18Y cover 报告标题", "cover/title", "2023年度青石县林业局\n部门整体支出绩效自评报告")
    yield one("C20 cover 成文日期", "cover/issue_date", "2024年12月31日")
    yield one("E16 basics 各类编制之和", "basics/authorised_stated", "57")
    yield one("E28 basics 各类年末实有人数之和", "basics/actual_stated", "54")
    yield one("C16 basics {label}超编", "basics/staffing/administrative/actual", "19")
    yield one("C16 basics 总数超编", "basics/staffing/full_funded/actual", "99")
    yield one("C15 basics 无编制而有实有人数", "basics/staffing/part_funded/actual", "1")
    for word in ("已完成", "完成了", "开展了"):
        yield one("C34 basics 目标{n}", "basics/goals/g1/goal", f"{word}营造林2.60万亩。")
    yield one("C14 performance 正文提到的资金", "performance/text", "县财政投入60余万元，下拨冬春救助资金520万元。")
    yield Case("C08M measures 改进措施", {"measures/items/m3/#": None}, "measures/items/m1/text")
    yield one("C35 results 自评得分", "results/score", "98.81")
    yield Case("C35 results 自评得分 #2", {"spending/controls/total/budget": None}, "results/score")
    yield one("C32 results 自评得分", "results/score", "100")
    yield one("C51 results 公开日期", "results/publish_date", "2024年12月31日")
    yield one("C51 results 公开情况", "results/url", None)
    yield one("C50 basics 人员数", "cover/unit_type", "公安机关")


def _sums() -> Iterator[Case]:
    yield from _details()
    yield from _totals()
    yield from _limits()


def _details() -> Iterator[Case]:
    whole = {f"spending/goods/e302{row}/actual": "3" for row in GOODS.split()}
    yield Case("C13 spending 302 商品和服务支出", whole, "spending/goods/e30201/actual")
    yield one("C13W spending 30107 绩效工资", "spending/wages/e30107/actual", None)
    tables = {
        "e301": "301 工资福利支出",
        "e302": "302 商品和服务支出",
        "e303": "303 对个人和家庭的补助",
        "e310": "310 资本性支出",
    }
    for column in (LAST, BUDGET, ACTUAL):
        for control, title in tables.items():
            yield one(
                f"E06 spending {title}各款之和（{NAMES[column]}）", f"spending/controls/{control}/{column}", "555.55"
            )
        for control, detail, title in (
            ("e307", "debt/e30701", "307 债务利息及费用支出"),
            ("e312", "firms/e31204", "312 对企业补助"),
            ("e399", "misc/e39907", "399 其他支出"),
        ):
            changes = {f"spending/{detail}/{column}": "3.00", f"spending/controls/{control}/{column}": "2.00"}
            name = f"E06 spending {title}各款之和（{NAMES[column]}）"
            yield Case(name, changes, f"spending/{detail}/{column}")
        yield one(f"E10 spending 基本支出各类之和（{WHOLE[column]}）", f"spending/controls/basic/{column}", "555.55")
        yield one(
            f"E24 spending 政府采购货物、工程、服务之和（{NAMES[column]}）",
            f"spending/procurement/stated/{column}",
            "5.55",
        )


def _by_function() -> Iterator[Case]:
    row = "spending/functions/x/"
    sums, below = "E04 spending 支出决算表“{subject}”", "E04 spending 支出决算表“{subject}”下一级之和"
    first = {f"{row}#": "1", f"{row}subject": "213", f"{row}total": "1297.99"}
    first |= {f"{row}basic": "890.10", f"{row}project": "407.89"}
    second = {key.replace("/x/", "/y/"): text for key, text in first.items()} | {"spending/functions/y/#": "2"}
    lower = second | {"spending/functions/y/subject": "21302", "spending/functions/y/total": "1300"}
    yield Case(sums, first | {f"{row}upward": "5"}, f"{row}total")
    yield Case(below, first | lower, f"{row}total")
    yield Case("E03 spending 支出决算表各类之和", first | {f"{row}total": "1300"}, f"{row}total")


def _totals() -> Iterator[Case]:
    for column in (LAST, INITIAL, BUDGET, ACTUAL):
        overall = f"E09 spending 整体支出 = 基本支出 + 项目支出 + 基金、国资、社保支出（{WHOLE[column]}）"
        yield one(overall, f"spending/controls/total/{column}", "555.55")
        yield one(f"E12 spending 各项目之和（{DONE[column]}）", f"spending/projects/p1/{column}", "5.55")
    for column in (BUDGET, ACTUAL):
        yield one(f"E03 spending 各项收入之和（{DONE[column]}）", f"spending/income/stated/{column}", "5.55")
    for column in ("last_budget", LAST, BUDGET, ACTUAL):
        yield one(
            f"E07 spending “三公”经费各项之和（{NAMES[column]}）", f"spending/three_public/running/{column}", "5.55"
        )
    yield one("E18 spending 收入合计与整体支出", "spending/income/other/budget", "5.55")
    general = "E05 spending 基本支出、项目支出和一般公共预算收入"
    yield Case(general, {"spending/income/general/actual": "1200"}, "spending/income/general/actual")
    yield from _by_function()
    for section, field in (("performance", "text"), ("others", "text"), ("spending", "project_management")):
        yield one(f"E23 {section} 机关运行经费", f"{section}/{field}", "2024年机关运行经费支出150.00万元。")
    closing = "E01 spending 收入合计 + 上年结转 = 整体支出 + 年末结转"
    yield one(closing, "spending/income/other/actual", "5.55")
    yield one("C34 basics 省级专项资金绩效目标", "basics/provincial_goal_text", "已完成重点区域修复0.82万亩。")
    yield one("C34 self_evaluation 预期目标", "self_evaluation/expected_goal", "目标1：完成了营造林2.60万亩。")
    yield one("C34 project_evaluation 预期目标", "project_evaluation@p1/expected_goal", "已完成森林防火巡护1200次。")
    yield one("E30 spending 人均“三公”经费", "spending/three_public/running/actual", "303.00")
    yield Case(f"{closing} #2", {"spending/income/general/actual": "1242.29"}, "spending/flow/left/amount")
    yield one("E22 spending 年初预算 + 本年追加 + 上年结转 − 本年调减", "spending/flow/added/amount", "47.00")
    yield one("C0B spending 年末结转和结余", "spending/flow/left/amount", "14.61")


def _limits() -> Iterator[Case]:
    yield one("E08 spending 30212 因公出国（境）费用", "spending/goods/e30212/actual", "0.01")
    yield one("E08 spending 30217 公务接待费", "spending/goods/e30217/actual", "2.65")
    yield one("E08 spending 30231 公务用车运行维护费", "spending/goods/e30231/actual", "7.96")
    yield one("E08 spending 31013 公务用车购置", "spending/equipment/e31013/actual", "0.01")
    no_note = {"spending__three_public_note": None}
    yield from _rows_of_details()
    yield one("C09 spending “三公”经费的{label}", "spending/three_public/running/actual", "8.41", **no_note)
    none = {"spending/three_public_sentence": "青石县林业局2024年没有发生“三公”经费支出。"}
    yield Case("C45 spending “三公”经费正文", none, "spending/three_public_sentence")
    nothing = {f"spending/three_public/{row}/actual": "0" for row in ("abroad", "purchase", "running", "reception")}
    some = {**nothing, "spending/three_public_sentence": "“三公”经费支出5.00万元。"}
    yield Case("C45 spending “三公”经费正文 #2", some, "spending/three_public_sentence")
    yield one("C09 spending “三公”经费", "spending/three_public/running/actual", "8.77", **no_note)
    yield one("C09 spending “三公”经费 #2", "spending/three_public/running/last_actual", "7.38", **no_note)
    yield one("E17 spending {label}", "spending/controls/total/actual", "1313.61")
    yield one("E17 spending {label} #2", "spending/controls/total/budget", "1257.59")
    yield one("E17 spending 项目“{if(blank(name), '未命名', name)}”", "spending/projects/p1/actual", "108.01")
    yield one("C08 spending {code} {label}", "spending/controls/e301/actual", "751.11", **NO_NOTE)
    yield one("C08 spending 政府采购", "spending/procurement/supplies/actual", "31.66", **NO_NOTE)
    yield one("C10 spending 项目“{if(blank(name), '未命名', name)}”", "spending/projects/p1/budget", "0")


def _rows_of_details() -> Iterator[Case]:
    """The rules that look at each line of the tables of details, and at their totals."""
    tables = (
        ("wages", "e30101", "301 工资福利支出"),
        ("goods", "e30201", "302 商品和服务支出"),
        ("family", "e30302", "303 对个人和家庭的补助"),
        ("debt", "e30701", "307 债务利息及费用支出"),
        ("equipment", "e31002", "310 资本性支出"),
        ("firms", "e31204", "312 对企业补助"),
        ("misc", "e39907", "399 其他支出"),
    )
    for at, (table, row, title) in enumerate(tables, 1):
        line = f"spending/{table}/{row}"
        over = {f"{line}/budget": "1", f"{line}/actual": "500", **NO_NOTE}
        yield Case(f"C08 spending {{code}} {{label}} #{at + 1}", over, f"{line}/actual")
        yield one(f"C11 spending {{code}} {{label}} #{at}", f"{line}/actual", "3.123")
        for column in (LAST, BUDGET, ACTUAL):
            blank = {f"{line}/{column}": "3", f"spending/controls/e{title[:3]}/{column}": None}
            yield Case(f"C07 spending {title}合计（{WHOLE[column]}）", blank, f"spending/{table}/{table}_sum/{column}")
    wages = "01 02 03 07 08 09 10 12 13"
    whole = {f"spending/wages/e301{row}/actual": "3" for row in wages.split()}
    yield Case("C13 spending 301 工资福利支出", whole, "spending/wages/e30101/actual")


def _funds() -> Iterator[Case]:
    income = {"funds/any": "无", "funds/amounts/spent/actual": None}
    yield Case("C45 funds 政府性基金预算支出 #2", income, "spending/income/fund/actual")
    yield one("E05 funds 政府性基金的收入与支出", "spending/income/fund/actual", "59.20")
    for section, kind in (("funds", "政府性基金"), ("capital", "国有资本经营"), ("insurance", "社会保险基金")):
        spent = {f"{section}/amounts/spent/budget": "5.00", f"{section}/amounts/spent/actual": "5.01"}
        nothing = {f"{section}/any": "无", f"{section}/amounts/spent/actual": "0.01"}
        yield Case(f"C45 {section} {kind}预算支出", nothing, f"{section}/amounts/spent/actual")
        silent = {f"{section}/any": "无", f"{section}/sentence": "本年安排了支出。"}
        yield Case(f"C45 {section} {kind}预算正文", silent, f"{section}/sentence")
        denied = {f"{section}/any": "有", f"{section}/sentence": "本局2024年度无此项支出。", **spent}
        yield Case(f"C45 {section} {kind}预算正文 #2", denied, f"{section}/sentence")
        yield Case(
            f"E17 {section} {kind}预算支出", {f"{section}/any": "有", **spent}, f"{section}/amounts/spent/actual"
        )


def _attachments() -> Iterator[Case]:
    for column in (LAST, BUDGET, ACTUAL):
        name = NAMES[column]
        yield one(f"E12 base_data 基础数据表项目支出（{name}）", f"spending/projects/p2/{column}", "555.55")
        lost = {"spending/projects/p2/category": "别的项目"}
        yield Case(f"E12 base_data 基础数据表各类项目之和（{name}）", lost, f"spending/projects/p2/{column}")
        yield one(f"E14 base_data 公用经费及其中项（{name}）", f"spending/goods/e30205/{column}", "99.99")
    yield one("C08 base_data 公用经费", "spending/controls/e302/actual", "123.01", **NO_NOTE)
    own = "self_evaluation"
    yield one(f"E18 {own} 按收入性质分与按支出性质分", "spending/income/general/actual", "1241.29")
    yield one(f"E18 {own} 按支出性质分与年度资金总额", "spending/controls/total/actual", "1296.99")
    yield one(f"C07 {own} 年度资金总额", "spending/controls/total/actual", "0.00")
    yield Case(f"C07 {own} 年度资金总额", {"spending/controls/total/actual": None}, "spending/controls/basic/actual")
    yield one(f"C33 {own} 预算执行率", "spending/controls/total/actual", "1050.00", **NO_NOTE)
    same = {f"{own}/{table}/{row}/actual": "3个" for table, row in INDICATORS}
    same |= {f"{own}/{table}/{row}/target": "3个" for table, row in INDICATORS}
    yield Case(f"C31 {own} 绩效指标", same, f"{own}/outputs/s1/actual")
    yield one(f"C33 {own} 执行率与总分", "spending/controls/total/actual", "1040.00")
    money = "project_evaluation@p2/money"
    for column in (INITIAL, BUDGET, ACTUAL):
        for title, text in (("年度资金总额与第二章项目表", "5.55"), ("本年财政拨款", "-1")):
            yield one(f"E12 project_evaluation 附表3{title}（{DONE[column]}）", f"{money}/finance/{column}", text)
    apart = {"cover/cost_level": "单列为一级指标"}
    yield Case("E20 project_evaluation 成本指标分值之和", apart, "project_evaluation@p3/outputs/s4/weight")
    yield one("E17 project_evaluation {label}", f"{money}/finance/actual", "45.01")
    unknown = {f"{money}/{row}/budget": None for row in ("finance", "carried_over", "other")}
    unknown |= {"spending/projects/p2/budget": None}
    yield Case("C36 project_evaluation 项目支出自评表", unknown, "spending/projects/p2/actual")


def _indicators() -> Iterator[Case]:
    for section, instance in (("self_evaluation", "self_evaluation"), ("project_evaluation", "project_evaluation@p3")):
        yield one(f"E20 {section} 总分（分值）", f"{instance}/outputs/s1/weight", "1")
        for table, label in (("outputs", "产出"), ("benefits", "效益"), ("satisfaction", "满意度")):
            row, title = f"{instance}/{table}/s1", f"{section} {label}指标“{{if(blank(name), '未命名', name)}}”"
            with_cost = "（含成本指标）" if (section, table) == ("project_evaluation", "outputs") else ""
            yield one(f"E20 {section} {label}指标{with_cost}分值之和", f"{row}/weight", "1")
            yield one(f"C23 {title}", f"{row}/score", "99")
            yield one(f"C23 {title}", f"{row}/score", "-0.01")
            full = {f"{row}/actual": "1%", f"{row}/target": "≥95%", f"{row}/weight": "10", f"{row}/score": "10"}
            yield Case(f"C26 {title}", full, f"{row}/score")
            yield Case(f"C25 {title}", {**full, f"{row}/score": "9.99", f"{row}/reason": "有"}, f"{row}/score")
            less = {f"{row}/score": "0.11", f"{row}/reason": None}
            yield Case(f"C25 {title}", less, f"{row}/score")
            yield Case(f"C27 {title}", less, f"{row}/reason")
            words = {f"{row}/target": "达成预期指标", f"{row}/weight": "10", f"{row}/reason": "有"}
            for actual, score in (("部分达成预期指标", "9"), ("未达成且效果较差", "7"), ("达成预期指标", "7")):
                case = words | {f"{row}/actual": actual, f"{row}/score": score}
                yield Case(f"C25 {title} #2", case, f"{row}/score")
            far = {f"{row}/target": "≥100次", f"{row}/actual": "131次", f"{row}/reason": None}
            yield Case(f"C27 {title} #2", far, f"{row}/actual")
            yield one(f"C28 {title}", f"{row}/name", "……")
            yield one(f"C28 {title} #2", f"{row}/actual", "……")
            words = {f"{row}/target": "≥100次", f"{row}/actual": "已完成"}
            yield Case(f"C29 {title}{' #2' if table == 'outputs' else ''}", words, f"{row}/actual")
            yield Case(f"C30 {title}", {f"{row}/target": "≥100次", f"{row}/actual": "101%"}, f"{row}/actual")
            yield one(f"C29 {title}{'' if table == 'outputs' else ' #2'}", f"{row}/target", "显著提高")
