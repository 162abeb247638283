"""Blocks pasted into the second form: indicators in one table with two levels, lying tables, offices."""

from __future__ import annotations

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from support.pasted_blocks import block_file, paste

OFFICE = {"money/offices/o1/name": "局机关"}


@pytest.fixture(scope="module")
def report() -> Answers:
    """A report with one office and one blank indicator."""
    texts = {"cover/year": "2024", **OFFICE}
    edits = [Edit(Address.parse(at), None, text) for at, text in texts.items()]
    places = (("money", "offices", "o1"), ("evaluation", "indicators", "i1"))
    edits += [Edit(Address(*place, "#"), None, "1") for place in places]
    return Answers(shipped_form("yueyang_overall_2023"), Entries().after(tuple(edits)))


def test_both_levels_of_an_indicator_are_found_whether_merged_or_short(report: Answers) -> None:
    text = (
        "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分\n"
        "产出指标\t数量\t走访企业\t≥\t30\t家\t32家\t20\t20\n\t\t上门服务\t≥\t12\t次\t14次\t10\t10\n"
        "效益\t社会效益\t投诉\t≤\t2\t件\t1件\t10\t10\n满意度\t满意度\t群众满意度\t≥\t95\t%\t96%\t10\t10\n总分\t\t\t\t\t\t\t50\t50\n"
    )
    landed = paste(report, "evaluation/indicators/i1/level1", text)
    found = {at: entered for at, entered in landed.texts.items() if at.split("/")[2] in ("level1", "level2", "target")}
    assert list(found.values()) == [
        *("产出指标", "数量指标", "≥30家"),
        *("产出指标", "数量指标", "≥12次"),
        *("效益指标", "社会效益指标", "≤2件"),
        *("满意度指标", "社会公众或服务对象满意度指标", "≥95%"),
    ]
    assert landed.notes() == {"total"}


def test_the_other_forms_block_is_taken_too(report: Answers) -> None:
    landed = paste(report, "evaluation/indicators/i1/level1", block_file("weight-before-target.tsv"))
    assert [text for at, text in landed.texts.items() if at.endswith("/level2")] == [
        "数量指标",
        "质量指标",
        "时效指标",
        "成本指标",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "固定资产合计\t在用固定资产\t出租固定资产\t闲置待处置固定资产\n100\t90\t6\t4\n",
        "项目\t账面价值（万元）\n固定资产总额\t100\n其中：在用\t90\n出租\t6\n闲置\t4\n",
        "闲置固定资产\t4\n出租\t6\n固定资产\t100\n在用固定资产\t90\n",
    ],
)
def test_assets_are_found_by_name_lying_or_upright(report: Answers, text: str) -> None:
    assert paste(report, "money/assets/fixed/amount", text).texts == {
        "assets/fixed/amount": "100",
        "assets/used/amount": "90",
        "assets/let/amount": "6",
        "assets/idle/amount": "4",
    }


def test_three_public_expenses_are_found_by_other_names(report: Answers) -> None:
    text = (
        "项目\t2024年决算数\t2024年预算数\n因公出国（境）\t0\t0\n公务用车购置和运行维护费\t9\t10\n"
        "（1）公务用车购置\t0\t0\n（2）公务用车运行费\t9\t10\n公务接待\t3\t4\n"
    )
    landed = paste(report, "money/three_public/everything/last_actual", text)
    assert landed.texts["three_public/upkeep/actual"] == "9"
    assert landed.texts["three_public/vehicles/planned"] == "10"
    assert landed.texts["three_public/reception/planned"] == "4"
    assert len(landed.texts) == 10


def test_offices_go_by_their_headings_without_the_line_of_all(report: Answers) -> None:
    text = (
        "机构名称\t收入合计\t其中\t\t\t\t\n\t\t上年结转\t公共财政拨款\t政府性基金拨款\t专户管理非税收入拨款\t其他收入\n"
        "局机关及二级机构汇总\t30\t3\t27\t0\t0\t0\n局机关\t10\t1\t9\t0\t0\t0\n二级机构甲\t20\t2\t18\t0\t0\t0\n"
    )
    landed = paste(report, "money/offices/o1/name", text)
    assert landed.texts["offices/o1/carried"] == "1"
    assert landed.texts["offices/+1/name"] == "二级机构甲"
    assert landed.texts["offices/+1/general"] == "18"
    assert landed.plan.count("total") == 1


def test_a_table_of_one_row_needs_no_name(report: Answers) -> None:
    landed = paste(report, "money/budget/whole/initial", "全年预算数\t年初预算数\t本年追加\n12\t10\t2\n")
    assert landed.texts == {"budget/whole/adjusted": "12", "budget/whole/initial": "10", "budget/whole/added": "2"}
