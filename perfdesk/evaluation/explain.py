"""Where an answer comes from and where it goes: “这个数怎么来的”, and the places in which it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Ref, references
from perfdesk.definition.model import CoverPage, Field, Section, SectionBlock, Sheet, Table
from perfdesk.definition.template import Phrase, Template
from perfdesk.definition.validation.cycles import slot_expressions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import Place, address_of, addresses_of, place_of
from perfdesk.evaluation.formula_text import in_words, name_of
from perfdesk.evaluation.labels import answer_label, section_label


@dataclass(frozen=True, slots=True)
class Part:
    """One answer that another one is made of, and what it is called there."""

    address: Address
    label: str


@dataclass(frozen=True, slots=True)
class Origin:
    """How an answer came to be; `words` is empty for what was typed."""

    how: Literal["typed", "computed", "generated", "blank"]
    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One place that shows an answer or is worked out from it; `address` is what to go to on the page `section`."""

    how: Literal["computed", "sentence", "paper", "text"]
    label: str
    section: str
    address: Address


def explain(answers: Answers, address: Address) -> Origin:
    """How an answer came to be: its formula in words and its parts with their values."""
    formula = answers.form.formula(address)
    place = place_of(address)
    if formula is not None and answers.is_computed(address):
        words = in_words(answers, formula.expression, place)
        return Origin("computed", words, tuple(_parts(answers, [(formula.expression, place)], place)))
    if answers.typed(address) is not None:
        return Origin("typed", "", ())
    field = _field(answers, address)
    if field is None or field.template is None or answers.value(address) is None:
        return Origin("blank", "", ())
    return Origin("generated", "", tuple(_parts(answers, _looks(answers, field, place), place)))


def used_in(answers: Answers, address: Address) -> list[Use]:
    """Every place that shows an answer or is worked out from it directly, in the order of the form."""
    uses: dict[Use, None] = {}
    for section in answers.form.sections:
        if answers.holds(section.when, Place(section.id)):
            for instance in answers.instances(section):
                uses |= dict.fromkeys(_uses_in(answers, section, instance, address))
    return list(uses)


def _uses_in(answers: Answers, section: Section, instance: str, address: Address) -> Iterator[Use]:
    for block in section.blocks:
        yield from _computed_in(answers, instance, block, address)
        yield from _printed_in(answers, section, instance, block, address)


def _computed_in(answers: Answers, instance: str, block: SectionBlock, address: Address) -> Iterator[Use]:
    """The computed answers of a block that look at an answer."""
    for target in _answers_of(answers, instance, block):
        formula = answers.form.formula(target)
        if formula is not None and looks_at(answers, [(formula.expression, place_of(target))], address):
            yield Use("computed", answer_label(answers, target), instance, target)


def _answers_of(answers: Answers, instance: str, block: SectionBlock) -> Iterator[Address]:
    if isinstance(block, Field):
        yield Address(instance, block.question.id)
    elif isinstance(block, Table):
        for row in answers.rows(instance, block.id):
            yield from (Address(instance, block.id, row, column.id) for column in block.columns)


def _printed_in(
    answers: Answers, section: Section, instance: str, block: SectionBlock, address: Address
) -> Iterator[Use]:
    label = section_label(answers, instance)
    match block:
        case Field(template=template) if template is not None:
            if looks_at(answers, _looks(answers, block, Place(instance)), address):
                yield Use("sentence", block.question.label, instance, Address(instance, block.question.id))
        case Field(print="paragraphs" | "line", question=question):
            if address == Address(instance, question.id):
                yield Use("text", label, instance, address)
        case Table(print="grid" | "items", id=table):
            if (address.section, address.field) == (instance, table):
                yield Use("text", label, instance, address)
        case Sheet():
            if looks_at(answers, _sheet_looks(answers, instance, block), address):
                yield Use("paper", label, instance, address)
        case CoverPage():
            values = [(line.value, Place(instance)) for line in block.lines]
            texts = (block.title, block.subtitle, block.foot)
            words = [(part, Place(instance)) for text in texts if text is not None for part in slot_expressions(text)]
            if looks_at(answers, [*values, *words], address):
                yield Use("paper", f"{section.tab}（封面）", instance, address)
        case _:
            pass


Look = tuple[Expression, Place]


def _looks(answers: Answers, field: Field, place: Place) -> Iterator[Look]:
    """What a sentence looks at: its own slots, and those of its phrases, row by row."""
    if field.template is not None:
        yield from _slots(field.template, place)
    for phrase in field.phrases:
        yield from _phrase_looks(answers, phrase, place)


def _phrase_looks(answers: Answers, phrase: Phrase, place: Place) -> Iterator[Look]:
    if not answers.holds(phrase.when, place):
        return
    if phrase.wrapper is not None:
        yield from _slots(phrase.wrapper, place)
    if phrase.text is None:
        return
    places = answers.places(phrase.table, place.section) if phrase.table is not None else [place]
    for row in places:
        if answers.holds(phrase.row_when, row):
            yield from _slots(phrase.text, row)


def _sheet_looks(answers: Answers, instance: str, sheet: Sheet) -> Iterator[Look]:
    here = Place(instance)
    for text in (sheet.title, sheet.subtitle, *sheet.notes):
        if text is not None:
            yield from _slots(text, here)
    for line in sheet.lines:
        for place in answers.places(line.table, instance) if line.table else [here]:
            if answers.holds(line.when, place):
                for cell in line.cells:
                    if cell.value is not None:
                        yield cell.value, place
                    if cell.text is not None:
                        yield from _slots(cell.text, place)


def _slots(template: Template, place: Place) -> Iterator[Look]:
    yield from ((part, place) for part in slot_expressions(template))


def looks_at(answers: Answers, looks: Iterable[Look], address: Address) -> bool:
    """Whether any of these formulas, each seen from its place, looks at an answer."""
    wanted = (address.form_section, address.field, address.column)
    return any(
        address in ([address_of(part, place)] if isinstance(part, Ref) else addresses_of(part, place, answers))
        for expression, place in looks
        for part in references(expression)
        if (part.section, part.field, part.column) == wanted
    )


def _parts(answers: Answers, looks: Iterable[Look], here: Place) -> Iterator[Part]:
    """Every answer looked at, once; of whole columns only those that have a value."""
    seen: set[Address] = set()
    for expression, place in looks:
        for reference in references(expression):
            for address in addresses_of(reference, place, answers):
                known = answers.form.question(address)
                blank = answers.value(address) is None
                if known is None or address in seen or (blank and not isinstance(reference, Ref)):
                    continue
                seen.add(address)
                yield Part(address, name_of(answers, address, here))


def _field(answers: Answers, address: Address) -> Field | None:
    blocks = answers.form.section(address.section).blocks
    found = (block for block in blocks if isinstance(block, Field) and block.question.id == address.field)
    return next(found, None) if not address.row else None
