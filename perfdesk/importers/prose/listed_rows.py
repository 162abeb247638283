"""Rows that text lists: the items below a heading, and the projects that a sentence names with their amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question, Table
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.collector import Collector
from perfdesk.importers.prose.found_figure import FoundFigure
from perfdesk.importers.prose.places import item_column
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceParagraph

_ENDS = re.compile(r"[；;。！\n]")
_NUMBER_BEHIND = re.compile(r"[\s（(]*(?:\d{1,2}[.、．)）]|[一二三四五六七八九十]{1,3}[、是]|[①-⑳])?\s*$")


@dataclass(slots=True)
class ListedRows:
    """The rows of open tables that one document lists."""

    collector: Collector
    names: RowNames
    _counts: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int], init=False)

    def add_item(
        self, section: str, table: Table, text: str, paragraph: SourceParagraph, confidence: Confidence
    ) -> None:
        """Add an item of a list as the next row."""
        number = self.count(section, table) + 1
        self._counts[(section, table.id)] = number
        self.collector.add_line(self._item_address(section, table, number), text, paragraph, confidence)

    def continue_item(self, section: str, table: Table, text: str, paragraph: SourceParagraph) -> None:
        """Add a further paragraph to the last item."""
        address = self._item_address(section, table, self.count(section, table))
        self.collector.add_line(address, text, paragraph)

    def count(self, section: str, table: Table) -> int:
        """How many items of a list were added."""
        return self._counts.get((section, table.id), 0)

    def add_links(self, paragraph_of: dict[tuple[str, str], SourceParagraph]) -> None:
        """Link the items of a list to those of another one of the same length, in order: measures to problems."""
        form = self.names.answers.form
        for (section, name), number in self._counts.items():
            for column in form.tables[(section, name)].columns:
                if column.link is None or self._counts.get(column.link) != number:
                    continue
                linked = form.tables[column.link]
                for at in range(number):
                    row = self.names.numbered_row(section, form.tables[(section, name)], at)
                    target = self.names.numbered_row(column.link[0], linked, at)
                    self.collector.add(
                        Address(section, name, row, column.id),
                        target,
                        paragraph_of[(section, name)],
                        "likely",
                        note="按先后一一对应",
                    )

    def add_named(self, text: str, found: Sequence[FoundFigure], paragraph: SourceParagraph) -> None:
        """Add the rows that a sentence names: name, figure, and the text that certain words introduce."""
        listed = [one for one in found if one.listed is not None]
        for number, one in enumerate(listed):
            assert one.listed is not None
            section, table = one.listed.section, one.listed.table
            row = self.names.row(section, table, one.row_name)
            self.collector.add(
                Address(section, table.id, row, one.listed.name.id), one.row_name, paragraph, one.confidence
            )
            quote = one.row_name + text[one.start : one.end]
            address = Address(section, table.id, row, one.question.id)
            self.collector.add(address, one.text, paragraph, one.confidence, quote)
            after = listed[number + 1].start if number + 1 < len(listed) else len(text)
            for question in one.listed.texts:
                words = introduced(question, text[one.end : after], listed[number + 1 :])
                if words:
                    address = Address(section, table.id, row, question.id)
                    self.collector.add(address, words, paragraph, one.confidence, words)

    def _item_address(self, section: str, table: Table, number: int) -> Address:
        return Address(section, table.id, self.names.numbered_row(section, table, number - 1), item_column(table).id)


def introduced(question: Question, text: str, later: Sequence[FoundFigure]) -> str:
    """The words after those that the form says introduce an answer, up to the end of the part of the sentence."""
    for written in question.written:
        before, _, after = written.partition("{}")
        at = text.find(before)
        if at < 0 or after:
            continue
        rest = text[at + len(before) :]
        end = _ENDS.search(rest)
        words = rest[: end.start()] if end else rest
        if end is None and later:  # the next item begins in the same part: take away its number and name
            words = _NUMBER_BEHIND.sub("", words.removesuffix(later[0].row_name))
        return words.strip(" ，,、")
    return ""
