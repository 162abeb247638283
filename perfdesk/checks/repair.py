"""What would put a sum right: the check of a changed figure, and the figures that it can be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.finding import Fix
from perfdesk.checks.open_answers import figures_of_sides
from perfdesk.checks.sensitivity import Sensitivity
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, plain_number
from perfdesk.definition.model import Rule
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.labels import answer_label

#: A repaired sum closes to the cent, 0.01 万元, whatever tolerance the rule has for rounded parts.
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Repair:
    """The figure that is probably wrong, a sentence about it without its full stop, and the correction."""

    address: Address
    sentence: str
    fix: Fix


@dataclass(frozen=True, slots=True)
class SumCheck:
    """A rule of two sides that does not hold, and how its gap depends on the figures in it."""

    answers: Answers
    rule: Rule
    context: EvaluationContext
    sensitivity: Sensitivity

    def typed_figures(self, parts: tuple[Address, ...]) -> Iterator[tuple[Address, Decimal]]:
        """Yield the typed figures among the parts, without zeros; none if one part cannot be read."""
        parsed = {address: self.answers.parsed(address) for address in parts if self.answers.typed(address) is not None}
        if any(one.problem for one in parsed.values()):
            return
        for address, one in parsed.items():
            if isinstance(one.value, Decimal) and one.value:
                yield address, one.value

    def closes(self, address: Address, value: Decimal, figure: Decimal) -> bool:
        """Whether the sum is right to the cent with another figure in place of a value."""
        if not self.sensitivity.could_balance(address, EXACT.subtract(figure, value)):
            return False
        sides = figures_of_sides(with_figure(self.answers, address, figure), self.rule, self.context)
        return sides is not None and abs(EXACT.subtract(*sides)) <= (Decimal(0) if self.rule.exact else _CENT)


def with_figure(answers: Answers, address: Address, figure: Decimal) -> Answers:
    """Return the answers as they would be with another figure."""
    return answers.what_if(Edit(address, answers.typed(address), plain_number(figure)))


def repair_of(answers: Answers, address: Address, figure: Decimal, sentence: str) -> Repair:
    """Return the repair that enters a figure."""
    question = answers.form.question(address)
    unit = f" {question.unit}" if question is not None and question.unit else ""
    name = f"{answer_label(answers, address)} 改为 {plain_number(figure)}{unit}"
    return Repair(address, sentence, Fix(name, {address: plain_number(figure)}))


def siblings_of(answers: Answers, address: Address) -> list[Address]:
    """Return the other figures of the same unit in the row of a table: last year, budget and the like."""
    question = answers.form.question(address)
    table = answers.form.tables.get((address.form_section, address.field))
    if question is None or table is None:
        return []
    kind = (question.kind, question.unit)
    others = [one for one in table.columns if one.id != address.column and (one.kind, one.unit) == kind]
    return [Address(address.section, address.field, address.row, one.id) for one in others]


def fellows_of(address: Address, parts: tuple[Address, ...]) -> list[Address]:
    """Return the other parts of a sum in the same column of the same table."""
    place = (address.section, address.field, address.column)
    return [one for one in parts if (one.section, one.field, one.column) == place and one.row != address.row]


def proportion(one: Decimal, other: Decimal) -> Decimal:
    """Return how many times the larger of two figures is as large as the smaller; they are not 0."""
    small, large = sorted((abs(one), abs(other)))
    return EXACT.divide(large, small)
