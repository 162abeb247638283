"""What stands in one sentence with placed answers and has no place itself: other figures, and words behind a `；`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.importers.prose.figures import FoundFigure
from perfdesk.importers.prose.statements import Statement, sentences
from perfdesk.importers.source import SourceParagraph
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read

_NO_FIGURE = "这句里的{}没有读到位置，请看要不要写进报告"
_NO_WORDS = "这句后面的话没有位置，请看要不要写进报告"
#: Rates and plain numbers mostly follow from the figures beside them.
_DERIVED = ("percent", "points", "number")


@dataclass(frozen=True, slots=True)
class _Sentence:
    paragraph: SourceParagraph
    text: str
    figures: tuple[Quantity, ...] = ()


@dataclass(slots=True)
class Leftovers:
    """The leftovers of one document, in order; `year` is the year of its report."""

    year: int | None
    _sentences: list[_Sentence] = field(default_factory=list[_Sentence], init=False)
    _placed: set[tuple[str, Decimal]] = field(default_factory=set[tuple[str, Decimal]], init=False)

    def note(self, paragraph: SourceParagraph, found: Sequence[FoundFigure], stated: Sequence[Statement]) -> None:
        """Note what the sentences of a paragraph say besides the answers that were placed."""
        self._placed |= {(one.quantity.base_unit, one.quantity.base) for one in found}
        open_figures = self._open_figures(paragraph.text, found, stated)
        placed = [*found, *stated]
        for start, end in sentences(paragraph.text):
            cuts = [one.end for one in stated if one.is_cut and start <= one.end < end]
            cut = max(cuts) if cuts and not any(max(cuts) <= one.start < end for one in placed) else end
            figures = tuple(one for one in open_figures if start <= one.start < cut)
            if figures and any(start <= one.start < end for one in placed):
                self._sentences.append(_Sentence(paragraph, paragraph.text[start:end].strip(), figures))
            if cut < end:
                self._sentences.append(_Sentence(paragraph, paragraph.text[cut:end].strip("；; \n")))

    def leave(self, leave: Callable[[SourceParagraph, str, str], None], words: str) -> None:
        """Pass on what has no place anywhere in the document; `words` are the texts of all answers."""
        for one in self._sentences:
            left = [figure for figure in one.figures if not self._is_placed(figure) and figure.text not in words]
            if left:
                named = "、".join(f"“{figure.text}”" for figure in left)
                leave(one.paragraph, _NO_FIGURE.format(named), one.text)
            elif not one.figures and one.text not in words:
                leave(one.paragraph, _NO_WORDS, one.text)

    def _is_placed(self, figure: Quantity) -> bool:
        """Whether a figure, or one of which it is the rounding, was placed elsewhere."""
        return any(unit == figure.base_unit and figure.low <= base <= figure.high for unit, base in self._placed)

    def _open_figures(
        self, text: str, found: Sequence[FoundFigure], stated: Sequence[Statement]
    ) -> tuple[Quantity, ...]:
        reading = read(text, self.year)
        placed = {one.start for one in found}
        moved = {one.start for change in reading.changes for one in (change.amount, change.rate, change.points) if one}
        return tuple(
            one
            for one in reading.quantities
            if one.start not in placed | moved
            and one.kind not in _DERIVED
            and not any(statement.start <= one.start < statement.end for statement in stated)
        )
