"""Proofreading: each mistake has texts in which it must be reported and texts in which it must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.checks.finding import Finding
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.checks.proofreading.run import find_issues, proofread
from perfdesk.evaluation.answers import Answers
from perfdesk.language.spent_amount import spent_amount

Look = Callable[..., Answers]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with a mistake, the characters that are reported, and the corrected text if it is certain."""

    code: str
    text: str
    found: str
    corrected: str | None = None


EXAMPLES = (
    Example("P37", "资金已全部拔付到位", "拔付", "资金已全部拨付到位"),
    Example("P37", "实现全履盖。", "履盖", "实现全覆盖。"),
    Example("P37", "依法形势综合监督管理职权", "依法形势", "依法行使综合监督管理职权"),
    Example("P37", "截止目前未发生事故", "截止目前", "截至目前未发生事故"),
    Example("P37", "设立专帐核算", "专帐", "设立专账核算"),
    Example("P37", "预算执行律98%", "预算执行律", "预算执行率98%"),
    Example("P39", "联系XX股室", "XX"),
    Example("P39", "共投入××万元", "××"),
    Example("P39", "完成情况待填写。", "待填写"),
    Example("P38", "认真认真落实", "认真认真", "认真落实"),
    Example("P22", "按财预〔2011〕285号执行", "财预〔2011〕285号"),
    Example("P22", "严格按照《行政事业单位会计制度》核算", "《行政事业单位会计制度》"),
    Example("P19", "2022年，全局上下扎实工作。", "2022年"),
    Example("P19", "2019年全县安全形势平稳。", "2019年"),
    Example("P19", "党的二十大召开期间开展检查", "党的二十大召开期间"),
    Example("P19", "学习贯彻党的二十届三中全会精神", "党的二十届三中全会"),
    Example("P21", "根据道政办发[2020]34号文件", "[2020]34号", "根据道政办发〔2020〕34号文件"),
    Example("P21", "根据财预【2020】第010号", "【2020】第010号", "根据财预〔2020〕10号"),
    Example("P21", "湘财绩〔202〕5号", "〔202〕"),
    Example("P21", "根据湘财绩〔2023〕文件", "〔2023〕"),
    Example("P43", "一、重点工作情况\n开展了工作。", "一、"),
    Example("P43", "（一）产出\n好。\n（三）效益\n好。", "（三）"),
    Example("P43", "1、数量指标。完成。", "1、", "1.数量指标。完成。"),
    Example("P43", "一是抓组织。三是抓落实。", "三是"),
    Example("P17", "抓好三个方面：一是抓组织；二是抓落实。", "三个方面"),
    Example("P17", "落实2项措施。一是抓组织；二是抓落实；三是抓考核。", "2项措施"),
    Example("P40", "扎实推进，，成效明显", "，，", "扎实推进，成效明显"),
    Example("P40", "扎实推进。，成效明显", "。，"),
    Example("P40", "扎实推进,成效明显", ",", "扎实推进，成效明显"),
    Example("P40", "主要职能 ：", " ", "主要职能："),
    Example("P40", "2023年道县管理局     整体支出", "     ", "2023年道县管理局整体支出"),
    Example("P42", "压减三公经费", "三公", "压减“三公”经费"),
    Example("P12", "完成１２３．５万元", "１２３．５", "完成123.5万元"),
    Example("P12", "完成2O万元", "O", "完成20万元"),
    Example("P01", "安排专项经费26万为队员购买保险", "", "安排专项经费26万元为队员购买保险"),
    Example("P41", "(一）基本情况", "(", "（一）基本情况"),
    Example("P41", "（含机关)", ")", "（含机关）"),
    Example("P41", "（一级科目共三项", "（"),
    Example("P41", "开展“打非治违专项行动", "“"),
    Example("P40", "加强队伍建设，建立绩效评价的长期机制", "制", "加强队伍建设，建立绩效评价的长期机制。"),
    # printed as a paragraph because it ends with a comma, so it is checked as one
    Example("P40", "一、加强队伍建设，完善长效机制，", "，", "一、加强队伍建设，完善长效机制。"),
    Example("P18", "道县管理局开展了自查", "道县管理局"),
    Example("P18", "道县应急管理管理局开展了自查", "道县应急管理管理局"),
    Example("P18", "道县应激管理局开展了自查", "道县应激管理局"),
)

CORRECT_TEXTS = (
    "资金已全部拨付到位，选拔优秀干部，提拔任用。",
    "账户资金安全，蚊帐发放到户，帐篷500顶。",
    "截止日期为6月30日。",
    "一件一件抓落实，一项一项销号，逐年逐年改善，方方面面都做好了，研究解决问题。",
    "管护站正在办理，为了了解情况，目的的确明确。",
    "型号XXL，网址https://a.example.cn/xx_yy__zz。",
    "比2022年减少3.4万元，较2022年下降，2022年结转资金全部支出完毕。",
    "自2019年以来，2021—2025年规划，从2019年起执行，2019年成立。",
    "编制2024年部门预算，“2022年度先进单位”，《2022年工作要点》，青办发〔2019〕21号。",
    "深入学习贯彻党的二十大精神，开展治理工作。",
    "根据青办发〔2019〕21号文件，（2023年新增3个），总投资（2020）年到位。",
    "（一）产出情况\n1. 数量指标。完成。\n2. 质量指标。完成。\n（二）效益情况\n1. 社会效益。良好。",
    "一是抓组织。二是抓落实。一是再抓。唯一是安全。",
    "第一段到此为止。\n第二段也写完了！\n（一）把好“基本盘”，安全生产扎实推进",
    "抓好两个方面：一是抓组织；二是抓落实。",
    "解决三个问题。加强管理，完成5项工作。",
    "“三公”经费下降，《三公经费管理办法》。",
    "公示（详见附件），用“双随机、一公开”（含部门联合）方式；a) 先，1）后。",
    "发放宣传单册30余万份，安排经费26万元，受益12万人。",
    "道县应急管理局与道县水利局、道县财政局、道县人民政府办公室、道县林业局联合行动。",
    "12:30到达，比例1:2，3.5万元，A.B.C。",
    "",
)


