"""The large figures at the top of a page with their values, and whether an equation of them is in balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.possible import possible
from perfdesk.checks.tolerance import tolerance
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT
from perfdesk.definition.page_figures import PageFigure, PageFigures
from perfdesk.document.key_figures import first_answer
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure of the form with its value, None while it is not known, and the answer that it is."""

    figure: PageFigure
    value: Decimal | str | None
    whole: Decimal | None
    address: Address | None


@dataclass(frozen=True, slots=True)
class Balance:
    """How far the right side of an equation is above its left side, 0 within the rounding difference, in the unit of
    its figures; `is_open` while figures of the right side, or answers that they are computed from, are blank."""

    difference: Decimal
    is_open: bool


def shown_figures(answers: Answers, instance: str, block: PageFigures) -> list[ShownFigure]:
    """Return the figures of a block that apply now, in order."""
    context = EvaluationContext(instance)
    shown: list[ShownFigure] = []
    for figure in (one for one in block.figures if answers.is_met(one.when, context)):
        value = answers.evaluate(figure.value, context)
        whole = answers.evaluate(figure.whole, context) if figure.whole is not None else None
        shown.append(
            ShownFigure(
                figure,
                value if isinstance(value, Decimal | str) else None,
                whole if isinstance(whole, Decimal) else None,
                first_answer(answers, figure.value, context),
            )
        )
    return shown


def balance_of(answers: Answers, instance: str, figures: Sequence[ShownFigure]) -> Balance | None:
    """Return the balance of an equation; None while its left side or its whole right side is not known."""
    left, *right = figures
    parts = [
        part.value if part.figure.sign != "-" else -part.value for part in right if isinstance(part.value, Decimal)
    ]
    if not isinstance(left.value, Decimal) or not parts:
        return None
    context = EvaluationContext(instance)
    difference = EXACT.subtract(sum(parts, Decimal(0)), left.value)
    allowed = tolerance(answers, context, *(figure.figure.value for figure in figures))
    is_open = any(not isinstance(possible(answers, part.figure.value, context), Decimal) for part in right)
    return Balance(difference if abs(difference) > allowed else Decimal(0), is_open)
