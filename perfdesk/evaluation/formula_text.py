"""A formula in the clerk's words: `（本年决算数 − 上年决算数）÷ 上年决算数 × 100，四舍五入到 2 位小数`."""

from __future__ import annotations

from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
from perfdesk.definition.kinds import plain_number
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import Place, address_of
from perfdesk.evaluation.labels import answer_label, full_label, section_label

_SIGNS = {
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
_STRENGTH = {"or": 0, "and": 1, "+": 3, "-": 3, "*": 4, "/": 4}
_COMPARISON, _WHOLE = 2, 9
_FACTS = {"label": "本行名称", "code": "本行编码", "n": "本行序号", "ordinal": "本行序号"}
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


def in_words(answers: Answers, part: Expression, place: Place) -> str:
    """A formula with the names of answers in place of their addresses."""
    match part:
        case Constant(value=value):
            return plain_number(value) if isinstance(value, Decimal) else f"“{value}”"
        case Ref():
            return name_of(answers, address_of(part, place), place)
        case Vector():
            return _column(answers, part, place)
        case RowFact(name=name):
            return _FACTS[name]
        case Operation(name="sum", parts=parts):
            return _SIGNS["+"].join(_summand(answers, child, place) for child in parts)
        case Operation(name="if", parts=(condition, yes, no)):
            told, then = in_words(answers, condition, place), _inside(answers, yes, place, 0)
            other = in_words(answers, no, place)
            is_next = isinstance(no, Operation) and no.name == "if"
            return f"若{told}，则为 {then}；否则{'' if is_next else '为 '}{other}"
        case Operation(name=name, parts=parts) if name in _SIGNS:
            strength = _STRENGTH.get(name, _COMPARISON)
            needs = (strength, strength + (name in "-/"))
            words = [_inside(answers, child, place, needs[min(at, 1)]) for at, child in enumerate(parts)]
            return _SIGNS[name].join(words)
        case Operation(name=name, parts=parts):
            words = [_inside(answers, child, place, 0) for child in parts]
            return _PHRASES[name].format(*words, all="，".join(words))


def name_of(answers: Answers, address: Address, place: Place) -> str:
    """What an answer is called seen from a place: within the same row or section the shorter name will do."""
    question = answers.form.question(address)
    if question is not None and address.row and address.row == place.row and address.section == place.section:
        return question.label
    return (answer_label if address.section == place.section else full_label)(answers, address)


def _column(answers: Answers, part: Vector, place: Place) -> str:
    table = answers.form.tables[(part.section, part.field)]
    name = table.label if "“" in table.label else f"“{table.label}”"
    elsewhere = part.section != place.section.partition("@")[0]
    chapter = section_label(answers, part.section) if elsewhere else ""
    return f"{chapter}{name}各行的{table.column(part.column).label}"


def _summand(answers: Answers, part: Expression, place: Place) -> str:
    """A part of a sum; a whole column is summed first."""
    if isinstance(part, Vector):
        return f"{_column(answers, part, place)}之和"
    return _inside(answers, part, place, _STRENGTH["+"])


def _inside(answers: Answers, part: Expression, place: Place, needs: int) -> str:
    """A part of a formula, in brackets where it would be read wrongly without."""
    words = in_words(answers, part, place)
    return f"（{words}）" if _strength(part) < needs else words


def _strength(part: Expression) -> int:
    match part:
        case Operation(name="sum", parts=parts):
            return _STRENGTH["+"] if len(parts) > 1 else _WHOLE
        case Operation(name="if" | "round"):
            return -1
        case Operation(name=name):
            return _STRENGTH.get(name, _COMPARISON if name in _SIGNS else _WHOLE)
        case _:
            return _WHOLE
