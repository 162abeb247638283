"""Reports in other styles: titles with their text behind them, joined chapters, lists in one paragraph, bare 无。"""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form
from perfdesk.entries.proposal import Proposal, ProposedAnswer
from perfdesk.importers.prose.figures import FigureReader
from perfdesk.importers.prose.vocabulary import Vocabulary
from support.read_lines import proposed_lines
from support.steps import Steps


@pytest.fixture(scope="module")
def form() -> Form:
    return shipped_form("hunan_overall_2023")


def answers_at(proposal: Proposal, *place: str) -> list[ProposedAnswer]:
    """The answers of a section, or of a field or table of it."""
    return [one for one in proposal.answers if (one.address.section, one.address.field)[: len(place)] == place]


def texts_at(proposal: Proposal, *place: str) -> list[str]:
    return [one.after for one in answers_at(proposal, *place) if one.address.column != "answers"]


@pytest.mark.parametrize("section", ["funds", "capital", "insurance"])
@pytest.mark.parametrize("said", ["无。", "本单位无此项支出。", "不涉及。"])
def test_a_chapter_that_only_says_none_chooses_none(form: Form, section: str, said: str) -> None:
    found = answers_at(proposed_lines(form, form.section(section).title, said), section)
    assert [(one.address.field, one.after) for one in found] == [("any", "无")]


def test_a_list_in_one_paragraph_is_as_many_rows(form: Form) -> None:
    title = form.section("problems").title
    found = proposed_lines(form, title, "一是人手不足。二是指标不完善。三是资产管理有待加强。")
    assert texts_at(found, "problems", "items") == ["人手不足。", "指标不完善。", "资产管理有待加强。"]
    nested = proposed_lines(form, title, "（一）管理不够规范。一是制度缺失；二是账实不符。")
    assert texts_at(nested, "problems", "items") == ["管理不够规范。一是制度缺失；二是账实不符。"]


@pytest.mark.parametrize("number", ["（四）", "4.", ""])
def test_text_behind_a_title_belongs_below_it_without_the_title(form: Form, number: str) -> None:
    lines = ["一、部门基本情况", f"{number}年度绩效目标。办理法律援助案件，开展普法宣传。"]
    found = proposed_lines(form, *lines)
    assert texts_at(found, "basics", "goals") == ["办理法律援助案件，开展普法宣传。"]
    assert texts_at(found, "basics", "duties") == []


def test_what_stands_below_a_title_is_counted_once(form: Form) -> None:
    """In a chapter of unnumbered paragraphs each looked through all the others."""
    taken: list[int] = []
    for number in (100, 400):
        steps = Steps("importers/prose")
        with steps:
            proposed_lines(form, "七、存在的问题及原因分析", *["收支矛盾较为突出。"] * number)
        taken.append(steps.count)
    assert taken[1] < 4.5 * taken[0]


def test_a_chapter_that_was_only_recognised_by_likeness_is_never_sure(form: Form) -> None:
    found = proposed_lines(form, "一、部门的基本概况简介", "（一）主要职责。贯彻水利方针。")
    assert {one.confidence for one in answers_at(found, "basics", "duties")} <= {"likely"}


def test_what_follows_the_text_of_a_list_is_no_item_of_it(form: Form) -> None:
    lines = ("一、部门基本情况", "（一）主要职责。贯彻水利方针。", "1.拟订规划。", "2.组织防御。", "年末行政编制36人。")
    found = proposed_lines(form, *lines)
    assert texts_at(found, "basics", "duties") == ["贯彻水利方针。", "拟订规划。", "组织防御。"]
    assert texts_at(found, "basics", "staffing") == ["36"]


@pytest.mark.parametrize("title", ["（三）“三公”经费。", "“三公”经费："])
def test_figures_behind_a_title_are_of_what_it_names_or_of_nothing(form: Form, title: str) -> None:
    found = proposed_lines(form, "二、一般公共预算支出情况", f"{title}预算数28万元，决算数23万元。")
    assert {one.address.field for one in found.answers} <= {"three_public", "three_public_sentence"}


@pytest.mark.parametrize("above", ["（三）“三公”经费", "（二）项目支出情况", ""])
def test_none_below_a_heading_is_no_choice_of_another_part(form: Form, above: str) -> None:
    lines = [line for line in ("二、一般公共预算支出情况", above, "无。") if line]
    assert not answers_at(proposed_lines(form, *lines), "spending", "building")


def test_sentences_behind_a_list_keep_their_figures(form: Form) -> None:
    found = proposed_lines(form, "一、部门基本情况", "主要职责：一是贯彻方针；二是种树。年末行政编制36人。")
    assert texts_at(found, "basics", "staffing") == ["36"]


@pytest.mark.parametrize(
    "text", [" " * 50_000, " " * 50_000 + "甲乙：", "无" + " " * 50_000 + "x", "\n" * 50_000 + "1."]
)
def test_blanks_are_read_in_few_steps(form: Form, text: str) -> None:
    """With a pattern that goes back over blanks, each takes many minutes."""
    found = proposed_lines(form, "一、部门基本情况", text)
    assert not [one for one in found.answers if one.confidence != "doubtful"]


