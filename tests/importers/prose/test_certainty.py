"""How sure a figure of a sentence is: whose 支出 it is, and of which of two figures last year's is."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.importers.prose.figures import FigureReader
from perfdesk.importers.prose.vocabulary import Vocabulary

TOTAL = "spending/controls/total/actual"


@pytest.fixture(scope="module")
def reader() -> FigureReader:
    return FigureReader(Vocabulary(shipped_form("hunan_overall_2023")), 2024)


def found(reader: FigureReader, text: str) -> dict[str, tuple[str, str]]:
    figures = reader.read(text, "spending")
    return {str(one.target.address(one.question.id)): (one.text, one.confidence) for one in figures if one.target}


def test_spending_named_after_another_subject_is_of_that_subject(reader: FigureReader) -> None:
    text = "“三公”经费预算数11.40万元，支出10.59万元。其中公务接待费预算3.00万元，支出2.64万元。"
    assert found(reader, text) == {
        "spending/three_public/stated/budget": ("11.4", "sure"),
        "spending/three_public/stated/actual": ("10.59", "sure"),
        "spending/three_public/reception/budget": ("3", "sure"),
        "spending/three_public/reception/actual": ("2.64", "sure"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公务接待费预算3.00万元，支出2.64万元。", {}),
        ("森林防火项目预算108.00万元，支出106.35万元。", {}),
        ("森林防火项目安排资金108.00万元，实际支出106.35万元。", {}),
        (
            "2024年森林防火项目收入108.00万元，支出106.35万元，结余1.65万元。",
            {"spending/flow/left/amount": ("1.65", "doubtful")},
        ),
        ("财政拨款收入1313.60万元，支出1297.99万元。", {"spending/income/general/actual": ("1313.6", "sure")}),
    ],
)
def test_spending_after_a_subject_without_a_row_is_not_that_of_the_unit(
    reader: FigureReader, text: str, expected: dict[str, tuple[str, str]]
) -> None:
    assert found(reader, text) == expected


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("基本支出预算900.00万元，项目支出预算420.00万元，支出合计1297.99万元。", "sure"),
        ("基本支出890.10万元，项目支出407.89万元，支出合计1297.99万元。", "sure"),
        ("基本支出890.10万元，项目支出407.89万元，总支出1297.99万元。", "sure"),
        ("收入合计1313.60万元，支出合计1297.99万元。", "sure"),
        ("“三公”经费预算11.40万元，本年支出合计1297.99万元。", "doubtful"),
        ("基本支出预算1900.00万元，项目支出预算1320.00万元，支出合计1297.99万元。", "doubtful"),
        ("森林防火项目预算1308.00万元，支出总计1297.99万元。", "doubtful"),
        ("森林防火项目预算1308.00万元，总支出1297.99万元。", "doubtful"),
    ],
)
def test_a_sum_is_that_of_the_unit_and_sure_if_its_parts_or_nothing_else_is_named(
    reader: FigureReader, text: str, confidence: str
) -> None:
    read = found(reader, text)
    assert read[TOTAL] == ("1297.99", confidence)
    assert [place for place, (figure, _) in read.items() if figure == "1297.99"] == [TOTAL]


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("项目支出年初预算420.00万元，实际支出407.89万元。", "sure"),
        ("项目支出年初预算420.00万元，全年支出407.89万元。", "doubtful"),
        ("项目支出年初预算420.00万元，2024年支出407.89万元。", "doubtful"),
        ("项目支出年初预算203.00万元，支出407.89万元。", "doubtful"),
        ("项目支出年初预算420.00万元，年末结转12.11万元，支出407.89万元。", "sure"),
    ],
)
def test_spending_of_the_year_or_of_far_more_than_planned_is_doubtful(
    reader: FigureReader, text: str, confidence: str
) -> None:
    assert found(reader, text)["spending/controls/project/actual"] == ("407.89", confidence)


@pytest.mark.parametrize(
    "text",
    [
        "年初结转8.00万元，本年收入1305.60万元，支出1297.99万元，年末结转15.61万元。",
        "上年结转和结余8.00万元，收入1305.60万元，支出1297.99万元，结余15.61万元。",
        "2024年度全局收入1305.60万元，支出1297.99万元，结余15.61万元。",
        "本部门收入合计1305.60万元，支出1297.99万元，结余15.61万元。",
    ],
)
def test_income_and_what_is_left_of_the_unit_are_no_subject_of_its_spending(reader: FigureReader, text: str) -> None:
    read = found(reader, text)
    assert read[TOTAL] == ("1297.99", "doubtful")
    assert read["spending/income/stated/actual"][0] == "1305.6"
    assert read["spending/flow/left/amount"][0] == "15.61"


@pytest.mark.parametrize(
    "text", ["项目支出预算367.00万元，收入358.69万元。", "“三公”经费预算11.40万元，收入10.59万元。"]
)
def test_income_is_not_spent(reader: FigureReader, text: str) -> None:
    assert [place for place in found(reader, text) if not place.endswith("/budget")] == []


@pytest.mark.parametrize(
    "text",
    [
        "项目支出预算367.00万元，支出358.69万元，实际支出300.00万元。",
        "项目支出预算367.00万元，支出358.69万元，其中支出200.00万元用于防火。",
        "项目支出358.69万元，其中支出200.00万元用于防火。",
    ],
)
def test_spending_is_not_read_twice(reader: FigureReader, text: str) -> None:
    figures = reader.read(text, "spending")
    places = [str(one.target.address(one.question.id)) for one in figures if one.target]
    assert places.count("spending/controls/project/actual") == 1
    assert TOTAL not in places
    assert found(reader, text)["spending/controls/project/actual"] == ("358.69", "sure")


@pytest.mark.parametrize("text", ["支出1297.99万元。", "2024年预算安排1313.60万元，支出1297.99万元。"])
def test_spending_of_nothing_else_may_be_that_of_the_unit(reader: FigureReader, text: str) -> None:
    assert found(reader, text)[TOTAL] == ("1297.99", "doubtful")


@pytest.mark.parametrize("text", ["整体支出1297.99万元。", "总支出1297.99万元。"])
def test_spending_of_the_unit_is_sure(reader: FigureReader, text: str) -> None:
    assert found(reader, text)[TOTAL] == ("1297.99", "sure")


@pytest.mark.parametrize("text", ["一般公共预算财政拨款支出1248.79万元。", "财政拨款支出1297.99万元。"])
def test_spending_is_not_the_income_of_the_same_name(reader: FigureReader, text: str) -> None:
    assert found(reader, text) == {}


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        (
            "“三公”经费支出10.59万元，其中公务接待费2.64万元，较上年3.20万元减少0.56万元。",
            "three_public/reception",
            ("3.2", "sure"),
        ),
        (
            "“三公”经费支出10.59万元，其中公务接待费2.64万元、公务用车运行维护费7.95万元，较上年11.20万元减少0.61万元。",
            "three_public/stated",
            ("11.2", "likely"),
        ),
        (
            "“三公”经费支出10.59万元，其中公务接待费2.64万元、公务用车运行维护费7.95万元，上年11.80万元。",
            "three_public/stated",
            ("11.8", "doubtful"),
        ),
        (
            "“三公”经费支出10.59万元，其中公务接待费2.64万元、公务用车运行维护费7.95万元，上年8.10万元。",
            "three_public/running",
            ("8.1", "doubtful"),
        ),
        (
            "“三公”经费支出10.59万元，其中公务接待费2.64万元、公务用车运行维护费7.95万元（上年8.10万元）。",
            "three_public/running",
            ("8.1", "sure"),
        ),
        ("办公费20.00万元，印刷费15.00万元，上年10.00万元，增加10.00万元。", "goods/e30201", ("10", "likely")),
        ("基本支出890.10万元。项目支出407.89万元。上年860.00万元。", "controls/basic", ("860", "doubtful")),
        ("基本支出890.10万元，其中工资福利支出748.28万元，上年724.02万元。", "controls/e301", ("724.02", "likely")),
    ],
)
def test_the_figure_of_last_year_is_of_the_part_before_it_unless_the_change_says_otherwise(
    reader: FigureReader, text: str, row: str, expected: tuple[str, str]
) -> None:
    last = {place: figure for place, figure in found(reader, text).items() if place.endswith("last_actual")}
    assert last == {f"spending/{row}/last_actual": expected}


@pytest.mark.parametrize("of", ["县级", "省级", "上级", "中央", "市级"])
@pytest.mark.parametrize("name", ["财政拨款收入", "一般公共预算财政拨款收入", "财政拨款"])
def test_money_from_one_level_of_government_is_a_part_of_the_appropriation(
    reader: FigureReader, of: str, name: str
) -> None:
    assert found(reader, f"{of}{name}812.35万元，其余为上年结转。") == {}
    assert found(reader, f"{name}1312.35万元，其余为上年结转。") != {}
