"""The sentence that a choice (有／无／不涉及) puts into the report."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Ref, references
from perfdesk.definition.model import Field
from perfdesk.definition.template import Phrase, PhraseSlot
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.ui.models.report_model import ReportModel

_MAX_LENGTH = 120
_REWRITTEN = "这一句已改写，不随选择变。"
_ELSEWHERE = "印出下面填写的内容。"


class PrintedPhrases:
    """Which phrases of which sentences come and go with one choice; found once, read after each change."""

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
        """What the report says because of the choice made; empty while none is made or no sentence hangs on it."""
        if not self._model.answers.text(self._address):
            return ""
        for where, field, phrase in self._phrases:
            context = EvaluationContext(where.section)
            if self._model.answers.is_met(field.when, context) and self._model.answers.is_met(phrase.when, context):
                if self._model.is_typed(where):
                    return _REWRITTEN
                sentences = self._sentence_text(field, phrase, context)
                return f"印作：{_short(sentences)}" if sentences.strip() else _ELSEWHERE
        return ""

    def _sentence_text(self, field: Field, phrase: Phrase, context: EvaluationContext) -> str:
        alone = phrase.text is not None and phrase.table is None
        if alone and phrase.text and not any(isinstance(part, PhraseSlot) for part in phrase.text.parts):
            text = self._model.answers.fill_template(phrase.text, context)
            if text.endswith("。") or not text.strip():
                return text
        return self._model.answers.generated(context.section, field)

    def _section_instance(self, section: str) -> str:
        return self._address.section if section == self._address.form_section else section

    def _depends_on_choice(self, phrase: Phrase) -> bool:
        here = (self._address.form_section, self._address.field)
        found = references(phrase.when) if phrase.when is not None else ()
        return any(isinstance(one, Ref) and (one.section, one.field) == here for one in found)


def _short(text: str) -> str:
    line = "".join(text.splitlines())
    return line if len(line) <= _MAX_LENGTH else f"{line[:_MAX_LENGTH]}……"
