"""A formula in words: `（本年决算数 − 上年决算数）÷ 上年决算数 × 100，四舍五入到 2 位小数`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.bands import BAND_OPERATIONS, BandComparison
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector, type_of
from perfdesk.definition.functions import FUNCTIONS, Function
from perfdesk.definition.kinds import plain_number
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of
from perfdesk.evaluation.labels import answer_label, full_label, section_label

_OPERATORS = {
    "+": " ＋ ",
    "-": " − ",
    "*": " × ",
    "/": " ÷ ",
    "==": " 等于 ",
    "!=": " 不等于 ",
    "<": " 小于 ",
    "<=": " 不大于 ",
    ">": " 大于 ",
    ">=": " 不小于 ",
    "and": "，且 ",
    "or": "，或 ",
}
#: Of two dates.
_DATE_OPERATORS = {"<": " 早于 ", "<=": " 不晚于 ", ">": " 晚于 ", ">=": " 不早于 "}
_BANDS: dict[BandComparison, str] = {">=": "{}及以上", ">": "超过{}", "<=": "{}及以下", "<": "不到{}"}
_PRECEDENCE = {"or": 0, "and": 1, "+": 3, "-": 3, "*": 4, "/": 4}
_CLAUSE, _COMPARISON, _ATOM = -1, 2, 9
_ROW_FACTS = {"label": "本行名称", "code": "本行编码", "n": "本行序号", "ordinal": "本行序号"}


def describe_formula(answers: Answers, part: Expression, context: EvaluationContext) -> str:
    """Describe a formula in Chinese, with the names of answers in place of their addresses."""
    match part:
        case Constant(value=value):
            return plain_number(value) if isinstance(value, Decimal) else f"“{value}”"
        case Ref():
            return short_name(answers, address_of(part, context), context)
        case Vector():
            return _column_text(answers, part, context)
        case RowFact(name=name):
            return _ROW_FACTS[name]
        case Operation(name="if", parts=(condition, yes, no)):
            condition_text, then = describe_formula(answers, condition, context), _bracketed(answers, yes, context, 0)
            other = describe_formula(answers, no, context)
            is_next = isinstance(no, Operation) and no.name == "if"
            return f"若{condition_text}，则为 {then}；否则{'' if is_next else '为 '}{other}"
        case Operation(name=name) if name in BAND_OPERATIONS:
            return _band_text(answers, part, context, _BANDS[BAND_OPERATIONS[name]])
        case Operation(name=name, parts=parts) if name in _OPERATORS:
            strength = _PRECEDENCE.get(name, _COMPARISON)
            needs = (strength, strength + (name in "-/"))
            text = [_bracketed(answers, child, context, needs[min(at, 1)]) for at, child in enumerate(parts)]
            words = _DATE_OPERATORS if type_of(parts[0]) == "date" else _OPERATORS
            return words.get(name, _OPERATORS[name]).join(text)
        case Operation(name="not", parts=(condition,)):
            return f"并非（{_bracketed(answers, condition, context, 0)}）"
        case Operation(name=name, parts=parts):
            return _function_text(answers, FUNCTIONS[name], parts, context)


def _band_text(answers: Answers, part: Operation, context: EvaluationContext, bound: str) -> str:
    figure = _bracketed(answers, part.parts[0], context, _PRECEDENCE["*"])
    *steps, other = (describe_formula(answers, one, context) for one in part.parts[1:])
    pairs = zip(steps[::2], steps[1::2], strict=True)
    bands = "，".join(f"{bound.format(limit)}为 {value}" for limit, value in pairs)
    return f"{figure}分档：{bands}，其余为 {other}"


def _function_text(
    answers: Answers, function: Function, arguments: Sequence[Expression], context: EvaluationContext
) -> str:
    if function.reads_as == "addition":
        separator, texts = _OPERATORS["+"], [_summand_text(answers, argument, context) for argument in arguments]
    else:
        separator, texts = "，", [_bracketed(answers, argument, context, 0) for argument in arguments]
    wording = function.wording + (function.last_wording if len(arguments) == len(function.parameters) else "")
    return wording.format(*texts, all=separator.join(texts))


def short_name(answers: Answers, address: Address, context: EvaluationContext) -> str:
    """Return the name of an answer in a context: within the same row or section it is shorter."""
    question = answers.form.question(address)
    if question is not None and address.row and address.row == context.row and address.section == context.section:
        return question.label
    return (answer_label if address.section == context.section else full_label)(answers, address)


def _column_text(answers: Answers, part: Vector, context: EvaluationContext) -> str:
    table = answers.form.tables[(part.section, part.field)]
    name = table.label if "“" in table.label else f"“{table.label}”"
    elsewhere = part.section != form_section_of(context.section)
    chapter = section_label(answers, part.section) if elsewhere else ""
    return f"{chapter}{name}各行的{table.column(part.column).label}"


def _summand_text(answers: Answers, part: Expression, context: EvaluationContext) -> str:
    """Describe a summand; a whole column is summed first."""
    if isinstance(part, Vector):
        return f"{_column_text(answers, part, context)}之和"
    return _bracketed(answers, part, context, _PRECEDENCE["+"])


def _bracketed(answers: Answers, part: Expression, context: EvaluationContext, precedence: int) -> str:
    """Describe a part of a formula, in brackets if it would be misread without them."""
    text = describe_formula(answers, part, context)
    return f"（{text}）" if _precedence(part) < precedence else text


def _precedence(part: Expression) -> int:
    match part:
        case Operation(name=name) if name == "if" or name in BAND_OPERATIONS:
            return _CLAUSE
        case Operation(name=name) if name in _OPERATORS:
            return _PRECEDENCE.get(name, _COMPARISON)
        case Operation(name=name, parts=parts) if name in FUNCTIONS:
            if FUNCTIONS[name].reads_as == "addition" and len(parts) > 1:
                return _PRECEDENCE["+"]
            return _CLAUSE if FUNCTIONS[name].reads_as == "clause" else _ATOM
        case _:
            return _ATOM
