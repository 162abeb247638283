"""The most likely cause of a sum that does not reconcile: a unit error, a wrong total, or two digits exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from perfdesk.checks.open_answers import contexts_of, figures_of_sides, is_balanced, sum_rules_over
from perfdesk.checks.repair import Repair, SumCheck, proportion, repair_of, siblings_of, with_figure
from perfdesk.checks.unit_error import find_unit_error
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, plain_number
from perfdesk.definition.model import Rule
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.labels import answer_label

#: A figure that is this many times larger or smaller than last year's or the budget is out of all proportion.
_OUT_OF_PROPORTION = Decimal(100)
#: Two digits exchanged: the right figure is at most this many times last year's or the budget.
_NEAR = Decimal("1.25")
#: Of a sum with more typed parts no single one stands out.
_MOST_PARTS = 60


def find_repair(
    check: SumCheck, parts: tuple[Address, ...], direct: tuple[Address, ...], *, is_certain: bool
) -> Repair | None:
    """Return the repair that closes a sum, or None; `direct` are the parts that the rule itself names.

    While the sum may still be filled in (not `is_certain`), only a unit error and exchanged digits count, and exchanged
    digits need a second witness.
    """
    agreed = _agreed_figure(check, direct) if is_certain else None
    return find_unit_error(check, parts) or agreed or _exchanged_digits(check, parts, is_certain=is_certain)


def out_of_proportion(answers: Answers, parts: tuple[Address, ...]) -> Address | None:
    """Return the typed part that is out of all proportion to last year and to the budget, if there is one."""
    for address in parts:
        value = answers.value(address)
        if answers.typed(address) is None or not isinstance(value, Decimal) or not value:
            continue
        others = [other for other in map(answers.value, siblings_of(answers, address)) if isinstance(other, Decimal)]
        if any(others) and all(other and proportion(value, other) >= _OUT_OF_PROPORTION for other in others):
            return address
    return None


def _agreed_figure(check: SumCheck, direct: tuple[Address, ...]) -> Repair | None:
    """Return the repair of the one stated figure for which this rule and another one ask for the same other value."""
    answers, sides = check.answers, figures_of_sides(check.answers, check.rule, check.context)
    if sides is None:
        return None
    gap, typed = EXACT.subtract(*sides), list(check.typed_figures(direct))
    if len(typed) > _MOST_PARTS:
        return None
    found = [
        (address, figure)
        for address, value in typed
        for figure in (EXACT.add(value, gap), EXACT.subtract(value, gap))
        if figure >= 0 and check.closes(address, value, figure) and _another_agrees(check, address, figure)
    ]
    if len(found) != 1:
        return None
    address, figure = found[0]
    sentence = (
        f"“{answer_label(answers, address)}”现为 {_shown(answers, address)}，若应为 {plain_number(figure)}，"
        f"另一条勾稽也相平，疑为填错"
    )
    return repair_of(answers, address, figure, sentence)


def _shown(answers: Answers, address: Address) -> str:
    value = answers.value(address)
    return plain_number(value) if isinstance(value, Decimal) else ""


def _another_agrees(check: SumCheck, address: Address, figure: Decimal) -> bool:
    """Whether another rule that is broken, too, would hold with a figure at an address."""
    answers = check.answers
    other = with_figure(answers, address, figure)
    return any(
        not is_balanced(answers, rule, context) and is_balanced(other, rule, context)
        for rule, context in _known_sums(answers, address)
        if (rule, context) != (check.rule, check.context)
    )


def _known_sums(answers: Answers, address: Address) -> Iterator[tuple[Rule, EvaluationContext]]:
    for rule, instance in sum_rules_over(answers, address):
        for context in contexts_of(answers, rule, instance):
            if answers.is_met(rule.when, context) and figures_of_sides(answers, rule, context) is not None:
                yield rule, context


def _exchanged_digits(check: SumCheck, parts: tuple[Address, ...], *, is_certain: bool) -> Repair | None:
    """Return the repair of the one typed figure that closes the sum if two neighbouring digits are exchanged."""
    if not check.sensitivity.is_linear:
        return None
    found = [
        (address, figure)
        for address, value in check.typed_figures(tuple(part for part in parts if check.sensitivity.weights.get(part)))
        for figure in _with_digits_exchanged(value)
        if check.closes(address, value, figure)
        and (is_certain or _another_agrees(check, address, figure) or _is_nearer(check.answers, address, value, figure))
    ]
    if len(found) != 1:
        return None
    address, figure = found[0]
    label, typed = answer_label(check.answers, address), _shown(check.answers, address)
    sentence = f"“{label}”现为 {typed}，若应为 {plain_number(figure)}，两边正好相平，疑为数字颠倒"
    return repair_of(check.answers, address, figure, sentence)


def _with_digits_exchanged(value: Decimal) -> Iterator[Decimal]:
    """Yield a figure with each two neighbouring digits exchanged: 172 gives 712 and 127."""
    text = plain_number(value)
    places = [at for at, character in enumerate(text) if character.isdigit()]
    for first, second in pairwise(places):
        if text[first] != text[second]:
            characters = list(text)
            characters[first], characters[second] = text[second], text[first]
            yield Decimal("".join(characters))


def _is_nearer(answers: Answers, address: Address, value: Decimal, figure: Decimal) -> bool:
    """Whether a figure is near last year's or the budget of the same item, and the typed value is not."""
    others = [other for other in map(answers.value, siblings_of(answers, address)) if isinstance(other, Decimal)]
    return (
        bool(figure)
        and any(other and proportion(figure, other) <= _NEAR for other in others)
        and all(not other or proportion(value, other) > _NEAR for other in others)
    )
