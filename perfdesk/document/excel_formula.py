"""Formulas for spreadsheets, printed from the same tree that the program evaluates and blank in the same cases.

A printed formula consists of texts and addresses; the Excel writer knows the cell and sheet of an address.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from perfdesk.definition.address import Address
from perfdesk.definition.bands import BAND_OPERATIONS
from perfdesk.definition.excel_form import ExcelArgument, ExcelForm, ExcelText, excel_list
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector, type_of
from perfdesk.definition.functions import FUNCTIONS
from perfdesk.definition.kinds import Measure, value_text
from perfdesk.document.blocks import Cell, Grid
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, addresses_of, context_of
from perfdesk.evaluation.guard import guarded

_INFIX = {"+": "+", "-": "-", "*": "*", "/": "/", "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LOGICAL = {"and": "AND", "or": "OR"}
#: A formula of more pieces exceeds Excel's length; nested conditions would double it at each level.
_MOST_PIECES = 4000


class _NotPrintableError(Exception):
    """This formula has no spreadsheet form; its cell contains the value only."""


def excel_formula(answers: Answers, address: Address) -> ExcelText | None:
    """Return the spreadsheet formula of a computed answer, without `=`; None if it is typed or cannot be printed."""
    formula = answers.form.formula(address)
    if formula is None or not answers.is_computed(address):
        return None
    return formula_text(answers, formula.expression, context_of(address), address)


def formula_text(
    answers: Answers, expression: Expression, context: EvaluationContext, address: Address | None = None
) -> ExcelText | None:
    """Return the spreadsheet formula of an expression, that of the answer at `address` if it is one."""
    fault = Fault(context.section, address, "Excel 公式")
    return guarded(fault, None, _printed, answers, context, expression)


def _printed(answers: Answers, context: EvaluationContext, expression: Expression) -> ExcelText | None:
    try:
        return _Printer(answers, context).print_guarded(expression)
    except _NotPrintableError:
        return None


def with_formulas(answers: Answers, instance: str, grid: Grid) -> Grid:
    """Return a grid of a section in which each computed cell has its spreadsheet formula.

    Only files need the formulas: grids on the screen have none.
    """
    return replace(grid, cells=tuple(_with_formula(answers, instance, cell) for cell in grid.cells))


def _with_formula(answers: Answers, instance: str, cell: Cell) -> Cell:
    if cell.address is None or cell.address.section != instance:
        return cell
    return with_prefix_in_formula(replace(cell, formula=excel_formula(answers, cell.address)))


def with_prefix_in_formula(cell: Cell) -> Cell:
    """Return a cell whose formula gives its text together with the prefix; a figure has it in its number format."""
    if cell.formula is None or cell.holds_answer:
        return cell
    return replace(cell, formula=(_quoted(cell.prefix), "&", *cell.formula))


class _Condition(NamedTuple):
    """A condition under which a value is not known; a `risky` one is an error unless those before it are false."""

    text: ExcelText
    risky: bool = False


class _Printer:
    """Prints expressions in one context."""

    def __init__(self, answers: Answers, context: EvaluationContext) -> None:
        self._answers = answers
        self._context = context

    def print_guarded(self, part: Expression) -> ExcelText:
        """Print the expression; its result is the empty text while one of its answers is blank."""
        if isinstance(part, Operation) and part.name == "if":
            condition, yes, no = part.parts
            chosen = excel_list((self._print_node(condition), self.print_guarded(yes), self.print_guarded(no)))
            text = _unless(self._unknown(condition), ('""',), ("IF(", *chosen, ")"))
        else:
            text = _unless(self._unknown(part), ('""',), self._print_node(part))
        if len(text) > _MOST_PIECES:
            raise _NotPrintableError
        return text

    def _unknown(self, part: Expression) -> list[_Condition]:
        """Return the conditions under which the value is not known, in the order in which they must be tested."""
        match part:
            case Ref():
                return [_Condition(self._blank(address_of(part, self._context), part))]
            case Operation(name="if"):
                return [_Condition((*self.print_guarded(part), '=""'))]
            case Operation(name="and" | "or" as name, parts=parts):
                return self._undecided(name, parts)
            case Operation(name=name, parts=parts) if (excel := _excel_form(name)) and excel.unknown is not None:
                condition = excel.unknown(self._arguments(excel, parts))
                return [_Condition(condition)] if condition is not None else []
            case Operation(name=name, parts=parts):
                found = [condition for child in parts for condition in self._unknown(child)]
                if name == "/":
                    is_risky = isinstance(parts[1], Operation)
                    found.append(_Condition((*self._print_node(parts[1]), "=0"), is_risky))
                return list(dict.fromkeys(found))
            case _:
                return []

    def _blank(self, address: Address, ref: Ref) -> ExcelText:
        """The condition that a cell has no value; a text in the place of a figure is none either."""
        is_text = ref.type == "number" and self._answers.value(address) is None and self._answers.typed(address)
        return ("NOT(ISNUMBER(", address, "))") if is_text else (address, '=""')

    def _undecided(self, name: str, parts: tuple[Expression, ...]) -> list[_Condition]:
        """`and` is not known while a part is not known and none is false; `or` while none is true."""
        unknown = [condition for part in parts for condition in self._unknown(part)]
        if not unknown:
            return []
        either = _unless(list(dict.fromkeys(unknown)), ("TRUE",), ("FALSE",))
        decided = self._logical(name, parts)
        return [_Condition(("AND(", *either, ",", *(decided if name == "and" else ("NOT(", *decided, ")")), ")"))]

    def _logical(self, name: str, parts: tuple[Expression, ...]) -> ExcelText:
        """Write `and` or `or`; a part that is not known does not decide it."""
        neutral: ExcelText = ("TRUE" if name == "and" else "FALSE",)
        written = [_unless(self._unknown(part), neutral, self._print_node(part)) for part in parts]
        return (f"{_LOGICAL[name]}(", *excel_list(written), ")")

    def _print_node(self, part: Expression) -> ExcelText:
        match part:
            case Constant(value=str(text)):
                return (_quoted(text),)
            case Constant(value=value):
                return (value_text(value),)
            case RowFact(name=name):
                value = self._answers.row_fact(self._context, name)
                return (_quoted(value) if isinstance(value, str) else value_text(value),)
            case Ref():
                return (address_of(part, self._context),)
            case Vector():
                return excel_list((address,) for address in addresses_of(part, self._context, self._answers))
            case Operation():
                return self._operation(part)

    def _operation(self, part: Operation) -> ExcelText:
        name, parts = part.name, part.parts
        if name in ("==", "!=") and type_of(parts[0]) == "text":  # `=` takes no notice of capitals
            same = ("EXACT(", *excel_list(map(self._print_node, parts)), ")")
            return same if name == "==" else ("NOT(", *same, ")")
        if name in _INFIX and type_of(parts[0]) == "date":  # a date is a text in a cell
            raise _NotPrintableError
        if name in _INFIX:
            return ("(", *self._print_node(parts[0]), _INFIX[name], *self._print_node(parts[1]), ")")
        if name == "not":
            return ("NOT(", *self._print_node(parts[0]), ")")
        if name in _LOGICAL:
            return self._logical(name, parts)
        if name == "if":
            return self.print_guarded(part)
        if name in BAND_OPERATIONS:
            return self._banded(BAND_OPERATIONS[name], [self._print_node(one) for one in parts])
        excel = _excel_form(name)
        text = excel.text(self._arguments(excel, parts)) if excel is not None else None
        if text is None:
            raise _NotPrintableError
        return text

    def _banded(self, comparison: str, parts: list[ExcelText]) -> ExcelText:
        """Write bands as conditions, one in the other; a figure that is computed in passing is written in each."""
        figure, *steps, text = parts
        for bound, value in zip(steps[-2::-2], steps[::-2], strict=True):
            text = ("IF(", *figure, comparison, *bound, ",", *value, ",", *text, ")")
        if len(text) > _MOST_PIECES:
            raise _NotPrintableError
        return text

    def _arguments(self, excel: ExcelForm, parts: tuple[Expression, ...]) -> list[ExcelArgument]:
        return [self._argument(part, excel.takes_unknown) for part in parts]

    def _argument(self, part: Expression, guarded: bool) -> ExcelArgument:
        is_figure = type_of(part) in ("number", "numbers")
        is_operation = isinstance(part, Operation)
        text = self.print_guarded(part) if guarded and is_operation else self._print_node(part)
        match part:
            case Vector():
                cells = tuple(addresses_of(part, self._context, self._answers))
                return ExcelArgument(text, cells=cells, is_figure=is_figure)
            case Ref(type="measure"):
                value = self._answers.value(address_of(part, self._context))
                return ExcelArgument(text, measure=value if isinstance(value, Measure) else None, is_indicator=True)
            case Operation(type="truth"):
                return ExcelArgument(text, is_true=self._answers.is_met(part, self._context))
            case _:
                return ExcelArgument(text, is_figure=is_figure, is_operation=is_operation)


def _unless(unknown: list[_Condition], otherwise: ExcelText, body: ExcelText) -> ExcelText:
    """Write `body`, or `otherwise` under one of the conditions; Excel's OR evaluates all of its parts, IF does not."""
    text, simple = body, list[ExcelText]()
    for condition in reversed(unknown):
        if condition.risky:
            text, simple = _if_either(simple, otherwise, text), []
            text = _if_either([condition.text], otherwise, text)
        else:
            simple.insert(0, condition.text)
    return _if_either(list(dict.fromkeys(simple)), otherwise, text)


def _if_either(conditions: list[ExcelText], otherwise: ExcelText, body: ExcelText) -> ExcelText:
    if not conditions:
        return body
    either = ("OR(", *excel_list(conditions), ")") if len(conditions) > 1 else conditions[0]
    return ("IF(", *either, ",", *otherwise, ",", *body, ")")


def _excel_form(name: str) -> ExcelForm | None:
    """Return the Excel form of a function; None if it has none, and for an operator."""
    function = FUNCTIONS.get(name)
    return function.excel if function is not None else None


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
