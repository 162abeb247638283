"""A formula in the clerk's words: `（本年决算数 − 上年决算数）÷ 上年决算数 × 100，四舍五入到 2 位小数`."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
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
_PRECEDENCE = {"or": 0, "and": 1, "+": 3, "-": 3, "*": 4, "/": 4}
_COMPARISON, _ATOM = 2, 9
_ROW_FACTS = {"label": "本行名称", "code": "本行编码", "n": "本行序号", "ordinal": "本行序号"}
#: How a function of some parts reads; `{0}` is its first part.
_PHRASES = {
    "count": "（{all}）中已填的个数",
    "min": "取最小（{all}）",
    "max": "取最大（{all}）",
    "abs": "绝对值（{0}）",
    "floor": "舍去小数（{0}）",
    "round": "{0}，四舍五入到 {1} 位小数",
    "blank": "{0}没有填",
    "not": "并非（{0}）",
    "sumif": "{0}中，{1}为{2}的各项之和",
    "attain": "{1}对{0}的完成程度",
    "figure": "{0}的数值",
    "unit": "{0}的单位",
    "integers": "（{all}）中整数的个数",
    "year": "{0}的年份",
    "contains": "{0}含有{1}",
    "length": "{0}的字数",
    "amounts": "{0}里写到的各笔支出之和",
}


def describe_formula(answers: Answers, part: Expression, context: EvaluationContext) -> str:
    """A formula with the names of answers in place of their addresses."""
    match part:
        case Constant(value=value):
            return plain_number(value) if isinstance(value, Decimal) else f"“{value}”"
        case Ref():
            return short_name(answers, address_of(part, context), context)
        case Vector():
            return _column_text(answers, part, context)
        case RowFact(name=name):
            return _ROW_FACTS[name]
        case Operation(name="sum", parts=parts):
            return _OPERATORS["+"].join(_summand_text(answers, child, context) for child in parts)
        case Operation(name="if", parts=(condition, yes, no)):
            condition_text, then = describe_formula(answers, condition, context), _bracketed(answers, yes, context, 0)
            other = describe_formula(answers, no, context)
            is_next = isinstance(no, Operation) and no.name == "if"
            return f"若{condition_text}，则为 {then}；否则{'' if is_next else '为 '}{other}"
        case Operation(name=name, parts=parts) if name in _OPERATORS:
            strength = _PRECEDENCE.get(name, _COMPARISON)
            needs = (strength, strength + (name in "-/"))
            text = [_bracketed(answers, child, context, needs[min(at, 1)]) for at, child in enumerate(parts)]
            return _OPERATORS[name].join(text)
        case Operation(name=name, parts=parts):
            text = [_bracketed(answers, child, context, 0) for child in parts]
            return _PHRASES[name].format(*text, all="，".join(text))


def short_name(answers: Answers, address: Address, context: EvaluationContext) -> str:
    """What an answer is called seen from a place: within the same row or section the shorter name will do."""
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
    """A part of a sum; a whole column is summed first."""
    if isinstance(part, Vector):
        return f"{_column_text(answers, part, context)}之和"
    return _bracketed(answers, part, context, _PRECEDENCE["+"])


def _bracketed(answers: Answers, part: Expression, context: EvaluationContext, precedence: int) -> str:
    """A part of a formula, in brackets where it would be read wrongly without."""
    text = describe_formula(answers, part, context)
    return f"（{text}）" if _precedence(part) < precedence else text


def _precedence(part: Expression) -> int:
    match part:
        case Operation(name="sum", parts=parts):
            return _PRECEDENCE["+"] if len(parts) > 1 else _ATOM
        case Operation(name="if" | "round"):
            return -1
        case Operation(name=name):
            return _PRECEDENCE.get(name, _COMPARISON if name in _OPERATORS else _ATOM)
        case _:
            return _ATOM
