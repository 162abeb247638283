"""Unfinished sentences, figure notation, quotes, headings, document numbers and repeated clauses in typed text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from perfdesk.checks.finding import Finding
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.checks.proofreading.repeats import repetitions
from perfdesk.checks.proofreading.run import find_issues
from support.corpus import ORACLES, Oracle

UNIT, YEAR = "青石县林业局", 2024
Look = Callable[[str, Mapping[str, str]], tuple[Finding, ...]]


def issues(
    text: str, unit: str = UNIT, year: int = YEAR, is_item: bool = False, continues: bool = False
) -> list[TextIssue]:
    return [issue for group in find_issues(Passage(text, year, unit, True, is_item, continues)) for issue in group]


REPORTED = (
    ("P39", "巡护费与上年持平，主要原因是。其中燃油费按车核算。", "主要原因是"),
    ("P39", "支出下降，原因为，任务减少。", "原因为"),
    ("P39", "存在的主要问题有。", "主要问题有"),
    ("P39", "采取的措施包括：；效果较好。", "措施包括"),
    ("P15", "青石县林业局核定编制56名（含退休人员21名），内设机构9个。", "编制56名（含退休人员21名"),
    ("P15", "年末在职人员74人（其中：离退休21人）。", "在职人员74人（其中：离退休21人"),
    ("P15", "在编人员74名，其中退休干部21名。", "在编人员74名，其中退休干部21名"),
    ("P39", "资金分别为。", "金分别为"),
    ("P39", "全年完成造林。其中。", "其中"),
    ("P39", "全年项目支出万元，全部到位。", "支出万元"),
    ("P39", "支出比上年增长%。", "增长%"),
    ("P39", "预算执行率为%。", "执行率为%"),
    ("P39", "报告日期为2024年 月 日。", "2024年 月 日"),
    ("P39", "严格执行《》，规范管理。", "《》"),
    ("P39", "共投入**万元。", "**"),
    ("P39", "（请填写具体措施）", "（请填写具体措施）"),
    ("P12", "投入资金7.50.万元。", "7.50."),
    ("P12", "投入资金7..50万元。", "7..50"),
    ("P12", "投入资金7。50万元。", "7。50"),
    ("P12", "投入资金7.5.0万元。", "7.5.0"),
    ("P12", "总支出12,97.99万元。", "12,97.99"),
    ("P12", "总支出1,2979万元。", "1,2979"),
    ("P12", "支出1l.50万元。", "l"),
    ("P12", "支出0.O5万元。", "O"),
    ("P11", "其中办公费12.50万元，水费3.20万元，电费4.5万元。", "4.5"),
    ("P11", "其中办公费12.50万元，水费3.20万元，电费4.512万元。", "4.512"),
    ("P42", '严控"三公"经费。', '"三公"'),
    ("P42", '开展“绿盾"行动。', '“绿盾"'),
    ("P21", "依据青办发201921号执行。", "201921号"),
    ("P21", "依据青财绩2024-3号执行。", "2024-3号"),
    ("P21", "依据青财绩〔2023 8号）执行。", "〔2023 8号"),
    ("P21", "依据青财绩2023〕8号执行。", "2023〕8号"),
    ("P43", "（一）产出\n1. 数量。\n（1）造林。\n（3）防火。", "（3）"),
    ("P43", "（一）产出\n好。\n（二）其他\n（1）造林。", "（1）"),
    ("P43", "存在的不足：一是人手不够。", "一是"),
)

UNREPORTED = (
    "核定编制56名，在职53人，另有退休人员21人。年末实有74人（其中在职53人、离退休21人）。",
    "编制56名（不含退休人员21名）。在职人员53人（离退休21人另计），在职53人（退休返聘2人除外）。",
    "编制56名（行政18名、事业38名）。在职53人，其中女职工21人；退休21人，当年退休2人。",
    "主要原因是任务增加，其中燃油费按车核算；经费来源为财政拨款。",
    "自评情况报告如下。存在问题行为的单位已经整改，目标没有变化，任务大有作为。",
    "项目支出为12.50万元，全年预算万元以上的项目两个，增长5%，占比为12%。",
    "受理电话138****1234，支出1,297.99万元，收入12,345,678.90元，占10.50%。",
    "投入300万元，其中造林12.50万元，防火2.5公里、3.20万元。",
    "执行GB/T 9704标准，编号12、13，版本1.2.3。",
    "依据青办发〔2019〕21号执行，合同编号202312号，门牌2023号楼。",
    "（一）产出\n1. 数量。\n（1）造林。\n（2）防火。\n2. 质量。\n（1）合格。",
    "一是人手不够，二是资料不齐。",
    "存在的不足：一是人手不够，其次是资料不齐。",
    "工资福利支出58.00万元，\n商品和服务支出10.50万元，\n合计68.50万元。",
    "“三公”经费下降，开展“绿盾”行动。",
)


@pytest.mark.parametrize(("code", "text", "words"), REPORTED, ids=[f"{code} {text[:12]}" for code, text, _ in REPORTED])
def test_a_mistake_is_reported_at_its_position(code: str, text: str, words: str) -> None:
    assert words in [text[issue.start : issue.end] for issue in issues(text) if issue.code == code]


@pytest.mark.parametrize("text", UNREPORTED, ids=lambda text: text[:12])
def test_correct_text_is_not_reported(text: str) -> None:
    assert [(issue.code, text[issue.start : issue.end]) for issue in issues(text)] == []


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("投入资金7.50.万元。", "投入资金7.50万元。"),
        ("其中办公费12.50万元，水费3.20万元，电费4.5万元。", "其中办公费12.50万元，水费3.20万元，电费4.50万元。"),
        ('严控"三公"经费。', "严控“三公”经费。"),
        ("依据青办发201921号执行。", "依据青办发〔2019〕21号执行。"),
        ("（青财绩〔2023 8号）执行。", "（青财绩〔2023〕8号）执行。"),
    ],
)
def test_a_certain_mistake_has_one_issue_with_its_correction(text: str, corrected: str) -> None:
    (issue,) = issues(text)
    assert text[: issue.start] + (issue.replacement or "") + text[issue.end :] == corrected
    assert issues(corrected) == []


@pytest.mark.parametrize(
    ("unit", "text", "found", "severity"),
    [
        (UNIT, "青石县林局认真组织自评。", "青石县林局", "error"),
        (UNIT, "县林局认真组织自评。", "县林局", "error"),
        (UNIT, "青石县业林局认真组织自评。", "青石县业林局", "warning"),
        (UNIT, "青石县林草局认真组织自评。", "青石县林草局", "warning"),
        (UNIT, "石县林业局认真组织自评。", "石县林业局", "warning"),
        ("澜江县水利局", "资金由县水务局管理。", "县水务局", "warning"),
        ("澜江县水利局", "澜江县水务局2023年度自评。", "澜江县水务局", "warning"),
        ("鹿溪县交通运输局", "鹿溪县交通运输管理局自评。", "鹿溪县交通运输管理局", "warning"),
    ],
)
def test_almost_the_name_of_the_unit(unit: str, text: str, found: str, severity: str) -> None:
    (issue,) = (one for one in issues(text, unit) if one.code == "P18")
    assert (text[issue.start : issue.end], issue.severity) == (found, severity)


@pytest.mark.parametrize(
    "text",
    [
        "青石县林业局与青石县财政局、县水利局、县农业农村局联合检查，县林业局牵头，我局配合。",
        "青石县林业技术推广站提供服务，全县林业站参加，原青石县林草局的档案已移交。",
        "邻县林局、道县林业局来访。",
    ],
)
def test_other_names_are_left_alone(text: str) -> None:
    assert [issue for issue in issues(text) if issue.code == "P18"] == []


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("2021年全面完成营造林任务。", "error"),
        ("截至2023年12月31日，在职53人。", "warning"),
        ("截至2021年底，在职53人。", "error"),
        ("截至2021年12月31日，在职53人。", "error"),
        ("2022年各项目标任务全面完成，政府采购规范。", "error"),
        ("2022年，我局全面完成营造林任务，获县委表彰。", "error"),
        ("2022年严格预算执行，加强审计整改。", "error"),
        ("2022年采购防火物资12台。", "warning"),
        ("造林面积2022年全部达标，政府采购规范。", "warning"),
        ("2022年度部门整体支出全部完成。", "error"),
        ("2023年计划完成造林2万亩。", "warning"),
        ("2021年6月，全县林业工作会议召开。", "warning"),
        ("造林面积2021年、2022年均达标。", "warning"),
        ("创建工作2026年验收。", "warning"),
    ],
)
def test_years_of_other_reports(text: str, severity: str) -> None:
    found = [one for one in issues(text) if one.code == "P19"]
    assert {one.severity for one in found} == {severity}
    assert all(("上年的文字" in one.message) == ("2026" not in text) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "2021年至2023年连续实施，2021—2025年规划，截至2024年12月31日在职53人。",
        "截至2025年3月，资料已归档；2025年计划造林2万亩，2026年力争建成。",
        "巡护次数较2023年增长5%，2019年购置的车辆已报废，2020年以来连年达标。",
        "依据青政发〔2022〕5号文件执行，财预〔2020〕10号有效。",
        "该项目2022年启动，2024年完工；2021年6月，县委编办核定我局编制56名。",
        "2020年被评为省级文明单位。2022年结转的专项资金已全部支出。2021年底启动的项目已完工。",
        "2021年6月15日，县审计局开始审计。",
        "2021年启动河道治理工程，2024年全面完工。2022年采购无人机5架，2024年投入使用。",
        "2019年，县委编办核定我单位行政编制35名。2022年开始，我局推行线上办理。",
        "2022年度审计发现的问题已全部整改，2022年结转的专项资金已全部支出，车辆2016年采购。",
        "森林覆盖率由2020年的60%提高到62.5%，2020年被评为省级文明单位，我县2020年脱贫摘帽。",
    ],
)
def test_years_of_plans_comparisons_and_documents_are_right(text: str) -> None:
    assert [issue for issue in issues(text) if issue.code == "P19"] == []


def test_a_sentence_that_ends_in_a_figure_is_no_figure_with_the_next() -> None:
    assert issues("年度满意度评分为98。2人表示不满意，5户要求回访。3万人受益。") == []
    assert issues("满意率为98。5万元用于奖励，验收得分98。3公里道路完工，得分98。12人参加。") == []
    for text, figure in (("全年支出44。28万元。", "44.28"), ("造林44。28亩。", "44.28"), ("完成率98。5%。", "98.5")):
        (issue,) = issues(text)
        assert (issue.code, issue.replacement) == ("P12", figure)


def test_a_part_of_a_chapter_may_begin_with_its_own_number() -> None:
    text = "2. 省级专项资金绩效目标\n用好专项资金。\n4. 其他"
    assert [one.message for one in issues(text, continues=True)] == ["序号“4.”不连续，前一个是第 2"]
    for text in ("2. 省级专项资金\n（二）其他事项\n1. 数量", "（2）乙\n2. 省级\n（1）甲\n（2）乙\n（三）其他"):
        assert issues(text, continues=True) == []
        assert issues(text) != []
    assert [one.message for one in issues("2. 省级\n（2）乙", continues=True)] == [
        "序号“（2）”不连续，前面没有同级的第 1"
    ]


def test_a_lone_point_of_a_list_item_is_not_judged() -> None:
    assert issues("一是人手不够。", is_item=True) == []


def test_a_repeated_run_of_clauses_inside_longer_sentences_is_found() -> None:
    first = "资金管理较好，项目资金实行专账核算、专款专用，严格执行《青石县林业局项目资金管理办法》。"
    again = "为此，项目资金实行专账核算、专款专用，严格执行《青石县林业局项目资金管理办法》，效果较好。"
    (found,) = repetitions((first, again), UNIT)
    assert (found.first, found.again) == (0, 1)
    assert again[found.start : found.end] == found.words == again[3:-6]
    assert len(list(repetitions((f"{first}\n{again}",), UNIT))) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("青石县林业局2024年度无政府性基金预算支出，情况正常。", "青石县林业局2024年度无政府性基金预算支出，已核对。"),
        ("严格执行《青石县林业局项目资金管理办法》，较好。", "严格执行《青石县林业局项目资金管理办法》，很好。"),
        ("完成营造林2.68万亩并通过省级验收，较好。", "完成营造林2.68万亩并通过省级验收，很好。"),
        ("加强管理，提高效率。", "加强管理，提高质量。"),
    ],
)
def test_titles_facts_and_short_clauses_may_be_written_twice(texts: tuple[str, ...]) -> None:
    assert list(repetitions(texts, UNIT)) == []


def test_dots_are_no_value(findings_of: Look) -> None:
    for place, text in (
        ("self_evaluation/benefits/s1/actual", "……"),
        ("self_evaluation/benefits/s1/target", "……"),
        ("self_evaluation/outputs/s1/name", "..."),
    ):
        found = [one for one in findings_of("demo-2024", {place: text}) if one.code == "P28"]
        assert [str(one.addresses[0]) for one in found] == [place]
        assert found[0].severity == "error"


def test_denials_of_different_width_are_noticed(findings_of: Look) -> None:
    words = {
        "capital/sentence": "青石县林业局2024年度无国有资本经营预算收支。",
        "insurance/sentence": "青石县林业局2024年度无社会保险基金预算支出。",
    }
    found = [one for one in findings_of("demo-2024", words) if one.code == "P45"]
    assert [str(one.addresses[0]) for one in found] == ["capital/sentence"]


#: Whether a line of a text box is a sentence is a matter of judgement; the oracle says so.
SOFT = {("a04", "P40"), ("a07", "P12"), ("a06", "P12")}


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.name)
def test_the_prose_of_the_corpus_has_no_false_alarm(oracle: Oracle) -> None:
    quotes = [str(slip["quote"]) for slip in oracle.slips]
    for address, text in oracle.answers.items():
        for issue in issues(text, oracle.unit, oracle.year) if not address.startswith("cover/") else ():
            spans = [(text.find(quote), text.find(quote) + len(quote)) for quote in quotes if quote in text]
            known = any(start < issue.end and issue.start < end for start, end in spans)
            assert known or (oracle.name, str(issue.code)) in SOFT, (address, issue)
    for found in repetitions(tuple(oracle.answers.values()), oracle.unit):
        assert any(found.words in quote for quote in quotes)
