"""Which answer a figure in a text means: by its name, its column, its period and the total that it is part of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from perfdesk.checks.proofreading.answer_names import AnswerNames, NamedFigure, plain_name, row_of
from perfdesk.checks.proofreading.figure_values import agree, is_close, is_mistyped, value_of
from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.language.quantities import Period, Quantity
from perfdesk.language.reader import Reading, read

#: What may be before a name without changing its scope: time, the unit itself, and verbs.
_HARMLESS = re.compile(
    r"(?:20\d\d)?(?:[经据]|全年|本年度?|当年度?|年度?|年[初末]|[我本全][局单位部门镇乡院校中心站所街道办委]{1,3}|部门|单位|上年度?"
    r"|累计|共|实际|完成|实施|开展|实现|办理|举办|组织|达到|落实|支出|列支|安排|投入|发生|综合|平均|第三方|抽样|测评|调查|随机"
    r"|新建改造|新建|预算|绩效|自评|经自评|核定|实有|年末|在职|在编|各类|其中|另有|用于|拨付|使用|决算|有|的|为|是|均|总|受理|检查|新改建|推广|培训|采购)*"
)
_SUFFIX = re.compile(
    r"(?:支出|经费|资金|费用|收入|情况|数|额|总额|金额|人员|人数|总数|编制|决算|预算|执行|实际|完成|值|面积|数量|次数)*"
)
_ELSEWHERE = re.compile(r"季度|半年|[0-9]月|追加|压减|调[增减]|环比|其余|剩余|下属|所属|二级|每|户均|人均|亩均|平均每")
#: Words that make every figure of their sentence one of another unit.
_OTHER_UNIT = re.compile(r"下属|二级(?:机构|单位|预算)|直属单位|基层单位")
_JOINED = re.compile(r"(?:为|是|达到?|共|合计|[:：])+$")
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_SHORT = 3
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Match:
    """What a figure means: the answer, its value as a quantity, and how sure the name is.

    `agrees` says that the answer has this value; a figure that is not `certain` is linked only if it agrees. `total` is
    the start of the total that it is part of.
    """

    figure: Quantity
    answer: Address | None = None
    stated: Quantity | None = None
    agrees: bool = False
    certain: bool = False
    total: int | None = None


class Matcher:
    """Matches the figures of one text."""

    def __init__(self, answers: Answers, names: AnswerNames, text: Address, unit: str, about_plan: bool) -> None:
        self._answers, self._names, self._text = answers, names, text
        self._unit, self._about_plan = plain_name(unit), about_plan
        self._values: dict[Address, Quantity | None] = {}
        self._reading = read("")
        self._last: Match | None = None
        self._found: dict[int, Match] = {}
        self._by_label: dict[str, tuple[list[NamedFigure], bool]] = {}

    def matches(self, reading: Reading) -> Iterator[Match]:
        """Yield a match for each figure that is said of this report's year, last year or a plan."""
        self._reading, self._last = reading, None
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
        label = plain_name(one.label)
        figures, certain = self._named(label)
        chain = plain_name(totals[one.start].label) if one.start in totals else ""
        spoken = _JOINED.sub("", plain_name(self._clause(one)))
        if not certain or len(label) < _SHORT:
            figures, certain, label = self._better((figures, certain, label), (*self._named(spoken), spoken))
        if not figures and total is not None and (figures := self._part_named(label, total, one)):
            certain = True
        if not figures or spoken in self._names.columns:
            of_column = self._of_column(spoken, topic) or self._of_column(label, topic)
            figures, certain = (of_column, True) if of_column else (figures, certain)
        figures = self._in_table_of(figures, total)
        figures = self._in_period(figures, one, label, chain)
        if certain and len(label) < _SHORT and total is None and topic is None:
            certain = False
        best = self._best(one, figures)
        if best is None:
            best = self._related(one, label)
            certain = best is not None and best.certain
        if best is None:
            return None
        before = plain_name(self._clause(one)).replace(label, "")
        certain = certain and self._is_in_scope(best) and not one.bound and _ELSEWHERE.search(before) is None
        certain = certain and _OTHER_UNIT.search(self._reading.text, self._sentence_start(one), one.start) is None
        return replace(best, certain=certain)

    @staticmethod
    def _better(
        first: tuple[list[NamedFigure], bool, str], second: tuple[list[NamedFigure], bool, str]
    ) -> tuple[list[NamedFigure], bool, str]:
        """Of two readings of a figure's name the certain one, or else the first that found something."""
        return second if second[1] or (second[0] and not first[0]) else first

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
        tables = {(one.address.section, one.address.field) for one in self._named(plain_name(total.figure.label))[0]}
        return tables | ({(total.answer.section, total.answer.field)} if total.answer is not None else set())

    def _is_in_scope(self, best: Match) -> bool:
        """Whether an answer of another chapter can be meant: a chapter with amounts of its own speaks of these."""
        own = self._text.section
        return (
            best.answer is None
            or best.answer.section == own
            or not {own, best.answer.section} <= self._names.with_amounts
        )

    def _sentence_start(self, one: Quantity) -> int:
        return max(self._reading.text.rfind(sign, 0, one.start) for sign in "。；\n") + 1

    def _clause(self, one: Quantity) -> str:
        """The words from the last comma or bracket to the figure."""
        return re.split(r"[，。；、：（）\n]", self._reading.text[max(0, one.start - _LONGEST_NAME) : one.start])[-1]

    def _named(self, label: str) -> tuple[list[NamedFigure], bool]:
        if label not in self._by_label:
            self._by_label[label] = self._find_name(label)
        return self._by_label[label]

    def _find_name(self, label: str) -> tuple[list[NamedFigure], bool]:
        """The figures with the longest name at the end of a label, and whether the words before it are harmless."""
        spellings = dict.fromkeys((*self._without_column(label), *self._without_column(_NOTE.sub("", label))))
        for trimmed in spellings:
            for at in range(max(0, len(trimmed) - _LONGEST_NAME), len(trimmed) - 1):
                for end in (len(trimmed), *self._before_suffix(trimmed, at)):
                    figures = self._names.by_name.get(trimmed[at:end])
                    if figures:
                        return figures, self._is_harmless(trimmed[:at])
        return [], False

    def _without_column(self, label: str) -> Iterator[str]:
        """The label, and the label without the words of a column at its end: 行政|编制, 基本支出|年初预算."""
        yield label
        word = self._names.column_at_end.search(label)
        if word is not None and word.start() > 1:
            yield label[: word.start()]

    @staticmethod
    def _before_suffix(label: str, at: int) -> Iterator[int]:
        """The ends of the name if a usual suffix such as 支出 follows it."""
        for end in range(len(label) - 1, max(at + 1, len(label) - 5), -1):
            if _SUFFIX.fullmatch(label, end):
                yield end

    def _is_harmless(self, before: str) -> bool:
        """Whether the words before a name leave its scope as it is: nothing, time, verbs, or the unit's own name."""
        if _HARMLESS.fullmatch(before):
            return True
        rest = iter(self._unit)
        name = before.removesuffix("部门").removesuffix("单位")
        is_own = len(name) >= _SHORT and self._unit.endswith(name[-1]) and all(sign in rest for sign in name)
        return is_own or (
            bool(self._unit) and before.startswith(self._unit) and self._is_harmless(before[len(self._unit) :])
        )

    def _of_column(self, label: str, topic: Match | None) -> list[NamedFigure]:
        """The figures of the topic's row whose column has this name, or those of a table with one row."""
        word = self._names.column_at_end.search(label)
        if word is None or not self._is_harmless(label[: word.start()]):
            return []
        longest = word[0]
        row = self._names.by_row.get(row_of(topic.answer), []) if topic is not None and topic.answer is not None else []
        found = [figure for figure in row if longest in figure.words]
        return found or self._names.by_word.get(longest, [])

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
        agreeing, mistyped = dict[Address, Match](), dict[Address, Match]()
        for name in names:
            figures = [figure for figure in self._names.by_name[name] if figure.question.kind == "measure"]
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
