"""Bands: a table of steps that gives each figure a value, such as the 等次 of a score or the share of a deduction."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from perfdesk.definition.function_results import Evaluation, Result

BandComparison = Literal[">=", ">", "<=", "<"]
BandValue = Decimal | str
#: The operation of a formula that looks a figure up: its parts are the figure, each bound with its value, and the rest.
BAND_OPERATIONS: dict[str, BandComparison] = {"band>=": ">=", "band>": ">", "band<=": "<=", "band<": "<"}
_COMPARE: dict[BandComparison, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Bands:
    """The steps in order, each a bound with its value: the first that a figure satisfies counts, else `other`."""

    comparison: BandComparison
    steps: tuple[tuple[Decimal, BandValue], ...]
    other: BandValue


def band_evaluators() -> dict[str, Evaluation]:
    """Return what each band operation computes from its parts."""
    return {name: _evaluator(_COMPARE[comparison]) for name, comparison in BAND_OPERATIONS.items()}


def _evaluator(compare: Callable[[Decimal, Decimal], bool]) -> Evaluation:
    def evaluate(arguments: Sequence[Result]) -> Result:
        figure, *steps, other = arguments
        if not isinstance(figure, Decimal):
            return None
        pairs = zip(steps[::2], steps[1::2], strict=True)
        return next((value for bound, value in pairs if compare(figure, cast(Decimal, bound))), other)

    return evaluate
