"""Checks that no text of the public copy (公开稿) uses an internal answer."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.diagnostics import Diagnostics, form_error
from perfdesk.definition.expression import Expression, Ref, references
from perfdesk.definition.model import Field, Form, Section, Table
from perfdesk.definition.sheets import CoverPage, Sheet
from perfdesk.definition.template import Template
from perfdesk.definition.validation.cycles import slot_expressions


def check_internal_answers(form: Form, diagnostics: Diagnostics) -> None:
    """Report printed sentences, sheets and computed answers that would publish an internal answer.

    Signature lines and internal lines are left out of the public copy and may use any answer.
    """
    for expression, where, what in _published_formulas(form):
        for found in references(expression):
            question = form.questions[(found.section, found.field, found.column)]
            if question.internal:
                clause = f"{what}用到了不公开的“{question.label}”（internal），公开稿会把它印出来"
                diagnostics.report(form_error(where, clause))


def _published_formulas(form: Form) -> Iterator[tuple[Expression, str, str]]:
    """Yield every formula whose value is published, with its location and description."""
    for section in form.sections:
        for template in _published_templates(section):
            for expression in slot_expressions(template):
                yield expression, section.id, f"要公开印的“{template.source[:40]}”"
        for expression in _published_results(section):
            yield expression, section.id, "纸样里的公式"
    for chart in form.charts:
        if chart.whole is not None:
            yield chart.whole, "form.toml", f"图“{chart.title}”"
        for point in chart.points:
            for expression in (*slot_expressions(point.label), *point.values):
                yield expression, "form.toml", f"图“{chart.title}”"
    for (section, name, _, column), formula in form.formulas.items():
        question = form.questions[(section, name, column)]
        if not question.internal:
            yield formula.expression, f"{section}.{name}", f"“{question.label}”的公式"


def _published_results(section: Section) -> Iterator[Expression]:
    """Yield every formula in a cell of a sheet; the cell of an internal answer itself is printed empty."""
    lines = (line for block in section.blocks if isinstance(block, Sheet) for line in block.lines)
    cells = (cell for line in lines if not line.internal for cell in line.cells)
    yield from (cell.value for cell in cells if cell.value is not None and not isinstance(cell.value, Ref))


def _published_templates(section: Section) -> Iterator[Template]:
    """Yield every sentence of a section that the public copy prints."""
    found: list[Template | None] = [section.sheet_name]
    for block in section.blocks:
        match block:
            case Field(question=question) if not question.internal:
                found += [block.template, *(p.text for p in block.phrases), *(p.wrapper for p in block.phrases)]
            case Table():
                found += [block.item, block.sheet_name, block.unit_note]
            case Sheet():
                found += [block.title, block.subtitle, block.unit_note, *block.notes]
                found += [cell.text for line in block.lines if not line.internal for cell in line.cells]
            case CoverPage():
                found += [block.title, block.subtitle, block.foot]
            case _:
                pass
    yield from (template for template in found if template is not None)
