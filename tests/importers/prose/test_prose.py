"""Single sentences and headings: what a figure belongs to, what a choice is, where a list goes."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form
from perfdesk.entries.proposal import Proposal
from perfdesk.importers.prose.figures import FigureReader
from perfdesk.importers.prose.outline import outline
from perfdesk.importers.prose.titles import TitleIndex
from perfdesk.importers.prose.vocabulary import Vocabulary
from perfdesk.importers.source import SourceParagraph
from support.read_lines import proposed_lines


@pytest.fixture(scope="module")
def form() -> Form:
    return shipped_form("hunan_overall_2023")


def texts(proposal: Proposal) -> dict[str, str]:
    return {str(answer.address): answer.after for answer in proposal.answers}


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("四、部门概况", "basics"),
        ("二、部门整体支出管理及使用情况", "spending"),
        ("（三）政府性基金预算收支情况", "funds"),
        ("七、存在的主要问题和原因", "problems"),
        ("改进措施和有关建议", "measures"),
        ("五、评价报告综述（文字部分）", "performance"),
    ],
)
def test_a_chapter_is_known_by_its_title_whatever_its_number(form: Form, title: str, section: str) -> None:
    found = TitleIndex(form).chapter(title)
    assert found is not None
    assert found.destination.section == section


@pytest.mark.parametrize("title", ["四、资产管理情况", "四、评价人员", "一、会议安排"])
def test_a_chapter_that_the_form_does_not_have_is_not_forced_into_it(form: Form, title: str) -> None:
    assert TitleIndex(form).chapter(title) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "本年“三公”经费支出7.52万元，其中：公务接待费2.14万元。上年支出8.18万元，下降8.07%。",
            {
                "spending/three_public/stated/actual": "7.52",
                "spending/three_public/reception/actual": "2.14",
                "spending/three_public/stated/last_actual": "8.18",
            },
        ),
        (
            "商品和服务支出9.8万元（其中公务接待费2.14万元、办公费7.66万元）。",
            {
                "spending/controls/e302/actual": "9.8",
                "spending/goods/e30217/actual": "2.14",
                "spending/goods/e30201/actual": "7.66",
            },
        ),
        (
            "县水利局整体支出1018.91万元，一般公共预算财政拨款收入1018.91万元；年初预算900万元，全年预算1034.07万元。",
            {
                "spending/controls/total/actual": "1018.91",
                "spending/income/general/actual": "1018.91",
                "spending/controls/total/initial_budget": "900",
                "spending/controls/total/budget": "1034.07",
            },
        ),
        ("办公费20元。", {"spending/goods/e30201/actual": "20元"}),
        ("拨付各村维修费用的补助资金共计30万元。", {}),
        ("农业产业园建设项目支出30万元。", {}),
    ],
)
def test_a_figure_belongs_to_what_it_is_said_of(form: Form, text: str, places: dict[str, str]) -> None:
    found = FigureReader(Vocabulary(form), 2023).read(text, "spending")
    assert {str(one.target.address(one.question.id)): one.text for one in found if one.target} == places


def test_staff_is_told_by_the_words_of_its_total_and_by_the_rows_named_before(form: Form) -> None:
    text = "核定编制93名，其中行政编制62名、差额事业编制31名；年末在职90人，其中行政60人、事业30人。"
    found = FigureReader(Vocabulary(form), 2023).read(text, "basics")
    places = {
        str(one.target.address(one.question.id if one.target.row else "")): one.text for one in found if one.target
    }
    assert places == {
        "basics/authorised_stated": "93",
        "basics/staffing/administrative/authorised": "62",
        "basics/staffing/part_funded/authorised": "31",
        "basics/actual_stated": "90",
        "basics/staffing/administrative/actual": "60",
        "basics/staffing/part_funded/actual": "30",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "全年项目支出50万元：①河道清淤30万元，主要用于清淤；②水库除险20万元，主要用于加固。",
        "项目支出中，一是河道清淤30万元，用于清淤；二是水库除险20万元，用于加固。",
    ],
)
def test_projects_in_a_sentence_become_rows(form: Form, sentence: str) -> None:
    found = texts(proposed_lines(form, "二、一般公共预算支出情况", "（二）项目支出情况", sentence))
    rows = {name: text for name, text in found.items() if name.startswith("spending/projects/")}
    assert sorted(rows.values()) == ["20", "30", "加固", "水库除险", "河道清淤", "清淤"]


def test_a_rounded_figure_is_doubtful_and_says_so(form: Form) -> None:
    proposal = proposed_lines(form, "二、一般公共预算支出情况", "整体支出约1.9亿元。")
    (answer,) = [one for one in proposal.answers if str(one.address) == "spending/controls/total/actual"]
    assert (answer.after, answer.confidence, answer.note) == ("19000", "doubtful", "约数")


@pytest.mark.parametrize(
    ("sentence", "address", "option"),
    [
        ("本年度机构没有变动。", "basics/reorganised", "无"),
        ("本单位2021年度不涉及省级专项资金。", "basics/provincial_goal", "不涉及"),
        ("省级专项资金绩效目标：验收合格率100%。", "basics/provincial_goal", "有"),
        ("无政府性基金预算支出，无社会保险基金预算支出。", "insurance/any", "无"),
    ],
)
def test_a_choice_is_read_from_what_a_sentence_denies_or_tells(
    form: Form, sentence: str, address: str, option: str
) -> None:
    assert texts(proposed_lines(form, "一、基本情况", sentence))[address] == option


def test_numbered_and_running_lists_become_rows_and_their_lead_is_kept(form: Form) -> None:
    proposal = proposed_lines(
        form, "一、基本情况", "根据三定方案，主要职责是：", "1、管水。", "2、治水。",
        "七、存在的问题", "主要有：一是人手少；二是资金紧。", "八、改进措施", "招人。", "争取资金。",
    )  # fmt: skip
    found = [(answer.address.field, answer.address.column, answer.after) for answer in proposal.answers]
    assert ("duties_lead", "", "根据三定方案，主要职责是：") in found
    assert [text for field, _, text in found if field == "duties"] == ["管水。", "治水。"]
    items = [(answer.address.section, answer.after) for answer in proposal.answers if answer.address.column == "text"]
    assert items[2:] == [
        ("problems", "人手少；"), ("problems", "资金紧。"), ("measures", "招人。"), ("measures", "争取资金。"),
    ]  # fmt: skip
    links = [answer for answer in proposal.answers if answer.address.column == "answers"]
    assert len(links) == 2


def test_the_cover_is_read_from_title_signature_and_labelled_lines(form: Form) -> None:
    proposal = proposed_lines(
        form, "青石县水利局", "2023年度部门整体支出绩效评价报告", "预算编码：316001　填表人：张某", "一、基本情况",
        "青石县水利局（简称县水利局）是行政单位。", "青石县水利局（盖章）", "2024年3月5日",
    )  # fmt: skip
    found = texts(proposal)
    assert found["cover/year"] == "2023"
    assert found["cover/unit_name"] == "青石县水利局"
    assert found["cover/genre"] == "评价报告"
    assert found["cover/budget_code"] == "316001"
    assert found["cover/preparer"] == "张某"
    assert found["cover/issue_date"] == "2024年3月5日"
    assert found["cover/short_name"] == "县水利局"
    assert found["cover/unit_type"] == "行政单位"


def test_what_has_no_place_is_given_back_with_a_reason(form: Form) -> None:
    proposal = proposed_lines(
        form, "一、基本情况", "核定编制9名。", "二、资产管理情况", "年末固定资产300万元。", "附件：1. 自评表"
    )
    assert [(one.text, one.reason) for one in proposal.unplaced] == [
        ("二、资产管理情况", "表单里没有这一章"),
        ("年末固定资产300万元。", "表单里没有这一章"),
        ("附件：1. 自评表", "附件清单由程序自动生成"),
    ]


def test_words_before_chapter_one_are_the_introduction(form: Form) -> None:
    words = "根据县财政局通知要求，我局组织了自评，现将有关情况报告如下："
    proposal = proposed_lines(
        form, "2024年度青石县林业局部门整体支出绩效自评报告", words, "一、基本情况", "核定编制9名。"
    )
    assert texts(proposal)["cover/introduction"] == words
    assert proposal.unplaced == ()


@pytest.mark.parametrize("label", ["附件3", "附件3-2", "附件3－12", "附件三"])
def test_the_label_of_an_attachment_names_the_table_below_it(form: Form, label: str) -> None:
    lines = ("一、基本情况", "核定编制9名。", "道县应急管理局", "2024年3月5日", label, "项目支出绩效自评表")
    read = outline(form, [SourceParagraph(line, number) for number, line in enumerate(lines, 1)])
    assert [(one.part, one.is_title) for one in read[-2:]] == [("attachment", True)] * 2
    assert {one.section for one in read[-2:]} == {"project_evaluation"}


@pytest.mark.parametrize("date", ["＿＿年＿月＿日", "    年  月  日", "××××年×月×日", "2024年　月　日"])
def test_a_signature_is_known_by_a_date_that_is_still_to_be_filled_in(form: Form, date: str) -> None:
    lines = ("一、基本情况", "核定编制9名。", "青石县水利局（盖章）", date, "项目支出绩效自评表", "年 月 日")
    read = outline(form, [SourceParagraph(line, number) for number, line in enumerate(lines, 1)])
    assert [one.part for one in read[2:]] == ["signature", "signature", "attachment", "attachment"]
    found = texts(proposed_lines(form, *lines))
    assert found["cover/unit_name"] == "青石县水利局"
    assert "cover/issue_date" not in found


@pytest.mark.parametrize("date", ["年　月　日", "2024年　月　日"])
@pytest.mark.parametrize("contents", [(), ("一、基本情况", "二、一般公共预算支出情况", "三、存在问题")])
def test_a_blank_date_before_a_chapter_is_no_signature(form: Form, date: str, contents: tuple[str, ...]) -> None:
    chapters = ("一、基本情况", "核定编制9名。", date, "二、一般公共预算支出情况", "整体支出1297.99万元。")
    lines = (*contents, date, *chapters, "青石县水利局", date) if contents else (*chapters, "青石县水利局", date)
    read = outline(form, [SourceParagraph(line, number) for number, line in enumerate(lines, 1)])
    assert [one.part for one in read if one.part == "signature"] == ["signature"] * 2
    assert [one.part for one in read[-2:]] == ["signature"] * 2
    assert [one.section for one in read[-4:-2]] == ["spending"] * 2


@pytest.mark.parametrize("title", [(), ("部门整体支出绩效自评报告",)])
@pytest.mark.parametrize("date", ["年　月　日", "2024年3月5日"])
def test_without_a_signature_a_date_on_the_cover_does_not_end_the_report(
    form: Form, date: str, title: tuple[str, ...]
) -> None:
    contents = ("一、基本情况", "二、一般公共预算支出情况", "三、存在问题")
    lines = (
        *contents,
        *title,
        date,
        "一、基本情况",
        "核定编制9名。",
        "二、一般公共预算支出情况",
        "整体支出1297.99万元。",
    )
    read = outline(form, [SourceParagraph(line, number) for number, line in enumerate(lines, 1)])
    assert "signature" not in [one.part for one in read]
    assert [one.section for one in read[-4:]] == ["basics", "basics", "spending", "spending"]


def test_an_attached_report_with_the_same_chapters_stands_behind_the_signature(form: Form) -> None:
    chapters = ("一、基本情况", "核定编制9名。", "二、一般公共预算支出情况", "整体支出1297.99万元。")
    lines = (*chapters, "青石县水利局", "年　月　日", *chapters, "年　月　日")
    read = outline(form, [SourceParagraph(line, number) for number, line in enumerate(lines, 1)])
    assert [one.part for one in read[4:]] == ["signature"] * 2 + ["attachment"] * 5
