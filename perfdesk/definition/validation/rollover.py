"""Whether every `roll` leads somewhere: to a question or row of the form, of the same kind and unit."""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.definition.diagnostics import Mistakes, form_error
from perfdesk.definition.model import Form, Question
from perfdesk.definition.toml.table import near


def refuse_loose_rolls(form: Form, mistakes: Mistakes) -> None:
    """A mistake when `from:` names nothing, or an answer of another kind or unit."""
    for (section, name), table in form.tables.items():
        _refuse_columns({column.id: column for column in table.columns}, f"{section}.{name}", mistakes)
        rows = {row.id for row in table.rows}
        for row in table.rows:
            if row.carried_from and row.carried_from not in rows - {row.id}:
                clause = f"roll 指的行“{row.carried_from}”不存在{near(row.carried_from, rows)}"
                mistakes.tell(form_error(f"{section}.{name}", clause))
    for section in form.sections:
        fields = {key[1]: one for key, one in form.questions.items() if key[0] == section.id and not key[2]}
        _refuse_columns(fields, section.id, mistakes)


def _refuse_columns(beside: Mapping[str, Question], where: str, mistakes: Mistakes) -> None:
    for question in beside.values():
        wanted = question.rollover.source
        source = beside.get(wanted, question)
        if wanted and source is question:
            clause = f"roll 指的“{wanted}”不存在{near(wanted, beside.keys() - {question.id})}"
            mistakes.tell(form_error(where, clause))
        if (source.kind, source.unit) != (question.kind, question.unit):
            mistakes.tell(form_error(where, f"roll 指的“{source.label}”与“{question.label}”种类或单位不同"))
