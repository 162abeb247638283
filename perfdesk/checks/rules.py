"""The form's rules over a report: what was expected, what was found, the gap, and every answer involved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from perfdesk.checks.finding import Finding
from perfdesk.checks.sensitivity import could_close
from perfdesk.checks.tolerance import tolerance
from perfdesk.checks.unit_error import proven_slip
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Ref, references
from perfdesk.definition.kinds import EXACT, fixed
from perfdesk.definition.model import Rule
from perfdesk.definition.template import Slot
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import Place, addresses_of, place_of
from perfdesk.evaluation.labels import full_label, section_label

_NAMED = 6
_LONGEST_TITLE = 60


def broken(answers: Answers, rule: Rule, instance: str) -> Iterator[Finding]:
    """The findings of one rule in one section, row by row where the rule is about rows."""
    for place in places_of(answers, rule, instance):
        if answers.holds(rule.when, place):
            finding = broken_at(answers, rule, place)
            if finding is not None:
                yield finding


def places_of(answers: Answers, rule: Rule, instance: str) -> list[Place]:
    """Where a rule looks in one section: at each row, or at the section as a whole."""
    return answers.places(rule.table, instance) if rule.table else [Place(instance)]


def broken_at(answers: Answers, rule: Rule, place: Place) -> Finding | None:
    """What a rule that applies finds in one place; None when it holds or cannot be told yet."""
    return _unequal(answers, rule, place) if rule.holds is None else _unheld(answers, rule, place)


def _unheld(answers: Answers, rule: Rule, place: Place) -> Finding | None:
    if rule.holds is None or rule.message is None or answers.evaluate(rule.holds, place) is not False:
        return None
    direct = direct_answers(answers, place, rule.holds, rule.when, *_slots(rule))
    said = f"{title_of(answers, rule, place)}：{answers.fill(rule.message, place)}"
    return _finding(answers, rule, place, direct, said)


def _unequal(answers: Answers, rule: Rule, place: Place) -> Finding | None:
    sides = _sides(answers, rule, place)
    if sides is None or sides[0] == sides[1] or rule.found is None or rule.expected is None:
        return None
    found, expected = sides
    direct = direct_answers(answers, place, rule.found, rule.expected)
    gap, unit = abs(EXACT.subtract(found, expected)), _unit(answers, direct)
    said = (
        f"{title_of(answers, rule, place)}：应为 {fixed(expected, 2)}{unit}，现为 {fixed(found, 2)}{unit}，"
        f"相差 {fixed(gap, 2)}{unit}"
    )
    made = _finding(answers, rule, place, direct, said)
    made = replace(made, expected=expected, found=found)
    if _closes(answers, rule, place):
        return replace(made, severity="notice", message=f"{said}，属于四舍五入的尾差。")
    allowed, away = _allowed(answers, rule, place), EXACT.subtract(found, expected)
    could = could_close(answers, place, (rule.found, rule.expected), away, allowed)
    slip = proven_slip(answers, made.where, could, lambda other: _closes(other, rule, place))
    if slip is None:
        return replace(made, message=f"{said}。涉及：{_names(answers, direct)}。")
    where = (slip.address, *(address for address in made.where if address != slip.address))
    marked = made.marked + (slip.address not in direct)
    return replace(made, message=f"{said}；{slip.sentence}。", where=where, marked=marked, fix=slip.fix)


def title_of(answers: Answers, rule: Rule, place: Place) -> str:
    """What the rule is about; a name in it that somebody pasted a page of text into is cut."""
    title = answers.fill(rule.title, place)
    return title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"


def _sides(answers: Answers, rule: Rule, place: Place) -> tuple[Decimal, Decimal] | None:
    if rule.found is None or rule.expected is None:
        return None
    found, expected = answers.evaluate(rule.found, place), answers.evaluate(rule.expected, place)
    return (found, expected) if isinstance(found, Decimal) and isinstance(expected, Decimal) else None


def _closes(answers: Answers, rule: Rule, place: Place) -> bool:
    """Whether the two sides are equal, but for a rounding tail where the rule allows one."""
    sides = _sides(answers, rule, place)
    return sides is not None and abs(EXACT.subtract(*sides)) <= _allowed(answers, rule, place)


def _allowed(answers: Answers, rule: Rule, place: Place) -> Decimal:
    sides = [side for side in (rule.found, rule.expected) if side is not None]
    return Decimal(0) if rule.exact else tolerance(answers, place, *sides)


def _finding(answers: Answers, rule: Rule, place: Place, direct: tuple[Address, ...], said: str) -> Finding:
    where = dict.fromkeys(direct)
    for address in direct:
        _add_sources(answers, address, where)
    place_label = section_label(answers, place.section)
    return Finding(rule.code, rule.level, said, place.section, place_label, tuple(where), len(direct))


def direct_answers(answers: Answers, place: Place, *expressions: Expression | None) -> tuple[Address, ...]:
    """Every answer the expressions themselves look at, once; of whole columns only those that have a value."""
    seen: dict[Address, None] = {}
    for expression in expressions:
        for part in references(expression) if expression is not None else ():
            for address in addresses_of(part, place, answers):
                if isinstance(part, Ref) or answers.value(address) is not None:
                    seen[address] = None
    return tuple(seen)


def _add_sources(answers: Answers, address: Address, where: dict[Address, None]) -> None:
    """Add the answers that a computed one is made of, down to what was typed."""
    formula = answers.form.formula(address)
    if formula is None or not answers.is_computed(address):
        return
    for source in direct_answers(answers, place_of(address), formula.expression):
        if source not in where:
            where[source] = None
            _add_sources(answers, source, where)


def _slots(rule: Rule) -> list[Expression]:
    parts = rule.message.parts if rule.message else ()
    return [part.expression for part in parts if isinstance(part, Slot)]


def _unit(answers: Answers, direct: tuple[Address, ...]) -> str:
    questions = [answers.form.question(address) for address in direct]
    units = {question.unit for question in questions if question is not None and question.kind == "number"}
    return units.pop() if len(units) == 1 else ""


def _names(answers: Answers, direct: tuple[Address, ...]) -> str:
    names = "、".join(full_label(answers, address) for address in direct[:_NAMED])
    return names + (f"等 {len(direct)} 格" if len(direct) > _NAMED else "")
