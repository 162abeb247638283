"""The sentence that a choice (有／无／不涉及) adds to the report."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Ref, references
from perfdesk.definition.model import Field
from perfdesk.definition.template import Phrase, PhraseSlot
from perfdesk.definition.text import shorten
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.ui.models.report_model import ReportModel

_MAX_LENGTH = 120
_REWRITTEN = "这一句已改写，不随选择变。"
_ELSEWHERE = "印出下面填写的内容。"


class PrintedPhrases:
    """The phrases that depend on one choice; found once, evaluated after each change."""

    def __init__(self, model: ReportModel, address: Address) -> None:
        self._model = model
        self._address = address
        self._phrases = [
            (Address(self._section_instance(section.id), block.question.id), block, phrase)
            for section in model.session.form.sections
            for block in section.blocks
            if isinstance(block, Field)
            for phrase in block.phrases
            if self._depends_on_choice(phrase) and (section.repeats_over is None or section.id == address.form_section)
        ]

    def printed_text(self) -> str:
        """Return what is printed because of the choice; empty if nothing is chosen or no sentence depends on it."""
        if not self._model.answers.text(self._address):
            return ""
        for address, field, phrase in self._phrases:
            context = EvaluationContext(address.section)
            if self._model.answers.is_met(field.when, context) and self._model.answers.is_met(phrase.when, context):
                if self._model.is_typed(address):
                    return _REWRITTEN
                text = self._sentence_text(field, phrase, context)
                return f"印作：{_one_line(text)}" if text.strip() else _ELSEWHERE
        return ""

    def _sentence_text(self, field: Field, phrase: Phrase, context: EvaluationContext) -> str:
        """Return the phrase if it is a sentence of its own, or else the whole text it is part of."""
        has_no_slots = phrase.text is not None and not any(isinstance(part, PhraseSlot) for part in phrase.text.parts)
        if phrase.text and phrase.table is None and has_no_slots:
            text = self._model.answers.fill_template(phrase.text, context)
            if text.endswith("。") or not text.strip():
                return text
        return self._model.answers.generated(context.section, field)

    def _section_instance(self, section: str) -> str:
        return self._address.section if section == self._address.form_section else section

    def _depends_on_choice(self, phrase: Phrase) -> bool:
        choice = (self._address.form_section, self._address.field)
        found = references(phrase.when) if phrase.when is not None else ()
        return any(isinstance(one, Ref) and (one.section, one.field) == choice for one in found)


def _one_line(text: str) -> str:
    return shorten("".join(text.splitlines()), _MAX_LENGTH, "……")
