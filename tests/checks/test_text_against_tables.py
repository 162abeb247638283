"""Figures of texts against the tables: what contradicts them is found and corrected, what has another scope is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from perfdesk.checks.finding import Finding
from perfdesk.checks.proofreading.number_links import links_in, matches_in, mentions_of
from perfdesk.definition.address import Address
from perfdesk.entries.change import Edit
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers

Findings = Callable[..., tuple[Finding, ...]]
Look = Callable[..., Answers]

OF_FIGURES = {"P02", "P03", "P05", "P10", "E25", "E27"}

#: In demo-2024: 整体支出 1297.99, 基本支出 890.10 (last year 868.06), 在职 53, 编制 56, 巡护 1286次, 执行率 98.81 %.
CONTRADICTED = [
    ("others/text", "全年基本支出89.01万元，全部用于保障运转。", "89.01", "890.10"),
    ("others/text", "2024年县林业局总支出1,279.99万元。", "1,279.99", "1,297.99"),
    ("others/text", "本年度部门整体支出12799900元。", "12799900", "12979900"),
    ("others/text", "全局年末在职人员63人。", "63", "53"),
    ("others/text", "本局核定编制60名。", "60", "56"),
    ("others/text", "上年基本支出886.06万元。", "886.06", "868.06"),
    ("others/text", "“三公”经费决算数为15.90万元。", "15.90", "10.59"),
    ("performance/text", "开展森林防火巡护1386次。", "1386", "1286"),
    ("performance/text", "造林合格率95.30%，年末森林覆盖率65.34%。", "95.30", "93.50"),
    ("funds/sentence", "青石县林业局2024年度政府性基金预算支出59.20万元。", "59.20", "49.20"),
    ("results/sentence", "青石县林业局2024年度部门整体支出绩效自评得分为98.6分，等次为“优”。", "98.6", "98.8"),
]

#: What the text says of two values, of which only the tables have both.
WRONG_RELATIONS = [
    ("共造林2.68万亩，完成年度目标的105.00%。", "P05", "105.00", "103.08"),
    ("基本支出890.10万元，完成年初预算的101.62%。", "P05", "101.62", "100.62"),
    ("古树名木保护项目完成年初预算的89.11%。", "P05", "89.11", "98.11"),
    ("基本支出占整体支出的65.57%。", "P05", "65.57", "68.58"),
    ("整体支出1297.99万元，比上年增长3.74%。", "E25", "3.74", "3.54"),
    ("基本支出890.10万元，较上年增加22.40万元。", "E25", "22.40", "22.04"),
    ("“三公”经费支出10.59万元，比上年决算数增加1.21万元。", "E25", "增加", "减少"),
    ("全年预算执行率90.00%。", "P03", "90.00", "98.81"),
]

SILENT = [
    "本年度基本支出890.10万元，整体支出12979900元。",
    "全年基本支出约890万元，整体支出1298万元。",
    "上年基本支出868.06万元，比上年整体支出增加100万元。",
    "防火项目基本支出12万元，一季度基本支出200万元。",
    "下属苗圃站基本支出30万元，年末在职人员8人。",
    "截至目前累计基本支出2000万元。",
    "2025年计划安排基本支出900万元。",
    "全县财政支出30.5亿元，居民人均可支配收入19864元。",
    "完成基本支出项目12个，培训在职人员120人次。",
    "抽样调查300人，满意度调查问卷320份。",
    "上年整体支出1253.56万元，其中基本支出868.06万元，项目支出385.50万元。",
    "基本支出890.10万元，上年868.06万元，项目支出358.69万元，上年333.50万元。",
    "2024年1月至6月，项目支出120万元。",
    "“三公”经费年初预算12.00万元，决算10.59万元。",
    "“三公”经费年初批复的预算12.00万元（含年初结转），决算10.59万元。",
    "2025年预算基本支出900.00万元，项目支出400.00万元。",
    "当年退休2人，新进3人。",
    "实有人数56人（含编外3人）。",
    "行政编制人员17人。",
    "县林业执法大队年末在职12人、项目支出20.00万元。",
    "压减一般性支出5万元，其中会议费0.50万元。",
    "会议费0.50万元用于防火工作会议。",
    "项目支出中商品和服务支出180.62万元，资本性支出115.08万元。",
    "发放慰问金、生活补助共2.20万元。",
    "全年共组织收入260万元上缴国库。",
    "因跨年度支付，项目支出26.00万元推迟到次年1月。",
    "公务接待费3.00万元预算只用了2.64万元。",
    "收入预算1257.60万元。",
    "一般公共预算财政拨款支出1242.29万元。",
    "省级林业生态保护修复专项年初预算160.00万元，年中追加36.00万元。",
    "古树名木保护。年初预算20.00万元，执行率88.00%。",
    "古树名木挂牌保护率由95.00%提高到98.00%。",
    "春季造林1.80万亩，造林合格率92.10%。",
    "资金支付及时率要求达到95.00%。",
    "干部职工满意度96.00%，林农满意度90.00%。",
    "发展油茶产业，带动林农增收222万元。",
    "森林防火能力建设。全年支出70.00万元，开展巡护1286次。",
    "年初预算45.00万元，全年支出44.28万元，执行率98.40%。",
    "行政编制18名，实有17人，事业编制36名，实有34人。",
    "行政编制18名，实有17人；事业编制36名，实有34人。",
    "年度资金总额1313.60万元，其中财政拨款1299.10万元。",
    "本年追加48.00万元，其中基本支出12.00万元、项目支出36.00万元。",
    "财政拨款收入1299.10万元，占总收入的99.50%。",
    "到2025年，森林覆盖率达到66.00%。",
    "全县森林覆盖率65.34%，其中国有林场森林覆盖率92.00%。",
    "全年实施营造林2.68万亩，完成省下达任务的107.20%。",
    "整体支出1297.99万元，同口径比上年增长3.74%。",
    "上年基本支出868.06万元，占整体支出的69.25%。",
    "基本支出890.10万元，比上年预算增加12.00万元。",
    "基本支出890.10万元，比上年增加22.04万元，增长2.54%，完成年初预算的100.62%。",
]


@pytest.mark.parametrize(("address", "text", "wrong", "right"), CONTRADICTED)
def test_a_figure_that_contradicts_the_tables_is_found_and_corrected(
    findings_of: Findings, address: str, text: str, wrong: str, right: str
) -> None:
    before = {one.message for one in findings_of("demo-2024", {address: ""})}
    (finding,) = [one for one in findings_of("demo-2024", {address: text}) if one.message not in before]
    assert (finding.code, finding.addresses[0]) == ("P03", Address.parse(address))
    assert finding.fix is not None
    assert finding.fix.texts == {Address.parse(address): text.replace(wrong, right)}
    assert finding.fix.label == f"改为 {right}"
    corrected = findings_of("demo-2024", {address: text.replace(wrong, right)})
    assert [one for one in corrected if one.code in OF_FIGURES] == []


@pytest.mark.parametrize("text", SILENT)
def test_a_figure_of_another_scope_or_that_is_rounded_is_not_reported(findings_of: Findings, text: str) -> None:
    assert [one.message for one in findings_of("demo-2024", {"others/text": text}) if one.code in OF_FIGURES] == []


@pytest.mark.parametrize(("text", "code", "wrong", "right"), WRONG_RELATIONS)
def test_what_a_text_says_of_a_value_that_only_the_tables_have_is_worked_out(
    findings_of: Findings, text: str, code: str, wrong: str, right: str
) -> None:
    (finding,) = findings_of("demo-2024", {"others/text": text})
    assert finding.code == code
    assert finding.fix is not None
    assert finding.fix.texts == {Address.parse("others/text"): text.replace(wrong, right)}
    assert findings_of("demo-2024", {"others/text": text.replace(wrong, right)}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "“三公”经费支出10.59万元，其中公务用车运行维护费7.95万元，公务接待费2.64万元，比上年减少1.21万元，下降10.25%。",
        "整体支出1297.99万元，其中基本支出890.10万元，项目支出358.69万元，比上年增加44.43万元。",
        "基本支出890.10万元，其中工资福利支出748.28万元、商品和服务支出119.58万元，较上年增加22.04万元，增长2.54%。",
        "“三公”经费支出10.59万元，其中公务接待费2.64万元，比上年减少0.56万元。",
    ],
)
def test_a_change_after_the_last_part_may_be_that_of_the_total(findings_of: Findings, text: str) -> None:
    assert findings_of("demo-2024", {"others/text": text}) == ()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("增加40.43万元", ["整体支出从1253.56万元到1297.99万元，应是增加44.43万元"]),
        ("增加25.91万元", ["项目支出从333.5万元到358.69万元，应是增加25.19万元"]),
        ("增加99.99万元", ["项目支出从333.5万元", "；整体支出从1253.56万元到1297.99万元，应是增加44.43万元"]),
    ],
)
def test_a_change_that_fits_neither_part_nor_total_is_told_without_a_correction(
    findings_of: Findings, written: str, told: list[str]
) -> None:
    text = f"整体支出1297.99万元，其中基本支出890.10万元，项目支出358.69万元，比上年{written}。"
    (finding,) = findings_of("demo-2024", {"others/text": text})
    assert (finding.code, finding.fix) == ("E25", None)
    assert [words for words in told if words not in finding.message] == []
    assert finding.message.count("应是") == len(told)


@pytest.mark.parametrize(
    ("text", "right"), [("年初结转和结余55.00万元。", "8.00"), ("项目支出（含年初结转）98.00万元。", "358.69")]
)
def test_what_was_left_at_the_start_of_the_year_is_no_initial_budget(
    findings_of: Findings, text: str, right: str
) -> None:
    (finding,) = findings_of("demo-2024", {"others/text": text})
    assert finding.fix is not None
    assert [*finding.fix.texts.values()] == [re.sub(r"[\d.]+", right, text)]


@pytest.mark.slow
def test_every_sentence_of_the_form_may_be_typed(answers_of: Look, findings_of: Findings) -> None:
    sample = answers_of("demo-2024")
    sentences = {
        str(address): value
        for address, _, _ in active_questions(sample, ("sentence",))
        if isinstance(value := sample.value(address), str) and value
    }
    assert len(sentences) > 10
    typed = {name: f"{value.rstrip('。')}（以上按决算口径）。" for name, value in sentences.items()}
    wrong = {name: [one.message for one in findings_of("demo-2024", {name: text})] for name, text in typed.items()}
    assert {name: messages for name, messages in wrong.items() if messages} == {}


def test_an_own_sentence_is_an_error_and_other_text_a_warning(findings_of: Findings) -> None:
    (own,) = findings_of("demo-2024", {"spending/basic_sentence": "基本支出809.10万元。"})
    (prose,) = findings_of("demo-2024", {"others/text": "基本支出809.10万元。"})
    assert (own.severity, prose.severity) == ("error", "warning")


def test_a_figure_is_linked_to_its_answer_and_the_answer_to_its_figures(answers_of: Look) -> None:
    answers = answers_of("demo-2024", {"others/text": "全年基本支出890.10万元。"})
    text, basic = Address.parse("others/text"), Address.parse("spending/controls/basic/actual")
    (link,) = links_in(answers, text)
    assert (link.start, link.end, link.answer, link.agrees) == (6, 14, basic, True)
    assert [one.text for one in mentions_of(answers, basic)] == [Address.parse("spending/basic_sentence"), text]


def test_only_texts_that_state_a_changed_answer_are_matched_again(answers_of: Look) -> None:
    before = answers_of("demo-2024", {"others/text": "全年基本支出890.10万元。"})
    places = [address for address, _, _ in active_questions(before, ("text", "prose", "sentence"))]
    known = {address: matches_in(before, address) for address in places}

    def matched_again(address: str, text: str) -> set[str]:
        place = Address.parse(address)
        after = before.after((Edit(place, before.typed(place), text),))
        return {str(one) for one in places if matches_in(after, one) is not known[one]}

    assert matched_again("performance/text", "全年开展森林防火巡护1286次。") == {"performance/text"}
    assert matched_again("spending/controls/basic/actual", "891") == {"spending/basic_sentence", "others/text"}
    assert len(places) > 20


def test_a_figure_becomes_wrong_when_the_table_changes(findings_of: Findings) -> None:
    text = {"others/text": "开展森林防火巡护1286次。"}
    table = dict.fromkeys(("self_evaluation/outputs/o1/actual", "project_evaluation@p1/outputs/s1/actual"), "1268次")
    assert findings_of("demo-2024", text) == ()
    found = [one for one in findings_of("demo-2024", text | table) if one.addresses[0] == Address.parse("others/text")]
    assert [one.fix.texts for one in found if one.fix] == [{Address.parse("others/text"): "开展森林防火巡护1268次。"}]
