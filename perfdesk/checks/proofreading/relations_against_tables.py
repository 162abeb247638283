"""Changes, rates and shares of a text of which the text states one value and the tables have the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from perfdesk.checks.proofreading.answer_names import AnswerNames, NamedFigure, plain_name, row_of
from perfdesk.checks.proofreading.arithmetic import change_issues, rate_issues
from perfdesk.checks.proofreading.figure_issue import FigureIssue, differ_little, digits_span, written_like
from perfdesk.checks.proofreading.figure_names import NameFinder
from perfdesk.checks.proofreading.figure_scope import is_of_the_whole, sentence_end, sentence_start
from perfdesk.checks.proofreading.figure_values import Match, value_of
from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.language.quantities import Period, Quantity
from perfdesk.language.reader import Reading
from perfdesk.language.relations import Change, Rate

#: Last year's figure is not the one of the tables.
_ADJUSTED = re.compile(r"可比|同口径|剔除|扣除|不含")
_OF_YEAR = re.compile(r"^(?:[上本当]年度?|全年|年度)")
#: The unit's own plan, not what another level asked for.
_OWN_PLAN = re.compile(
    r"(?:年初|全年|年度|本年度?|当年|调整后?)?的?(?:预期|绩效)?(?:目标|计划|任务|预算|指标)(?:任务|值|数)?"
)
_SIGNS = "≥≤><=＞＜＝"
_CLAUSE_END = re.compile(r"[，。；]")
_PROJECT = re.compile(r"项目$")
_OTHER_TIMES = ("last", "cumulative", "history")


@dataclass(frozen=True, slots=True)
class TableIssue:
    """A contradiction, and the answers that it follows from; `value` is that of the last, which the text leaves out."""

    issue: FigureIssue
    answers: tuple[Address, ...]
    value: Quantity


def _totals_ending_in(reading: Reading, part: Quantity | None) -> list[Quantity]:
    """The totals whose last part this is."""
    return [one.total for one in reading.totals if part == max(one.parts, key=lambda other: other.start, default=None)]


def _of_several(reading: Reading, meant: Sequence[tuple[Quantity | None, list[TableIssue]]]) -> Iterator[TableIssue]:
    """The contradiction of a change that may be that of several figures, without a correction.

    It is said of the figure for which the change is mistyped, else of all.
    """
    found = [(figure.label, issues[0]) for figure, issues in meant if figure is not None]
    mistyped = [(name, one) for name, one in found if _is_mistyped(reading.text, one.issue)]
    named = mistyped if len(mistyped) == 1 else found
    first = named[0][1]
    message = "；".join(f"{name}{one.issue.message}" for name, one in named)
    issue = replace(first.issue, message=message, wrong=None, right=None, replacement=None)
    yield replace(first, issue=issue)


def _is_mistyped(text: str, issue: FigureIssue) -> bool:
    """Whether what is written differs in one digit from what it should be."""
    wrong, right = issue.wrong, issue.right
    span = digits_span(text, wrong) if wrong is not None else None
    if wrong is None or right is None or span is None:
        return False
    return differ_little(text[slice(*span)], written_like(text, wrong, right))


class TableRelations:
    """Works out what one text says of changes, rates and shares with the values of the tables."""

    def __init__(self, answers: Answers, names: AnswerNames, section: str, unit: str) -> None:
        self._answers, self._names = answers, names
        self._finder = NameFinder(names, section, plain_name(unit))

    def issues(self, reading: Reading, matches: tuple[Match, ...]) -> Iterator[TableIssue]:
        """Yield the changes and rates that the tables contradict."""
        known = {one.figure.start: one for one in matches if one.agrees}
        for change in reading.changes:
            yield from self._of_change(reading, change, known)
        for rate in reading.rates:
            yield from self._of_rate(reading, rate, known)

    def _of_change(self, reading: Reading, one: Change, known: Mapping[int, Match]) -> Iterator[TableIssue]:
        """A change after the last part of a total may be the total's: then only what fits neither is wrong."""
        meant = [(one.new, [*self._of_value(reading, one, one.new, known)])]
        for total in _totals_ending_in(reading, one.new):
            meant.append((total, [*self._of_value(reading, one, total, known)] if total.start in known else []))
        if all(issues for _, issues in meant):
            yield from _of_several(reading, meant) if len(meant) > 1 else meant[0][1]

    def _of_value(
        self, reading: Reading, one: Change, new: Quantity | None, known: Mapping[int, Match]
    ) -> Iterator[TableIssue]:
        match = known.get(new.start) if new is not None else None
        stated = one.amount or one.rate or one.points
        if match is None or match.answer is None or stated is None or one.old is not None:
            return
        basis: Period = "last" if one.basis == "last" else "plan" if one.basis == "plan" else ""
        if not basis or not self._is_certain(reading, match.figure, stated):
            return
        words = plain_name(_CLAUSE_END.split(reading.text[match.figure.end : stated.start])[-1])
        other = self._beside(match.answer, basis, words)
        if other is not None and not (basis == "last" and "预算" in words):
            figure, old = other
            for issue in change_issues(reading, replace(one, new=new, old=old)):
                yield TableIssue(issue, (match.answer, figure.address), old)

    def _of_rate(self, reading: Reading, one: Rate, known: Mapping[int, Match]) -> Iterator[TableIssue]:
        if one.kind not in ("attained", "share") or one.bottom is not None or one.result.period in _OTHER_TIMES:
            return
        if not self._is_certain(reading, one.top or one.result, one.result):
            return
        match = known.get(one.top.start) if one.top is not None else None
        if match is not None and match.answer is not None:
            top = (match.answer, match.figure) if self._is_of_this_year(match.answer) else None
        else:
            top = self._called(one.top_name) if one.top is None else None
        if top is None:
            return
        words = plain_name(one.bottom_name)
        if one.kind == "share":
            bottom = self._called(words)
        else:
            beside = self._beside(top[0], "plan", words) if _OWN_PLAN.fullmatch(words) else None
            bottom = (beside[0].address, beside[1]) if beside is not None else None
        if bottom is not None and bottom[1].comparable(top[1]):
            for issue in rate_issues(reading.text, replace(one, top=top[1], bottom=bottom[1])):
                yield TableIssue(issue, (top[0], bottom[0]), bottom[1])

    @staticmethod
    def _is_certain(reading: Reading, figure: Quantity, stated: Quantity) -> bool:
        """Whether the sentence speaks of the whole year and of the figures of the tables."""
        start, end = sentence_start(reading.text, figure.start), sentence_end(reading.text, stated.end)
        if _ADJUSTED.search(reading.text, start, end) or stated.doubts or stated.bound:
            return False
        return is_of_the_whole(reading, figure, "", "", is_project=True)

    def _beside(self, answer: Address, period: Period, words: str) -> tuple[NamedFigure, Quantity] | None:
        """The only figure of last year or of a plan in the row of an answer that words can mean."""
        row = self._names.by_row.get(row_of(answer), [])
        own = next((one for one in row if one.address == answer), None)
        if own is None or not self._is_of_this_year(answer):
            return None
        found = [one for one in row if one.period == period and one.question.kind == own.question.kind]
        if period == "last":
            found = [one for one in found if _kind_of_column(one) == _kind_of_column(own)]
        elif len(found) > 1:
            found = [one for one in found if any(word in words for word in one.words)]
        value = self._value(found[0]) if len(found) == 1 else None
        return (found[0], value) if value is not None else None

    def _is_of_this_year(self, answer: Address) -> bool:
        """Whether an answer is what was done, not of last year or a plan."""
        row = self._names.by_row.get(row_of(answer), [])
        return any(one.address == answer and not one.period for one in row)

    def _called(self, words: str) -> tuple[Address, Quantity] | None:
        """The answer of this year that words name, if all that have the name agree."""
        named = self._finder.find(_PROJECT.sub("", plain_name(words)))
        figures = [one for one in named.figures if not one.period and one.question.unit != "%"] if named.certain else []
        values = [(one, value) for one in figures if (value := self._value(one)) is not None]
        if len({(value.base, value.base_unit) for _, value in values}) != 1:
            return None
        return values[0][0].address, values[0][1]

    def _value(self, figure: NamedFigure) -> Quantity | None:
        """The value of an answer as an exact figure, of a target without its sign."""
        value = value_of(self._answers, figure)
        text = value.text.lstrip(_SIGNS) if value is not None else ""
        return replace(value, low=value.base, high=value.base, bound="", text=text) if value is not None else None


def _kind_of_column(figure: NamedFigure) -> str:
    """The label of a column without its year: 决算数 for 上年决算数 and 本年决算数."""
    return _OF_YEAR.sub("", figure.question.label)