def passage(text: str) -> Passage:
    return Passage(text, 2023, "道县应急管理局", is_prose=True)


def issues_in(text: str, item: bool = False) -> list[TextIssue]:
    return [issue for group in find_issues(Passage(text, 2023, "道县应急管理局", True, item)) for issue in group]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.code} {example.text[:14]}")
def test_a_mistake_is_reported_at_its_position(example: Example) -> None:
    reported = [issue for issue in issues_in(example.text) if issue.code == example.code]
    assert example.found in [example.text[issue.start : issue.end] for issue in reported]


@pytest.mark.parametrize(
    "example",
    [one for one in EXAMPLES if one.corrected is not None],
    ids=lambda example: f"{example.code} {example.text[:14]}",
)
def test_a_certain_mistake_is_corrected_and_then_no_longer_reported(example: Example) -> None:
    issue = next(
        issue for issue in issues_in(example.text) if issue.code == example.code and issue.replacement is not None
    )
    corrected = example.text[: issue.start] + (issue.replacement or "") + example.text[issue.end :]
    assert corrected == example.corrected
    assert (issue.code, issue.message) not in [(other.code, other.message) for other in issues_in(corrected)]


@pytest.mark.parametrize("text", CORRECT_TEXTS)
def test_correct_text_has_no_issues(text: str) -> None:
    assert [(issue.code, text[issue.start : issue.end]) for issue in issues_in(text)] == []


def test_items_of_a_list_number_themselves() -> None:
    assert [issue.code for issue in issues_in("1、加强领导。", item=True)] == ["P43"]
    assert [issue.code for issue in issues_in("（二）加强领导。", item=True)] == ["P43"]
    assert issues_in("1.5万亩造林任务全部完成。", item=True) == []


def test_years_are_not_checked_while_the_year_of_the_report_is_unknown() -> None:
    assert find_issues(Passage("2022年，党的二十大召开期间。", None, is_prose=True)) == ()


def test_money_that_a_text_says_was_spent_is_added_up() -> None:
    text = "县财政投入85.6万元，投入60余万元；安排经费26万为队员投保，采购物资286000元。处罚金额46.9万元。"
    assert spent_amount(text) == Decimal("200.2")
    assert spent_amount("立案4起，处罚金额46.9万元。") is None


@given(
    st.text(alphabet="一二十、（）()“”。，；：是 1234567890.〔〕[]号年度X×\n元万县局三公", max_size=120), st.booleans()
)
def test_any_text_is_read_to_its_end_and_issues_lie_inside_it(text: str, item: bool) -> None:
    for issue in issues_in(text, item):
        assert 0 <= issue.start <= issue.end <= len(text)


def by_address(findings: list[Finding]) -> set[tuple[str, str]]:
    return {(finding.code, str(finding.addresses[0])) for finding in findings}


def test_the_faultless_sample_has_no_issues(answers_of: Look) -> None:
    assert [finding.message for finding in proofread(answers_of("demo-2024"))] == []


def test_the_mistakes_of_the_real_report_are_found(answers_of: Look) -> None:
    assert by_address(list(proofread(answers_of("daoxian-2023")))) >= {
        ("P40", "cover/title"),
        ("P21", "basics/duties_lead"),
        ("P37", "basics/duties/d2/text"),
        ("P19", "basics/goals/g4/goal"),
        ("P43", "performance/text"),
        ("P19", "performance/text"),
        ("P37", "performance/text"),
        ("P40", "measures/items/m3/text"),
        ("P38", "measures/items/m3/text"),
        ("P22", "measures/items/m4/text"),
    }


def test_a_repeated_mistake_is_reported_once_with_one_fix_for_all(answers_of: Look) -> None:
    answers = answers_of("demo-2024", {"others/text": "其它事项已拔付。其它已拔付。"})
    first, second = proofread(answers)
    assert first.message == "其他需要说明的情况：“其它”应为“其他”（共 2 处）。"
    assert first.fix is not None
    assert list(first.fix.texts.values()) == ["其他事项已拔付。其他已拔付。"]
    assert first.span == (0, 2)
    assert second.message.startswith("其他需要说明的情况：“拔付”应为“拨付”")


def test_a_repeated_sentence_is_reported_unless_it_is_a_goal_and_its_result(answers_of: Look) -> None:
    words = "全年开展森林防火巡护并确保不发生重大森林火灾。"
    row = {"basics/goals/g1/goal": words, "basics/goals/g1/done": words}
    assert [finding for finding in proofread(answers_of("demo-2024", row)) if finding.code == "P38"] == []
    twice = {"basics/goals/g1/goal": words, "others/text": words}
    (finding,) = (finding for finding in proofread(answers_of("demo-2024", twice)) if finding.code == "P38")
    assert "重复" in finding.message
