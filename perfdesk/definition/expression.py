"""The small expression language of formulas, rules and sentences.

A whitelisted subset of Python's grammar: numbers, texts, dotted names, `+ - * /`, one comparison, and/or/not and the
functions of `FUNCTIONS`. It is parsed once, when the form loads; names become references to answers, so that an
untrusted form can access nothing but answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from perfdesk.definition.bands import BAND_OPERATIONS, Bands
from perfdesk.definition.formula_hints import hint_in, hint_of, hint_of_function
from perfdesk.definition.function_record import TYPE_WORDS
from perfdesk.definition.functions import FUNCTIONS, Type
from perfdesk.definition.kinds import MAX_DECIMALS

MAX_LENGTH = 2000
MAX_DEPTH = 40


class ExpressionError(ValueError):
    """An invalid formula; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number or a text in the formula."""

    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Ref:
    """One answer. The `row` `*` is the current row, `^` the project of a repeated section."""

    section: str
    field: str
    row: str
    column: str
    type: Type


@dataclass(frozen=True, slots=True)
class Vector:
    """One column of a table: the named rows, or with `rows` None every row of an open table."""

    section: str
    field: str
    column: str
    rows: tuple[str, ...] | None
    type: Type


@dataclass(frozen=True, slots=True)
class RowFact:
    """A property of the current row: `label`, `code`, its number `n` (1) or `ordinal` (一)."""

    name: Literal["label", "code", "n", "ordinal"]


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * /`, a comparison, `and`, `or`, `not`, one of FUNCTIONS or of BAND_OPERATIONS, over its parts."""

    name: str
    parts: tuple[Expression, ...]
    type: Type


Expression = Constant | Ref | Vector | RowFact | Operation
Resolve = Callable[[tuple[str, ...]], Expression]
FindBands = Callable[[tuple[str, ...]], Bands]


def no_bands(path: tuple[str, ...]) -> Bands:
    """The bands of a formula outside of a form: none."""
    raise ExpressionError(f"没有“{'.'.join(path)}”这个分档")


class _Names(NamedTuple):
    """What the names of a formula mean."""

    resolve: Resolve
    bands: FindBands


_DECIMALS = [Constant(Decimal(decimals)) for decimals in range(MAX_DECIMALS + 1)]
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_IF = re.compile(r"\bif\s*\(")
_PLAIN = re.compile(r"[0-9]{1,30}(\.[0-9]{1,20})?")
#: The limit for Python's syntax tree, which has more levels than the expression in some places.
_MAX_TREE_DEPTH = 2 * MAX_DEPTH
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")


def parse(text: str, resolve: Resolve, bands: FindBands = no_bands) -> Expression:
    """Parse a formula; `resolve` translates its names, `bands` those of bands. ExpressionError, in Chinese."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"公式太长（{len(text)} 个字符，最多 {MAX_LENGTH} 个）")
    return _build(_parsed_tree(text), _Names(resolve, bands), 0)


@lru_cache(maxsize=1000)
def _parsed_tree(text: str) -> ast.expr:
    """Parse to a syntax tree; cached, because the formula of a column is used in each of its rows."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # as Python counts lines
    pieces = _QUOTED.split(text)
    source = "".join(piece if index % 2 else _IF.sub("if_(", piece) for index, piece in enumerate(pieces))
    source = source.strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        hint = hint_in(text)
        raise ExpressionError(f"公式写法有误：{hint or text[:60]}") from error
    _check_tree(tree, source.encode("utf-8", "surrogatepass"))
    return tree


def _check_tree(tree: ast.expr, source: bytes) -> None:
    """Keep the digits of each figure as written; ExpressionError for one that is no plain decimal, or deep nesting.

    Without recursion, since the tree may be a thousand levels deep.
    """
    lines = source.split(b"\n")
    level: list[ast.AST] = [tree]
    for _ in range(_MAX_TREE_DEPTH):
        for node in level:
            if isinstance(node, ast.Constant) and not isinstance(node.value, str):
                node.kind = _plain_figure(lines[node.lineno - 1][node.col_offset : node.end_col_offset].decode())
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return
    raise ExpressionError("公式嵌套太深")


def _plain_figure(written: str) -> str:
    """Return a plain decimal as written; ExpressionError for Python's `1e5`, `0x10`, `1_000` and `1j`."""
    if _PLAIN.fullmatch(written):
        return written
    raise ExpressionError(f"公式里的数要写成普通的小数，写的是“{written[:30]}”")


def _build(node: ast.expr, names: _Names, depth: int) -> Expression:
    if depth > MAX_DEPTH:
        raise ExpressionError("公式嵌套太深")

    def down(child: ast.expr) -> Expression:
        return _build(child, names, depth + 1)

    match node:
        case ast.Constant(value=str() as value):
            return Constant(value)
        case ast.Constant(kind=str() as written):  # the written digits: Python's number is rounded
            return Constant(Decimal(written))
        case ast.Name() | ast.Attribute():
            return names.resolve(_path(node))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _operation("-", (Constant(Decimal(0)), down(operand)), "number", "number")
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _operation("not", (down(operand),), "truth", "truth")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            return _operation(_ARITHMETIC[type(op)], (down(left), down(right)), "number", "number")
        case ast.BoolOp(op=op, values=values):
            name = "and" if isinstance(op, ast.And) else "or"
            return _operation(name, tuple(down(value) for value in values), "truth", "truth")
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
            return _comparison(_COMPARISONS[type(op)], down(left), down(right))
        case ast.Call(func=ast.Name(id="band"), args=args, keywords=[]):
            return _banded(args, names, down)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            return _call(name, tuple(down(argument) for argument in args))
        case _:
            raise _refused(node)


