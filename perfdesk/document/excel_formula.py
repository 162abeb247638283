"""A formula as a spreadsheet writes it: the same tree that the program evaluates, blank guarded as the program does.

The pieces are text and addresses; where an address stands on which sheet is the Excel writer's matter.
"""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, RowFact, Vector
from perfdesk.definition.kinds import Measure, value_text
from perfdesk.document.blocks import Cell, Grid
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, addresses_of, context_of
from perfdesk.evaluation.guard import guarded

FormulaParts = tuple[str | Address, ...]
_INFIX = {"+": "+", "-": "-", "*": "*", "/": "/", "==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_CALLS = {"min": "MIN", "max": "MAX", "abs": "ABS", "floor": "INT", "round": "ROUND", "and": "AND", "or": "OR"}
_ATTAINED = {"≤": "<=", "=": "="}


class _NotPrintableError(Exception):
    """This formula has no spreadsheet form; its cell carries the value alone."""


def excel_formula(answers: Answers, address: Address) -> FormulaParts | None:
    """The spreadsheet formula of a computed answer, without `=`; None when it is typed or cannot be printed."""
    formula = answers.form.formula(address)
    if formula is None or not answers.is_computed(address):
        return None
    return guarded(Fault(address.section, address, "Excel 公式"), None, _printed, answers, address, formula.expression)


def _printed(answers: Answers, address: Address, expression: Expression) -> FormulaParts | None:
    try:
        return _Printer(answers, context_of(address)).print_guarded(expression)
    except _NotPrintableError:
        return None


def with_formulas(answers: Answers, instance: str, grid: Grid) -> Grid:
    """A grid of a section in which each computed cell carries its spreadsheet formula.

    Only files need them: a grid on the screen is laid out without.
    """
    return replace(grid, cells=tuple(_with_formula(answers, instance, cell) for cell in grid.cells))


def _with_formula(answers: Answers, instance: str, cell: Cell) -> Cell:
    if cell.address is None or cell.address.section != instance:
        return cell
    return replace(cell, formula=excel_formula(answers, cell.address))


class _Printer:
    """Prints expressions seen from one place."""

    def __init__(self, answers: Answers, context: EvaluationContext) -> None:
        self._answers = answers
        self._context = context

    def print_guarded(self, part: Expression) -> FormulaParts:
        """The expression, empty while one of its answers is blank."""
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

    def _when_known(self, unknown: list[FormulaParts], body: FormulaParts) -> FormulaParts:
        if not unknown:
            return body
        conditions = list(dict.fromkeys(unknown))
        either = ("OR(", *_joined(conditions), ")") if len(conditions) > 1 else conditions[0]
        return ("IF(", *either, ',"",', *body, ")")

    def _unknown(self, part: Expression) -> list[FormulaParts]:
        """The conditions under which the program cannot tell this value."""
        match part:
            case Ref():
                return [(address_of(part, self._context), '=""')]
            case Operation(name="sum", parts=parts):
                return [("COUNT(", *self._arguments(parts), ")=0")]
            case Operation(name="sumif", parts=(_, keys, _)):
                return [("COUNTA(", *self._print_node(keys), ")=0")]
            case Operation(name="count" | "blank"):
                return []
            case Operation(name="if"):
                return [(*self.print_guarded(part), '=""')]
            case Operation(name=name, parts=parts):
                found = [condition for child in parts for condition in self._unknown(child)]
                return [*found, (*self._print_node(parts[1]), "=0")] if name == "/" else found
            case _:
                return []

    def _print_node(self, part: Expression) -> FormulaParts:
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
                return _joined([(address,) for address in found]) if found else ('""',)
            case Operation():
                return self._operation(part)

    def _operation(self, part: Operation) -> FormulaParts:
        name, parts = part.name, part.parts
        if name in _INFIX:
            return ("(", *self._print_node(parts[0]), _INFIX[name], *self._print_node(parts[1]), ")")
        if name in _CALLS:
            return (f"{_CALLS[name]}(", *self._arguments(parts), ")")
        match name:
            case "sum":
                return ("SUM(", *self._arguments(parts), ")")
            case "count":
                return ("COUNTA(", *self._arguments(parts), ")")
            case "blank":
                return ("(COUNTA(", *self._arguments(parts), ")=0)")
            case "not":
                return ("NOT(", *self._print_node(parts[0]), ")")
            case "if":
                return self.print_guarded(part)
            case "sumif":
                return self._sumif(parts)
            case "attain":
                return self._attain(parts)
            case _:
                raise _NotPrintableError

    def _arguments(self, parts: tuple[Expression, ...]) -> FormulaParts:
        return _joined([self._print_node(part) for part in parts])

    def _sumif(self, parts: tuple[Expression, ...]) -> FormulaParts:
        figures, keys, wanted = parts
        if not isinstance(figures, Vector) or not isinstance(keys, Vector):
            raise _NotPrintableError
        pairs = zip(
            addresses_of(figures, self._context, self._answers),
            addresses_of(keys, self._context, self._answers),
            strict=True,
        )
        terms: list[FormulaParts] = [
            ("IF(", key, "=", *self._print_node(wanted), ",N(", figure, "),0)") for figure, key in pairs
        ]
        return ("(", *(_joined(terms, "+") or ("0",)), ")")

    def _attain(self, parts: tuple[Expression, ...]) -> FormulaParts:
        target, actual = (
            self._answers.value(address_of(part, self._context)) if isinstance(part, Ref) else None for part in parts
        )
        if not isinstance(target, Measure) or not isinstance(actual, Measure):
            raise _NotPrintableError
        if target.number is None or actual.number is None:
            raise _NotPrintableError
        wanted, reached = self._print_node(parts[0]), self._print_node(parts[1])
        both = (*reached, ",", *wanted)
        attained = ("IF(", *reached, _ATTAINED.get(target.sign, ">="), *wanted, ",1,")
        ratio = ("IF(MAX(", *both, ")>0,MAX(MIN(", *both, "),0)/MAX(", *both, "),0))")
        return (*attained, *ratio)


def _joined(items: list[FormulaParts], separator: str = ",") -> FormulaParts:
    pieces: list[str | Address] = []
    for item in items:
        pieces.extend((separator, *item) if pieces else item)
    return tuple(pieces)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
