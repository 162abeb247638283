"""What one cell of a copied block does to one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.model import Question, Table
from perfdesk.definition.spreadsheet_figures import is_accounting_zero
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label
from perfdesk.importers.matching.figures import figure_of, from_yuan, is_money, usual_figure, usual_measure
from perfdesk.importers.matching.names import comparable_name, is_hashes, option_for
from perfdesk.importers.matching.plan import CellNote, PlannedCell


@dataclass(frozen=True, slots=True)
class PasteOptions:
    """What the user decided: whether amounts are in 元, and the options for unknown texts, by column and text."""

    from_yuan: bool = False
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


def entered_text(question: Question, text: str, options: PasteOptions) -> str:
    """The text that a copied one is entered as."""
    if question.kind == "number":
        figure = usual_figure(text)
        return from_yuan(figure) if options.from_yuan and is_money(question) else figure
    if question.kind == "measure":
        return usual_measure(text)
    if question.kind == "choice" and text:
        return option_for(text, question.options) or options.choices.get((question.id, text), text)
    return text


def plan_answer(
    answers: Answers, address: Address, label: str, copied: str, options: PasteOptions, source: str
) -> PlannedCell | None:
    """Plan a text for one answer that may be asked here; None when nothing would change."""
    question = answers.form.question(address)
    if question is None:
        return PlannedCell(None, label, "", copied, "outside", source) if copied.strip("-—/ ") else None
    text = entered_text(question, copied, options)
    formula = answers.form.formula(address)
    if formula is not None and not formula.overridable:
        shown = answers.text(address)
        is_same = (
            not text or comparable_name(text) == comparable_name(shown) or figure_of(text) == answers.value(address)
        )
        return None if is_same else PlannedCell(None, label, shown, text, "computed", source)
    if is_hashes(copied):
        return PlannedCell(None, label, "", copied, "hashes", source)
    if question.kind == "link" or (question.kind == "choice" and text not in (*question.options, "")):
        return PlannedCell(None, label, "", copied, "refused", source) if copied else None
    before = answers.typed(address) or ""
    note = _note(question, copied, text, before)
    return PlannedCell(address, label, before, text, note, source)


def _note(question: Question, copied: str, text: str, before: str) -> CellNote:
    if text == before:
        return "same"
    if question.kind == "number" and is_accounting_zero(copied):
        return "zero"
    if parse_answer(question.kind, question.unit, text).problem:
        return "unreadable"
    return "overwritten" if before else ""


def row_label(answers: Answers, table: Table, address: Address, new_name: str | None) -> str:
    """What an answer is called in the preview; that of a new row by the name that the row gets."""
    if new_name is None:
        return answer_label(answers, address)
    name = f"“{new_name}”" if new_name else ""
    return f"新增行{name}·{table.column(address.column).label}"