def test_a_title_with_a_full_stop_is_no_row_of_the_list_above(form: Form) -> None:
    lines = ("一、部门基本情况", "（一）部门基本情况", "3.主要职能。", "（1）拟订水利规划。", "（2）组织水旱灾害防御。")
    assert texts_at(proposed_lines(form, *lines), "basics", "duties") == ["拟订水利规划。", "组织水旱灾害防御。"]


def test_the_source_of_text_behind_a_title_is_the_paragraph_of_the_document(form: Form) -> None:
    found = proposed_lines(form, "一、部门基本情况", "（二）主要职责。贯彻落实水利工作的方针政策。")
    answer = answers_at(found, "basics", "duties")[0]
    assert answer.source is not None
    assert (answer.source.place, answer.source.block) == ("第 2 段", 1)


def test_two_chapters_of_the_form_in_one_are_read_as_two(form: Form) -> None:
    lines = ("五、存在的问题及改进措施", "（一）存在的问题", "1.收支矛盾突出。", "（二）改进措施", "1.盘活闲置资产。")
    found = proposed_lines(form, *lines)
    assert texts_at(found, "problems", "items") == ["收支矛盾突出。"]
    assert texts_at(found, "measures", "items") == ["盘活闲置资产。"]


def test_the_parts_of_another_chapter_are_not_taken_for_chapters(form: Form) -> None:
    lines = ("一、部门基本情况", "四、资产管理情况", "（一）基本情况", "办公用房三处，均已登记入账。")
    assert not proposed_lines(form, *lines).answers


def test_goals_behind_their_name_are_rows(form: Form) -> None:
    lines = ("一、部门基本情况", "2023年我局整体绩效目标：一是完成十二座水库除险加固；二是确保全县安全度汛。")
    assert texts_at(proposed_lines(form, *lines), "basics", "goals") == [
        "完成十二座水库除险加固；",
        "确保全县安全度汛。",
    ]


def test_a_name_is_read_without_its_quotation_marks(form: Form) -> None:
    found = proposed_lines(form, "一、部门基本情况", "浏川市市场监督管理局（以下简称“市市监局”）是市政府工作部门。")
    assert texts_at(found, "cover", "short_name") == ["市市监局"]
    two = proposed_lines(form, "一、部门基本情况", "本单位（以下简称“县局”或“我局”）是政府部门。")
    assert "县局”或“我局" not in texts_at(two, "cover", "short_name")


def test_words_beside_an_answer_are_kept(form: Form) -> None:
    title = form.section("results").title
    line = "自评结果将作为预算安排和完善项目管理的重要依据，并于2024年8月30日在县人民政府门户网站予以公开。"
    found = proposed_lines(form, title, line)
    assert texts_at(found, "results", "application") == ["自评结果将作为预算安排和完善项目管理的重要依据。"]
    assert texts_at(found, "results", "channel") == ["县人民政府门户网站"]
    funds = proposed_lines(
        form, form.section("funds").title, "政府性基金预算支出326万元，主要用于水库移民后期扶持项目。"
    )
    assert [one.confidence for one in answers_at(funds, "funds", "sentence")] == ["doubtful"]


@pytest.mark.parametrize(
    ("section", "text", "places"),
    [
        (
            "spending",
            "2023年“三公”经费预算数为28万元，决算支出23万元。",
            {"spending/three_public/stated/budget": "28", "spending/three_public/stated/actual": "23"},
        ),
        (
            "spending",
            "收入预算总额6852.4万元，其中：一般公共预算拨款6602.4万元，政府性基金预算拨款250万元。",
            {"spending/income/general/budget": "6602.4", "spending/income/fund/budget": "250"},
        ),
        (
            "spending",
            "支出决算950万元，完成全年预算950万元的100%，其中：基本支出650万元，项目支出300万元。",
            {
                "spending/controls/basic/actual": "650",
                "spending/controls/project/actual": "300",
            },
        ),
        ("spending", "年初结转结余12.4万元。", {"spending/flow/carried_over/amount": "12.4"}),
        (
            "basics",
            "现有行政编制36人，年末实有在编在岗人数35人，其中行政35人。",
            {
                "basics/staffing/administrative/authorised": "36",
                "basics/actual_stated": "35",
                "basics/staffing/administrative/actual": "35",
            },
        ),
        (
            "basics",
            "年末实有在职35人，其中行政编制20人、事业编制人员15人。",
            {
                "basics/actual_stated": "35",
                "basics/staffing/administrative/actual": "20",
                "basics/staffing/full_funded/actual": "15",
            },
        ),
        ("results", "2023年度部门整体支出绩效自评综合得分93.6分。", {"results/score": "93.6"}),
        ("results", "整体支出绩效自评得92分。", {"results/score": "92"}),
    ],
)
def test_a_figure_is_of_the_column_that_its_words_and_its_total_say(
    form: Form, section: str, text: str, places: dict[str, str]
) -> None:
    found = FigureReader(Vocabulary(form), 2023).read(text, section)
    assert {
        str(one.target.address(one.question.id if one.target.row else "")): one.text
        for one in found
        if one.target and one.confidence == "sure"
    } == places
