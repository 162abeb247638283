"""How functions of formulas are written in a spreadsheet, as texts and the addresses of answers.

The Excel writer knows which cell contains an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure
from perfdesk.language.measures import attainment
from perfdesk.language.quantities import EXACT

ExcelText = tuple[str | Address, ...]
_SIGNS = {"≤": "<=", "=": "="}


@dataclass(frozen=True, slots=True)
class ExcelArgument:
    """An argument of a function.

    `cells` are the answers of a column, and None for anything that is not a column. `measure` is the current value of
    a single indicator answer, `is_true` whether a condition is met now. `is_figure`: one or more numbers.
    `is_indicator`: one or more indicator values, of which a cell has the figure only.
    `is_operation`: computed in the formula itself, not the content of a cell.
    """

    text: ExcelText
    cells: tuple[Address, ...] | None = None
    measure: Measure | None = None
    is_true: bool = False
    is_figure: bool = False
    is_indicator: bool = False
    is_operation: bool = False


ExcelWriter = Callable[[Sequence[ExcelArgument]], ExcelText | None]


@dataclass(frozen=True, slots=True)
class ExcelForm:
    """How a function is written in a spreadsheet.

    `text` returns the expression, or None if it cannot be written with these arguments. `unknown` returns the condition
    under which the result is not known yet, or None if it is always known. A form without `unknown` has no result
    while one of its arguments has none. With `takes_unknown` an argument that is not known is the empty text.
    """

    text: ExcelWriter
    unknown: ExcelWriter | None = None
    takes_unknown: bool = False


def excel_list(items: Iterable[ExcelText], separator: str = ",") -> ExcelText:
    """Join expressions with a separator."""
    pieces: list[str | Address] = []
    for item in items:
        pieces.extend((separator, *item) if pieces else item)
    return tuple(pieces)


def excel_call(before: str, after: str = ")") -> ExcelWriter:
    """A writer of all arguments between two texts, for instance `MIN(` and `)`."""
    return lambda arguments: (before, *excel_list(argument.text for argument in arguments), after)


def always_known(_arguments: Sequence[ExcelArgument]) -> None:
    """The condition of a function that has a result for blank arguments, too."""


def excel_sum(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write a sum; SUM ignores the empty text of a cell, but fails on one that the formula itself computes."""
    terms = [("N(", *one.text, ")") if one.is_operation else one.text for one in arguments if one.cells != ()]
    return ("SUM(", *(excel_list(terms) or ("0",)), ")")


def excel_no_figure(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write the condition that none of the arguments is a number."""
    figures = [argument.text for argument in arguments if argument.cells != ()]
    return ("COUNT(", *excel_list(figures), ")=0") if figures else ("TRUE",)


def excel_count(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write how many answers are known. COUNTA would count a formula whose result is the empty text."""
    figures = [argument.text for argument in arguments if argument.is_figure and argument.cells != ()]
    terms: list[ExcelText] = [("COUNT(", *excel_list(figures), ")")] if figures else []
    for argument in arguments:
        if not argument.is_figure:
            texts = [argument.text] if argument.cells is None else [(cell,) for cell in argument.cells]
            terms += [("IF(", *text, '="",0,1)') for text in texts]
    return ("(", *(excel_list(terms, "+") or ("0",)), ")") if len(terms) > 1 or not figures else terms[0]


def excel_blank(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write whether no answer is known."""
    first = arguments[0]
    if len(arguments) == 1 and first.cells is None and not first.is_figure:
        return ("(", *first.text, '="")')
    return ("(", *excel_count(arguments), "=0)")


def excel_text(arguments: Sequence[ExcelArgument]) -> ExcelText | None:
    """Write answers joined to one text; None for indicator values and for figures that may have very many digits."""
    if any(argument.is_indicator or (argument.is_figure and argument.is_operation) for argument in arguments):
        return None
    return ("(", *excel_list((argument.text for argument in arguments), "&"), '&"")')


def excel_sumif(arguments: Sequence[ExcelArgument]) -> ExcelText | None:
    """Write a conditional sum, row by row: the rows of a table need not be adjacent cells on the sheet."""
    terms = _chosen(arguments, lambda figure: ("N(", figure, ")"))
    return ("(", *terms, ")") if terms else None


def excel_sumif_unknown(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write the condition that every key is blank, or that the chosen rows have no figure."""
    no_key = ("(", *excel_count(arguments[1:2]), "=0)")
    chosen, known = _chosen(arguments, lambda _: ("1",)), _chosen(arguments, lambda figure: ("COUNT(", figure, ")"))
    return ("OR(", *no_key, ",AND(", *chosen, ">0,", *known, "=0))") if chosen else no_key


def _chosen(arguments: Sequence[ExcelArgument], term: Callable[[Address], ExcelText]) -> ExcelText:
    """The sum of a term over the rows whose key is the wanted text; empty without rows."""
    figures, keys, wanted = arguments
    pairs = zip(figures.cells or (), keys.cells or (), strict=True)
    terms: list[ExcelText] = [
        ("IF(EXACT(", key, ",", *wanted.text, "),", *term(figure), ",0)") for figure, key in pairs
    ]
    return excel_list(terms, "+")


def excel_attain(arguments: Sequence[ExcelArgument]) -> ExcelText | None:
    """Write the attainment of an indicator, for the sign that its target has now.

    None unless both values are plain figures in one unit and the formula has the result that the program has.
    """
    target, actual = arguments[0].measure, arguments[1].measure
    if target is None or actual is None or target.number is None or actual.number is None:
        return None
    is_limit = len(arguments) > 2 and arguments[2].is_true
    compared = _comparison(target, target.number, is_limit)
    if target.unit != actual.unit or attainment(target.text, actual.text, is_limit).fraction != _share(
        target.number, actual.number, compared
    ):
        return None
    wanted, reached = arguments[0].text, arguments[1].text
    both = (*reached, ",", *wanted)
    attained = ("IF(", *reached, compared, *wanted, ",1,")
    ratio = ("IF(MAX(", *both, ")>0,MAX(MIN(", *both, "),0)/MAX(", *both, "),0))")
    return (*attained, *ratio)


def _comparison(target: Measure, wanted: Decimal, is_limit: bool) -> str:
    """The operator between actual value and target: an upper limit, or none at all, needs no sign."""
    without_sign = "<=" if is_limit or not wanted else ">="
    return _SIGNS.get(target.sign, ">=") if target.sign else without_sign


def _share(wanted: Decimal, reached: Decimal, compared: str) -> Decimal:
    """What the formula of `excel_attain` computes."""
    if {"<=": reached <= wanted, "=": reached == wanted}.get(compared, reached >= wanted):
        return Decimal(1)
    low, high = sorted((wanted, reached))
    return EXACT.divide(max(low, Decimal(0)), high) if high > 0 else Decimal(0)


def excel_attain_unknown(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write the condition that target or actual value is blank; the third argument may be unknown."""
    return ("OR(", *arguments[0].text, '="",', *arguments[1].text, '="")')
