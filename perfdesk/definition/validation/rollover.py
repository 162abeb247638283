"""What next year's report takes over from this year's answers (结转): the `roll` of questions and rows."""

from __future__ import annotations

from collections.abc import Mapping

from perfdesk.definition.diagnostics import Mistakes, form_error
from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import Form, Question, Roll
from perfdesk.definition.toml.table import Keys, near

#: For questions that say nothing: words stay, figures, dates and generated sentences are made anew.
_DEFAULTS: dict[Kind, Roll] = {
    "text": Roll("keep"),
    "choice": Roll("keep"),
    "link": Roll("keep"),
    "prose": Roll("revise"),
}
_FROM = "from:"


def read_roll(keys: Keys, kind: Kind) -> Roll:
    """The `roll` of a question, or what its kind stands for."""
    text = keys.take("roll", "")
    if text.startswith(_FROM):
        return Roll("from", text.removeprefix(_FROM))
    if text in ("keep", "revise", "drop"):
        return Roll(text)
    if text:
        keys.tell(f"“roll”不能是“{text[:40]}”，可用：keep、revise、drop、from:列名")
    return _DEFAULTS.get(kind, Roll("drop"))


def read_row_roll(keys: Keys) -> str:
    """The row whose answers of last year a row begins with (上年结转 with 年末结转), or empty."""
    text = keys.take("roll", "")
    if text and not text.startswith(_FROM):
        keys.tell(f"行的“roll”只能写“from:行名”，写的是“{text[:40]}”")
        return ""
    return text.removeprefix(_FROM)


def refuse_loose_rolls(form: Form, mistakes: Mistakes) -> None:
    """A mistake when `from:` names nothing, or an answer of another kind or unit."""
    for (section, name), table in form.tables.items():
        _refuse_columns({column.id: column for column in table.columns}, f"{section}.{name}", mistakes)
        rows = {row.id for row in table.rows}
        for row in table.rows:
            if row.last_of and row.last_of not in rows - {row.id}:
                clause = f"roll 指的行“{row.last_of}”不存在{near(row.last_of, rows)}"
                mistakes.tell(form_error(f"{section}.{name}", clause))
    for section in form.sections:
        fields = {key[1]: one for key, one in form.questions.items() if key[0] == section.id and not key[2]}
        _refuse_columns(fields, section.id, mistakes)


def _refuse_columns(beside: Mapping[str, Question], where: str, mistakes: Mistakes) -> None:
    for question in beside.values():
        wanted = question.roll.source
        source = beside.get(wanted, question)
        if wanted and source is question:
            clause = f"roll 指的“{wanted}”不存在{near(wanted, beside.keys() - {question.id})}"
            mistakes.tell(form_error(where, clause))
        if (source.kind, source.unit) != (question.kind, question.unit):
            mistakes.tell(form_error(where, f"roll 指的“{source.label}”与“{question.label}”种类或单位不同"))
