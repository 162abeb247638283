"""Begin the tables of one project like those of another one (照另一项目填指标)."""

from __future__ import annotations

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Table
from perfdesk.evaluation.answers import Answers


def copied_rows(answers: Answers, source: str, target: str) -> dict[Address, str]:
    """The texts that give the open tables of a section the rows of another one of its kind, blank ones to clear.

    A row brings what a form carries over to the next year: names, kinds, targets and weights, nothing achieved. A table
    in which more than its initial rows was typed stays as it is; nothing is returned if all did.
    """
    section = answers.form.section(target)
    texts: dict[Address, str] = {}
    for block in section.blocks:
        if isinstance(block, Table) and block.open and not _is_begun(answers, target, block):
            wanted = {
                address._replace(section=target): text
                for address, text in _typed(answers, source, block).items()
                if _is_kept(answers, address)
            }
            cleared = dict.fromkeys(_typed(answers, target, block), "") if wanted else {}
            texts |= cleared | wanted
    return {address: text for address, text in texts.items() if text != (answers.entries.text(address) or "")}


def begun_tables(answers: Answers, section: str) -> tuple[str, ...]:
    """The labels of the open tables of a section in which something was typed."""
    tables = (block for block in answers.form.section(section).blocks if isinstance(block, Table) and block.open)
    return tuple(table.label for table in tables if _is_begun(answers, section, table))


def _typed(answers: Answers, section: str, table: Table) -> dict[Address, str]:
    """The texts of a table and the positions of its rows."""
    return {
        address: text
        for address, text in answers.entries
        if (address.section, address.field) == (section, table.id) and address.row
    }


def _is_begun(answers: Answers, section: str, table: Table) -> bool:
    initial = {
        Address(section, table.id, f"s{number}", column): text
        for number, starter in enumerate(table.starters, 1)
        for column, text in starter
    }
    typed = _typed(answers, section, table).items()
    return any(address.column != ROW_POSITION and initial.get(address) != text for address, text in typed)


def _is_kept(answers: Answers, address: Address) -> bool:
    question = answers.form.question(address)
    return address.column == ROW_POSITION or (question is not None and question.rollover.mode in ("keep", "revise"))
