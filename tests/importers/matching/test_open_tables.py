"""Blocks pasted into tables that can grow: indicators and projects."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.answers import PasteOptions
from support.pasted_blocks import Landed, block_file, paste

AnswersWith = Callable[..., Answers]
PLACE = "self_evaluation/outputs/s1/level2"
PROJECT = "spending/projects/x/name"


@pytest.fixture(scope="module")
def report(answers_of: AnswersWith) -> Answers:
    """A new report: each group of indicators has one row for each kind; there is a blank project."""
    kinds = {
        "outputs": ["数量指标", "质量指标", "时效指标", "成本指标"],
        "benefits": ["经济效益指标", "社会效益指标"],
        "satisfaction": ["社会公众或服务对象满意度指标"],
    }
    texts: dict[str, str] = {"cover/year": "2024", "spending/projects/x/#": "1"}
    for table, options in kinds.items():
        for number, option in enumerate(options, 1):
            texts[f"self_evaluation/{table}/s{number}/#"] = str(number)
            texts[f"self_evaluation/{table}/s{number}/level2"] = option
    return answers_of(None, texts)


def rows_of(landed: Landed, table: str) -> list[dict[str, str]]:
    """The texts of each row of a table that something was pasted to."""
    found: dict[str, dict[str, str]] = {}
    for at, text in landed.texts.items():
        name, row, column = at.split("/")
        if name == table and text:
            found.setdefault(row, {})[column] = text
    return list(found.values())


def named(landed: Landed, table: str) -> list[str]:
    """The names of the rows of a table that something was pasted to."""
    return [row["name"] for row in rows_of(landed, table)]


FOUR = ["走访企业", "问题办结率", "按期办结率", "单次成本"]


@pytest.mark.parametrize(
    "text",
    [
        block_file("weight-before-target.tsv"),
        "部门整体支出绩效自评表\n" + block_file("weight-before-target.tsv"),
        "序号\t一级指标\t二级指标\t三级指标\t权重\t目标值\t完成值\t自评得分\n"
        "1\t产出指标\t数量指标\t走访企业\t20\t≥30家\t32家\t20\n2\t\t质量指标\t问题办结率\t10\t≥95%\t96%\t10\n"
        "3\t\t时效指标\t按期办结率\t10\t=100%\t100%\t10\n4\t\t成本指标\t单次成本\t10\t≤800元\t780元\t10\n"
        "总分\t\t\t\t50\t\t\t50\n",
        "得分\t分值（50分）\t指标名称\t实际完成情况\t年度目标值\t二级\n20\t20\t走访企业\t32家\t≥30家\t数量\n"
        "10\t10\t问题办结率\t96%\t≥95%\t质量\n10\t10\t按期办结率\t100%\t=100%\t时效\n10\t10\t单次成本\t780元\t≤800元\t成本\n",
    ],
)
def test_columns_of_indicators_go_by_their_headings(report: Answers, text: str) -> None:
    landed = paste(report, PLACE, text)
    assert named(landed, "outputs") == FOUR
    first = rows_of(landed, "outputs")[0]
    assert (first["target"], first["actual"], first["weight"], first["score"]) == ("≥30家", "32家", "20", "20")
    assert not {row.get("level2") for row in rows_of(landed, "outputs")} - {None}
    assert not landed.match.refusal
    assert {at.split("/")[0] for at in landed.texts} == {"outputs"}


def test_any_order_of_columns_lands_in_the_same_columns(report: Answers) -> None:
    lines = [line.split("\t") for line in block_file("weight-before-target.tsv").splitlines()]
    expected = paste(report, PLACE, block_file("weight-before-target.tsv")).texts
    chance = random.Random(3)
    for _ in range(30):
        order = chance.sample(range(6), 6)
        table = [[line[column] for column in order] for line in lines]
        assert paste(report, PLACE, "\n".join(map("\t".join, table))).texts == expected, table


def test_rows_beyond_the_last_are_added(report: Answers) -> None:
    landed = paste(report, PLACE, block_file("six-output-rows.tsv"))
    assert len(named(landed, "outputs")) == 6
    assert [at for at in landed.texts if "+" in at and at.endswith("name")] == ["outputs/+1/name", "outputs/+2/name"]
    assert {at.split("/")[0] for at in landed.texts} == {"outputs"}
    assert rows_of(landed, "outputs")[3]["reason"] == "一件录入有误"


def test_an_added_row_is_called_by_its_name(report: Answers) -> None:
    plan = paste(report, PLACE, block_file("six-output-rows.tsv")).plan
    assert "新增行“单次成本”·分值" in {cell.label for cell in plan.cells}


@pytest.mark.parametrize(
    "text",
    [
        block_file("measure-in-three-columns.tsv"),
        "三级指标\t二级指标\t度量单位\t指标值\t指标性质\t完成值\t得分\t权重\n"
        "发放覆盖率\t数量指标\t%\t100\t＝\t100\t20\t20\n办结时间\t时效指标\t分钟\t15\t≤\t12\t30\t30\n",
        "二级指标\t三级指标\t符号\t目标值\t计量单位\t实际值\t分值\t得分\n"
        "数量指标\t发放覆盖率\t等于\t100%\t%\t100\t20\t20\n时效指标\t办结时间\t小于等于\t15\t分钟\t12\t30\t30\n",
        "数量指标\t发放覆盖率\t＝\t100\t%\t100\t20\t20\n时效指标\t办结时间\t≤\t15\t分钟\t12\t30\t30\n",
    ],
)
def test_a_measure_in_three_columns_is_joined(report: Answers, text: str) -> None:
    rows = rows_of(paste(report, PLACE, text), "outputs")
    assert [(row["target"], row["actual"], row["weight"], row["score"]) for row in rows] == [
        ("=100%", "100", "20", "20"),
        ("≤15分钟", "12", "30", "30"),
    ]


@pytest.mark.parametrize("name", ["short-level2.tsv", "merged-level2.tsv"])
def test_short_and_merged_kinds_are_those_of_the_list(report: Answers, name: str) -> None:
    landed = paste(report, PLACE, block_file(name))
    rows = {at: text for at, text in landed.texts.items() if at.endswith("level2")}
    assert rows == {"outputs/s2/level2": "数量指标", "outputs/s3/level2": "质量指标", "outputs/s4/level2": "时效指标"}
    assert named(landed, "outputs") == ["走访企业", "上门服务", "问题办结率", "按期办结率"]


def test_indicators_of_all_groups_go_to_their_tables(report: Answers) -> None:
    kinds = [
        ("产出指标（50分）", "数量指标"),
        ("", "质量"),
        ("效益指标", "社会效益"),
        ("", "经济效益指标"),
        ("满意度指标", "满意度"),
    ]
    lines = ["一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分"]
    for group, (level1, level2) in enumerate(kinds):
        lines += [
            f"{'' if number else level1}\t{'' if number else level2}\t指标{group}{number}\t≥{number}个\t9个\t1\t1"
            for number in range(6)
        ]
    landed = paste(report, PLACE, "\n".join([*lines, "合计\t\t\t\t\t30\t30"]))
    assert [len(named(landed, table)) for table in ("outputs", "benefits", "satisfaction")] == [12, 12, 6]
    assert landed.notes() == {"total"}
    assert not landed.plan.unknown_choices


def test_without_headings_the_kind_decides_the_table(report: Answers) -> None:
    landed = paste(report, PLACE, "产出指标\t数量指标\t甲\t≥1个\t1个\n效益指标\t社会效益指标\t乙\t≥2个\t2个\n")
    assert (named(landed, "outputs"), named(landed, "benefits")) == (["甲"], ["乙"])
    landed = paste(report, PLACE, "数量指标\t甲\t≥1个\t1个\n社会效益指标\t乙\t≥2个\t2个\n")
    assert (named(landed, "outputs"), named(landed, "benefits")) == (["甲"], ["乙"])


def test_indicators_that_exist_are_found_by_name(report: Answers, answers_of: AnswersWith) -> None:
    full = {f"self_evaluation/outputs/s{row}/name": name for row, name in enumerate(FOUR, 1)}
    full |= {f"self_evaluation/outputs/s{row}/#": str(row) for row in range(1, 5)} | {"cover/year": "2024"}
    landed = paste(answers_of(None, full), PLACE, "三级指标\t分值\n单次成本\t7\n新指标\t3\n走访企业\t9\n")
    assert landed.texts["outputs/s4/weight"] == "7"
    assert landed.texts["outputs/s1/weight"] == "9"


def test_projects_from_the_heading_of_an_empty_table(answers_of: AnswersWith) -> None:
    empty = answers_of(None, {"cover/year": "2024"})
    for place in ("spending/projects/none/name",):
        landed = paste(empty, place, block_file("total-line-as-project.tsv"))
        assert [row["name"] for row in rows_of(landed, "projects")] == ["渠道清淤", "泵站运行"]
        assert rows_of(landed, "projects")[0]["use"] == "清淤和护岸"
        assert landed.notes() == {"total"}


@pytest.mark.parametrize("total", ["合计", "合  计", "总计", "小计", "项目支出合计", "合计："])
def test_a_line_of_totals_is_no_project(report: Answers, total: str) -> None:
    text = block_file("total-line-as-project.tsv").replace("合计", total)
    landed = paste(report, PROJECT, text)
    assert [row["name"] for row in rows_of(landed, "projects")] == ["渠道清淤", "泵站运行"]
    assert landed.plan.count("total") == 1


@pytest.mark.parametrize(
    "text",
    [
        "序号\t项目名称\t类别\t上年决算数\t年初预算数\t全年预算数\t全年执行数\t用途说明\n"
        "1\t渠道清淤\t业务工作经费\t10\t12\t12.5\t11.5\t清淤\n2\t统计汇总系统\t运行维护经费\t5\t6\t6\t5.8\t电费\n\t合计\t\t15\t18\t18.5\t17.3\t\n",
        "1\t渠道清淤\t业务工作经费\t10\t12\t12.5\t11.5\t清淤\n2\t统计汇总系统\t运行维护\t5\t6\t6\t5.8\t电费\n",
        "2024年项目支出明细表\n项目名称\t2023年决算数\t年初预算\t调整后预算数\t2024年决算数\t主要用途\t项目类型\n"
        "渠道清淤\t10\t12\t12.5\t11.5\t清淤\t业务工作经费\n统计汇总系统\t5\t6\t6\t5.8\t电费\t运行维护经费\n",
    ],
)
def test_projects_go_by_headings_or_in_order(report: Answers, text: str) -> None:
    rows = rows_of(paste(report, PROJECT, text), "projects")
    assert rows == [
        {
            "name": "渠道清淤",
            "category": "业务工作经费",
            "last_actual": "10",
            "initial_budget": "12",
            "budget": "12.5",
            "actual": "11.5",
            "use": "清淤",
        },
        {
            "name": "统计汇总系统",
            "category": "运行维护经费",
            "last_actual": "5",
            "initial_budget": "6",
            "budget": "6",
            "actual": "5.8",
            "use": "电费",
        },
    ]


def test_sixty_projects_are_sixty_rows(report: Answers) -> None:
    text = "\n".join(f"项目{number}\t其他项目\t1\t2\t3\t3\t用途" for number in range(60))
    landed = paste(report, PROJECT, text)
    assert len(rows_of(landed, "projects")) == 60


def test_unknown_choices_are_asked_once_for_the_whole_block(report: Answers) -> None:
    text = "\n".join(
        f"项目{number}\t{'专项业务费' if number % 2 else '省级专项资金'}\t1\t2\t3\t3\t用途" for number in range(10)
    )
    landed = paste(report, PROJECT, text)
    unknown = landed.plan.unknown_choices
    assert [(one.column, one.text, one.count) for one in unknown] == [("category", "专项业务费", 5)]
    assert "业务工作经费" in unknown[0].options
    chosen = PasteOptions(choices={("category", "专项业务费"): "业务工作经费"})
    landed = paste(report, PROJECT, text, chosen)
    assert not landed.plan.unknown_choices
    assert [row["category"] for row in rows_of(landed, "projects")] == ["省级专项资金", "业务工作经费"] * 5


def test_figures_of_projects_that_exist_are_found_by_name(answers_of: AnswersWith) -> None:
    names = {f"spending/projects/p{row}/name": name for row, name in enumerate(["清淤", "护岸"], 1)}
    rows = {f"spending/projects/p{row}/#": str(row) for row in (1, 2)}
    report = answers_of(None, names | rows | {"cover/year": "2024"})
    landed = paste(report, "spending/projects/p1/budget", "护岸\t5\t4\n清淤\t3\t2\n")
    assert landed.texts == {
        "projects/p2/budget": "5",
        "projects/p2/actual": "4",
        "projects/p1/budget": "3",
        "projects/p1/actual": "2",
    }
    assert paste(report, "spending/projects/p1/budget", "项目名称\t全年执行数\n护岸\t4\n清淤\t2\n").texts == {
        "projects/p2/actual": "4",
        "projects/p1/actual": "2",
    }


def test_names_are_never_entered_as_figures(report: Answers) -> None:
    landed = paste(report, "spending/projects/x/budget", "新项目\t5\t4\n另一项目\t3\t2\n")
    assert landed.texts == {}
    assert landed.notes() == {"unmatched"}


def test_a_lying_table_of_projects_is_turned(report: Answers) -> None:
    text = "项目名称\t渠道清淤\t泵站运行\n全年预算数\t12\t6\n类别\t业务工作经费\t其他\n全年执行数\t11\t5\n"
    assert rows_of(paste(report, PROJECT, text), "projects") == [
        {"name": "渠道清淤", "budget": "12", "category": "业务工作经费", "actual": "11"},
        {"name": "泵站运行", "budget": "6", "category": "其他项目", "actual": "5"},
    ]


def test_a_block_that_begins_with_the_names_goes_right_of_the_kinds(report: Answers) -> None:
    rows = rows_of(paste(report, PLACE, "甲\t≥1个\t2个\t5\t4\n乙\t=100%\t100%\t5\t5\n"), "outputs")
    assert rows[0] == {"name": "甲", "target": "≥1个", "actual": "2个", "weight": "5", "score": "4"}


def test_a_part_of_the_project_above_is_no_project(report: Answers) -> None:
    text = "项目名称\t上年结转\t全年预算\t全年执行\n甲\t1\t3\t4\n其中：本级\t1\t2\t2\n合计\t1\t3\t4\n"
    landed = paste(report, PROJECT, text)
    assert rows_of(landed, "projects") == [{"name": "甲", "budget": "3", "actual": "4"}]
    assert landed.notes() == {"part", "total", "no_column"}


def test_a_block_in_yuan_below_titles_is_not_taken_for_projects(report: Answers) -> None:
    text = "项目支出情况\n单位：元\n项目\t资金性质\t金额\n甲\t财政拨款\t50000\n乙\t财政拨款\t60000\n"
    landed = paste(report, PROJECT, text)
    assert rows_of(landed, "projects") == [{"name": "甲"}, {"name": "乙"}]
    assert landed.match.in_yuan
