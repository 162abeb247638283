"""Formulas for spreadsheets, printed from the same tree that the program evaluates and blank in the same cases.

A printed formula consists of texts and addresses; the Excel writer knows the cell and sheet of an address.
"""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.address import Address
from perfdesk.definition.excel_form import ExcelArgument, ExcelForm, ExcelText, excel_list
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
from perfdesk.definition.functions import FUNCTIONS
from perfdesk.definition.kinds import Measure, value_text
from perfdesk.document.blocks import Cell, Grid
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, addresses_of, context_of
from perfdesk.evaluation.guard import guarded

_INFIX = {"+": "+", "-": "-", "*": "*", "/": "/", "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_LOGICAL = {"and": "AND", "or": "OR", "not": "NOT"}


class _NotPrintableError(Exception):
    """This formula has no spreadsheet form; its cell contains the value only."""


def excel_formula(answers: Answers, address: Address) -> ExcelText | None:
    """Return the spreadsheet formula of a computed answer, without `=`; None if it is typed or cannot be printed."""
    formula = answers.form.formula(address)
    if formula is None or not answers.is_computed(address):
        return None
    return guarded(Fault(address.section, address, "Excel 公式"), None, _printed, answers, address, formula.expression)


def _printed(answers: Answers, address: Address, expression: Expression) -> ExcelText | None:
    try:
        return _Printer(answers, context_of(address)).print_guarded(expression)
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
    return replace(cell, formula=excel_formula(answers, cell.address))


class _Printer:
    """Prints expressions in one context."""

    def __init__(self, answers: Answers, context: EvaluationContext) -> None:
        self._answers = answers
        self._context = context

    def print_guarded(self, part: Expression) -> ExcelText:
        """Print the expression; its result is the empty text while one of its answers is blank."""
        if isinstance(part, Operation) and part.name == "if":
            condition, yes, no = part.parts
            body = (
                "IF(",
                *self._print_node(condition),
                ",",
                *self.print_guarded(yes),
                ",",
                *self.print_guarded(no),
                ")",
            )
            return self._when_known(self._unknown(condition), body)
        return self._when_known(self._unknown(part), self._print_node(part))

    def _when_known(self, unknown: list[ExcelText], body: ExcelText) -> ExcelText:
        if not unknown:
            return body
        conditions = list(dict.fromkeys(unknown))
        either = ("OR(", *excel_list(conditions), ")") if len(conditions) > 1 else conditions[0]
        return ("IF(", *either, ',"",', *body, ")")

    def _unknown(self, part: Expression) -> list[ExcelText]:
        """Return the conditions under which the value is not known."""
        match part:
            case Ref():
                return [(address_of(part, self._context), '=""')]
            case Operation(name="if"):
                return [(*self.print_guarded(part), '=""')]
            case Operation(name=name, parts=parts) if (excel := _excel_form(name)) and excel.unknown is not None:
                condition = excel.unknown(self._arguments(parts))
                return [condition] if condition is not None else []
            case Operation(name=name, parts=parts):
                found = [condition for child in parts for condition in self._unknown(child)]
                return [*found, (*self._print_node(parts[1]), "=0")] if name == "/" else found
            case _:
                return []

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
                found = addresses_of(part, self._context, self._answers)
                return excel_list([(address,) for address in found]) if found else ('""',)
            case Operation():
                return self._operation(part)

    def _operation(self, part: Operation) -> ExcelText:
        name, parts = part.name, part.parts
        if name in _INFIX:
            return ("(", *self._print_node(parts[0]), _INFIX[name], *self._print_node(parts[1]), ")")
        if name in _LOGICAL:
            return (f"{_LOGICAL[name]}(", *excel_list(map(self._print_node, parts)), ")")
        if name == "if":
            return self.print_guarded(part)
        excel = _excel_form(name)
        text = excel.text(self._arguments(parts)) if excel is not None else None
        if text is None:
            raise _NotPrintableError
        return text

    def _arguments(self, parts: tuple[Expression, ...]) -> list[ExcelArgument]:
        return [self._argument(part) for part in parts]

    def _argument(self, part: Expression) -> ExcelArgument:
        text = self._print_node(part)
        match part:
            case Vector():
                return ExcelArgument(text, cells=tuple(addresses_of(part, self._context, self._answers)))
            case Ref(type="measure"):
                value = self._answers.value(address_of(part, self._context))
                return ExcelArgument(text, measure=value if isinstance(value, Measure) else None)
            case Operation(type="truth"):
                return ExcelArgument(text, is_true=self._answers.is_met(part, self._context))
            case _:
                return ExcelArgument(text)


def _excel_form(name: str) -> ExcelForm | None:
    """Return the Excel form of a function; None if it has none, and for an operator."""
    function = FUNCTIONS.get(name)
    return function.excel if function is not None else None


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
