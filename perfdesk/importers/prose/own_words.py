"""Paragraphs that say what a generated sentence says: offered as its own text where they say more."""

from __future__ import annotations

from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.importers.prose.collector import Collector
from perfdesk.importers.source import SourceParagraph

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
