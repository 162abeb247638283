"""The built report: golden outlines, generated sentences, and what is omitted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.sample_list import samples
from perfdesk.document.blocks import AttachmentList, Grid, Heading, Paragraph, Report, SignOff
from perfdesk.document.build import build, report_name
from perfdesk.evaluation.answers import Answers
from support.outline import GOLDEN, outline

Look = Callable[..., Answers]


def printed(answers: Answers) -> Report:
    return build(answers, (), draft=False)


def body(report: Report) -> list[str]:
    return [block.text for block in report.body if isinstance(block, Heading | Paragraph)]


@pytest.mark.parametrize("name", samples())
def test_a_sample_prints_as_its_golden_outline(answers_of: Look, name: str) -> None:
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert outline(printed(answers_of(name))).splitlines() == golden.splitlines()


def test_the_mark_of_a_draft_says_what_is_left(answers_of: Look) -> None:
    for name, mark in (("demo-2024", "草稿"), ("daoxian-2023", "草稿（尚有 2 处错误、25 处未填）")):
        answers = answers_of(name)
        assert build(answers, run(answers), draft=True).draft_mark == mark
        assert build(answers, run(answers), draft=False).draft_mark == ""


def test_the_title_of_a_chapter_belongs_to_the_section_and_not_to_an_answer(answers_of: Look) -> None:
    """A form may have a question `title` in a chapter; the heading must not use its address."""
    answers = answers_of("demo-2024")
    titles = [block for block in printed(answers).body if isinstance(block, Heading) and block.section]
    assert [block.section for block in titles] == [one.id for one in answers.form.sections if one.kind == "chapter"]
    assert all(block.address is None for block in titles)


def test_the_chapters_come_in_order_and_the_cover_is_not_printed(answers_of: Look) -> None:
    heads = [block.text for block in printed(answers_of("demo-2024")).body if isinstance(block, Heading)]
    chapters = [text for text in heads if text[:2] in {f"{number}、" for number in "一二三四五六七八九十"}]
    assert [text[0] for text in chapters] == list("一二三四五六七八九十")
    assert not any("封面" in text for text in heads)


def test_the_report_ends_with_its_attachments_its_unit_and_its_date(answers_of: Look) -> None:
    *_, attached, signed = printed(answers_of("demo-2024")).body
    assert isinstance(attached, AttachmentList)
    assert attached.titles == (
        "2024年度部门整体支出绩效评价基础数据表",
        "部门整体支出绩效自评表",
        "项目支出绩效自评表",
        "部门整体支出绩效评价指标评分表",
    )
    assert signed == SignOff("青石县林业局", "2025年3月28日")


def test_an_attachment_has_the_same_name_in_the_list_and_above_its_table(answers_of: Look) -> None:
    for sample in samples():
        report = printed(answers_of(sample))
        listed = next(block.titles for block in report.body if isinstance(block, AttachmentList))
        above: dict[str, set[str]] = {}
        for attachment in report.attachments:
            number = attachment.label.removeprefix("附件").partition("-")[0]
            above.setdefault(number, set()).update(
                block.title for block in attachment.blocks if isinstance(block, Grid)
            )
        assert [{title} for title in listed] == list(above.values())
        assert list(above) == [str(number) for number in range(1, len(listed) + 1)]


def test_a_single_project_has_the_number_alone(answers_of: Look) -> None:
    alone = {f"spending/projects/p{number}/#": None for number in (2, 3, 4)}
    labels = [attachment.label for attachment in printed(answers_of("demo-2024", alone)).attachments]
    assert labels == ["附件1", "附件2", "附件3", "附件4"]


def test_each_project_has_its_own_sheet_and_its_own_number(answers_of: Look) -> None:
    names = [(attachment.label, attachment.sheet_name) for attachment in printed(answers_of("demo-2024")).attachments]
    assert names[2:6] == [
        ("附件3-1", "附表3 森林防火能力建设"),
        ("附件3-2", "附表3 林区道路和管护站运行"),
        ("附件3-3", "附表3 省级林业生态保护修复专项"),
        ("附件3-4", "附表3 古树名木保护"),
    ]
    assert names[6][0] == "附件4"


def test_a_scoring_sheet_that_does_not_apply_is_not_printed(answers_of: Look) -> None:
    report = printed(answers_of("demo-2024", {"cover/with_scoring": None}))
    projects = [f"附件3-{number}" for number in range(1, 5)]
    assert [attachment.label for attachment in report.attachments] == ["附件1", "附件2", *projects]


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("funds", "青石县林业局2024年度无政府性基金预算支出。"),
        ("capital", "青石县林业局2024年度无国有资本经营预算支出。"),
        ("insurance", "青石县林业局2024年度无社会保险基金预算支出。"),
    ],
)
def test_a_fund_without_figures_prints_the_standard_sentence(answers_of: Look, section: str, sentence: str) -> None:
    assert sentence in body(printed(answers_of("demo-2024", {f"{section}/any": "无"})))
    assert sentence not in body(printed(answers_of("demo-2024", {f"{section}/any": None})))


@pytest.mark.parametrize(
    ("changes", "address", "sentence"),
    [
        ({"cover/genre": "评价报告"}, "cover/title", "2024年度青石县林业局\n部门整体支出绩效评价报告"),
        ({"cover/genre": None}, "cover/title", "2024年度青石县林业局\n部门整体支出绩效自评报告"),
        ({"cover/short_name": None, "spending/income/general/actual": None}, "spending/overall_sentence", None),
        ({"spending/controls/total/actual": None}, "spending/overall_sentence", ""),
        (
            {f"spending/three_public/{row}/actual": "0" for row in ("abroad", "purchase", "running", "reception")},
            "spending/three_public_sentence",
            "青石县林业局2024年度无“三公”经费支出。",
        ),
        (
            {"spending/three_public/running/last_actual": "7.39", "spending/three_public_note": None},
            "spending/three_public_sentence",
            "“三公”经费支出10.59万元，预算数11.40万元，其中：因公出国（境）费0.00万元，公务用车购置费0.00万元，"
            "公务用车运行维护费7.95万元，公务接待费2.64万元，与上年决算数持平。",
        ),
        (
            {"results/publish_date": None, "results/application": None},
            "results/sentence",
            "青石县林业局2024年度部门整体支出绩效自评得分为98.8分，等次为“优”。",
        ),
        ({"spending/controls/basic/actual": None}, "spending/basic_sentence", ""),
        (
            {"basics/provincial_goal": "不涉及"},
            "basics/provincial_sentence",
            "2. 省级专项资金绩效目标\n青石县林业局2024年度不涉及省级专项资金。",
        ),
        (
            {"basics/provincial_goal": "无", "basics/special_level": "县级专项资金"},
            "basics/provincial_sentence",
            "2. 县级专项资金绩效目标\n青石县林业局2024年度无县级专项资金。",
        ),
    ],
)
def test_a_sentence_follows_the_figures_it_repeats(
    answers_of: Look, changes: dict[str, str | None], address: str, sentence: str | None
) -> None:
    answers = answers_of("demo-2024", changes)
    expected = (
        sentence
        if sentence is not None
        else ("2024年青石县林业局整体支出1297.99万元。政府性基金预算财政拨款收入49.20万元，其他资金6.50万元。")
    )
    assert (answers.value(Address.parse(address)) or "") == expected


def test_the_sentence_of_basic_spending_omits_what_was_not_spent(answers_of: Look) -> None:
    sentence = answers_of("demo-2024", {"spending/goods/e30216/actual": "0"}).text(
        Address.parse("spending/basic_sentence")
    )
    assert sentence.startswith(
        "基本支出890.10万元，其中：工资福利支出748.28万元（包括基本工资204.62万元，津贴补贴137.48万元，"
    )
    assert (
        "；对个人和家庭的补助17.32万元（包括退休费12.88万元，生活补助3.36万元，奖励金1.08万元）；资本性支出4.92万元"
        in sentence
    )
    assert "培训费" not in sentence
    assert "债务利息" not in sentence
    assert sentence.endswith("（包括办公设备购置4.92万元）。")


def test_projects_are_numbered_in_words(answers_of: Look) -> None:
    sentence = answers_of("demo-2024", {"spending/projects/p2/use": None}).text(
        Address.parse("spending/project_sentence")
    )
    assert sentence.startswith("本年度项目支出358.69万元，其中：一是森林防火能力建设106.35万元，主要用于防火物资采购")
    assert "；二是林区道路和管护站运行44.28万元，主要用于＿＿；三是" in sentence


def test_the_users_own_text_replaces_the_generated_sentence(answers_of: Look) -> None:
    own = "本局的话。"
    report = printed(answers_of("demo-2024", {"spending/basic_sentence": own}))
    assert own in body(report)
    assert not any(text.startswith("基本支出890.10万元") for text in body(report))


def test_rows_without_any_answer_are_not_printed_and_the_rest_keep_their_numbers(answers_of: Look) -> None:
    report = printed(answers_of("demo-2024", {"basics/duties/d2/text": None}))
    numbers = [text[:2] for text in body(report) if text[1:3] == ". " and "林" in text][:3]
    assert numbers[0] == "1."
    assert not any(text.strip() == "2." for text in body(report))


def test_a_blank_report_can_be_printed(answers_of: Look) -> None:
    report = printed(answers_of(None))
    assert report.title == "＿＿年度＿＿\n部门整体支出绩效自评报告"
    assert [attachment.label for attachment in report.attachments] == ["附件1", "附件2"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (None, "2024年度青石县林业局部门整体支出绩效自评报告"),
        ('甲/乙\\丙:丁*?"<>|', "甲乙丙丁"),
        ("../../etc/passwd", "....etcpasswd"),
        ("长" * 300, "长" * 80),
        ("?", "部门整体支出绩效自评报告（湖南十段式）"),
    ],
)
def test_the_file_name_is_the_title_without_illegal_characters(answers_of: Look, title: str | None, name: str) -> None:
    assert report_name(answers_of("demo-2024", {"cover/title": title})) == name


def test_every_grid_of_the_attachments_has_a_title_and_only_attachments_have_grids(answers_of: Look) -> None:
    report = printed(answers_of("demo-2024"))
    grids = [block for attachment in report.attachments for block in attachment.blocks if isinstance(block, Grid)]
    assert len(grids) == len(report.attachments)
    assert all(grid.title for grid in grids)


def test_the_introduction_stands_between_the_title_and_chapter_one(answers_of: Look) -> None:
    words = "根据县财政局通知要求，我局组织了自评，现将有关情况报告如下："
    report = printed(answers_of("demo-2024", {"cover/introduction": words}))
    first, second = report.body[:2]
    assert isinstance(first, Paragraph)
    assert (first.text, first.address) == (words, Address.parse("cover/introduction"))
    assert isinstance(second, Heading)


@pytest.mark.parametrize("level", [None, "省级专项资金", "县级专项资金"])
def test_the_heading_names_the_level_of_the_special_funds(answers_of: Look, level: str | None) -> None:
    report = build(answers_of("demo-2024", {"basics/special_level": level}), (), draft=False)
    second = next(block.text for block in report.body if isinstance(block, Heading) and block.text.startswith("（二）"))
    assert second.count(level or "省级专项资金") == 2
    assert ("省级" in second) == (level != "县级专项资金")
    rows = [cell.text for grid in report.attachments[0].blocks if isinstance(grid, Grid) for cell in grid.cells]
    assert f"3、{level or '省级专项资金'}" in rows
