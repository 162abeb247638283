"""What stands in one sentence with placed answers and has no place itself: other figures, and words behind a `；`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.importers.prose.collector import Collector
from perfdesk.importers.prose.found_figure import FoundFigure
from perfdesk.importers.prose.statements import Statement, sentences
from perfdesk.importers.source import SourceParagraph
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read

_NO_FIGURE = "这句里的{}在表单里没有找到填写的地方，请看要不要写进报告"
_NO_WORDS = "这句后面的话没有位置，请看要不要写进报告"
#: Rates and plain numbers mostly follow from the figures beside them.
_DERIVED = ("percent", "points", "number")
_CLAUSE = re.compile(r"[^，,；;。\n]+")
_DIGIT = re.compile(r"\d")
_MOST_IN_WORDS = 10
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, or words of it, with its figures that were not placed and those that were."""

    paragraph: SourceParagraph
    span: _Span
    figures: tuple[Quantity, ...] = ()
    placed: tuple[Quantity, ...] = ()

    @property
    def text(self) -> str:
        return self.paragraph.text[slice(*self.span)].strip("；; \n")


@dataclass(slots=True)
class Leftovers:
    """The leftovers of one document, in order; `year` is the year of its report."""

    collector: Collector
    year: int | None
    _sentences: list[_Sentence] = field(default_factory=list[_Sentence], init=False)
    _placed: dict[str, list[Decimal]] = field(default_factory=dict[str, list[Decimal]], init=False)

    def note(self, paragraph: SourceParagraph, found: Sequence[FoundFigure], stated: Sequence[Statement]) -> None:
        """Note what the sentences of a paragraph say besides the answers that were placed."""
        for one in found:
            self._placed.setdefault(one.quantity.base_unit, []).append(one.quantity.base)
        open_figures = self._open_figures(paragraph.text, found, stated)
        placed = [*found, *stated]
        for span in sentences(paragraph.text):
            behind = list(_words_behind(paragraph.text, span, placed))
            figures = tuple(
                one for one in open_figures if _holds(span, one) and not any(_holds(w, one) for w in behind)
            )
            if figures and any(_holds(span, one) for one in placed):
                beside = tuple(one.quantity for one in found if _holds(span, one))
                self._sentences.append(_Sentence(paragraph, span, figures, beside))
            self._sentences += (_Sentence(paragraph, words) for words in behind)

    def leave(self) -> None:
        """Give the collector what has no place anywhere in the document."""
        for values in self._placed.values():
            values.sort()
        for one in self._sentences:
            left = [
                figure for figure in one.figures if not self._is_placed(figure, one) and not self._is_kept(one, figure)
            ]
            if left:
                named = "、".join(f"“{figure.text}”" for figure in left)
                self.collector.leave(one.paragraph, _NO_FIGURE.format(named), one.text)
            elif not one.figures and not self._is_kept(one, None):
                self.collector.leave(one.paragraph, _NO_WORDS, one.text)

    def _is_placed(self, figure: Quantity, sentence: _Sentence) -> bool:
        """Whether a figure, or one of which it is the rounding, was placed: in its own sentence only without a name."""
        if any(one.comparable(figure) and figure.low <= one.base <= figure.high for one in sentence.placed):
            return not figure.label
        values = self._placed.get(figure.base_unit, [])
        return bisect_left(values, figure.low) < bisect_right(values, figure.high)

    def _is_kept(self, sentence: _Sentence, figure: Quantity | None) -> bool:
        """Whether the words of a sentence, or those with one of its figures, are a text that was kept."""
        text = sentence.paragraph.text
        kept = self.collector.kept(sentence.paragraph)
        if any(sentence.text in words for words in kept):
            return True
        return figure is not None and any(
            hit.start() <= figure.start and figure.end <= hit.end()
            for words in kept
            if figure.text in words
            for hit in re.finditer(re.escape(words), text)
        )

    def _open_figures(
        self, text: str, found: Sequence[FoundFigure], stated: Sequence[Statement]
    ) -> tuple[Quantity, ...]:
        reading = read(text, self.year)
        skipped = {one.start for one in found} | reading.moved
        return tuple(
            one
            for one in reading.quantities
            if one.start not in skipped
            and one.kind not in _DERIVED
            and not _is_running_word(one)
            and not any(_holds((statement.start, statement.end), one) for statement in stated)
        )


def _words_behind(text: str, span: _Span, placed: Sequence[FoundFigure | Statement]) -> Iterator[_Span]:
    """The clauses of a sentence without an answer behind the `；` at which an answer was cut, those together as one."""
    cut = max(
        (one.end for one in placed if isinstance(one, Statement) and one.is_cut and _ends_in(span, one)), default=0
    )
    begin = end = 0
    for clause in _CLAUSE.finditer(text, cut, span[1]) if cut else ():
        if not any(_holds(clause.span(), one) for one in placed):
            begin, end = begin or clause.start(), clause.end()
        elif begin:
            yield begin, end
            begin = 0
    if begin:
        yield begin, span[1]


def _ends_in(span: _Span, one: Statement) -> bool:
    return span[0] <= one.end < span[1]


def _holds(span: _Span, one: Quantity | FoundFigure | Statement) -> bool:
    return span[0] <= one.start < span[1]


def _is_running_word(one: Quantity) -> bool:
    """Whether a count is a word of running text (`两个方面`) rather than a figure."""
    return one.kind == "count" and one.base <= _MOST_IN_WORDS and _DIGIT.search(one.text) is None
