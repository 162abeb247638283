"""Links between the figures of a text and the answers of the report that they state.

A figure is linked to the answer that its words name: the name of a row or field at the end of its subject, the column
by words such as 编制 or 年初预算, by the year or plan it is said of, and by the total that it is part of. Where several
answers have the name, the one that agrees is meant. A figure whose words leave it open is not linked. What the user
decided about a figure (`link_settings`) comes first; it changes nothing of what other figures mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from perfdesk.checks.proofreading.answer_names import answer_names
from perfdesk.checks.proofreading.figure_matching import Matcher
from perfdesk.checks.proofreading.figure_places import LONGEST_LINKED_TEXT, MOST_FIGURES, placed_figures
from perfdesk.checks.proofreading.figure_values import Match, agree, value_at
from perfdesk.checks.proofreading.link_settings import LinkSetting, has_settings, is_asked_now, settings_of
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Question
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.language.paragraphs import paragraphs
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read

#: The kinds of answers whose figures are linked.
LINKED_TEXTS = ("text", "prose", "sentence")
#: A text with these words in its label is about what became of goals.
_REACHED = re.compile(r"完成|实现|达成|落实|情况")


@dataclass(frozen=True, slots=True)
class NumberLink:
    """A figure from `start` to `end` of the text at `text`, and the answer that it states, rightly or not.

    `by_hand`: the user set the link.
    """

    text: Address
    start: int
    end: int
    answer: Address
    agrees: bool
    by_hand: bool = False


def matches_in(answers: Answers, address: Address) -> tuple[tuple[int, tuple[Match, ...]], ...]:
    """Return what the figures of a text mean, paragraph by paragraph, each with its position in the text.

    They are matched again when the text, one of the answers or a link of this text that the user set changes.
    """
    return answers.cached(("figures in", str(address)), _matches, address)


def links_in(answers: Answers, address: Address) -> Iterator[NumberLink]:
    """Yield the links of one text, by position."""
    for at, matches in matches_in(answers, address):
        for one in matches:
            if one.answer is not None and (one.agrees or one.certain):
                start, end = at + one.figure.start, at + one.figure.end
                yield NumberLink(address, start, end, one.answer, one.agrees, one.by_hand)


def mentions_of(answers: Answers, answer: Address) -> Iterator[NumberLink]:
    """Yield every place of a text where an answer is stated, in the order of the form."""
    for address, _, _ in active_questions(answers, LINKED_TEXTS):
        yield from (one for one in links_in(answers, address) if one.answer == answer)


def _matches(answers: Answers, address: Address) -> Iterator[tuple[int, tuple[Match, ...]]]:
    question, value = answers.form.question(address), answers.value(address)
    if question is None or not isinstance(value, str) or not any(map(str.isdigit, value)):
        return
    matcher = Matcher(answers, answer_names(answers), address, unit_of(answers), is_about_plan(question))
    decided = _decided(answers, address, value)
    left = MOST_FIGURES
    for at, paragraph in paragraphs(value[:LONGEST_LINKED_TEXT]):
        reading = read(paragraph, year_of(answers))
        left -= len(reading.quantities)
        if left < 0:
            return
        matches = {one.figure.start: one for one in matcher.matches(reading)}
        for figure, setting in decided.get(at, ()):
            found = matches.pop(figure.start, Match(figure))
            match = None if setting.is_cut else _match_by_hand(answers, found, setting.answer)
            if match is not None:
                matches[figure.start] = match
        yield at, tuple(matches[start] for start in sorted(matches))


def _decided(answers: Answers, address: Address, text: str) -> dict[int, list[tuple[Quantity, LinkSetting]]]:
    """The figures whose links the user set or cut, by the paragraph that they are in."""
    found: dict[int, list[tuple[Quantity, LinkSetting]]] = {}
    if has_settings(answers, address):
        for figure, setting in settings_of(answers, address, placed_figures(text, year_of(answers))).items():
            if not setting.is_cut and not is_asked_now(answers, setting.answer):
                continue  # the answer is gone: the figure is linked by its words
            found.setdefault(figure.at, []).append((figure.quantity, setting))
    return found


def _match_by_hand(answers: Answers, match: Match, answer: Address) -> Match | None:
    """The match of a figure with an answer that the user chose; None while that has no value in this unit."""
    one, value = match.figure, value_at(answers, answer)
    if value is None or not one.comparable(value):
        return None
    return replace(match, answer=answer, stated=value, agrees=agree(one, value), certain=True, by_hand=True)


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
