"""From last year's report to this year's (结转): what is taken over is said by the form, question by question."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.unplaced import unplaced_answers
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Question, Section, Table
from perfdesk.entries.change import Edit
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers


def rollover_edits(answers: Answers, year: int) -> tuple[Edit, ...]:
    """The answers with which the report of `year` begins; PerfDeskError unless last year's was of the year before.

    Two years on, last year's figures would stand in the 上年 columns as if they were.
    """
    _check_year(answers, year)
    texts = {
        answers.form.report_fields.year: str(year),
        **dict(_kept_answers(answers)),
        **_moved_answers(answers),
    }
    return tuple(Edit(address, None, text) for address, text in texts.items())


def _check_year(answers: Answers, year: int) -> None:
    last = answers.value(answers.form.report_fields.year)
    what = "没有结转。"
    if not isinstance(last, Decimal):
        raise PerfDeskError(what, "上年的文件没有填报告年度。", "请先填报告年度，再结转。")
    if year != last + 1:
        why = f"这是 {last} 年度的文件，只能结转到 {last + 1} 年度，不能到 {year} 年度。"
        raise PerfDeskError(what, why, "请选上一年度的文件。")


def _kept_answers(answers: Answers) -> Iterator[tuple[Address, str]]:
    """Rows, and what was typed where the form says that it stays."""
    homeless = {address for address, _ in unplaced_answers(answers)}
    for address, text in answers.entries:
        question = answers.form.question(address)
        stays = address.column == ROW_POSITION or (
            question is not None and question.rollover.mode in ("keep", "revise")
        )
        if stays and address not in homeless:
            yield address, text


def _moved_answers(answers: Answers) -> dict[Address, str]:
    """This year's answers that stand in other places next year: 决算数 under 上年决算数, 年末结余 under 上年结转."""
    texts = {}
    for section in answers.form.sections:
        for instance in answers.instances(section):
            for address, source in _answer_sources(answers, section, instance):
                formula = answers.form.formula(address)
                text = answers.entries.text(source) or value_text(answers.value(source))
                if text and (formula is None or formula.overridable):
                    texts[address] = text
    return texts


def _answer_sources(answers: Answers, section: Section, instance: str) -> Iterator[tuple[Address, Address]]:
    """Each answer taken from another one, with that other one."""
    for block in section.blocks:
        if isinstance(block, Field) and block.question.rollover.mode == "from":
            yield Address(instance, block.question.id), Address(instance, block.question.rollover.source)
        elif isinstance(block, Table):
            for row in answers.rows(instance, block.id):
                last_of = "" if block.open else block.row(row).carried_from
                for column in block.columns:
                    yield from _answer_source(answers, Address(instance, block.id, row, column.id), column, last_of)


def _answer_source(
    answers: Answers, address: Address, column: Question, last_of: str
) -> Iterator[tuple[Address, Address]]:
    if answers.form.question(address) is None or not (last_of or column.rollover.mode == "from"):
        return
    source = Address(address.section, address.field, last_of or address.row, column.rollover.source or address.column)
    yield address, source
