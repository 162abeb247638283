"""How functions of formulas are written in a spreadsheet, as texts and the addresses of answers.

The Excel writer knows which cell contains an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure

ExcelText = tuple[str | Address, ...]
_SIGNS = {"≤": "<=", "=": "="}


@dataclass(frozen=True, slots=True)
class ExcelArgument:
    """An argument of a function.

    `cells` are the answers of a column, and None for anything that is not a column. `measure` is the current value of
    a single indicator answer.
    """

    text: ExcelText
    cells: tuple[Address, ...] | None = None
    measure: Measure | None = None


ExcelWriter = Callable[[Sequence[ExcelArgument]], ExcelText | None]


@dataclass(frozen=True, slots=True)
class ExcelForm:
    """How a function is written in a spreadsheet.

    `text` returns the expression, or None if it cannot be written with these arguments. `unknown` returns the condition
    under which the result is not known yet, or None if it is always known. A form without `unknown` has no result
    while one of its arguments has none.
    """

    text: ExcelWriter
    unknown: ExcelWriter | None = None


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


def excel_sumif(arguments: Sequence[ExcelArgument]) -> ExcelText | None:
    """Write a conditional sum, row by row: the rows of a table need not be adjacent cells on the sheet."""
    figures, keys, wanted = arguments
    if figures.cells is None or keys.cells is None:
        return None
    terms: list[ExcelText] = [
        ("IF(", key, "=", *wanted.text, ",N(", figure, "),0)")
        for figure, key in zip(figures.cells, keys.cells, strict=True)
    ]
    return ("(", *(excel_list(terms, "+") or ("0",)), ")")


def excel_sumif_unknown(arguments: Sequence[ExcelArgument]) -> ExcelText:
    """Write the condition that every key is blank."""
    return ("COUNTA(", *arguments[1].text, ")=0")


def excel_attain(arguments: Sequence[ExcelArgument]) -> ExcelText | None:
    """Write the attainment of an indicator, for the sign that its target has now; None unless both have figures."""
    target, actual = (argument.measure for argument in arguments)
    if target is None or actual is None or target.number is None or actual.number is None:
        return None
    wanted, reached = (argument.text for argument in arguments)
    both = (*reached, ",", *wanted)
    attained = ("IF(", *reached, _SIGNS.get(target.sign, ">="), *wanted, ",1,")
    ratio = ("IF(MAX(", *both, ")>0,MAX(MIN(", *both, "),0)/MAX(", *both, "),0))")
    return (*attained, *ratio)
