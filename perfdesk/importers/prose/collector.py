"""What was read out of the text of one document so far: answers, lines of longer answers, and what has no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import CONFIDENCE_ORDER, Confidence, Proposal, ProposedAnswer, Source, UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.source import SourceDocument, SourceParagraph


@dataclass(slots=True)
class _Lines:
    source: Source
    confidence: Confidence
    note: str
    texts: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Collector:
    """Collects the answers of one document for a report."""

    document: SourceDocument
    answers: Answers
    _found: list[ProposedAnswer | Address] = field(default_factory=list[ProposedAnswer | Address], init=False)
    _lines: dict[Address, _Lines] = field(default_factory=dict[Address, _Lines], init=False)
    _left: list[UnplacedText] = field(default_factory=list[UnplacedText], init=False)
    _kept: dict[int, list[str]] = field(default_factory=dict[int, list[str]], init=False)
    _blocks: dict[int, int] = field(default_factory=dict[int, int], init=False)

    def __post_init__(self) -> None:
        self._blocks = {id(block): number for number, block in enumerate(self.document.blocks)}

    def add(
        self,
        address: Address,
        text: str,
        paragraph: SourceParagraph,
        confidence: Confidence = "sure",
        quote: str = "",
        note: str = "",
    ) -> None:
        """Add an answer that was read at one place."""
        before = self.answers.typed(address) or ""
        source = self._source(paragraph, quote or paragraph.text)
        self._kept.setdefault(id(paragraph), []).append(text)
        self._found.append(ProposedAnswer(address, before, text, note, source, confidence))

    def add_line(
        self,
        address: Address,
        text: str,
        paragraph: SourceParagraph,
        confidence: Confidence = "sure",
        note: str = "",
    ) -> None:
        """Add a line of an answer of several paragraphs."""
        if address not in self._lines:
            self._lines[address] = _Lines(self._source(paragraph, paragraph.text), confidence, note)
            self._found.append(address)
        lines = self._lines[address]
        lines.texts.append(text)
        self._kept.setdefault(id(paragraph), []).append(text)
        lines.confidence = max(lines.confidence, confidence, key=lambda one: CONFIDENCE_ORDER[one])

    def cut(self, paragraph: SourceParagraph, whole: SourceParagraph) -> None:
        """Note that a paragraph is the text of one of the document behind its title."""
        self._blocks[id(paragraph)] = self._blocks.get(id(whole), -1)

    def has(self, address: Address) -> bool:
        """Whether an answer was found for an address."""
        return any((one if isinstance(one, Address) else one.address) == address for one in self._found)

    def leave(self, paragraph: SourceParagraph, reason: str, text: str = "") -> None:
        """Keep a paragraph, or this part of it, that has no place."""
        source = self._source(paragraph, text or paragraph.text)
        self._left.append(UnplacedText(text or paragraph.full_text, source, reason))

    def kept(self, paragraph: SourceParagraph) -> Sequence[str]:
        """The texts of the answers and lines that were read out of a paragraph so far."""
        return self._kept.get(id(paragraph), ())

    def proposal(self) -> Proposal:
        """All that was collected, in the order in which it was read; an address may occur more than once."""
        found = tuple(one if isinstance(one, ProposedAnswer) else self._joined(one) for one in self._found)
        return Proposal(found, tuple(self._left))

    def _joined(self, address: Address) -> ProposedAnswer:
        lines = self._lines[address]
        before = self.answers.typed(address) or ""
        return ProposedAnswer(address, before, "\n".join(lines.texts), lines.note, lines.source, lines.confidence)

    def _source(self, paragraph: SourceParagraph, quote: str) -> Source:
        return Source(paragraph.place, self.document.file, quote, self._blocks.get(id(paragraph), -1))
