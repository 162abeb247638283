"""Blocks pasted into tables whose rows the form fixes: matched by headings, names and codes."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.answers import PasteOptions
from support.pasted_blocks import block_file, paste

AnswersWith = Callable[..., Answers]
GOODS = "spending/goods/e30201"
THREE = "spending/three_public/abroad"
CODED = {"goods/e30201/budget": "9", "goods/e30202/budget": "2", "goods/e30213/budget": "4.23"}
BOTH = {
    "goods/e30201/last_actual": "20.00",
    "goods/e30201/actual": "35.50",
    "goods/e30202/last_actual": "5.00",
    "goods/e30202/actual": "4.00",
}
PUBLIC = {"three_public/running/budget": "9.80", "three_public/reception/budget": "2.60"}


@pytest.fixture(scope="module")
def report(answers_of: AnswersWith) -> Answers:
    """The sample, with the cells that are pasted to empty, so that every entered figure is a change."""
    columns = ("last_actual", "budget", "actual")
    goods = {
        f"spending/goods/e{code}/{column}": None for code in (30201, 30202, 30203, 30213, 30226) for column in columns
    }
    rows = ("abroad", "purchase", "running", "reception")
    three = {f"spending/three_public/{row}/{column}": None for row in rows for column in ("last_budget", *columns)}
    return answers_of("demo-2024", goods | three)


@pytest.mark.parametrize(
    "text",
    [
        block_file("codes-in-two-columns.tsv"),
        # the class is written once, as merged cells are copied
        "单位：元\n类\t款\t科目名称\t合计\t人员经费\n302\t\t商品和服务支出\t152,300.00\t0.00\n"
        "\t01\t办公费\t90,000.00\t0.00\n\t02\t印刷费\t20,000.00\t0.00\n\t13\t维修(护)费\t42,300.00\t0.00\n",
        # the spreadsheet took the leading zeros away
        "类\t款\t科目名称\t合计（元）\n302\t1\t办公费\t90000\n302\t2\t印刷费\t20000\n302\t13\t维修费\t42300\n",
        # the class is repeated beside the codes and names of its items
        "科目编码\t\t科目名称\t金额（元）\n302\t30201\t办公费\t90,000\n302\t30202\t印刷费\t20,000\n302\t30213\t维修费\t42,300\n",
        "类编码\t类名称\t科目名称\t金额（元）\n302\t商品和服务支出\t办公费\t90,000\n302\t商品和服务支出\t印刷费\t20,000\n"
        "302\t商品和服务支出\t维修（护）费\t42,300\n",
        # code and name in one cell, codes as text
        "科目\t金额（元）\n30201 办公费\t90000\n30202-印刷费\t20000\n'30213维修费\t42300\n合计\t152300\n",
        "部门经济分类支出表\n编制单位：某局\t单位：元\n科目名称\t支出\n"
        "302商品和服务支出\t152300\n　办公费\t90000\n　印刷费\t20000\n　维修费用\t42300\n",
        # no code, no order
        "金额（元）\t科目名称\n42300\t维修费\n90000\t办公费\n20000\t印刷费\n",
    ],
)
def test_a_line_goes_to_the_row_of_its_code_or_name(report: Answers, text: str) -> None:
    landed = paste(report, f"{GOODS}/budget", text)
    assert landed.texts == CODED


@pytest.mark.parametrize(
    "text",
    [
        block_file("headings-other-order.tsv"),
        "科目编码\t科目名称\t2024年决算数\t2023年决算数\n30201\t办公费\t35.50\t20.00\n30202\t印刷费\t4.00\t5.00\n",
        "科目\t2023年度\t2024年决算\n办公费\t20.00\t35.50\n印刷费\t5.00\t4.00\n",
        "决算明细表\n\n单位：万元\n科目名称\t上年执行数\t2022年决算数\t本年支出\n办公费\t20.00\t7\t35.50\n印刷费\t5.00\t8\t4.00\n",
        "科目编码\t科目名称\t决算数\t\n\t\t上年\t本年\n30201\t办公费\t20.00\t35.50\n30202\t印刷费\t5.00\t4.00\n",
        "栏次\t科目名称\t上年决算数\t本年决算数\n\t栏次\t1\t2\n1\t办公费\t20.00\t35.50\n2\t印刷费\t5.00\t4.00\n",
        # the same table lying
        "项目\t办公费\t印刷费\n上年决算数\t20.00\t5.00\n本年决算数\t35.50\t4.00\n",
        "科目编码\t30201\t30202\n科目名称\t办公费\t印刷费\n本年决算数\t35.50\t4.00\n上年决算数\t20.00\t5.00\n",
        # a heading line repeated on the next page, totals and remarks
        "科目名称\t本年决算数\t上年决算数\n办公费\t35.50\t20.00\n科目名称\t本年决算数\t上年决算数\n印刷费\t4.00\t5.00\n"
        "合  计\t39.50\t25.00\n注：不含上级补助。\t\t\n",
    ],
)
@pytest.mark.parametrize("column", ["last_actual", "budget", "actual"])
def test_a_column_goes_where_its_heading_says_wherever_the_cursor_is(report: Answers, text: str, column: str) -> None:
    if "本年\n" in text and column != "last_actual":
        column = "last_actual"  # “本年” may be the budget, too: then the cursor decides
    assert paste(report, f"{GOODS}/{column}", text).texts == BOTH


@pytest.mark.parametrize(
    "text",
    [
        block_file("three-public-lying.tsv"),
        "“三公”经费支出表\n因公出国（境）费用\t公务用车购置\t公车运行维护费\t公务接待\n0\t0\t9.80\t2.60\n",
        "项目\t因公出国（境）费\t公务用车购置及运行维护费\t公务用车运行维护费\t公务接待费\n本年预算数\t\t9.80\t9.80\t2.60\n",
        "公务接待费\t公务用车运行维护费\n2.60\t9.80\n",
        "公务接待费\t2.60\n公务用车运行维护费\t9.80\n",
        "单位：万元\n项目\t金额\n公务接待费\t2.60\n公务用车运行维护费\t9.80\n合计\t12.40\n",
    ],
)
def test_a_lying_table_is_turned(report: Answers, text: str) -> None:
    texts = paste(report, f"{THREE}/budget", text).texts
    zeros = {f"three_public/{row}/budget" for row in ("abroad", "purchase")}
    assert {at: figure for at, figure in texts.items() if at not in zeros} == PUBLIC
    assert {texts[at] for at in zeros & texts.keys()} <= {"0", "0.00"}


def test_any_order_of_rows_and_columns_lands_on_the_same_cells(report: Answers) -> None:
    heads = ["科目编码", "科目名称", "本年决算数", "上年决算数", "本年预算数", "经办人"]
    lines = [
        ["30201", "办公费", "35.50", "20.00", "36", "张三"],
        ["30202", "印刷费", "4.00", "5.00", "4.5", "李四"],
        ["30203", "咨询费", "-", "1.00", "0.5", "李四"],
        ["30226", "劳务费", "7", "8", "9", "王五"],
    ]
    expected = paste(report, f"{GOODS}/actual", "\n".join("\t".join(line) for line in [heads, *lines])).texts
    assert len(expected) == 12
    chance = random.Random(7)
    for _ in range(60):
        rows = chance.sample(lines, len(lines))
        columns = chance.sample(range(6), 6)
        keys = chance.choice([set[int](), {0}, {1}])
        kept = [column for column in columns if column not in keys]
        table = [[line[column] for column in kept] for line in [heads, *rows]]
        if chance.random() < 0.3:
            table = [list(line) for line in zip(*table, strict=True)]
        if chance.random() < 0.3:
            table = [["某局决算表"], ["单位：万元"], *table]
        place = (
            f"{chance.choice(['spending/goods/e30201', 'spending/goods/e30213'])}/{chance.choice(['budget', 'actual'])}"
        )
        assert paste(report, place, "\n".join(map("\t".join, table))).texts == expected, table


def test_without_headings_figures_go_from_the_cursor_on(report: Answers) -> None:
    landed = paste(report, f"{GOODS}/last_actual", block_file("zero-shown-as-dash.tsv"))
    assert landed.texts["goods/e30201/last_actual"] == "12.50"
    assert landed.texts["goods/e30202/last_actual"] == "0"
    assert landed.texts["goods/e30203/actual"] == "0"
    assert landed.plan.count("zero") == 4
    assert paste(report, f"{GOODS}/actual", "办公费\t1 234.5\n印刷费\t(3.20)\n").texts == {
        "goods/e30201/actual": "1234.5",
        "goods/e30202/actual": "-3.2",
    }


def test_a_heading_over_two_columns_begins_at_the_cursor(report: Answers) -> None:
    texts = paste(report, f"{GOODS}/last_actual", block_file("narrow-column.tsv")).texts
    assert texts["goods/e30226/last_actual"] == "12,345.67"
    assert texts["goods/e30201/last_actual"] == "12.50"
    assert "goods/e30201/budget" not in texts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("科目名称\t人员经费\t公用经费\n办公费\t1\t2\n", "认不出“人员经费”、“公用经费”是本表的哪一栏"),
        ("科目名称\t2022年决算数\n办公费\t1\n", "认不出“2022年决算数”"),
        ("科目名称\t上年预算数\n办公费\t1\n", "认不出“上年预算数”"),
        ("科目名称\t本年决算数\n无此科目\t1\n另一科目\t2\n", "各行的名称和编码在本表里都没有"),
    ],
)
def test_what_cannot_be_placed_is_refused_in_one_sentence(report: Answers, text: str, sentence: str) -> None:
    refusal = paste(report, f"{GOODS}/budget", text).match.refusal
    assert sentence in refusal
    assert refusal.count("。") == 1


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("302\t01\t办公费\t90000\n302\t02\t印刷费\t8\n", ["90000", "8"]),
        ("302\t01\t13\n302\t02\t14\n", ["13", "14"]),
        ("办公费\t30201\t5\n印刷费\t30202\t6\n", ["5", "6"]),
        ("30202\t2\n30201\t1\n", ["1", "2"]),
    ],
)
def test_codes_are_found_without_headings(report: Answers, text: str, figures: list[str]) -> None:
    texts = paste(report, f"{GOODS}/budget", text).texts
    assert [texts[f"goods/e{code}/budget"] for code in (30201, 30202)] == figures


def test_figures_beside_a_code_are_no_part_of_it(report: Answers) -> None:
    texts = paste(report, f"{GOODS}/last_actual", "30201\t1\t2\t3\n").texts
    assert list(texts.values()) == ["1", "2", "3"]


def test_of_equal_headings_the_one_below_the_total_counts(report: Answers) -> None:
    head = "科目编码\t{}\t\t基本支出\t\n\t本年预算数\t本年决算数\t本年预算数\t本年决算数\n30201\t1\t2\t3\t4\n"
    assert paste(report, f"{GOODS}/budget", head.format("合计")).texts == {
        "goods/e30201/budget": "1",
        "goods/e30201/actual": "2",
    }
    refused = paste(report, f"{GOODS}/budget", head.format("项目支出"))
    assert refused.texts == {}
    assert refused.match.refusal


TWO_WAY = (
    "“三公”经费支出决算表\n公开07表\n部门：某局\t\t单位：万元\n预算数\t\t\t\t\t\t决算数\t\t\t\t\t\n"
    "合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\n"
    "\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t\n"
    "12.40\t0.50\t9.80\t1.80\t8.00\t2.10\t9.90\t0.40\t7.50\t0.50\t7.00\t2.00\n"
)


def test_headings_of_rows_and_columns_one_above_the_other(report: Answers) -> None:
    landed = paste(report, f"{THREE}/budget", TWO_WAY)
    assert landed.texts == {
        "three_public/abroad/budget": "0.50",
        "three_public/abroad/actual": "0.40",
        "three_public/purchase/budget": "1.80",
        "three_public/purchase/actual": "0.50",
        "three_public/running/budget": "8.00",
        "three_public/running/actual": "7.00",
        "three_public/reception/budget": "2.10",
        "three_public/reception/actual": "2.00",
    }


def test_groups_of_columns_side_by_side_are_read_one_after_the_other(report: Answers) -> None:
    text = (
        "一般公共预算财政拨款基本支出决算表\n公开06表\n人员经费\t\t\t公用经费\t\t\n"
        "科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\n301\t工资福利支出\t100\t302\t商品和服务支出\t30\n"
        "30101\t基本工资\t60\t30201\t办公费\t20\n30102\t津贴补贴\t40\t30202\t印刷费\t10\n"
    )
    landed = paste(report, f"{GOODS}/actual", text)
    assert landed.texts == {"goods/e30201/actual": "20", "goods/e30202/actual": "10"}
    assert landed.plan.count("unmatched") == 3


@pytest.mark.parametrize("heads", ["2023年\t\t2024年\t", "上年数\t\t本年数\t", "上年\t\t本年\t"])
def test_a_year_above_several_columns_counts_for_all_of_them(report: Answers, heads: str) -> None:
    text = f"项目\t{heads}\n\t预算数\t决算数\t预算数\t决算数\n公务接待费\t1\t2\t3\t4\n"
    columns = ("last_budget", "last_actual", "budget", "actual")
    texts = paste(report, f"{THREE}/actual", text).texts
    assert texts == {f"three_public/reception/{column}": str(number) for number, column in enumerate(columns, 1)}
    goods = paste(report, f"{GOODS}/actual", text.replace("公务接待费", "办公费"))
    assert goods.texts == {
        "goods/e30201/last_actual": "2",
        "goods/e30201/budget": "3",
        "goods/e30201/actual": "4",
    }
    assert goods.plan.count("no_column") == 1


def test_lines_of_other_names_are_never_taken_by_position(report: Answers) -> None:
    text = "人员类别\t编制数\t实有人数\n甲类\t12\t11\n乙类\t3\t2\n合计\t15\t13\n"
    landed = paste(report, "basics/staffing/administrative/authorised", text)
    assert landed.texts == {}
    assert landed.match.refusal


def test_what_is_left_out_is_told(report: Answers) -> None:
    text = (
        "科目编码\t科目名称\t本年决算数\t经办人\n30201\t办公费\t5\t张三\n30202\t咨询费\t6\n39999\t无\t7\n合计\t\t18\n"
    )
    landed = paste(report, f"{GOODS}/actual", text)
    assert landed.texts == {"goods/e30201/actual": "5"}
    assert landed.notes() == {"contradictory", "unmatched", "total", "no_column"}


def test_two_different_figures_for_one_answer_are_both_left_out(report: Answers) -> None:
    landed = paste(report, f"{GOODS}/actual", "科目\t本年决算数\n办公费\t5\n印刷费\t1\n办公费\t6\n")
    assert landed.texts == {"goods/e30202/actual": "1"}
    assert landed.plan.count("repeated") == 2
    same = paste(report, f"{GOODS}/actual", "科目\t本年决算数\n办公费\t5\n办公费\t5\n")
    assert same.texts == {"goods/e30201/actual": "5"}


def test_hashes_are_never_entered(report: Answers) -> None:
    landed = paste(report, f"{GOODS}/actual", "科目\t本年决算数\n办公费\t####\n印刷费\t1\n")
    assert landed.texts == {"goods/e30202/actual": "1"}
    assert landed.plan.count("hashes") == 1


@pytest.mark.parametrize(
    ("text", "in_yuan"),
    [
        ("科目\t本年决算数（元）\n办公费\t5\n", True),
        ("科目\t本年决算数（万元）\n办公费\t5\n", False),
        ("单位：人民币元\n科目\t本年决算数\n办公费\t5\n", True),
        ("科目\t本年决算数\n办公费\t5\n", None),
    ],
)
def test_the_unit_is_read_where_it_is_given(report: Answers, text: str, in_yuan: bool | None) -> None:
    match = paste(report, f"{GOODS}/actual", text).match
    assert match.in_yuan is in_yuan
    assert match.has_money


def test_amounts_in_yuan_are_converted_exactly(report: Answers) -> None:
    landed = paste(report, f"{GOODS}/actual", "办公费\t2,486,040.01\n", PasteOptions(from_yuan=True))
    assert landed.texts == {"goods/e30201/actual": "248.604001"}
