"""Paragraphs that say what a generated sentence says: offered as its own text where they say more."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question
from perfdesk.importers.prose.collector import Collector
from perfdesk.importers.prose.statements import sentences
from perfdesk.importers.source import SourceParagraph
from perfdesk.language.headings import heading_level

_CLAUSE = re.compile(r"[^，,；;。！!\n]+")
#: In characters: fewer words beside an answer are about the answer itself.
_SHORTEST_WORDS = 12
_OWN_WORDS = "程序写成的句子里没有原文的一些话，需要时采用"


@dataclass(slots=True)
class _Sentence:
    """A sentence of the form with the paragraphs of the document that say the same, and whether they say more."""

    paragraphs: list[SourceParagraph] = field(default_factory=list[SourceParagraph])
    says_more: bool = False


class OwnWords:
    """The paragraphs of a document by the generated sentence that says the same."""

    def __init__(self, out: Collector) -> None:
        self._out = out
        self._sentences: dict[Address, _Sentence] = {}

    def note(self, sentence: Address, paragraph: SourceParagraph, says_more: bool) -> None:
        """Note a paragraph, and whether it says more than the sentence."""
        known = self._sentences.setdefault(sentence, _Sentence())
        known.paragraphs.append(paragraph)
        known.says_more |= says_more

    def propose(self) -> None:
        """Propose the paragraphs of each sentence of which one says more, never as sure."""
        for address, sentence in self._sentences.items():
            if sentence.says_more:
                for paragraph in sentence.paragraphs:
                    self._out.add_line(address, paragraph.text, paragraph, "doubtful", _OWN_WORDS)


@dataclass(frozen=True, slots=True)
class KeptWords:
    """A sentence without any answer, or words beside one with their own full stop."""

    text: str
    is_sentence: bool

    @property
    def has_figure(self) -> bool:
        """Whether the words state a figure; one without a place is told of itself."""
        return any(map(str.isdigit, self.text))

    def is_worth_keeping(self, question: Question) -> bool:
        """Whether they belong to an answer: a sentence that is no title, or words that share two characters of it."""
        if self.is_sentence:
            return not heading_level(self.text.rstrip("。"))
        names = (name.replace("情况", "") for name in (question.label, *question.aliases))
        return any(name[at : at + 2] in self.text for name in names for at in range(len(name) - 1))


def words_without(text: str, starts: Sequence[int]) -> list[KeptWords]:
    """The sentences of a text without any of the answers that start at these places, and the words beside them.

    >>> [one.text for one in words_without("全年支出3万元，主要用于老旧小区的改造和维护。均已完成。", [4])]
    ['主要用于老旧小区的改造和维护。', '均已完成。']
    """
    kept, ordered = list[KeptWords](), sorted(starts)
    for start, end in sentences(text):
        inside = ordered[bisect_left(ordered, start) : bisect_left(ordered, end)]
        if not inside:
            kept.append(KeptWords(text[start:end].strip(), True))
            continue
        for clause in _CLAUSE.finditer(text, start, end):
            words = clause[0].strip()
            is_free = bisect_left(inside, clause.start()) == bisect_left(inside, clause.end())
            if is_free and len(words) >= _SHORTEST_WORDS:
                kept.append(KeptWords(f"{words}。", False))
    return [one for one in kept if one.text]
