"""The questions that apply at present, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Question, Section, Table
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext


def active_questions(answers: Answers, kinds: Sequence[str]) -> Iterator[tuple[Address, Question, Field | Table]]:
    """Yield every answer of these kinds with its question and block; skip what does not apply to this report."""
    for section in answers.form.sections:
        if not answers.is_met(section.when, EvaluationContext(section.id)):
            continue
        for instance in answers.instances(section):
            yield from answers.cached(("asked of kinds", instance, *kinds), _active_in, section, instance, kinds)


def asked_addresses(answers: Answers, section: Section, instance: str) -> Iterator[Address]:
    """Yield the address of every question of one page, computed ones and those that do not apply, too."""
    for block in section.blocks:
        if isinstance(block, Field):
            yield Address(instance, block.question.id)
        elif isinstance(block, Table):
            for row in answers.rows(instance, block.id):
                for column in block.columns:
                    address = Address(instance, block.id, row, column.id)
                    if answers.form.question(address) is not None:
                        yield address


def _active_in(
    answers: Answers, section: Section, instance: str, kinds: Sequence[str]
) -> Iterator[tuple[Address, Question, Field | Table]]:
    for block in section.blocks:
        if isinstance(block, Field | Table) and answers.is_met(block.when, EvaluationContext(instance)):
            for address, question in _questions_of_block(answers, instance, block, kinds):
                yield address, question, block


def _questions_of_block(
    answers: Answers, instance: str, block: Field | Table, kinds: Sequence[str]
) -> Iterator[tuple[Address, Question]]:
    if isinstance(block, Field):
        if block.question.kind in kinds:
            yield Address(instance, block.question.id), block.question
        return
    columns = [column for column in block.columns if column.kind in kinds]
    for row in answers.rows(instance, block.id) if columns else ():
        for column in columns:
            address = Address(instance, block.id, row, column.id)
            if answers.form.question(address) is not None:
                yield address, column
