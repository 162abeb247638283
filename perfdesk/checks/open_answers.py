"""Blank answers that may still bring a figure, and tables that may still get rows.

A blank answer is open while it is required, or while a sum that it is a part of does not reach its total. In a sum
that is in balance a blank is as good as 0. An open table may get rows while it is required and empty, while a row of
it is not finished, or while a sum over it falls short of its total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.checks.tolerance import tolerance
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector, references
from perfdesk.definition.kinds import EXACT
from perfdesk.definition.model import Field, Form, Rule, Section, Table
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, addresses_of, context_of

#: A section and a field or table in it; with a third part one column of the table.
_Block = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cover:
    """For each answer of a column that sums add up, whether one of them is in balance; the tables that fall short.

    A sum in another section that is not in balance says nothing: either side may be the wrong one.
    """

    balanced: dict[Address, bool]
    short: set[tuple[str, str]]


#: What one side of a sum adds up, whether it is in balance, and the tables that fall short of their total.
_SumState = tuple[frozenset[Address], bool, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Added:
    """What a sum adds up, directly or through computed answers: answers, and the rows of open tables."""

    answers: set[Address] = field(default_factory=set[Address])
    tables: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])


def is_open(answers: Answers, address: Address) -> bool:
    """Whether an answer is blank and may still be filled in, so that nothing is certain that depends on it."""
    (found,) = answers.cached(("open", address.section, address.field, address.row, address.column), _openness, address)
    return found


def may_get_rows(answers: Answers, section: str, table: str) -> bool:
    """Whether further rows are to be expected in an open table."""
    (found,) = answers.cached(("rows to come", section, table), _rows_to_come, section, table)
    return found


def is_asked(answers: Answers, section: str, block_id: str) -> bool:
    """Whether a field or table is asked, or may be once what that depends on is filled in."""
    form_section, block = _block_of(answers.form, Address(section, block_id))
    conditions = (form_section.when, block.when)
    context = EvaluationContext(section)
    return not any(one is not None and answers.evaluate(one, context) is False for one in conditions)


def allowed_difference(answers: Answers, rule: Rule, context: EvaluationContext) -> Decimal:
    """Return how far the two sides of a rule may differ, in the unit of its answers."""
    sides = [side for side in (rule.found, rule.expected) if side is not None]
    return Decimal(0) if rule.exact else tolerance(answers, context, *sides)


def figures_of_sides(answers: Answers, rule: Rule, context: EvaluationContext) -> tuple[Decimal, Decimal] | None:
    """Return the found and the expected figure; None while one of them is not known."""
    if rule.found is None or rule.expected is None:
        return None
    found, expected = answers.evaluate(rule.found, context), answers.evaluate(rule.expected, context)
    return (found, expected) if isinstance(found, Decimal) and isinstance(expected, Decimal) else None


def is_balanced(answers: Answers, rule: Rule, context: EvaluationContext) -> bool:
    """Whether the two sides reconcile, except for a rounding difference if the rule allows one."""
    sides = figures_of_sides(answers, rule, context)
    return sides is not None and abs(EXACT.subtract(*sides)) <= allowed_difference(answers, rule, context)


def contexts_of(answers: Answers, rule: Rule, instance: str) -> list[EvaluationContext]:
    """Return the contexts of a rule in one section: each row, each group of rows, or the section as a whole."""
    if rule.table is not None and rule.grouped_by:
        return answers.group_contexts(rule.table, rule.grouped_by, instance)
    return answers.row_contexts(rule.table, instance) if rule.table else [EvaluationContext(instance)]


def sum_rules_over(answers: Answers, address: Address) -> Iterator[tuple[Rule, str]]:
    """Yield every rule of two sides that a field or table can be a part of, with each section that it applies to."""
    (numbers,) = answers.cached(("sum rules",), lambda answers: [_rules_by_block(answers.form)])
    block = (address.form_section, address.field)
    for number, instance in _with_sections(answers, address, numbers.get(block, ())):
        yield answers.form.rules[number], instance


def _openness(answers: Answers, address: Address) -> Iterator[bool]:
    question = answers.form.question(address)
    if question is None or answers.typed(address) is not None or not is_asked(answers, address.section, address.field):
        yield False
        return
    in_balance = _cover_of(answers, address).balanced.get(address)
    yield in_balance is False or (in_balance is None and _is_required(answers, address))


def _rows_to_come(answers: Answers, section: str, table: str) -> Iterator[bool]:
    known = answers.form.tables[(Address(section, table).form_section, table)]
    if not known.open or not is_asked(answers, section, table):
        yield False
        return
    rows = answers.rows(section, table)
    addresses = (Address(section, table, row, column.id) for row in rows for column in known.columns if column.required)
    yield (
        (known.required and not rows)
        or any(answers.typed(address) is None and answers.value(address) is None for address in addresses)
        or (section, table) in _cover_of(answers, Address(section, table)).short
    )


def _is_required(answers: Answers, address: Address) -> bool:
    question = answers.form.question(address)
    table = answers.form.tables.get((address.form_section, address.field))
    is_optional_row = table is not None and not table.open and table.row(address.row).optional
    return question is not None and question.required and not is_optional_row


def _block_of(form: Form, address: Address) -> tuple[Section, Field | Table]:
    section = form.section(address.section)
    for block in section.blocks:
        name = block.question.id if isinstance(block, Field) else block.id if isinstance(block, Table) else ""
        if name == address.field and isinstance(block, Field | Table):
            return section, block
    raise KeyError(address)


def _cover_of(answers: Answers, address: Address) -> _Cover:
    """Return what the sums say that a column is a part of, or a field, or any column of a table."""
    place = Address(address.section, address.field, "", address.column)
    (found,) = answers.cached(("cover of column", place.section, place.field, place.column), _covers, place)
    return found


def _covers(answers: Answers, place: Address) -> Iterator[_Cover]:
    balanced: dict[Address, bool] = {}
    short: set[tuple[str, str]] = set()
    (numbers,) = answers.cached(("adding rules",), lambda answers: [_rules_by_column(answers.form)])
    column = (place.form_section, place.field, place.column)
    for number, instance in _with_sections(answers, place, numbers.get(column, ())):
        rule = answers.form.rules[number]
        for added, in_balance, tables in answers.cached(("sums", number, instance), _sum_states, rule, instance):
            short |= {table for table in tables if table[0] == instance}
            for one in added:
                is_here = (one.form_section, one.field, one.column) == column
                if is_here and (in_balance or one.section == instance):
                    balanced[one] = balanced.get(one, False) or in_balance
    yield _Cover(balanced, short)


def _with_sections(answers: Answers, address: Address, numbers: tuple[int, ...]) -> Iterator[tuple[int, str]]:
    """Yield rules by number, each with its sections: of a repeated section only the one of the address."""
    for number in numbers:
        section = answers.form.section(answers.form.rules[number].section)
        if answers.is_met(section.when, EvaluationContext(section.id)):
            is_own = section.repeats_over is not None and section.id == address.form_section
            for instance in [address.section] if is_own else answers.instances(section):
                yield number, instance


def _sum_states(answers: Answers, rule: Rule, instance: str) -> Iterator[_SumState]:
    for context in contexts_of(answers, rule, instance):
        if rule.when is not None and answers.evaluate(rule.when, context) is False:
            continue
        found, expected = _added_by_side(answers, rule, context)
        sides = figures_of_sides(answers, rule, context)
        in_balance = is_balanced(answers, rule, context)
        short = Added()
        if sides is not None and not in_balance:
            short = found if sides[0] < sides[1] else expected
        both = found.tables & expected.tables
        yield frozenset(found.answers ^ expected.answers), in_balance, frozenset(short.tables - both)


def summed_over(answers: Answers, rule: Rule, context: EvaluationContext) -> Added:
    """Return the answers that one of the two sides of a rule adds up, and the open tables whose rows they add up."""
    found, expected = _added_by_side(answers, rule, context)
    return Added(found.answers ^ expected.answers, found.tables ^ expected.tables)


def _added_by_side(answers: Answers, rule: Rule, context: EvaluationContext) -> tuple[Added, Added]:
    sides = Added(), Added()
    for part, added in zip((rule.found, rule.expected), sides, strict=True):
        if part is not None:
            _collect(answers, context, part, added)
    return sides


def _collect(answers: Answers, context: EvaluationContext, part: Expression, added: Added) -> None:
    match part:
        case Ref() | Vector():
            if isinstance(part, Vector) and part.rows is None:
                section = context.section if Address(context.section, "").form_section == part.section else part.section
                added.tables.add((section, part.field))
            for address in addresses_of(part, context, answers):
                formula = answers.form.formula(address)
                if address not in added.answers and formula is not None and answers.is_computed(address):
                    _collect(answers, context_of(address), formula.expression, added)
                added.answers.add(address)
        case Operation(name="if", parts=(condition, yes, no)):
            truth = answers.evaluate(condition, context)
            for child in (yes, no) if truth is None else (yes,) if truth else (no,):
                _collect(answers, context, child, added)
        case Operation():
            for child in _added_parts(part):
                _collect(answers, context, child, added)
        case _:
            return


def _added_parts(part: Operation) -> tuple[Expression, ...]:
    """Return the parts of an operation that are added up; none if it does something else."""
    if part.name in ("+", "-", "sum"):
        return part.parts
    return part.parts[:1] if part.name in ("sumif", "sumbelow") else ()


def _rules_by_block(form: Form) -> dict[_Block, tuple[int, ...]]:
    """Return the numbers of the rules with two sides that a field or table can be a part of, directly or not."""
    computed: dict[_Block, set[_Block]] = {}
    for (section, field_id, _, _), formula in form.formulas.items():
        computed.setdefault((section, field_id), set()).update(_blocks_in(formula.expression))
    return _reaching_rules(form, computed, _blocks_in)


def _rules_by_column(form: Form) -> dict[_Block, tuple[int, ...]]:
    """Return the numbers of the rules that add up a column or field, directly or not; with "" those of a whole table.

    An answer that decides about a sum, but is no part of it, is left out: nothing about it changes with the sum.
    """
    computed: dict[_Block, set[_Block]] = {}
    for (section, field_id, _, column), formula in form.formulas.items():
        computed.setdefault((section, field_id, column), set()).update(_columns_added(formula.expression))
    by_column = _reaching_rules(form, computed, _columns_added)
    by_table: dict[_Block, set[int]] = {}
    for (section, field_id, _), numbers in by_column.items():
        by_table.setdefault((section, field_id, ""), set()).update(numbers)
    return {**by_column, **{block: tuple(sorted(numbers)) for block, numbers in by_table.items()}}


def _reaching_rules(
    form: Form, computed: dict[_Block, set[_Block]], parts_of: Callable[[Expression], set[_Block]]
) -> dict[_Block, tuple[int, ...]]:
    found: dict[_Block, tuple[int, ...]] = {}
    for number, rule in enumerate(form.rules):
        waiting = [block for side in (rule.found, rule.expected) if side is not None for block in parts_of(side)]
        seen: set[_Block] = set()
        while waiting:
            block = waiting.pop()
            if block not in seen:
                seen.add(block)
                waiting += computed.get(block, ())
                found[block] = (*found.get(block, ()), number)
    return found


def _blocks_in(expression: Expression) -> set[_Block]:
    return {(part.section, part.field) for part in references(expression)}


def _columns_added(expression: Expression) -> set[_Block]:
    """Return the columns that an expression may add up, whatever its conditions give: all that `_collect` can reach."""
    match expression:
        case Ref() | Vector():
            return {(expression.section, expression.field, expression.column)}
        case Operation(name="if", parts=(_, *branches)):
            return {column for branch in branches for column in _columns_added(branch)}
        case Operation():
            return {column for part in _added_parts(expression) for column in _columns_added(part)}
        case _:
            return set()
