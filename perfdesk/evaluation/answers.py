"""The answers of a report at one moment: typed answers, computed answers and generated sentences."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Concatenate, ParamSpec, TypeVar

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.expression import Expression, Ref
from perfdesk.definition.function_results import Result
from perfdesk.definition.kinds import BLANK, Measure, ParsedAnswer, Value, parse_answer, to_fixed, value_text
from perfdesk.definition.model import Field, Form, Question, Section
from perfdesk.definition.template import Phrase, PhraseSlot, Slot, Template
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.cache import ALL_ENTRIES, DependencyCache, Fault, record_dependency
from perfdesk.evaluation.evaluator import EvaluationContext, address_of, context_of, evaluate
from perfdesk.evaluation.guard import guarded
from perfdesk.evaluation.sentence_marks import joined_text
from perfdesk.language.numerals import numeral

T = TypeVar("T")
P = ParamSpec("P")
#: The text that a sentence contains in place of a figure that is not known yet.
UNKNOWN_TEXT = "＿＿"
#: The same for a date: room to write it by hand.
UNKNOWN_DATE = "＿＿年＿月＿日"
_NOT_READ = ParsedAnswer(None, "没有读出来")

#: Results about single rows are cached up to this number of typed answers; each answer has about six, 3 KB together.
_MOST_ENTRIES_BY_ROW = 10_000


class Answers:
    """The answers of a report, computed when first read and then cached. The entries never change."""

    def __init__(self, form: Form, entries: Entries, cache: DependencyCache | None = None) -> None:
        self.form = form
        self._entries = entries
        self._cache = cache if cache is not None else DependencyCache()
        self._sentences = {
            (section.id, block.question.id): block
            for section in form.sections
            for block in section.blocks
            if isinstance(block, Field) and block.template is not None
        }

    @property
    def entries(self) -> Entries:
        """All typed answers. What depends on single answers or sections (`typed`, `typed_in`) stays cached longer."""
        record_dependency(ALL_ENTRIES)
        return self._entries

    def typed(self, address: Address) -> str | None:
        """Return the text typed at an address; None when it is blank."""
        record_dependency(address)
        return self._entries.text(address)

    def typed_in(self, section: str) -> Sequence[tuple[Address, str]]:
        """Return all texts typed in one section, including the positions of rows."""
        record_dependency(section)
        return self._entries.in_section(section)

    def unrevised(self) -> dict[Address, str]:
        """Return the texts that are still the same as in last year's report."""
        return self._cache.get("unrevised", self._unrevised)

    def _unrevised(self) -> dict[Address, str]:
        for address in self._entries.carried_addresses:
            record_dependency(address)
        return dict(self._entries.unrevised())

    def cached(
        self,
        name: tuple[str | int, ...],
        find: Callable[Concatenate[Answers, P], Iterable[T]],
        *arguments: P.args,
        **options: P.kwargs,
    ) -> tuple[T, ...]:
        """Cache the results of `find`; `name` must be unique for each combination of arguments.

        An address is a tuple of four texts, too: a name of four texts begins with words, which no section id is.
        """
        return self._cache.get(name, lambda: tuple(find(self, *arguments, **options)))

    def cached_row(
        self,
        name: tuple[str | int, ...],
        find: Callable[Concatenate[Answers, P], Iterable[T]],
        *arguments: P.args,
        **options: P.kwargs,
    ) -> tuple[T, ...]:
        """Cache the results of `find` about one row, so that a change in another row does not need them again.

        A very large report would hold millions of them: there only whole tables are cached.
        """
        if len(self._entries) > _MOST_ENTRIES_BY_ROW:
            return tuple(find(self, *arguments, **options))
        return self.cached(name, find, *arguments, **options)

    def after(self, edits: tuple[Edit, ...]) -> Answers:
        """Return the answers after some edits; results that do not depend on them stay cached."""
        return Answers(self.form, self._entries.after(edits), self._cache.after(edits))

    def what_if(self, edit: Edit) -> Answers:
        """Return the answers as they would be after one edit, of which only a few are read."""
        return Answers(self.form, self._entries.after((edit,)), self._cache.what_if((edit,)))

    def value(self, address: Address) -> Value:
        """Return an answer: Decimal, text, Measure or date; None when blank, unreadable or not known yet."""
        return self._cache.get(address, self._guarded_value, address)

    def _guarded_value(self, address: Address) -> Value:
        return guarded(Fault(address.section, address), None, self._compute, address)

    def parsed(self, address: Address) -> ParsedAnswer:
        """Parse the text typed at an address as the kind of its question; unreadable text gives a problem."""
        return self._cache.get(("parsed", address), self._guarded_reading, address)

    def _guarded_reading(self, address: Address) -> ParsedAnswer:
        return guarded(Fault(address.section, address), _NOT_READ, self._read, address)

    def _read(self, address: Address) -> ParsedAnswer:
        text = self.typed(address)
        question = self.form.question(address)
        if text is None or question is None:
            return BLANK
        return parse_answer(question.kind, question.unit, text)

    def is_computed(self, address: Address) -> bool:
        """Whether the answer is computed at present, not typed."""
        formula = self.form.formula(address)
        return formula is not None and not (formula.overridable and self.typed(address) is not None)

    def text(self, address: Address) -> str:
        """Return the answer as printed in a table: figures with their decimals, a blank as the empty text."""
        return guarded(Fault(address.section, address), self.typed(address) or "", self._print, address)

    def in_words(self, address: Address, text: str) -> str:
        """Return a text that would be typed as the user knows it: a link as the row that it points to."""
        question = self.form.question(address)
        return self._link_text(question, text) if question is not None and question.kind == "link" and text else text

    def _print(self, address: Address) -> str:
        question = self.form.question(address)
        value = self.value(address)
        if question is None or value is None:
            return "" if value is None else str(value)
        if question.kind == "link" and isinstance(value, str):
            return self._link_text(question, value)
        return value_text(value, question.decimals if question.kind == "number" else None)

    def rows(self, section: str, table: str) -> tuple[str, ...]:
        """Return the row ids of a table in order: those of the form or those that the user added."""
        known = self.form.tables[(form_section_of(section), table)]
        if not known.open:
            return tuple(row.id for row in known.rows)
        record_dependency((section, table))
        return self._entries.rows(section, table)

    def row_contexts(self, table: tuple[str, str], instance: str) -> list[EvaluationContext]:
        """Return the contexts of the rows of a table, without totals, seen from one section."""
        section, name = table
        totals = {row.id for row in self.form.tables[table].rows if row.total}
        rows = self.rows(instance if form_section_of(instance) == section else section, name)
        return [EvaluationContext(instance, row, table) for row in rows if row not in totals]

    def group_contexts(self, table: tuple[str, str], column: str, instance: str) -> list[EvaluationContext]:
        """Return a context for each group of rows with the same value in a column; blank ones are in no group."""
        groups: dict[Value, list[EvaluationContext]] = {}
        for context in self.row_contexts(table, instance):
            value = self.value(address_of(Ref(*table, "*", column, "text"), context))
            if value is not None:
                groups.setdefault(value, []).append(context)
        return [replace(rows[0], group=tuple(one.row for one in rows)) for rows in groups.values()]

    def instances(self, section: Section) -> tuple[str, ...]:
        """Return the section itself, or one `id@row` for each row of the table that it repeats over."""
        if section.repeats_over is None:
            return (section.id,)
        return tuple(f"{section.id}@{row}" for row in self.rows(*section.repeats_over))

    def evaluate(self, expression: Expression, context: EvaluationContext) -> Result:
        """Return the value of an expression in a context."""
        return guarded(Fault(context.section), None, evaluate, expression, context, self)

    def is_met(self, condition: Expression | None, context: EvaluationContext) -> bool:
        """Whether a condition is met; one that is not known yet is not, and a missing one is."""
        return condition is None or self.evaluate(condition, context) is True

    def row_fact(self, context: EvaluationContext, name: str) -> Value:
        """Return the label, code or number of the current row."""
        if context.table is None:
            return None
        section, table = context.table
        known = self.form.tables[(section, table)]
        if name in ("n", "ordinal"):
            instance = context.section if form_section_of(context.section) == section else section
            number = self.rows(instance, table).index(context.row) + 1
            return Decimal(number) if name == "n" else numeral(number)
        if known.open:
            return None
        row = known.row(context.row)
        return row.label if name == "label" else row.code

    def fill_template(
        self, template: Template, context: EvaluationContext, phrases: dict[str, str] | None = None
    ) -> str:
        """Fill the slots of a sentence; a figure that is not known yet becomes a gap."""
        return guarded(Fault(context.section), UNKNOWN_TEXT, self._fill, template, context, phrases or {})

    def _fill(self, template: Template, context: EvaluationContext, phrases: dict[str, str]) -> str:
        return joined_text(self._part_text(part, context, phrases) for part in template.parts)

    def generated(self, section: str, field: Field) -> str:
        """Return the generated sentence of a field, even if the user has replaced it with a text."""
        name, fault = ("generated", section, field.question.id), Fault(section, Address(section, field.question.id))
        return self._cache.get(name, guarded, fault, UNKNOWN_TEXT, self._generate, section, field)

    def _generate(self, section: str, field: Field) -> str:
        context = EvaluationContext(section)
        phrases: dict[str, str] = {}
        for phrase in field.phrases:
            phrases[phrase.id] = self._phrase_text(phrase, context, phrases)
        return self.fill_template(field.template, context, phrases) if field.template else ""

    def _compute(self, address: Address) -> Value:
        formula = self.form.formula(address)
        if formula is not None and self.is_computed(address):
            found = evaluate(formula.expression, context_of(address), self)
            return found if isinstance(found, Decimal | str | Measure | datetime.date) else None
        value = self.parsed(address).value
        sentence = self._sentences.get((address.form_section, address.field))
        if value is None and sentence is not None and self.is_met(sentence.when, EvaluationContext(address.section)):
            return self._generate(address.section, sentence)
        return value

    def _link_text(self, question: Question, row: str) -> str:
        rows = self.rows(*question.link) if question.link else ()
        return f"第{rows.index(row) + 1}项" if row in rows else ""

    def _part_text(self, part: str | Slot | PhraseSlot, context: EvaluationContext, phrases: dict[str, str]) -> str:
        if isinstance(part, str):
            return part
        if isinstance(part, PhraseSlot):
            return phrases[part.phrase]
        value = self.evaluate(part.expression, context)
        if value is None:
            return UNKNOWN_DATE if self._is_date(part.expression, context) else UNKNOWN_TEXT
        decimals = part.decimals
        if isinstance(value, Decimal) and decimals is not None:
            return to_fixed(value, decimals)
        return value_text(value) if not isinstance(value, bool | list) else ""

    def _is_date(self, expression: Expression, context: EvaluationContext) -> bool:
        question = self.form.question(address_of(expression, context)) if isinstance(expression, Ref) else None
        return question is not None and question.kind == "date"

    def _phrase_text(self, phrase: Phrase, context: EvaluationContext, earlier: dict[str, str]) -> str:
        if not self.is_met(phrase.when, context):
            return ""
        if phrase.members:
            return joined_text((earlier[one] for one in phrase.members if earlier.get(one)), phrase.separator)
        if phrase.text is None:
            return ""
        if phrase.table is None:
            return self.fill_template(phrase.text, context, earlier)
        contexts = self.row_contexts(phrase.table, context.section)
        rows = [self.fill_template(phrase.text, row) for row in contexts if self.is_met(phrase.row_when, row)]
        joined = joined_text(rows, phrase.separator)
        if not rows or phrase.wrapper is None:
            return joined
        return self.fill_template(phrase.wrapper, context, {**earlier, "rows": joined})
