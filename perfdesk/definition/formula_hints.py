"""What to write instead of what authors of formulas often write: `≤`, `&&`, `=`, Chinese quotes, `0 < a <= b`."""

from __future__ import annotations

import ast
import re

from perfdesk.definition.function_record import TYPE_WORDS, Type

#: Longer signs first: the first that occurs is reported.
_SIGNS = {
    "&&": "and", "||": "or", "<>": "!=", "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=", "≧": ">=",
    "≠": "!=", "×": "*", "÷": "/", "＝": "==", "＜": "<", "＞": ">", "＋": "+", "－": "-", "−": "-", "—": "-",
    "＊": "*", "／": "/", "，": ",", "、": ",", "；": ",", "（": "(", "）": ")", "“": "'", "”": "'", "‘": "'", "’": "'",
    "．": ".", "。": ".",
}  # fmt: skip
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_SINGLE_EQUALS = re.compile(r"(?<![=<>!])=(?!=)")
_NOT = re.compile(r"!(?!=)")
_PERCENT = re.compile(r"([0-9.]+)\s*%")
_WIDE_DIGIT = re.compile(r"[０-９ａ-ｚＡ-Ｚ]")
_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.BitAnd: ("&", "“并且”写 and"),
    ast.BitOr: ("|", "“或者”写 or"),
    ast.BitXor: ("^", "没有乘方，写成相乘，如 a * a"),
    ast.Pow: ("**", "没有乘方，写成相乘，如 a * a"),
    ast.Mod: ("%", "百分数写成小数或除以 100"),
    ast.FloorDiv: ("//", "取整写 floor(a / b)"),
}


def hint_in(text: str) -> str:
    """Return a clause that says what to write instead in a formula that cannot be read; empty if that is unclear.

    >>> hint_in("a ≤ b"), hint_in("a && b"), hint_in("sum(a, b")
    ('“≤”要写成“<=”', '“&&”要写成“and”', '少一个右括号“)”')
    """
    bare = _QUOTED.sub("''", text)
    for wrong, right in _SIGNS.items():
        if wrong in bare:
            return f"“{wrong}”要写成“{right}”" if wrong not in "“”‘’" else "引号要用英文的单引号：'文字'"
    wide = _WIDE_DIGIT.search(bare)
    if wide:
        return f"“{wide[0]}”是全角的，数字和字母要用半角"
    if bare.count("'") % 2 or bare.count('"') % 2:
        return "引号没有成对，文字写成 '文字'"
    if bare.count("(") != bare.count(")"):
        return f"{'少' if bare.count('(') > bare.count(')') else '多'}一个右括号“)”"
    percent = _PERCENT.search(bare)
    if percent:
        return f"“{percent[0]}”要写成小数，如 {percent[1]} / 100"
    if _SINGLE_EQUALS.search(bare):
        return "“=”要写成“==”"
    if _NOT.search(bare):
        return "“!”要写成“not”"
    return ""


def hint_of(node: ast.expr) -> str:
    """Return such a clause for a part that Python can read and a formula cannot contain; empty if that is unclear."""
    match node:
        case ast.BinOp(op=op) if type(op) in _OPERATORS:
            sign, instead = _OPERATORS[type(op)]
            return f"不能用“{sign}”，{instead}"
        case ast.Compare(left=left, ops=[first, *_], comparators=[middle, *_]) if len(node.ops) > 1:
            one = ast.unparse(ast.Compare(left, [first], [middle]))
            two = ast.unparse(ast.Compare(middle, node.ops[1:], node.comparators[1:]))
            return f"一次只能比两个，要写成“{one} and {two}”"
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
            return f"不能用“in”，有没有某几个字写 contains({ast.unparse(right)}, {ast.unparse(left)})"
        case ast.IfExp(test=test, body=yes, orelse=no):
            return f"要写成“if({ast.unparse(test)}, {ast.unparse(yes)}, {ast.unparse(no)})”"
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return f"前面不写加号，写“{ast.unparse(operand)}”"
        case ast.Call(keywords=[_, *_]):
            return "函数的参数只写值，不写“名字=”"
        case ast.Tuple() | ast.List() | ast.Set():
            return "几个值要写在函数的括号里，如 sum(a, b)"
        case ast.Subscript(value=value):
            return f"不用方括号，写“{ast.unparse(value)}.行名.列名”"
        case _:
            return ""


def wrong_type(text: str, given: Type, wanted: Type) -> str:
    """Return a clause: what a formula gives, what is wanted, and how that is written."""
    instead = ""
    if wanted == "truth":
        name = text if len(text) <= 30 else "名字"
        examples = {"number": f"{name} > 0", "text": f"{name} == '有'"}
        instead = f"，要写成条件，如 {examples.get(given, f'not blank({name})')}"
    elif wanted == "number" and given == "numbers":
        instead = f"，要合计写 sum({text[:30]})"
    elif wanted == "number" and given == "measure":
        instead = f"，里面的数写 figure({text[:30]})"
    elif wanted == "number" and given == "truth":
        instead = f"，要写成数，如 if({text[:30]}, 1, 0)"
    return f"“{text}”给的是{TYPE_WORDS[given]}，这里要{TYPE_WORDS[wanted]}{instead}"
