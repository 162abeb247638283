"""Create this year's report from last year's (结转); the form defines for each question what is carried over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from perfdesk.checks.unplaced import unplaced_answers
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Question, Section, Table
from perfdesk.entries.change import Edit
from perfdesk.entries.link_entries import text_with_links
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers


def rollover_edits(answers: Answers, year: int) -> tuple[Edit, ...]:
    """The answers with which the report of `year` begins; PerfDeskError unless last year's is of the year before.

    From an older report, the figures in the 上年 columns would be of the wrong year.
    """
    _check_year(answers, year)
    texts = {
        answers.form.report_fields.year: str(year),
        **dict(_kept_answers(answers)),
        **_moved_answers(answers),
    }
    texts |= dict(_kept_links(answers, texts))
    return tuple(Edit(address, None, text) for address, text in texts.items())


def rollover_sources(answers: Answers) -> dict[Address, Address]:
    """The answers that are taken from another address of last year's report, with that address."""
    return {
        address: source
        for section in answers.form.sections
        for instance in answers.instances(section)
        for address, source in _answer_sources(answers, section, instance)
    }


def _check_year(answers: Answers, year: int) -> None:
    last = answers.value(answers.form.report_fields.year)
    what = "没有结转。"
    if not isinstance(last, Decimal):
        raise PerfDeskError(what, "上年的文件没有填报告年度。", "请先填报告年度，再结转。")
    if year != last + 1:
        why = f"这是 {last} 年度的文件，只能结转到 {last + 1} 年度，不能到 {year} 年度。"
        raise PerfDeskError(what, why, "请选上一年度的文件。")


def _kept_answers(answers: Answers) -> Iterator[tuple[Address, str]]:
    """The rows, and the answers that the form keeps."""
    unplaced = {address for address, _ in unplaced_answers(answers)}
    for address, text in answers.entries:
        question = answers.form.question(address)
        is_kept = address.column == ROW_POSITION or (
            question is not None and question.rollover.mode in ("keep", "revise")
        )
        if is_kept and address not in unplaced:
            yield address, text


def _kept_links(answers: Answers, texts: Collection[Address]) -> Iterator[tuple[Address, str]]:
    """The links of figures that the user set or cut in the texts that are kept."""
    for section in answers.entries.sections:
        if text_with_links(section) in texts:
            yield from answers.entries.in_section(section)


def _moved_answers(answers: Answers) -> dict[Address, str]:
    """The answers that move to another address: 决算数 to 上年决算数, 年末结余 to 上年结转."""
    texts = {}
    for address, source in rollover_sources(answers).items():
        formula = answers.form.formula(address)
        text = answers.entries.text(source) or value_text(answers.value(source))
        if text and (formula is None or formula.overridable):
            texts[address] = text
    return texts


def _answer_sources(answers: Answers, section: Section, instance: str) -> Iterator[tuple[Address, Address]]:
    """Each answer that is taken from another one, with its source."""
    for block in section.blocks:
        if isinstance(block, Field) and block.question.rollover.mode == "from":
            yield Address(instance, block.question.id), Address(instance, block.question.rollover.source)
        elif isinstance(block, Table):
            for row in answers.rows(instance, block.id):
                carried_from = "" if block.open else block.row(row).carried_from
                for column in block.columns:
                    yield from _answer_source(
                        answers, Address(instance, block.id, row, column.id), column, carried_from
                    )


def _answer_source(
    answers: Answers, address: Address, column: Question, carried_from: str
) -> Iterator[tuple[Address, Address]]:
    if answers.form.question(address) is None or not (carried_from or column.rollover.mode == "from"):
        return
    source = Address(
        address.section, address.field, carried_from or address.row, column.rollover.source or address.column
    )
    yield address, source
