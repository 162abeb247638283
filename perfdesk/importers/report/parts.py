"""The parts of a report that can be taken over into another one: chapters, projects, and tables of indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Section, Table
from perfdesk.evaluation.active_questions import asked_addresses
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.headings import section_tab
from perfdesk.evaluation.labels import row_label
from perfdesk.importers.matching.target import name_column

PartKind = Literal["chapter", "project", "indicators"]
#: The kinds in the order in which they are offered, as the user knows them.
PART_KINDS: dict[PartKind, str] = {"chapter": "章节和附件", "project": "项目", "indicators": "指标表"}


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A part with typed answers. `addresses` are those of its answers in the other report, in the order of its form.

    `id` is that of a chapter, `section/table/row` for a project, and `section/indicators` for tables of indicators.
    """

    id: str
    kind: PartKind
    label: str
    addresses: tuple[Address, ...]


def report_parts(answers: Answers) -> tuple[ReportPart, ...]:
    """The parts of a report in which something was typed, those of a kind together.

    A project is its row and all pages that belong to it. Indicators, and a page for each project, bring the name of the
    project along, so that it is found or added.
    """
    form = answers.form
    chapters = (
        ReportPart(one.id, "chapter", section_tab(answers, one), _chapter(answers, one)) for one in form.sections
    )
    owners = dict.fromkeys(one.repeats_over for one in form.sections if one.repeats_over is not None)
    projects = (
        ReportPart(f"{section}/{table}/{row}", "project", _project_name(answers, section, table, row), tuple(found))
        for section, table in owners
        for row in answers.rows(section, table)
        if (found := _project(answers, section, table, row))
    )
    indicators = (
        ReportPart(f"{instance}/indicators", "indicators", _page_name(answers, section, instance), tuple(found))
        for section in form.sections
        for instance in answers.instances(section)
        if (found := _indicators(answers, section, instance))
    )
    parts = (*chapters, *projects, *indicators)
    return tuple(part for part in parts if any(_is_own(answers, address) for address in part.addresses))


def _project_name(answers: Answers, section: str, table: str, row: str) -> str:
    """The whole name of a project, however long it is."""
    named = name_column(answers.form.tables[(section, table)])
    typed = answers.typed(Address(section, table, row, named.id)) if named is not None else ""
    return typed or row_label(answers, section, table, row)


def _page_name(answers: Answers, section: Section, instance: str) -> str:
    if section.repeats_over is None:
        return f"{section_tab(answers, section)}·指标"
    return f"{_project_name(answers, *section.repeats_over, Address(instance, '').instance)}·指标"


def _is_own(answers: Answers, address: Address) -> bool:
    """Whether an answer is more than what a new report has in the first rows of its tables."""
    table = answers.form.tables.get((address.form_section, address.field))
    initial = {f"s{number}": dict(texts) for number, texts in enumerate(table.starters if table is not None else (), 1)}
    return initial.get(address.row, {}).get(address.column) != answers.typed(address)


def _typed(answers: Answers, addresses: Iterable[Address]) -> list[Address]:
    return [address for address in addresses if answers.typed(address)]


def _chapter(answers: Answers, section: Section) -> tuple[Address, ...]:
    """What was typed in all pages of a section, and what its form does not ask any more."""
    found: list[Address] = []
    for instance in answers.instances(section):
        asked = _typed(answers, asked_addresses(answers, section, instance))
        known = set(asked)
        others = [at for at, _ in answers.typed_in(instance) if at.column != ROW_POSITION and at not in known]
        if asked or others:
            found += [*_owner_name(answers, section, instance), *asked, *others]
    return tuple(found)


def _project(answers: Answers, section: str, table: str, row: str) -> list[Address]:
    columns = answers.form.tables[(section, table)].columns
    found = _typed(answers, (Address(section, table, row, column.id) for column in columns))
    for one in answers.form.sections if found else ():
        if one.repeats_over == (section, table):
            found += _typed(answers, asked_addresses(answers, one, f"{one.id}@{row}"))
    return found


def _indicators(answers: Answers, section: Section, instance: str) -> list[Address]:
    """What was typed in the tables of a page that have a column of measures, if there is more than its first rows."""
    tables = [
        block
        for block in section.blocks
        if isinstance(block, Table) and any(column.kind == "measure" for column in block.columns)
    ]
    measured = {(table.id, column.id) for table in tables for column in table.columns if column.kind == "measure"}
    names = {table.id for table in tables}
    found = _typed(answers, (at for at in asked_addresses(answers, section, instance) if at.field in names))
    if not any((at.field, at.column) in measured for at in found):
        return []
    return [*_owner_name(answers, section, instance), *found]


def _owner_name(answers: Answers, section: Section, instance: str) -> list[Address]:
    """The name of the row that a page belongs to, or whatever else was typed in that row."""
    if section.repeats_over is None:
        return []
    table, row = answers.form.tables[section.repeats_over], Address(instance, "").instance
    named = name_column(table)
    found = _typed(answers, (Address(*section.repeats_over, row, column.id) for column in table.columns))
    return [at for at in found if named is not None and at.column == named.id] or found
