"""Checks that every `roll` refers to an existing question or row of the same kind and unit."""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.definition.diagnostics import Diagnostics, form_error
from perfdesk.definition.model import Form, Question
from perfdesk.definition.toml.table import did_you_mean


def check_rollover(form: Form, diagnostics: Diagnostics) -> None:
    """Report each `from:` with an unknown name, or with an answer of another kind or unit."""
    for (section, name), table in form.tables.items():
        _check_columns({column.id: column for column in table.columns}, f"{section}.{name}", diagnostics)
        rows = {row.id for row in table.rows}
        for row in table.rows:
            if row.carried_from and row.carried_from not in rows - {row.id}:
                clause = f"roll 指的行“{row.carried_from}”不存在{did_you_mean(row.carried_from, rows)}"
                diagnostics.report(form_error(f"{section}.{name}", clause))
    for section in form.sections:
        fields = {key[1]: one for key, one in form.questions.items() if key[0] == section.id and not key[2]}
        _check_columns(fields, section.id, diagnostics)


def _check_columns(siblings: Mapping[str, Question], where: str, diagnostics: Diagnostics) -> None:
    for question in siblings.values():
        wanted = question.rollover.source
        source = siblings.get(wanted, question)
        if wanted and source is question:
            clause = f"roll 指的“{wanted}”不存在{did_you_mean(wanted, siblings.keys() - {question.id})}"
            diagnostics.report(form_error(where, clause))
        if (source.kind, source.unit) != (question.kind, question.unit):
            diagnostics.report(form_error(where, f"roll 指的“{source.label}”与“{question.label}”种类或单位不同"))
