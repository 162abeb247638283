"""What to write instead of what authors of formulas often write: `≤`, `&&`, `=`, Chinese quotes, `0 < a <= b`."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterable

from perfdesk.definition.function_record import TYPE_WORDS, Type

#: Longer signs first: the first that occurs is reported.
_SIGNS = {
    "&&": "and", "||": "or", "<>": "!=", "≤": "<=", "⩽": "<=", "≦": "<=", "≥": ">=", "⩾": ">=", "≧": ">=",
    "≠": "!=", "×": "*", "÷": "/", "＝": "==", "＜": "<", "＞": ">", "＋": "+", "－": "-", "−": "-", "—": "-",
    "＊": "*", "／": "/", "，": ",", "、": ",", "；": ",", "（": "(", "）": ")", "“": "'", "”": "'", "‘": "'", "’": "'",
    "．": ".", "。": ".", ";": ",",
}  # fmt: skip
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
#: What a formula looks like with its quoted texts taken out, and what to write instead; the first that fits is told.
_PATTERNS = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (r"([０-９ａ-ｚＡ-Ｚ])", "“{0}”是全角的，数字和字母要用半角"),
        (r"^\s*=", "前面不写“=”"),
        (r"\{\s*([a-z][\w.]*)\s*\}", "公式里名字不加花括号，写“{0}”"),
        (r"(?<![\w.])([0-9.]+)\s*(?:万元|亿元|元|人|分|个|次|㎡)", "数后面不写单位，只写“{0}”"),
        (r"\b(AND|OR|NOT|IF|SUM|ROUND|COUNT|MIN|MAX|ABS)\b", "“{0}”要用小写"),
        (r"([0-9.]+)\s*%", "不写百分号：unit 是 % 的题写 {0}，别的写 {0} / 100"),
        (r"(?<![=<>!])=(?!=)", "“=”要写成“==”"),
        (r"!(?!=)", "“!”要写成“not”"),
        (r"([:：])", "公式里不用“{0}”"),
    )
)
#: What other programs call it, and how it is written here.
_OTHER_FUNCTIONS = {
    "average": "平均数写 sum(表.列) / count(表.列)", "avg": "平均数写 sum(表.列) / count(表.列)",
    "len": "字数写 length(文字)", "int": "取整写 floor(数)", "trunc": "取整写 floor(数)",
    "isblank": "空不空写 blank(名字)",
    "value": "指标值里的数写 figure(指标值)", "sumifs": "分类合计写 sumif(一栏数, 一栏文字, '文字')",
    "countif": "几行合条件，加一列 if(条件, 1, 0) 再 sum", "concat": "把文字接起来写 text(a, b)",
    "concatenate": "把文字接起来写 text(a, b)", "str": "把数写成文字写 text(数)",
}  # fmt: skip
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
    if bare.count("'") % 2 or bare.count('"') % 2:
        return "引号没有成对，文字写成 '文字'"
    if bare.count("(") != bare.count(")"):
        return f"{'少' if bare.count('(') > bare.count(')') else '多'}一个右括号“)”"
    fitting = ((pattern.search(bare), hint) for pattern, hint in _PATTERNS)
    return next((hint.format(*found.groups()) for found, hint in fitting if found), "")


def hint_of(node: ast.expr) -> str:
    """Return such a clause for a part that Python can read and a formula cannot contain; empty if that is unclear."""
    match node:
        case ast.BinOp(op=op) if type(op) in _OPERATORS:
            sign, instead = _OPERATORS[type(op)]
            return f"不能用“{sign}”，{instead}"
        case ast.Compare():
            return _hint_of_comparison(node)
        case ast.GeneratorExp() | ast.ListComp():
            return "不写 for，一栏数写 sum(表.列)"
        case ast.IfExp(test=test, body=yes, orelse=no):
            return f"要写成“if({ast.unparse(test)}, {ast.unparse(yes)}, {ast.unparse(no)})”"
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return f"前面不写加号，写“{ast.unparse(operand)}”"
        case ast.Call(keywords=[_, *_]):
            return "函数的参数只写值，不写“名字=”"
        case ast.Set(elts=[one]):
            return f"公式里名字不加花括号，写“{ast.unparse(one)}”"
        case ast.Tuple() | ast.List() | ast.Set():
            return "几个值要写在函数的括号里，如 sum(a, b)"
        case ast.Subscript(value=value):
            return f"不用方括号，写“{ast.unparse(value)}.行名.列名”"
        case _:
            return ""


def _hint_of_comparison(node: ast.Compare) -> str:
    match node:
        case ast.Compare(left=left, ops=[first, _, *_], comparators=[middle, *_]):
            one = ast.unparse(ast.Compare(left, [first], [middle]))
            two = ast.unparse(ast.Compare(middle, node.ops[1:], node.comparators[1:]))
            return f"一次只能比两个，要写成“{one} and {two}”"
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
            return f"不能用“in”，有没有某几个字写 contains({ast.unparse(right)}, {ast.unparse(left)})"
        case _:
            return "相等写“==”，不相等写“!=”"


def wrong_type(text: str, given: Type, wanted: Type) -> str:
    """Return a clause: what a formula gives, what is wanted, and how that is written."""
    instead = ""
    if wanted == "truth":
        name = text if len(text) <= 30 else "名字"
        examples = {"number": f"{name} > 0", "text": f"{name} == '有'"}
        instead = f"，要写成条件，如 {examples.get(given, f'not blank({name})')}"
    elif wanted == "text" and given in ("number", "measure", "date"):
        instead = f"，写成文字用 text({text[:30]})"
    elif wanted == "number" and given == "numbers":
        instead = f"，要合计写 sum({text[:30]})"
    elif wanted == "number" and given == "measure":
        instead = f"，里面的数写 figure({text[:30]})"
    elif wanted == "number" and given == "truth":
        instead = f"，要写成数，如 if({text[:30]}, 1, 0)"
    return f"“{text}”给的是{TYPE_WORDS[given]}，这里要{TYPE_WORDS[wanted]}{instead}"


def hint_of_function(name: str, known: Iterable[str]) -> str:
    """Return a clause about the name of a function that does not exist.

    >>> hint_of_function("SUM", ["sum"]), hint_of_function("average", ["sum"])
    ('，是不是“sum”？', '，平均数写 sum(表.列) / count(表.列)')
    """
    other = _OTHER_FUNCTIONS.get(name.lower())
    if other is not None:
        return f"，{other}"
    near = difflib.get_close_matches(name.lower()[:60], known, 1, 0.8)
    return f"，是不是“{near[0]}”？" if near else f"，可用：{'、'.join(known)}"
