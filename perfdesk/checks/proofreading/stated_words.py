"""Texts that state another word than an answer that has one of a few: `等次为“良”` where the score gives 优."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from perfdesk.checks.finding import Finding, FindingCode, Fix
from perfdesk.checks.proofreading.figure_scope import sentence_end, sentence_start
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, Operation
from perfdesk.definition.model import Question
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, full_label, section_label

_TEXTS = ("prose", "sentence")
#: A sentence with these words may speak of another year, or of a part of the report.
_OTHER_SCOPE = re.compile(r"上年|去年|上一年|往年|历年|项目|下属|所属|目标|力争|确保|如果|以上|以下|\d{2,3}分[（(]含")
_SHORTEST_LABEL = 2


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer that is one of a few words, and its label."""

    address: Address
    label: str
    words: tuple[str, ...]


def stated_words(answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each typed text that states another word than the report's answer of that name."""
    known = tuple(_answers_of_few_words(answers))
    for address, question, _ in active_questions(answers, _TEXTS) if known else ():
        text = answers.typed(address)
        if text:
            for one in known:
                yield from _contradictions(answers, address, question, text, one)


def _answers_of_few_words(answers: Answers) -> Iterator[_Known]:
    """The fields whose formula gives one of several constant words."""
    for address, question, _ in active_questions(answers, ("text",)):
        formula = answers.form.formula(address) if not address.row else None
        words = tuple(_constant_words(formula.expression)) if formula is not None else ()
        if len(words) > 1 and len(question.label) >= _SHORTEST_LABEL and answers.value(address) in words:
            yield _Known(address, question.label, words)


def _constant_words(expression: Expression) -> Iterator[str]:
    """The words that an expression of `if` gives; nothing if it may give anything else."""
    if isinstance(expression, Constant) and isinstance(expression.value, str):
        yield expression.value
    elif isinstance(expression, Operation) and expression.name == "if":
        given = [[*_constant_words(part)] for part in expression.parts[1:]]
        if all(given):
            yield from dict.fromkeys(word for words in given for word in words)


@lru_cache(maxsize=64)
def _pattern(label: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """`等次为“良”`, `等次：良`, `等次为良。`; the word stands alone."""
    choice = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        f'{re.escape(label)}(?:结果)?(?:评定)?[为是：:]+[“"]?(?P<word>{choice})(?=[”"]|[，。；、）)]|级|等|$)'
    )


def _contradictions(
    answers: Answers, address: Address, question: Question, text: str, known: _Known
) -> Iterator[Finding]:
    answer, right = known.address, str(answers.value(known.address))
    for hit in _pattern(known.label, known.words).finditer(text):
        sentence = text[sentence_start(text, hit.start()) : sentence_end(text, hit.end())]
        if hit["word"] == right or _OTHER_SCOPE.search(sentence):
            continue
        span = hit.span("word")
        message = f"写着“{known.label}：{hit['word']}”，“{full_label(answers, answer)}”是“{right}”，正文和表格应当一致"
        yield Finding(
            FindingCode.CONTRADICTING_FIGURE,
            Severity.ERROR if question.kind == "sentence" else Severity.WARNING,
            f"{answer_label(answers, address)}：{message}。",
            address.section,
            section_label(answers, address.section),
            (address, answer),
            highlighted_count=1,
            fix=Fix(f"改为 {right}", {address: f"{text[: span[0]]}{right}{text[span[1] :]}"}),
            span=span,
        )
