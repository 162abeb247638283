"""The names of sections and answers: `二、一般公共预算支出·302 商品和服务支出·办公费·本年决算数`."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.definition.address import ROW_POSITION, Address, form_section_of
from perfdesk.definition.model import Table
from perfdesk.definition.text import shorten
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import ACCEPTED_SECTION
from perfdesk.entries.link_entries import LINKS_SECTION
from perfdesk.entries.stated import CHAPTER_NUMBER, STATED_SECTION, subject_of
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.headings import section_tab

_LONGEST = 12


def section_label(answers: Answers, section: str) -> str:
    """Return the name of a tab; a repeated section is named after its row: `附表3 项目支出自评表·应急值班补助`."""
    form_section = answers.form.section(section)
    if form_section.repeats_over is None:
        return section_tab(answers, form_section)
    row = Address(section, "").instance
    return f"{form_section.tab}·{row_label(answers, *form_section.repeats_over, row)}"


def answer_label(answers: Answers, address: Address) -> str:
    """Return the name of an answer inside its section: `办公费·本年决算数`, `主要职能第3项`, `单位全称`."""
    question = answers.form.question(address)
    if question is None:
        return str(address)
    if not address.row:
        return question.label
    section, table = address.section, address.field
    known = answers.form.tables[(address.form_section, table)]
    name = row_label(answers, section, table, address.row)
    asked = [column.id for column in known.columns if column.kind != "link"]
    if asked != [address.column]:
        return f"{name}·{question.label}"
    return f"{known.label}{name}" if known.open else name


def full_label(answers: Answers, address: Address) -> str:
    """Return the names of section and answer, for messages that concern several chapters."""
    return f"{section_label(answers, address.section)}·{answer_label(answers, address)}"


def label_or_address(answers: Answers, address: Address) -> str:
    """Return the `full_label`, or the address itself if the form has no such question."""
    if address.section == ACCEPTED_SECTION:
        return "对警告的说明"
    if address.form_section == LINKS_SECTION:
        return "文中的数与表格的连接"
    if address.section == STATED_SECTION:
        return f"{_subject_label(answers, subject_of(address))}（原件上的数）"
    return full_label(answers, address) if answers.form.question(address) is not None else str(address)


def _subject_label(answers: Answers, about: Address) -> str:
    known = {section.id for section in answers.form.sections}
    if about.field == CHAPTER_NUMBER and about.form_section in known:
        return f"{section_label(answers, about.section)}·序号"
    return label_or_address(answers, about)


def entering_label(answers: Answers, edits: Sequence[Edit]) -> str:
    """Describe the entering of one answer: `单位全称 空 → 青石县林业局`; rows that it added are not mentioned."""
    edit = next((edit for edit in edits if edit.address.column != ROW_POSITION), None)
    if edit is None:
        return ""
    name, after = answer_label(answers, edit.address), short(edit.after or "空")
    return f"{name} 改回 {after}" if edit.before == edit.after else f"{name} {short(edit.before or '空')} → {after}"


def short(text: str) -> str:
    """The beginning of a text."""
    return shorten(text, _LONGEST)


def row_label(answers: Answers, section: str, table: str, row: str) -> str:
    """Return the name of a row: its label in the form, what was typed as its name, else `第2项`."""
    known = answers.form.tables[(form_section_of(section), table)]
    if not known.open:
        return known.row(row).label
    named = _name_column(known)
    text = answers.text(Address(section, table, row, named)) if named else ""
    rows = answers.rows(section, table)
    if text and len(text) <= 20:
        return text
    return f"第{rows.index(row) + 1}项" if row in rows else "已删去的一行"


def _name_column(table: Table) -> str:
    """Return the column that names a row: the one with the id `name`, if there is one."""
    return "name" if any(column.id == "name" for column in table.columns) else ""
