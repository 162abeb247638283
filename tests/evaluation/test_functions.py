"""Every function of formulas is parsed, evaluated, described, written for Excel and listed in forms/README.md."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.excel_form import ExcelArgument
from perfdesk.definition.expression import Expression, ExpressionError, Operation, Ref, Vector, parse
from perfdesk.definition.function_results import Result
from perfdesk.definition.functions import FUNCTIONS, Function, Type
from perfdesk.definition.kinds import Measure, Value, parse_measure
from perfdesk.definition.model import Field, Form, Question, Table
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.formula_text import describe_formula
from support.function_table import README, function_table

#: The functions whose result a spreadsheet contains as a value only.
WITHOUT_EXCEL = {
    "missed",
    "excess",
    "measurable",
    "same_unit",
    "copied",
    "denies",
    "figure",
    "unit",
    "integers",
    "year",
    "contains",
    "length",
    "amounts",
    "amountof",
    "sumbelow",
}
TYPES: dict[str, Type] = {"number": "number", "text": "text", "prose": "text", "measure": "measure", "date": "date"}
RESULTS: dict[Type, type] = {"number": Decimal, "text": str, "truth": bool}
VALUES: dict[Type, Result] = {
    "number": Decimal(3),
    "text": "投入资金3万元",
    "measure": parse_measure("≥3个"),
    "date": datetime.date(2024, 3, 5),
    "numbers": [Decimal(3), None],
    "texts": ["投入资金3万元", None],
    "measures": [parse_measure("≥3个"), None],
    "truth": True,
}
#: Arguments of functions that have no result for just any arguments of the right types.
EXAMPLES: dict[str, list[Result]] = {
    "sumbelow": [[Decimal(3), Decimal(2)], ["213", "21302"], "213"],
    "amountof": ["会议费支出3万元。", "会议费", Decimal(2024)],
}
MEASURE = parse_measure("≥3个")
SUBSTITUTES: set[Type] = {"number", "text", "numbers", "texts"}
every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


def references_by_type(form: Form) -> dict[Type, Expression]:
    """Return a reference to one answer of each type, and to one column of each."""
    found: dict[Type, Expression] = {}
    for section in form.sections:
        for block in section.blocks:
            if isinstance(block, Field) and block.question.kind in TYPES:
                kind = TYPES[block.question.kind]
                found.setdefault(kind, Ref(section.id, block.question.id, "", "", kind))
            elif isinstance(block, Table):
                for column in block.columns:
                    add_column(found, section.id, block, column)
    found["truth"] = Operation("blank", (found["number"],), "truth")
    return found


def add_column(found: dict[Type, Expression], section: str, table: Table, column: Question) -> None:
    if column.kind in TYPES:
        kind = TYPES[column.kind]
        plural: dict[Type, Type] = {"number": "numbers", "text": "texts", "measure": "measures", "date": "dates"}
        rows = None if table.open else tuple(row.id for row in table.rows)
        found.setdefault(plural[kind], Vector(section, table.id, column.id, rows, plural[kind]))
        row = table.rows[0].id if table.rows else "r1"
        found.setdefault(kind, Ref(section, table.id, row, column.id, kind))


def parameter_types(function: Function) -> list[Type]:
    """Return one accepted type for each argument; a function that takes any number of them gets two."""
    types: list[Type] = [accepted[0] for accepted in function.parameters]
    if function.is_variadic:
        types.append("numbers" if "numbers" in function.parameters[-1] else types[-1])
    return types


def call(form: Form, function: Function, types: list[Type]) -> Expression:
    names: dict[str, Expression] = {**references_by_type(form)}
    arguments = ["2" if function.takes_decimals and at else name for at, name in enumerate(types)]
    return parse(f"{function.name}({', '.join(arguments)})", lambda path: names[path[0]])


@every_function
def test_a_function_is_parsed_with_the_types_it_takes_and_no_others(form: Form, function: Function) -> None:
    types = parameter_types(function)
    made = call(form, function, types)
    assert isinstance(made, Operation)
    assert (made.name, made.type) == (function.name, function.result)
    for at, accepted in enumerate(function.parameters):
        for other in SUBSTITUTES - set(accepted):
            wrong: list[Type] = [*types[:at], other, *types[at + 1 :]]
            if not (function.takes_decimals and at):
                with pytest.raises(ExpressionError, match="参数不能是"):
                    call(form, function, wrong)


@every_function
def test_a_function_is_evaluated(function: Function) -> None:
    arguments = EXAMPLES.get(function.name) or [VALUES[name] for name in parameter_types(function)]
    if function.takes_decimals:
        arguments[-1] = Decimal(2)
    if function.is_last_optional and not function.takes_decimals:
        arguments[-1] = Decimal(1)  # the first of the figures that are there
    assert isinstance(function.evaluate(arguments), RESULTS[function.result])


@every_function
def test_a_function_is_described(form: Form, answers_of: Callable[..., Answers], function: Function) -> None:
    answers = answers_of("demo-2024")
    parts = [references_by_type(form)[name] for name in parameter_types(function)]
    text = describe_formula(answers, Operation(function.name, tuple(parts), function.result), EvaluationContext(""))
    assert text
    assert not {"{", "}"} & set(text)
    for part in parts:
        assert describe_formula(answers, part, EvaluationContext("")) in text


@every_function
def test_a_function_is_written_for_excel_with_all_its_arguments(function: Function) -> None:
    assert (function.excel is None) == (function.name in WITHOUT_EXCEL)
    if function.excel is None:
        return
    cells = [Address("s", f"a{at}") for at in range(len(parameter_types(function)))]
    kinds = zip(cells, parameter_types(function), strict=True)
    arguments = [ExcelArgument((cell,), (cell,) if kind.endswith("s") else None, MEASURE) for cell, kind in kinds]
    text = function.excel.text(arguments)
    assert text is not None
    assert {cell for cell, kind in zip(cells, parameter_types(function), strict=True) if kind != "truth"} <= set(text)
    for pieces in (text, function.excel.unknown(arguments) if function.excel.unknown else None):
        written = "".join(map(str, pieces or ()))
        assert written.count("(") == written.count(")")


def test_a_call_that_a_spreadsheet_cannot_contain_is_not_written() -> None:
    attain = FUNCTIONS["attain"].excel
    assert attain is not None
    assert attain.text([ExcelArgument(("A1",)), ExcelArgument(("B1",), measure=MEASURE)]) is None
    assert attain.text([ExcelArgument(("A1",), measure=Measure("", None, "", "好")), ExcelArgument(("B1",))]) is None
    sumif = FUNCTIONS["sumif"].excel
    assert sumif is not None
    assert sumif.text([ExcelArgument(("A1",))] * 3) is None


def test_the_readme_of_forms_lists_every_function_as_its_record_describes_it() -> None:
    assert function_table() in README.read_text(encoding="utf-8"), "python tests/support/function_table.py"
    for function in FUNCTIONS.values():
        assert function.usage.startswith(f"{function.name}(")


def test_the_next_level_of_codes_is_summed_also_where_a_level_is_left_out() -> None:
    below = FUNCTIONS["sumbelow"].evaluate
    codes: list[Value] = ["213", "21302", "2130204", "2130205", "221", "2210201", None]
    figures: list[Value] = [Decimal(9), Decimal(8), Decimal(5), None, Decimal(4), Decimal(3), Decimal(1)]
    asked = ("", "213", "21302", "221", "2210201")
    assert [below([figures, codes, code]) for code in asked] == [Decimal(13), Decimal(8), Decimal(5), Decimal(3), None]
