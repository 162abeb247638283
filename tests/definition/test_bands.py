"""Bands: a table of steps instead of conditions one in the other."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.checks.possible import possible
from perfdesk.checks.ranges import UNKNOWN, Range
from perfdesk.definition.address import Address
from perfdesk.definition.bands import Bands
from perfdesk.definition.expression import Expression, Ref, parse
from perfdesk.definition.form_check import check_folder
from perfdesk.definition.loader import load_form
from perfdesk.definition.model import Form
from perfdesk.definition.parsing.bands import read_bands
from perfdesk.definition.toml.table import TomlTable
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, evaluate
from perfdesk.evaluation.formula_text import describe_formula
from perfdesk.paths import FORMS
from support.small_form import SMALL_FORM, SMALL_LIST

Loaded = Callable[..., Form]
GRADES = (
    '\n[[band]]\nid = "grades"\nsteps = [{ from = 90, value = "优" }, { from = 60, value = "中" }, { value = "差" }]\n'
)
GRADE = '\n[[block]]\ntype = "field"\nid = "grade"\nlabel = "等次"\nformula = "band(sums.one.actual, grades)"\n'
FORMULA = 'formula = "sums.all.actual * 2"'


def graded(form: Form, figure: str) -> Answers:
    return Answers(form, Entries().after((Edit(Address("money", "sums", "one", "actual"), None, figure),)))


@pytest.mark.parametrize(
    ("figure", "grade"), [("90", "优"), ("89.999", "中"), ("60", "中"), ("59.99", "差"), ("-1", "差"), (" ", "")]
)
def test_a_figure_has_the_value_of_its_step(small_form: Loaded, figure: str, grade: str) -> None:
    assert graded(small_form(add=GRADE + GRADES), figure).text(Address("money", "grade")) == grade


@pytest.mark.parametrize(
    ("key", "order", "expected"),
    [("from", "21", "110"), ("above", "21", "100"), ("to", "12", "100"), ("below", "12", "110")],
)
def test_the_four_kinds_of_bounds(small_form: Loaded, key: str, order: str, expected: str) -> None:
    """Of the figures below, at and above the first bound: whether each has the value of the first step."""
    first, second = order
    steps = f"[{{ {key} = {first}, value = 1 }}, {{ {key} = {second}, value = 2 }}, {{ value = 3 }}]"
    form = small_form((FORMULA, 'formula = "band(sums.one.actual, b)"'), add=f'\n[[band]]\nid = "b"\nsteps = {steps}\n')
    inside, outside = ("0.5", "1.5") if key in ("to", "below") else ("2.5", "1.5")
    values = [graded(form, figure).value(Address("money", "double")) == 1 for figure in (inside, first, outside)]
    assert values == [True, key in ("from", "to"), False], expected


def test_the_origin_of_a_graded_answer_names_the_steps(small_form: Loaded) -> None:
    form = small_form(add=GRADE + GRADES)
    formula = form.formula(Address("money", "grade"))
    assert formula is not None
    text = describe_formula(graded(form, "95"), formula.expression, EvaluationContext("money"))
    assert text == "甲·决算分档：90及以上为 “优”，60及以上为 “中”，其余为 “差”"


def test_what_a_graded_figure_can_still_become(small_form: Loaded) -> None:
    steps = "[{ to = -5, value = 9 }, { to = 10, value = 0.8 }, { value = 0 }]"
    column = '{ id = "actual", label = "决算", kind = "number", unit = "万元"'
    form = small_form(
        (FORMULA, 'formula = "band(sums.one.actual, b)"'),
        (column, column + ", required = true"),
        add=f'\n[[band]]\nid = "b"\nsteps = {steps}\n' + GRADE + GRADES,
    )
    answers, context = Answers(form, Entries()), EvaluationContext("money")

    def still(name: str) -> object:
        formula = form.formula(Address("money", name))
        assert formula is not None
        return possible(answers, formula.expression, context)

    assert still("double") == Range(Decimal(0), Decimal("0.8"))
    assert still("grade") is UNKNOWN


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("[]", "要有几档带界限的（from、above、to、below）"),
        ("[{ from = 90, value = 1 }]", "一档只写 value 的"),
        ("[{ value = 1 }]", "要有几档带界限的"),
        ("[{ from = 60, value = 1 }, { from = 90, value = 2 }, { value = 3 }]", "从大到小写，90 写在了 60 后面"),
        ("[{ to = 9, value = 1 }, { to = 9, value = 2 }, { value = 3 }]", "从小到大写，9 写在了 9 后面"),
        (
            "[{ from = 9, value = 1 }, { above = 5, value = 2 }, { value = 3 }]",
            "要都用 from、above、to、below 里的同一个",
        ),
        ("[{ from = 9, to = 8, value = 1 }, { value = 3 }]", "只能写一个界限，from、to 留一个"),
        ('[{ from = 9, value = 1 }, { value = "差" }]', "要都是数，或者都是文字"),
        ('[{ from = "9", value = 1 }, { value = 2 }]', "“from”应为数，写的是'9'，不加引号"),
        ("[{ from = 9 }, { value = 2 }]", "第 1 档缺少“value”"),
        ("[{ form = 9, value = 1 }, { from = 2, value = 2 }, { value = 3 }]", "没有“form”这个键，是不是“from”？"),
        ("[{ from = nan, value = 1 }, { value = 3 }]", "“from”应为数"),
        ("[{ from = 9, value = [] }, { value = 3 }]", "“value”应为数或文字"),
    ],
)
def test_steps_that_make_no_bands_are_told(tmp_path: Path, steps: str, says: str) -> None:
    found = checked(tmp_path, f'\n[[band]]\nid = "grades"\nsteps = {steps}\n{GRADE}')
    assert [one.message for one in found if says in one.message] != [], found
    assert all(one.line for one in found)


@pytest.mark.parametrize("steps", ["[{ from = 90, vale = 3 }, { value = 0 }]", "[{ value = 1 }]"])
def test_a_formula_with_bands_that_were_refused_is_not_told_too(tmp_path: Path, steps: str) -> None:
    field = GRADE.replace('formula = "', 'kind = "number"\nformula = "2 * ')
    found = checked(tmp_path, f'\n[[band]]\nid = "grades"\nsteps = {steps}\n{field}')
    assert [one.message for one in found if "要的是数" in one.message] == []


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("band(sums.one.actual, grade)", "没有“grade”这个分档，是不是“grades”？"),
        ("band(sums.one.actual, other)", "没有“other”这个分档"),
        ("band(sums.one.actual)", "“band”要写成 band(数, 分档的名字)"),
        ("band(sums.one.actual, 'grades')", "“band”要写成 band(数, 分档的名字)"),
        ("band(unit, grades)", "第 1 个参数不能是文字"),
    ],
)
def test_a_formula_that_misuses_bands_is_told(tmp_path: Path, formula: str, says: str) -> None:
    found = checked(tmp_path, GRADE.replace("band(sums.one.actual, grades)", formula) + GRADES)
    assert [says in one.message for one in found] == [True], found


def checked(folder: Path, text: str):
    (folder / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    (folder / "money.toml").write_text(SMALL_FORM + text, encoding="utf-8")
    return check_folder(folder).diagnostics


def test_bands_without_use_and_with_a_taken_name_are_told(tmp_path: Path) -> None:
    assert checked(tmp_path, GRADES) == ()
    assert [one.message for one in check_folder(tmp_path).remarks if "分档" in one.message] == [
        "分档“grades”没有用到，公式里写 band(数, grades)，或者删去"
    ]
    found = checked(tmp_path, GRADES.replace("grades", "double"))
    assert ["“double”用了两次" in one.message for one in found] == [True]


def test_a_choice_that_is_computed_gets_its_options_only(tmp_path: Path) -> None:
    choice = GRADE.replace('label = "等次"', 'label = "等次"\nkind = "choice"\noptions = ["优", "良", "差"]')
    found = checked(tmp_path, choice + GRADES)
    assert ["“等次”没有“中”这一项" in one.message for one in found] == [True]
    assert load_form(tmp_path).id == "small"


CAPS = "if(x >= 80, 100, if(x >= 70, 89, if(x >= 60, 79, if(x >= 50, 69, 59))))"
CAPS_BELOW_80 = "if(x >= 70, 89, if(x >= 60, 79, if(x >= 50, 69, 59)))"
WORDS = "if(x >= 90, '优', if(x >= 80, '良', if(x >= 60, '中', '差')))"
THIRDS = "if(x >= 90, 3, if(x >= 80, 2, if(x >= 70, 1, 0)))"
SHARES = "if(x <= 0, w, if(x <= 10, w * 0.8, if(x <= 20, w * 0.6, if(x <= 30, w * 0.4, 0))))"
#: Of each look-up in the shipped forms, the conditions that it stands for.
BEFORE = {
    ("hunan_overall_2019", "self_evaluation", "grades"): WORDS,
    ("hunan_overall_2019", "self_evaluation", "ceilings"): CAPS,
    ("hunan_overall_2019", "scoring", "added_shares"): SHARES,
    ("hunan_overall_2019", "scoring", "satisfied_thirds"): THIRDS,
    ("hunan_overall_2023", "results", "grades"): WORDS,
    ("hunan_overall_2023", "self_evaluation", "ceilings"): CAPS_BELOW_80,
    ("hunan_overall_2023", "scoring", "satisfied_thirds"): THIRDS,
    ("yueyang_overall_2023", "evaluation", "grades"): WORDS,
    ("yueyang_overall_2023", "evaluation", "ceilings"): CAPS_BELOW_80,
}


def names(path: tuple[str, ...]) -> Expression:
    return Ref("s", path[0], "", "", "number")


class Report:
    """A report with one figure `x` and a weight."""

    def __init__(self, figure: Decimal) -> None:
        self._figures = {"x": figure, "w": Decimal("4.5")}

    def value(self, address: Address) -> Decimal:
        return self._figures[address.field]

    def rows(self, section: str, table: str) -> tuple[str, ...]:
        return ()

    def row_fact(self, context: EvaluationContext, name: str) -> None:
        return None


def bands_of(form: str, section: str, name: str) -> Bands:
    """The bands of a shipped form, as its loader reads them."""
    for path in sorted((FORMS / form).rglob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for one in data.get("band", []):
            if (data["id"], one["id"]) == (section, name):
                return read_bands(TomlTable(one, path.name), name)
    raise KeyError(name)


@pytest.mark.parametrize("key", BEFORE, ids=".".join)
def test_the_bands_of_the_shipped_forms_give_what_conditions_gave(key: tuple[str, str, str]) -> None:
    bands = bands_of(*key)
    factor = "w * " if BEFORE[key] is SHARES else ""
    new, old = parse(f"{factor}band(x, b)", names, lambda _: bands), parse(BEFORE[key], names)
    for hundredths in range(-500, 11000, 1):
        report = Report(Decimal(hundredths) / 100)
        assert evaluate(new, EvaluationContext("s"), report) == evaluate(old, EvaluationContext("s"), report)
