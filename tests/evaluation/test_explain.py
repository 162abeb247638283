"""“这个数怎么来的”: formulas in words, source answers, and the usages of an answer."""

from __future__ import annotations

import pytest

from perfdesk.checks.rule_status import rules_about
from perfdesk.definition.address import Address
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, context_of
from perfdesk.evaluation.explain import explain, usages_of
from perfdesk.evaluation.formula_text import describe_formula

WORDS = {
    "spending/wages/e30101/change": "（本年决算数 − 上年决算数） ÷ 上年决算数 × 100，四舍五入到 2 位小数",
    "spending/three_public/three_sum/actual": "“三公”经费各行的本年决算数之和",
    "base_data/people/staff/authorised": "一、基本情况·各类合计·编制数",
    "scoring/items/staff_rate/score": "取最大（0，分值 − 取最大（0，舍去小数（指标值 − 100）） × "
    "（若分值 不大于 1，则为 分值 × 0.1；否则为 0.5）），四舍五入到 2 位小数",
    "results/grade": "自评得分分档：90及以上为 “优”，80及以上为 “良”，60及以上为 “中”，其余为 “差”",
}


@pytest.mark.parametrize("name", WORDS)
def test_a_formula_is_described(answers_of, name: str):
    answers, address = answers_of("demo-2024"), Address.parse(name)
    assert describe_formula(answers, answers.form.formula(address).expression, context_of(address)) == WORDS[name]


@pytest.mark.parametrize("form_id", form_ids())
def test_every_formula_of_every_form_can_be_described(form_id: str):
    form = shipped_form(form_id)
    answers = Answers(form, Entries())
    for (section, field, row, column), formula in form.formulas.items():
        instance = f"{section}@p1" if form.section(section).repeats_over else section
        text = describe_formula(
            answers, formula.expression, EvaluationContext(instance, row, (section, field) if column else None)
        )
        assert text
        assert "{" not in text


def test_the_parts_of_a_sum_are_its_source_answers(answers_of):
    answers = answers_of("demo-2024")
    origin = explain(answers, Address.parse("spending/income/income_sum/actual"))
    assert origin.kind == "computed"
    assert [(part.label, answers.text(part.address)) for part in origin.sources][:2] == [
        ("一般公共预算财政拨款·全年执行数", "1249.90"),
        ("政府性基金预算财政拨款·全年执行数", "49.20"),
    ]


def test_typed_generated_and_blank_answers_have_different_origins(answers_of):
    answers = answers_of("demo-2024", {"cover/fax": None})
    assert explain(answers, Address.parse("spending/controls/total/actual")).kind == "typed"
    sentence = explain(answers, Address.parse("spending/basic_sentence"))
    assert sentence.kind == "generated"
    assert "890.10" in [answers.text(part.address) for part in sentence.sources]
    assert explain(answers_of(None), Address.parse("cover/unit_name")).kind == "blank"


def test_a_computed_answer_overridden_by_the_user_is_typed(answers_of):
    answers = answers_of("demo-2024")
    row = answers.rows("self_evaluation", "outputs")[0]
    address = Address("self_evaluation", "outputs", row, "score")
    typed = answers_of("demo-2024", {str(address): "3"})
    assert (explain(answers_of("demo-2024", {str(address): None}), address).kind, explain(typed, address).kind) == (
        "computed",
        "typed",
    )


def test_the_usages_of_an_answer_are_sentences_sheets_and_sums(answers_of):
    answers = answers_of("demo-2024")
    wages = usages_of(answers, Address.parse("spending/wages/e30101/actual"))
    assert [(use.kind, use.label) for use in wages] == [
        ("sentence", "基本支出（正文）"),
        ("computed", "基本工资·增减"),
        ("computed", "工资福利支出 合计·本年决算数"),
    ]
    unit = {(use.kind, use.section) for use in usages_of(answers, Address.parse("cover/unit_name"))}
    assert {("paper", "base_data"), ("paper", "self_evaluation"), ("sentence", "funds")} <= unit
    assert ("computed", f"project_evaluation@{answers.rows('spending', 'projects')[0]}") in unit


def test_a_phrase_that_does_not_apply_uses_nothing(answers_of):
    zero = answers_of("demo-2024", {"spending/wages/e30101/actual": "0"})
    assert "sentence" not in {use.kind for use in usages_of(zero, Address.parse("spending/wages/e30101/actual"))}


def test_the_rules_of_an_answer_show_what_they_find(answers_of):
    spent, stated = "spending/three_public/reception/actual", "spending/three_public/stated/actual"
    total = Address.parse("spending/three_public/three_sum/actual")
    sound = rules_about(answers_of("demo-2024"), total)
    assert sound
    assert {watch.state for watch in sound} == {"holds"}
    assert any(Address.parse(stated) in watch.addresses and "E07" in watch.source for watch in sound)
    broken = rules_about(answers_of("demo-2024", {spent: "3.6", stated: "10.59"}), total)
    assert broken[0].state == "broken"
    assert "应为" in next(watch.text for watch in broken if Address.parse(stated) in watch.addresses)
    blank = rules_about(answers_of("demo-2024", {stated: None}), total)
    assert "unknown" in {watch.state for watch in blank}


def test_a_rule_about_rows_is_listed_for_its_row_only(answers_of):
    address = Address.parse("spending/controls/e302/actual")
    watches = rules_about(answers_of("demo-2024"), address)
    rows = {one.row for watch in watches for one in watch.addresses if one.field == "controls"}
    assert "e302" in rows
    assert rules_about(answers_of("demo-2024"), Address.parse("cover/preparer")) == []
