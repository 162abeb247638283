"""A table is understood by its title, names and headings, whatever its shape."""

from __future__ import annotations

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Proposal
from perfdesk.importers.tables.description import import_tables
from support.source_tables import read_answers, read_texts, table_of

UPRIGHT = """
财政拨款“三公”经费支出决算表 | >
项目 | 预算数
合计 | 80000
公务接待费 | 24000
"""


@pytest.mark.parametrize("form_id", form_ids())
def test_every_place_of_the_description_is_an_answer_of_the_form(form_id: str) -> None:
    form = shipped_form(form_id)
    for kind in import_tables(form).kinds:
        rows = [row for block in kind.blocks for row in block.rows]
        places = [place for row in rows for place in row.at.values()]
        places += [field.to for field in kind.fields if not field.column]
        for block in kind.blocks:
            for row in block.rows:
                columns = [column for column in block.columns if column not in row.at]
                known = [column for column in columns if row.to and _is_question(form_id, f"{row.to}/{column}")]
                assert known or row.at, f"{kind.id}: {row}"
        for place in places:
            assert _is_question(form_id, place), f"{kind.id}: {place}"


def _is_question(form_id: str, place: str) -> bool:
    return shipped_form(form_id).question(Address.parse(place.replace("*", "r1"))) is not None


def test_an_amount_is_converted_from_the_unit_that_the_table_names() -> None:
    texts = read_texts(table_of("金额单位：元 | >\n" + UPRIGHT.strip()))
    assert texts["spending/three_public/stated/budget"] == "8"
    assert texts["spending/three_public/reception/budget"] == "2.4"


def test_without_a_unit_an_amount_is_only_likely() -> None:
    answers = read_answers(table_of(UPRIGHT))
    assert answers["spending/three_public/reception/budget"].confidence == "likely"


def test_rows_and_columns_may_both_be_named_above() -> None:
    texts = read_texts(
        table_of("""
财政拨款“三公”经费支出决算表（单位：万元） | > | > | >
预算数 | > | 决算数 | >
合计 | 公务接待费 | 合计 | 公务接待费
1 | 2 | 3 | 4
8.00 | 2.40 | 7.52 | 2.14
""")
    )
    assert texts["spending/three_public/stated/budget"] == "8"
    assert texts["spending/three_public/reception/actual"] == "2.14"
    assert len(texts) == 4


def test_tables_of_projects_below_one_another_are_read_each_for_itself() -> None:
    one = """
项目支出绩效自评表 | > | >
项目名称 | {name} | >
项目资金（万元） | 年初预算数 | 全年预算数
年度资金总额： | {amount} | {amount}
"""
    lines = one.format(name="防汛", amount="12").strip() + "\n" + one.format(name="抗旱", amount="30").strip()
    texts = read_texts(table_of(lines))
    assert texts["spending/projects/r1/name"] == "防汛"
    assert texts["spending/projects/r1/budget"] == "12"
    assert texts["spending/projects/r2/name"] == "抗旱"
    assert texts["spending/projects/r2/budget"] == "30"


def test_lines_of_one_code_add_up_and_subtotals_do_not() -> None:
    answers = read_answers(
        table_of("""
预算指标执行情况明细表 | 单位：元 | > | >
部门经济分类编码 | 项目类别 | 项目名称 | 累计支付
30201 | 公用经费 | | 1,000.00
30201 | 公用经费 | | 2,500.00
小计 | 基本支出 | | 3,500.00
30226 | 特定目标类 | 防汛 | 70,000.00
30227 | 特定目标类 | 防汛 | 30,000.00
合计 | | | 103,500.00
""")
    )
    assert {address: answer.after for address, answer in answers.items()} == {
        "spending/controls/basic/actual": "0.35",
        "spending/controls/total/actual": "10.35",
        "spending/goods/e30201/actual": "0.35",
        "spending/projects/r1/name": "防汛",
        "spending/projects/r1/actual": "10",
    }
    assert "第 3、4 行相加" in answers["spending/goods/e30201/actual"].source.place


def test_a_computed_answer_is_proposed_but_not_entered() -> None:
    answers = read_answers(table_of("基础数据表 | 2023年决算数（万元）\n三公经费 | 12.5\n公务接待 | 3.5"))
    computed = answers["spending/three_public/three_sum/actual"]
    assert computed.after == "12.5"
    edits = Proposal(tuple(answers.values())).edits(shipped_form("hunan_overall_2023"), Entries())
    assert [str(edit.address) for edit in edits] == ["spending/three_public/reception/actual"]


def test_two_different_figures_for_one_answer_are_doubtful_and_say_so() -> None:
    answers = read_answers(table_of("“三公”经费支出决算表（万元） | 决算数\n公务接待费 | 3.5\n公务接待费 | 4.5"))
    answer = answers["spending/three_public/reception/actual"]
    assert answer.confidence == "doubtful"
    assert "4.5" in answer.conflict