def _refused(node: ast.expr) -> ExpressionError:
    return ExpressionError(f"公式里不能用这种写法：{hint_of(node)[:120] or ast.unparse(node)[:60]}")


def _path(node: ast.expr) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (*_path(node.value), node.attr)
    raise _refused(node)


def type_of(part: Expression) -> Type:
    """Return the type of a part's value."""
    match part:
        case Constant(value=value):
            return "number" if isinstance(value, Decimal) else "text"
        case RowFact(name=name):
            return "number" if name == "n" else "text"
        case Ref() | Vector() | Operation():
            return part.type


def _operation(name: str, parts: tuple[Expression, ...], parameters: Type, result: Type) -> Operation:
    for part in parts:
        if type_of(part) != parameters:
            hint = "，把文字接起来写 text(a, b)" if (name, type_of(part)) == ("+", "text") else ""
            raise ExpressionError(f"“{name}”要的是{TYPE_WORDS[parameters]}，给的是{TYPE_WORDS[type_of(part)]}{hint}")
    return Operation(name, parts, result)


def _comparison(name: str, left: Expression, right: Expression) -> Operation:
    if type_of(left) != type_of(right) or type_of(left) not in ("number", "text", "date"):
        hint = "，数两边都不加引号" if {type_of(left), type_of(right)} == {"number", "text"} else ""
        raise ExpressionError(f"“{name}”两边不能相比：{TYPE_WORDS[type_of(left)]}与{TYPE_WORDS[type_of(right)]}{hint}")
    return Operation(name, (left, right), "truth")


def _call(name: str, parts: tuple[Expression, ...]) -> Operation:
    if name == "if_":
        return _if(parts)
    function = FUNCTIONS.get(name)
    if function is None:
        raise ExpressionError(f"没有“{name}”这个函数{hint_of_function(name, ('if', 'band', *FUNCTIONS))}")
    wanted = function.parameters
    least = len(wanted) - function.is_last_optional
    enough = len(parts) >= least and (function.is_variadic or len(parts) <= len(wanted))
    if not enough:
        raise ExpressionError(f"函数“{name}”要 {least} 个参数，给了 {len(parts)} 个")
    for index, part in enumerate(parts):
        allowed = wanted[min(index, len(wanted) - 1)]
        if type_of(part) not in allowed:
            raise ExpressionError(f"函数“{name}”第 {index + 1} 个参数不能是{TYPE_WORDS[type_of(part)]}")
    if function.takes_decimals and parts[-1] not in _DECIMALS:
        raise ExpressionError(f"函数“{name}”第 {len(parts)} 个参数是小数位数，要写 0 到 {MAX_DECIMALS} 的整数")
    return Operation(name, parts, function.result)


def _if(parts: tuple[Expression, ...]) -> Operation:
    if len(parts) != 3 or type_of(parts[0]) != "truth" or type_of(parts[1]) != type_of(parts[2]):
        raise ExpressionError("“if”要写成 if(条件, 成立时的值, 不成立时的值)，两个值要同类")
    return Operation("if", parts, type_of(parts[1]))


def _banded(args: list[ast.expr], names: _Names, down: Callable[[ast.expr], Expression]) -> Operation:
    """Build the look-up of a figure in bands, which become parts of the operation: a formula needs no other data."""
    if len(args) != 2 or not isinstance(args[1], ast.Name | ast.Attribute):
        raise ExpressionError("“band”要写成 band(数, 分档的名字)")
    figure, bands = down(args[0]), names.bands(_path(args[1]))
    if type_of(figure) != "number":
        raise ExpressionError(f"函数“band”第 1 个参数不能是{TYPE_WORDS[type_of(figure)]}")
    steps = [Constant(one) for step in bands.steps for one in step]
    other = Constant(bands.other)
    return Operation(f"band{bands.comparison}", (figure, *steps, other), type_of(other))


def references(part: Expression) -> list[Ref | Vector]:
    """Return every reference in an expression, in reading order."""
    match part:
        case Ref() | Vector():
            return [part]
        case Operation(parts=parts):
            return [found for child in parts for found in references(child)]
        case _:
            return []


def results(part: Expression) -> list[Expression]:
    """Return the parts one of which is the value of an expression: those that `if` and bands choose from."""
    match part:
        case Operation(name="if", parts=(_, yes, no)):
            return [*results(yes), *results(no)]
        case Operation(name=name, parts=parts) if name in BAND_OPERATIONS:
            return [*parts[2::2], parts[-1]]
        case _:
            return [part]
