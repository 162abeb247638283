"""The origin of an answer (“这个数怎么来的”) and its usages: what is computed from it and where it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector, references
from perfdesk.definition.function_results import attainment_of
from perfdesk.definition.model import CoverPage, Field, Section, SectionBlock, Sheet, Table
from perfdesk.definition.template import Phrase, Template
from perfdesk.definition.validation.cycles import slot_expressions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, addresses_of, context_of
from perfdesk.evaluation.formula_text import describe_formula, short_name
from perfdesk.evaluation.labels import answer_label, section_label


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """An answer that another answer is computed from, with its label there."""

    address: Address
    label: str


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of an answer; `formula_text` is empty unless it is computed."""

    kind: Literal["typed", "computed", "generated", "blank"]
    formula_text: str
    sources: tuple[SourceAnswer, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """A place that shows an answer or is computed from it; `address` is the answer to go to on the page `section`."""

    kind: Literal["computed", "sentence", "paper", "text"]
    label: str
    section: str
    address: Address


def explain(answers: Answers, address: Address) -> Origin:
    """Return the origin of an answer: its formula in words and the answers that it is computed from."""
    formula = answers.form.formula(address)
    context = context_of(address)
    if formula is not None and answers.is_computed(address):
        text = describe_formula(answers, formula.expression, context)
        return Origin("computed", text, tuple(_source_answers(answers, [(formula.expression, context)], context)))
    if answers.typed(address) is not None:
        return Origin("typed", "", ())
    field = _field_at(answers, address)
    if field is None or field.template is None or answers.value(address) is None:
        return Origin("blank", "", ())
    return Origin("generated", "", tuple(_source_answers(answers, _expressions_of(answers, field, context), context)))


def unscored_reason(answers: Answers, address: Address) -> str:
    """Why the attainment in the formula of an answer cannot be computed, in words; empty if it can, or has none."""
    formula = answers.form.formula(address)
    return _unscored_in(answers, formula.expression, context_of(address)) if formula is not None else ""


def _unscored_in(answers: Answers, part: Expression, context: EvaluationContext) -> str:
    if not isinstance(part, Operation):
        return ""
    if part.name == "attain":
        found = attainment_of([answers.evaluate(child, context) for child in part.parts])
        return found.reason if found is not None else ""
    return next(filter(None, (_unscored_in(answers, child, context) for child in part.parts)), "")


def usages_of(answers: Answers, address: Address) -> list[Usage]:
    """Return every place that shows an answer or is computed from it directly, in the order of the form."""
    uses: dict[Usage, None] = {}
    for section in answers.form.sections:
        if answers.is_met(section.when, EvaluationContext(section.id)):
            for instance in answers.instances(section):
                uses |= dict.fromkeys(_usages_in(answers, section, instance, address))
    return list(uses)


def _usages_in(answers: Answers, section: Section, instance: str, address: Address) -> Iterator[Usage]:
    for block in section.blocks:
        yield from _computed_in(answers, instance, block, address)
        yield from _printed_in(answers, section, instance, block, address)


def _computed_in(answers: Answers, instance: str, block: SectionBlock, address: Address) -> Iterator[Usage]:
    """Yield the computed answers of a block whose formula refers to an answer."""
    for target in _answers_of(answers, instance, block):
        formula = answers.form.formula(target)
        if formula is not None and refers_to(answers, [(formula.expression, context_of(target))], address):
            yield Usage("computed", answer_label(answers, target), instance, target)


def _answers_of(answers: Answers, instance: str, block: SectionBlock) -> Iterator[Address]:
    if isinstance(block, Field):
        yield Address(instance, block.question.id)
    elif isinstance(block, Table):
        for row in answers.rows(instance, block.id):
            yield from (Address(instance, block.id, row, column.id) for column in block.columns)


def _printed_in(
    answers: Answers, section: Section, instance: str, block: SectionBlock, address: Address
) -> Iterator[Usage]:
    label = section_label(answers, instance)
    match block:
        case Field(template=template) if template is not None:
            if refers_to(answers, _expressions_of(answers, block, EvaluationContext(instance)), address):
                yield Usage("sentence", block.question.label, instance, Address(instance, block.question.id))
        case Field(print="paragraphs" | "line", question=question):
            if address == Address(instance, question.id):
                yield Usage("text", label, instance, address)
        case Table(print="grid" | "items", id=table, unit_note=note):
            noted = _slot_expressions(note, EvaluationContext(instance)) if note is not None else ()
            if (address.section, address.field) == (instance, table) or refers_to(answers, noted, address):
                yield Usage("text", label, instance, address)
        case Sheet():
            if refers_to(answers, _sheet_expressions(answers, instance, block), address):
                yield Usage("paper", label, instance, address)
        case CoverPage():
            values = [(line.value, EvaluationContext(instance)) for line in block.lines]
            texts = (block.title, block.subtitle, block.foot)
            words = [
                (part, EvaluationContext(instance))
                for text in texts
                if text is not None
                for part in slot_expressions(text)
            ]
            if refers_to(answers, [*values, *words], address):
                yield Usage("paper", f"{section.tab}（封面）", instance, address)
        case _:
            pass


BoundExpression = tuple[Expression, EvaluationContext]


def _expressions_of(answers: Answers, field: Field, context: EvaluationContext) -> Iterator[BoundExpression]:
    """Yield the expressions of a sentence: those of its slots, and those of its phrases row by row."""
    if field.template is not None:
        yield from _slot_expressions(field.template, context)
    for phrase in field.phrases:
        yield from _phrase_expressions(answers, phrase, context)


def _phrase_expressions(answers: Answers, phrase: Phrase, context: EvaluationContext) -> Iterator[BoundExpression]:
    if not answers.is_met(phrase.when, context):
        return
    if phrase.wrapper is not None:
        yield from _slot_expressions(phrase.wrapper, context)
    if phrase.text is None:
        return
    contexts = answers.row_contexts(phrase.table, context.section) if phrase.table is not None else [context]
    for row in contexts:
        if answers.is_met(phrase.row_when, row):
            yield from _slot_expressions(phrase.text, row)


def _sheet_expressions(answers: Answers, instance: str, sheet: Sheet) -> Iterator[BoundExpression]:
    here = EvaluationContext(instance)
    for text in (sheet.title, sheet.subtitle, sheet.unit_note, *sheet.notes):
        if text is not None:
            yield from _slot_expressions(text, here)
    for line in sheet.lines:
        for context in answers.row_contexts(line.table, instance) if line.table else [here]:
            if answers.is_met(line.when, context):
                for cell in line.cells:
                    if cell.value is not None:
                        yield cell.value, context
                    if cell.text is not None:
                        yield from _slot_expressions(cell.text, context)


def _slot_expressions(template: Template, context: EvaluationContext) -> Iterator[BoundExpression]:
    yield from ((part, context) for part in slot_expressions(template))


def sentence_prints(answers: Answers, sentence: Address, answer: Address) -> bool:
    """Whether the sentence that the form writes at an address prints an answer, replaced by an own text or not."""
    field, context = _field_at(answers, sentence), EvaluationContext(sentence.section)
    return field is not None and refers_to(answers, _expressions_of(answers, field, context), answer)


def refers_to(answers: Answers, expressions: Iterable[BoundExpression], address: Address) -> bool:
    """Whether any of these expressions, each in its context, refers to an answer."""
    return any(
        address in ([address_of(part, context)] if isinstance(part, Ref) else addresses_of(part, context, answers))
        for expression, context in expressions
        for part in _references_to_column(expression, address)
    )


def may_refer_to(expressions: Iterable[Expression], address: Address) -> bool:
    """Whether any of these expressions refers to the field or column of an answer, in some context."""
    return any(_references_to_column(expression, address) for expression in expressions)


def _references_to_column(expression: Expression, address: Address) -> list[Ref | Vector]:
    wanted = (address.form_section, address.field, address.column)
    return [part for part in references(expression) if (part.section, part.field, part.column) == wanted]


def _source_answers(
    answers: Answers, expressions: Iterable[BoundExpression], here: EvaluationContext
) -> Iterator[SourceAnswer]:
    """Yield every answer that the expressions refer to once; of whole columns only the answers that have a value."""
    yielded: set[Address] = set()
    for expression, context in expressions:
        for reference in references(expression):
            for address in addresses_of(reference, context, answers):
                known = answers.form.question(address)
                blank = answers.value(address) is None
                if known is None or address in yielded or (blank and not isinstance(reference, Ref)):
                    continue
                yielded.add(address)
                yield SourceAnswer(address, short_name(answers, address, here))


def _field_at(answers: Answers, address: Address) -> Field | None:
    blocks = answers.form.section(address.section).blocks
    found = (block for block in blocks if isinstance(block, Field) and block.question.id == address.field)
    return next(found, None) if not address.row else None
