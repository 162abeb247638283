"""Links between the figures of a text and the answers of the report that they state.

A figure is linked to the answer that its words name: the name of a row or field at the end of its subject, the column
by words such as 编制 or 年初预算, by the year or plan it is said of, and by the total that it is part of. Where several
answers have the name, the one that agrees is meant. A figure whose words leave it open is not linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.checks.proofreading.answer_names import answer_names
from perfdesk.checks.proofreading.figure_matching import Matcher
from perfdesk.checks.proofreading.figure_values import Match
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Question
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.language.paragraphs import paragraphs
from perfdesk.language.reader import read

_TEXTS = ("text", "prose", "sentence")
LONGEST_LINKED_TEXT = 20_000
#: Far more than the figures of a real chapter; what follows is not linked.
_MOST_FIGURES = 500
#: A text with these words in its label is about what became of goals.
_REACHED = re.compile(r"完成|实现|达成|落实|情况")


@dataclass(frozen=True, slots=True)
class NumberLink:
    """A figure from `start` to `end` of the text at `text`, and the answer that it states, rightly or not."""

    text: Address
    start: int
    end: int
    answer: Address
    agrees: bool


def matches_in(answers: Answers, address: Address) -> tuple[tuple[int, tuple[Match, ...]], ...]:
    """Return what the figures of a text mean, paragraph by paragraph, each with its position in the text.

    They are matched again when the text or one of the answers changes.
    """
    return answers.cached(("figures in", str(address)), _matches, address)


def links_in(answers: Answers, address: Address) -> Iterator[NumberLink]:
    """Yield the links of one text, by position."""
    for at, matches in matches_in(answers, address):
        for one in matches:
            if one.answer is not None and (one.agrees or one.certain):
                yield NumberLink(address, at + one.figure.start, at + one.figure.end, one.answer, one.agrees)


def mentions_of(answers: Answers, answer: Address) -> Iterator[NumberLink]:
    """Yield every place of a text where an answer is stated, in the order of the form."""
    for address, _, _ in active_questions(answers, _TEXTS):
        yield from (one for one in links_in(answers, address) if one.answer == answer)


def _matches(answers: Answers, address: Address) -> Iterator[tuple[int, tuple[Match, ...]]]:
    question, value = answers.form.question(address), answers.value(address)
    if question is None or not isinstance(value, str) or not any(map(str.isdigit, value)):
        return
    matcher = Matcher(answers, answer_names(answers), address, unit_of(answers), is_about_plan(question))
    left = _MOST_FIGURES
    for at, paragraph in paragraphs(value[:LONGEST_LINKED_TEXT]):
        reading = read(paragraph, year_of(answers))
        left -= len(reading.quantities)
        if left < 0:
            return
        yield at, tuple(matcher.matches(reading))


def year_of(answers: Answers) -> int | None:
    """The year of the report; None while it is unknown."""
    year = value_text(answers.value(answers.form.report_fields.year))
    return int(year) if year.isdigit() else None


def unit_of(answers: Answers) -> str:
    """The name of the report's unit; empty while it is unknown."""
    return value_text(answers.value(answers.form.report_fields.unit))


def is_about_plan(question: Question) -> bool:
    """Whether a text is about goals that are still to be reached, so that its figures are targets."""
    return "目标" in question.label and _REACHED.search(question.label) is None
