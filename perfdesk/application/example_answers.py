"""Answers made up for a form, so that its pages can be looked at before anyone fills it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, Operation, Ref, references
from perfdesk.definition.kinds import plain_number
from perfdesk.definition.model import Field, Form, Question, Section, Table
from perfdesk.definition.sheets import Sheet
from perfdesk.entries.edits import initial_edits, typed_edits
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers

#: How often each option of a choice is named: section, field, column, option.
_Options = Counter[tuple[str, str, str, str]]

_ROWS = ("a1", "a2")
_YEAR = "2024"
_DATE = "2025年3月5日"
_PROSE = "这里是“{label}”的示例文字，用来看版面：一段话有多长，换行、缩进、页边是否合适，标题与正文是否分得清楚。"
_SECOND_PARAGRAPH = "\n1. 示例小标题\n第二段示例文字，内容没有意义。"
#: Target and actual value; a row takes one pair.
_MEASURES = (("≥95%", "97%"), ("≥120次", "126次"), ("≤30万元", "28.5万元"), ("12月底前", "11月20日"))


def blank_answers(form: Form) -> Answers:
    """Return the answers of a new report: the form's first rows, nothing else."""
    return Answers(form, Entries().after(tuple(initial_edits(form))))


def example_answers(form: Form) -> Answers:
    """Return a report in which every question that is typed has a plausible answer, and every list has rows.

    Of a choice it takes the option that the form's conditions name most often, so that most parts are printed.
    """
    answers = blank_answers(form)
    options = _wanted_options(form)
    for section in (*(one for one in form.sections if one.repeats_over is None), *_repeated(form)):
        texts = dict(_section_texts(answers, section, options))
        entries = answers.entries
        answers = Answers(form, entries.after(typed_edits(form, entries, texts)))
    return answers


def _repeated(form: Form) -> Iterator[Section]:
    yield from (section for section in form.sections if section.repeats_over is not None)


def _section_texts(answers: Answers, section: Section, options: _Options) -> Iterator[tuple[Address, str]]:
    form = answers.form
    for instance in answers.instances(section):
        for block in section.blocks:
            if isinstance(block, Field):
                addresses = [Address(instance, block.question.id)]
            elif isinstance(block, Table):
                addresses = list(_cells(answers, instance, block))
            else:
                continue
            for number, address in enumerate(addresses):
                question = form.question(address)
                if question is None or form.formula(address) is not None or question.kind == "sentence":
                    continue
                if answers.entries.text(address) is None:
                    yield address, _text(answers, address, question, number, options)


def _cells(answers: Answers, instance: str, table: Table) -> Iterator[Address]:
    rows = answers.rows(instance, table.id)
    if table.open and len(rows) < len(_ROWS):
        rows = (*rows, *_ROWS[len(rows) :])
    for row in rows:
        yield from (Address(instance, table.id, row, column.id) for column in table.columns)


def _text(answers: Answers, address: Address, question: Question, number: int, options: _Options) -> str:
    match question.kind:
        case "number":
            return _within(question, _figure(question, number, _column(answers, address)))
        case "year":
            return _within(question, _YEAR)
        case "date":
            return _DATE
        case "measure":
            return _measure(answers, address)
        case "choice":
            key = (address.form_section, address.field, address.column)
            return max(question.options, key=lambda option: options[(*key, option)])
        case "link":
            rows = answers.rows(*question.link) if question.link else ()
            return rows[0] if rows else ""
        case "prose":
            return _PROSE.format(label=question.label) + ("" if address.row else _SECOND_PARAGRAPH)
        case _:
            pattern = question.limits.pattern if question.limits is not None else None
            return pattern.example if pattern is not None else f"示例{question.label}"


def _column(answers: Answers, address: Address) -> int | None:
    """The number of the column of a cell, from 0; None for a field."""
    if not address.row:
        return None
    columns = answers.form.tables[address.form_section, address.field].columns
    return next(number for number, column in enumerate(columns) if column.id == address.column)


def _figure(question: Question, number: int, column: int | None) -> str:
    """Amounts become smaller from column to column: less is spent than arrives, less arrives than is planned."""
    if question.unit in ("%", "分"):
        return "10" if question.unit == "分" and column is not None else "95"
    whole = 12 + number % 7 * 3 if column is None else 60 + (number - column) % 7 * 9 - min(column, 9) * 2
    return str(whole) + (".5" if question.decimals else "")


def _within(question: Question, figure: str) -> str:
    return figure if question.limits is None else plain_number(question.limits.nearest(Decimal(figure)))


def _measure(answers: Answers, address: Address) -> str:
    """The target in the first such column of a row, in the next the actual value that goes with it."""
    if not address.row:
        return _MEASURES[0][0]
    columns = answers.form.tables[address.form_section, address.field].columns
    measures = [column.id for column in columns if column.kind == "measure"]
    rows = (*answers.rows(address.section, address.field), *_ROWS)
    pair = _MEASURES[rows.index(address.row) % len(_MEASURES)]
    return pair[measures.index(address.column) % len(pair)]


def _wanted_options(form: Form) -> _Options:
    """How often each option of each choice is named in a condition, as (section, field, column, option)."""
    found: _Options = Counter()
    for condition in _conditions(form):
        found.update(_named_options(condition))
    return found


def _conditions(form: Form) -> Iterator[Expression]:
    for section in form.sections:
        blocks = [block for block in section.blocks if isinstance(block, Field | Table)]
        lines = [line for block in section.blocks if isinstance(block, Sheet) for line in block.lines]
        for part in (section, *blocks, *lines):
            if part.when is not None:
                yield part.when


def _named_options(part: Expression) -> Iterator[tuple[str, str, str, str]]:
    if not isinstance(part, Operation):
        return
    if part.name == "==":
        texts = [one.value for one in part.parts if isinstance(one, Constant) and isinstance(one.value, str)]
        for one in (found for child in part.parts for found in references(child)):
            if isinstance(one, Ref):
                yield from ((one.section, one.field, one.column, text) for text in texts)
    for child in part.parts:
        yield from _named_options(child)
