"""Every answer asked at present, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.answers import Answers
from perfdesk.checks.evaluate import Place
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Table


def asked(answers: Answers) -> Iterator[tuple[Address, Field | Table]]:
    """The addresses of all fields and cells, each with the block it stands in; what is left out does not count."""
    for section in answers.form.sections:
        if not answers.holds(section.when, Place(section.id)):
            continue
        for instance in answers.instances(section):
            for block in section.blocks:
                if isinstance(block, Field | Table) and answers.holds(block.when, Place(instance)):
                    for address in _of_block(answers, instance, block):
                        yield address, block


def _of_block(answers: Answers, instance: str, block: Field | Table) -> Iterator[Address]:
    if isinstance(block, Field):
        yield Address(instance, block.question.id)
        return
    for row in answers.rows(instance, block.id):
        yield from (Address(instance, block.id, row, column.id) for column in block.columns)
