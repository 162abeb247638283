"""Whether a figure can mean nothing but the answer that it was matched with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.proofreading.answer_names import AnswerNames, row_of
from perfdesk.checks.proofreading.figure_names import Named
from perfdesk.checks.proofreading.figure_scope import is_of_the_whole, sentence_start
from perfdesk.checks.proofreading.figure_values import Match, agree, is_mistyped, value_of
from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading
from perfdesk.language.sides import SIDES, is_bare_side

_ALL = re.compile(r"全年|累计|合计|共|总|整体|部门")
#: Both the initial and the final budget may be meant.
_SOME_BUDGET = re.compile(r"(?<!全年)(?<!调整)(?<!调整后)(?<!年初)(?<![本当]年)预算(?:为|是|[:：])?$")
_INITIAL = "年初"
#: The initial budget, not what was left at the start of the year: 年初批复预算.
_INITIAL_BUDGET = re.compile(r"年初[^，。；]{0,6}?(?:预算|批复|安排|下达|核定)")
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was read and found around a figure.

    `total` is the total that it is part of, `topic` the figure that its sentence is about, `previous` the one before it
    if it was matched; `clause` are the words from the last comma to the figure.
    """

    reading: Reading
    found: Mapping[int, Match]
    totals: Mapping[int, Quantity]
    total: Match | None
    topic: Match | None
    previous: Match | None
    clause: str


class Certainty:
    """Judges the matches of one text."""

    def __init__(self, answers: Answers, names: AnswerNames, text: Address) -> None:
        self._answers, self._names, self._text = answers, names, text

    def is_certain(self, best: Match, named: Named, around: Surroundings) -> bool:
        """Whether the words around a figure leave no other meaning than the answer that its name has."""
        one, start = best.figure, sentence_start(around.reading.text, best.figure.start)
        if len(named.label) < _SHORT and around.total is None and around.topic is None:
            return False
        is_column = best.answer not in {figure.address for figure in named.figures} and around.total is None
        if self._is_vague(best, named, around, start, is_column):
            return False
        is_short = is_column and around.topic is None
        is_short = is_short or (len(named.name) <= _SHORT + 1 and not named.name.endswith(SIDES))
        if one.start not in around.totals and self._follows_another(best, around, start, is_short):
            return False
        return (
            not self._may_be_part(best, around)
            and self._is_in_scope(best)
            and self._is_of_known_total(best, around)
            and is_of_the_whole(around.reading, one, named.label, around.clause, self._is_added(best))
        )

    def _is_vague(self, best: Match, named: Named, around: Surroundings, start: int, is_column: bool) -> bool:
        """Whether the name may mean something else, and the figure is not just mistyped."""
        one, first = best.figure, self._first(around.reading, start)
        if best.stated is not None and is_mistyped(one, best.stated):
            return False
        if is_column and around.topic is None and not _ALL.search(around.clause):
            return True
        if is_column and around.topic is not None and one is not first and around.previous is None:
            return True
        is_side = one.kind == "money" and is_bare_side(named.name, around.clause) and one.start not in around.totals
        return (
            is_side
            or _SOME_BUDGET.search(around.clause) is not None
            or self._is_initial_budget_only(best, named, around)
            or self._may_be_budget(best, named)
            or self._is_sum(best, named)
        )

    def _is_initial_budget_only(self, best: Match, named: Named, around: Surroundings) -> bool:
        """Whether a text speaks of the initial budget, which the table does not have apart from the final one."""
        if best.answer is None or _INITIAL_BUDGET.search(_BRACKET.sub("", around.clause)) is None:
            return False
        question = self._answers.form.question(best.answer)
        return _INITIAL not in named.name and (question is None or _INITIAL not in question.label)

    def _may_be_budget(self, best: Match, named: Named) -> bool:
        """Whether a name that says neither income nor spending (资金总额) can mean the budget in the same row."""
        if best.answer is None or best.figure.kind != "money" or any(side in named.label for side in SIDES):
            return False
        row = self._names.by_row.get(row_of(best.answer), [])
        plans = (value_of(self._answers, one) for one in row if one.period == "plan")
        return any(plan is not None and plan.comparable(best.figure) and agree(best.figure, plan) for plan in plans)

    def _is_sum(self, best: Match, named: Named) -> bool:
        """Whether a figure is the sum of all rows that have the name: 财政拨款 is general budget and funds together."""
        answer, one = best.answer, best.figure
        if answer is None or not answer.row:
            return False
        rows = self._names.rows_with(named.name, {(answer.section, answer.field)})
        beside = [
            figure for row in rows for figure in self._names.by_row[row] if figure.address.column == answer.column
        ]
        values = [value for figure in beside if (value := value_of(self._answers, figure)) is not None]
        if len(values) < 2 or not all(value.comparable(one) for value in values):
            return False
        return one.low <= sum((value.base for value in values), Decimal(0)) <= one.high

    @staticmethod
    def _first(reading: Reading, start: int) -> Quantity:
        """The first figure from a position on."""
        return reading.quantities[bisect_left(reading.quantities, start, key=lambda figure: figure.start)]

    def _follows_another(self, best: Match, around: Surroundings, start: int, is_short: bool) -> bool:
        """Whether the sentence begins with money of a project, or with an unknown amount that a short name may mean."""
        one, quantities = best.figure, around.reading.quantities
        at = bisect_left(quantities, start, key=lambda figure: figure.start)
        first = next(figure for figure in quantities[at:] if figure.kind == "money" or figure is one)
        head = around.found.get(first.start)
        if first is one or head is None or head.answer is None or best.answer is None:
            return first is not one and is_short
        is_of_same_table = (head.answer.section, head.answer.field) == (best.answer.section, best.answer.field)
        return self._is_added(head) and not is_of_same_table

    def _is_added(self, match: Match) -> bool:
        """Whether the answer is in a row that the user added, mostly one of a project or an indicator."""
        answer = match.answer
        table = self._answers.form.tables.get((answer.form_section, answer.field)) if answer is not None else None
        return table is not None and table.open

    def _may_be_part(self, best: Match, around: Surroundings) -> bool:
        """Whether a smaller figure of an indicator can be what one project or season contributed to it."""
        one = best.figure
        question = self._answers.form.question(best.answer) if best.answer is not None else None
        if question is None or question.kind != "measure" or best.stated is None or one.kind == "percent":
            return False
        return one.base < best.stated.base and not is_mistyped(one, best.stated) and not _ALL.search(around.clause)

    def _is_in_scope(self, best: Match) -> bool:
        """Whether an answer of another chapter can be meant: a chapter with amounts of its own speaks of these."""
        own, there = self._text.section, best.answer.section if best.answer is not None else ""
        if self._text.instance and not self._is_added(best):  # a project's text speaks of the project
            return there == own
        return there == own or not {own, there} <= self._names.with_amounts

    @staticmethod
    def _is_of_known_total(best: Match, around: Surroundings) -> bool:
        """Whether a figure is no part, or part of a total before it that is an answer itself and not less."""
        whole, total = around.totals.get(best.figure.start), around.total
        if whole is None or whole.start > best.figure.start:
            return True
        if total is None or total.stated is None or best.stated is None or not (total.agrees or total.certain):
            return False
        return not best.stated.comparable(total.stated) or best.stated.base <= total.stated.base
