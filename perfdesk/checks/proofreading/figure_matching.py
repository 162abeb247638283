"""Which answer a figure in a text means: by its name, its column, its period and the total that it is part of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfdesk.checks.proofreading.answer_names import AnswerNames, NamedFigure, plain_name, row_of
from perfdesk.checks.proofreading.figure_certainty import Certainty, Surroundings
from perfdesk.checks.proofreading.figure_names import Named, NameFinder
from perfdesk.checks.proofreading.figure_scope import sentence_start
from perfdesk.checks.proofreading.figure_values import Match, agree, is_close, is_mistyped, value_of
from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.language.quantities import Period, Quantity
from perfdesk.language.reader import Reading, read

_JOINED = re.compile(r"(?:为|是|达到?|共|合计|[:：])+$")
#: A bracket that is not closed again.
_OPEN_BRACKET = re.compile(r"（(?=[^（）]*(?:（[^（）]*）[^（）]*)*$)")
_RATES = ("执行率", "完成率", "支付率", "到位率", "控制率")
_SHORT = 3
#: Words that occur in the names of more rows than this say nothing.
_MOST_RELATED = 300
_LONGEST_NAME = 40


class Matcher:
    """Matches the figures of one text."""

    def __init__(self, answers: Answers, names: AnswerNames, text: Address, unit: str, about_plan: bool) -> None:
        self._answers, self._names, self._text = answers, names, text
        self._finder, self._about_plan = NameFinder(names, text.section, plain_name(unit)), about_plan
        self._values: dict[Address, Quantity | None] = {}
        self._reading = read("")
        self._last: Match | None = None
        self._found: dict[int, Match] = {}
        self._certainty = Certainty(answers, names, text)
        self._other_unit = -1  # the start of the last sentence about another unit

    def matches(self, reading: Reading) -> Iterator[Match]:
        """Yield a match for each figure that is said of this report's year, last year or a plan."""
        self._reading, self._last, self._other_unit = reading, None, -1
        changed = {
            part.start for one in reading.changes for part in (one.amount, one.rate, one.points) if part is not None
        }
        totals = {part.start: one.total for one in reading.totals for part in one.parts}
        ends = [at for at, sign in enumerate(reading.text) if sign in "。！？\n"]
        found = self._found = dict[int, Match]()
        heads: dict[int, Match] = {}
        for one in reading.quantities:
            if one.start in changed or one.doubts or one.hedge == "range" or one.period in ("cumulative", "history"):
                continue
            sentence = bisect_right(ends, one.start)
            topic = heads.get(sentence) or heads.get(sentence - 1)
            match = self._match(one, found.get(totals[one.start].start) if one.start in totals else None, topic, totals)
            if match is not None:
                part_of = totals[one.start].start if one.start in totals else None
                found[one.start] = replace(match, total=part_of)
                if part_of is None and match.certain:  # the figure that heads its sentence
                    heads.setdefault(sentence, match)
            self._last = match
        yield from (found[start] for start in sorted(found))

    def _match(
        self, one: Quantity, total: Match | None, topic: Match | None, totals: dict[int, Quantity]
    ) -> Match | None:
        if not one.label and (restated := self._restated(one)) is not None:
            return restated
        named, spoken = self._finder.find(plain_name(one.label)), _JOINED.sub("", plain_name(self._clause(one)))
        if not named.certain or len(named.label) < _SHORT:
            named = _better(named, self._finder.find(spoken))
        if named.of_other_unit:
            self._other_unit = sentence_start(self._reading.text, one.start)
        figures, certain = list(named.figures), named.certain
        if not figures and total is not None and (figures := self._part_named(named.label, total, one)):
            certain = True
        if not figures or spoken in self._names.columns:
            of_column = self._of_column(spoken, topic) or self._of_column(named.label, topic)
            figures, certain = (of_column, True) if of_column else (figures, certain)
        figures = self._in_table_of(figures, total)
        chain = plain_name(totals[one.start].label) if one.start in totals else ""
        best = self._best(one, self._in_period(figures, one, named.label, chain))
        if best is None:
            best = self._related(one, named.label)
            certain = best is not None and best.certain
        if best is None:
            return None
        if not certain or self._other_unit == sentence_start(self._reading.text, one.start):
            return replace(best, certain=False)
        clause = plain_name(self._clause(one))
        around = Surroundings(self._reading, self._found, totals, total, topic, self._last, clause)
        return replace(best, certain=self._certainty.is_certain(best, named, around))

    def _restated(self, one: Quantity) -> Match | None:
        """`整体支出18721.03万元（约1.9亿元）`: the figure before the bracket, said again."""
        before = self._last
        touching = before is not None and self._reading.text[before.figure.end : one.start] in ("（", "(")
        if before is None or not touching or before.stated is None or not one.comparable(before.stated):
            return None
        return replace(before, figure=one, agrees=agree(one, before.stated))

    def _part_named(self, label: str, total: Match, one: Quantity) -> list[NamedFigure]:
        """The figures of the only row with a value, in the tables of the total and its parts, named with the label."""
        tables = self._tables_of(total) | {
            (part.answer.section, part.answer.field)
            for part in self._found.values()
            if part.total == total.figure.start and part.answer is not None and part.answer.row
        }
        rows: dict[Address, list[NamedFigure]] = {}
        for row in self._names.rows_with(label, tables):
            figures = self._in_period(self._names.by_row[row], one, label, plain_name(total.figure.label))
            if any((value := self._value(figure)) is not None and value.base for figure in figures):
                rows[row] = figures
        return next(iter(rows.values())) if len(rows) == 1 else []

    def _tables_of(self, total: Match) -> set[tuple[str, str]]:
        """The tables that a total is in, or that are named like it."""
        tables = {
            (one.address.section, one.address.field)
            for one in self._finder.find(plain_name(total.figure.label)).figures
        }
        return tables | ({(total.answer.section, total.answer.field)} if total.answer is not None else set())

    def _clause(self, one: Quantity) -> str:
        """The words from the last comma or open bracket to the figure."""
        words = re.split(r"[，。；、：\n]", self._reading.text[max(0, one.start - _LONGEST_NAME) : one.start])[-1]
        opened = _OPEN_BRACKET.search(words)
        return words[opened.end() :] if opened is not None else words

    def _of_column(self, label: str, topic: Match | None) -> list[NamedFigure]:
        """The figures of the topic's row whose column has this name, or those of a table with one row."""
        word = self._names.column_at_end.search(label)
        if word is None or not self._finder.is_harmless(label[: word.start()]):
            return []
        longest = word[0]
        answers = [one.answer for one in (self._last, topic) if one is not None and one.answer is not None]
        rows = (
            [one for one in self._names.by_row.get(row_of(answer), []) if longest in one.words] for answer in answers
        )
        found = next((row for row in rows if row), [])
        alone = self._names.by_word.get(longest, [])
        own, amounts = self._text.section, self._names.with_amounts
        return found or [one for one in alone if one.address.section == own or one.address.section not in amounts]

    def _in_table_of(self, figures: list[NamedFigure], total: Match | None) -> list[NamedFigure]:
        """Those in the table of the total that the figure is part of, or named like the total, if there are any."""
        if total is None or total.answer is None:
            return figures
        answer = total.answer
        same = [one for one in figures if (one.address.section, one.address.field) == (answer.section, answer.field)]
        if same and answer.row:
            return same
        tables = self._tables_of(total)
        return [one for one in figures if (one.address.section, one.address.field) in tables] or figures

    def _in_period(self, figures: list[NamedFigure], one: Quantity, label: str, chain: str) -> list[NamedFigure]:
        """Those of the figure's year or plan, in the column whose words the label or its total has."""
        period: Period = one.period if one.period in ("last", "plan") else ""
        if period == "plan" and one.kind == "percent" and label.endswith(_RATES):  # 预算执行率 is no budget
            period = ""
        before = self._reading.text[max(0, one.start - 8) : one.start]
        if self._about_plan or (not period and "上年预算" in label):
            period = "plan"
        of_period = [figure for figure in figures if figure.period == period]
        if self._about_plan and not of_period:
            return []
        for words in (label, plain_name(before), chain):
            named = [figure for figure in of_period if any(word in words for word in figure.words)]
            if named:
                longest = max(len(word) for figure in named for word in figure.words if word in words)
                return [one for one in named if any(word in words and len(word) == longest for word in one.words)]
        return of_period

    def _best(self, one: Quantity, figures: Iterable[NamedFigure]) -> Match | None:
        """The figure that agrees; or the one of the nearest part of the report if all there have one value."""
        known = [(figure, value) for figure in figures if (value := self._value(figure)) is not None]
        known = [(figure, value) for figure, value in known if one.comparable(value)]
        ranked = sorted(known, key=lambda pair: self._rank(pair[0]))
        for figure, value in ranked:
            if agree(one, value):
                return Match(one, figure.address, value, agrees=True)
        if not ranked:
            return None
        nearest = [pair for pair in ranked if self._rank(pair[0]) == self._rank(ranked[0][0])]
        if len({value.base for _, value in nearest}) > 1 or self._rank(nearest[0][0]) > 2:
            return None
        return Match(one, nearest[0][0].address, nearest[0][1])

    def _rank(self, figure: NamedFigure) -> int:
        own = figure.address.section == self._text.section
        return 0 if own and self._text.instance else figure.rank

    def _related(self, one: Quantity, label: str) -> Match | None:
        """The only indicator that shares words with the figure's and agrees with it, or differs in one digit."""
        words = label + plain_name(one.noun)
        names = {name for at in range(len(words) - 1) for name in self._names.by_pair.get(words[at : at + 2], ())}
        if len(names) > _MOST_RELATED:
            return None
        agreeing, mistyped = dict[Address, Match](), dict[Address, Match]()
        for name in names:
            figures = [
                figure for figure in self._names.figures(name, self._text.section) if figure.question.kind == "measure"
            ]
            best = self._best(one, self._in_period(figures, one, "", ""))
            if best is None or best.answer is None or best.stated is None:
                continue
            if best.agrees:
                agreeing[best.answer] = best
            elif is_close(name, words) and is_mistyped(one, best.stated):
                mistyped[best.answer] = replace(best, certain=True)
        return self._only(agreeing) or (None if agreeing else self._only(mistyped))

    def _only(self, found: dict[Address, Match]) -> Match | None:
        """The only match, or the only one of the text's own section or of those that are not repeated."""
        if len(found) > 1:
            own = {address: best for address, best in found.items() if address.section == self._text.section}
            found = own or {address: best for address, best in found.items() if not address.instance}
        return next(iter(found.values())) if len(found) == 1 else None

    def _value(self, figure: NamedFigure) -> Quantity | None:
        if figure.address not in self._values:
            self._values[figure.address] = value_of(self._answers, figure)
        return self._values[figure.address]


def _better(first: Named, second: Named) -> Named:
    """Of two readings of a figure's name the certain one, or else the first that found something."""
    return second if second.certain or (second.figures and not first.figures) else first
