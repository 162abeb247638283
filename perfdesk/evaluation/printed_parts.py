"""Printed sentences in parts: the answer that each piece of a generated text shows, and where it is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Expression, Operation, Ref, Vector
from perfdesk.definition.model import Field
from perfdesk.definition.template import Phrase, PhraseSlot, Template
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, addresses_of, context_of
from perfdesk.evaluation.sentence_marks import kept_spans


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A piece of a printed text.

    `address` is the answer that it shows, None for words of the form; `start` is where the piece begins in the text of
    that answer. `is_computed`: the piece is calculated from several answers and cannot be entered anywhere.
    """

    text: str
    address: Address | None = None
    start: int = 0
    is_computed: bool = False


def sentence_parts(answers: Answers, section: str, field: Field) -> list[PrintedPart]:
    """Return the parts of a generated sentence; joined they are `Answers.generated`."""
    context = EvaluationContext(section)
    phrases: dict[str, list[PrintedPart]] = {}
    for phrase in field.phrases:
        phrases[phrase.id] = _phrase_parts(answers, phrase, context, phrases)
    return template_parts(answers, field.template, context, phrases) if field.template else []


def template_parts(
    answers: Answers,
    template: Template,
    context: EvaluationContext,
    phrases: dict[str, list[PrintedPart]] | None = None,
) -> list[PrintedPart]:
    """Return the parts of a filled template; joined they are `Answers.fill_template`."""
    parts: list[PrintedPart] = []
    for part in template.parts:
        if isinstance(part, str):
            parts.append(PrintedPart(part))
        elif isinstance(part, PhraseSlot):
            parts += (phrases or {}).get(part.phrase, [])
        else:
            text = answers.fill_template(Template((part,), ""), context)
            parts.append(replace(shown_answer(answers, part.expression, context), text=text))
    return with_single_marks(parts)


def shown_answer(answers: Answers, expression: Expression, context: EvaluationContext) -> PrintedPart:
    """Return an empty part with the answer that an expression shows unchanged, followed to where it is entered."""
    match expression:
        case Ref():
            return entered_at(answers, address_of(expression, context))
        case Operation(name="if", parts=(condition, yes, no)):
            return shown_answer(answers, yes if answers.evaluate(condition, context) is True else no, context)
        case Operation():
            return PrintedPart("", is_computed=True)
        case _:
            return PrintedPart("")


def entered_at(answers: Answers, address: Address) -> PrintedPart:
    """Return an empty part with the answer to enter when the figure shown at an address is another one.

    A computed answer that only repeats another one leads to that one, and so does a sum of which all other parts are
    zero or blank. Any other total leads to itself and is computed.
    """
    formula = answers.form.formula(address)
    if formula is None or not answers.is_computed(address):
        return PrintedPart("", address)
    shown = shown_answer(answers, formula.expression, context_of(address))
    if shown.address is not None:
        return shown
    part = _only_part(answers, formula.expression, context_of(address))
    if part is not None:
        return entered_at(answers, part)
    return PrintedPart("", address, is_computed=not formula.overridable)


def _only_part(answers: Answers, expression: Expression, context: EvaluationContext) -> Address | None:
    """Return the only answer of a sum that is not zero; None for other expressions."""
    if not (isinstance(expression, Operation) and expression.name == "sum"):
        return None
    parts = [part for part in expression.parts if isinstance(part, Ref | Vector)]
    addresses = [address for part in parts for address in addresses_of(part, context, answers)]
    filled = [address for address in addresses if answers.value(address)]
    return filled[0] if len(filled) == 1 and len(parts) == len(expression.parts) else None


def lines_of(parts: list[PrintedPart]) -> list[tuple[int, list[PrintedPart]]]:
    """Return the lines of a text in parts as they are printed, blank ones left out, each with its start in the text."""
    lines: list[tuple[int, list[PrintedPart]]] = []
    text = "".join(part.text for part in parts)
    start = 0
    for line in text.split("\n"):
        shown = line.strip().strip("\u3000")
        if shown:
            first = start + line.index(shown)
            lines.append((first, list(_between(parts, first, first + len(shown)))))
        start += len(line) + 1
    return lines


def _between(parts: list[PrintedPart], first: int, end: int) -> Iterator[PrintedPart]:
    """Yield the pieces of the parts between two positions of their joined text."""
    start = 0
    for part in parts:
        left, right = max(first - start, 0), min(end - start, len(part.text))
        if left < right:
            yield replace(part, text=part.text[left:right], start=part.start + left)
        start += len(part.text)


def _phrase_parts(
    answers: Answers, phrase: Phrase, context: EvaluationContext, earlier: dict[str, list[PrintedPart]]
) -> list[PrintedPart]:
    if not answers.is_met(phrase.when, context):
        return []
    if phrase.members:
        return _joined([earlier[one] for one in phrase.members if earlier.get(one)], phrase.separator)
    if phrase.text is None:
        return []
    if phrase.table is None:
        return template_parts(answers, phrase.text, context, earlier)
    contexts = answers.row_contexts(phrase.table, context.section)
    rows = [template_parts(answers, phrase.text, row) for row in contexts if answers.is_met(phrase.row_when, row)]
    joined = _joined(rows, phrase.separator)
    if not rows or phrase.wrapper is None:
        return joined
    return template_parts(answers, phrase.wrapper, context, {**earlier, "rows": joined})


def _joined(texts: list[list[PrintedPart]], separator: str) -> list[PrintedPart]:
    joined: list[PrintedPart] = []
    for number, parts in enumerate(texts):
        if number and separator:
            joined.append(PrintedPart(separator))
        joined += parts
    return with_single_marks(joined)


def with_single_marks(parts: Iterable[PrintedPart]) -> list[PrintedPart]:
    """Return the parts that have a text, with no mark doubled where they meet, as `joined_text` joins them."""
    found = list(parts)
    spans = kept_spans([part.text for part in found])
    return [
        replace(part, text=part.text[start:end], start=part.start + start)
        for part, (start, end) in zip(found, spans, strict=True)
        if start < end
    ]
