"""What the readers of one table share: where it is, whose answers it may fill, and how they propose them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from perfdesk.budget import Budget
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.model import Question
from perfdesk.entries.proposal import Confidence, ProposedAnswer, Source, UnplacedText
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.tables.grid import TableGrid
from perfdesk.importers.tables.values import read_cell

#: How sure readings are, the surest first.
_ORDER: tuple[Confidence, ...] = ("sure", "likely", "doubtful")
COMPUTED = "由程序算出，只用来核对"


@dataclass(slots=True)
class TableContext:
    """One part of a table that is being read, and what was found in it.

    `block` counts the blocks of the file; `units` are factors to 万元 that titles name; `row` is the row of the project
    that the part is about, blank if none. `surest` is how sure any answer may be. `used` are the cells that have been
    understood.
    """

    table: SourceTable
    file: str
    block: int
    answers: Answers
    row_names: RowNames
    year: int | None
    budget: Budget
    units: set[Decimal] = field(default_factory=set[Decimal])
    row: str = ""
    dash_is_zero: bool = False
    surest: Confidence = "sure"
    found: dict[Address, list[ProposedAnswer]] = field(default_factory=dict[Address, list[ProposedAnswer]])
    used: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])

    def for_part(self, grid: TableGrid, units: set[Decimal]) -> TableContext:
        """The context of a part of the same table, with findings of its own."""
        zeros = any(cell.text.strip() in ("0", "0.0", "0.00") for cell in grid.cells)
        return replace(self, row="", units=units, dash_is_zero=not zeros, found={}, used=set())

    def guessing(self) -> TableContext:
        """The context for reading the same part as a kind that nothing but its content tells."""
        return replace(self, found={}, used=set(), surest="likely")

    def source(self, cell: SourceTableCell) -> Source:
        """Where a cell stands."""
        place = self.table.cell_place(cell)
        return Source(place, self.file, cell.text.strip(), self.block, (cell.row, cell.column))

    def address(self, text: str) -> Address | None:
        """The address of a description, with `*` as the project's row; None if that is not known or no question."""
        if "*" in text and not self.row:
            return None
        address = Address.parse(text.replace("*", self.row))
        return address if self.answers.form.question(address) is not None else None

    def propose(
        self,
        address: Address,
        cell: SourceTableCell,
        confidence: Confidence,
        unit: Decimal | None = None,
        text: str | None = None,
    ) -> None:
        """Propose the text of a cell, or another text read from it, for an answer; nothing if it says nothing."""
        question = self.answers.form.question(address)
        if question is None:
            return
        if text is not None:
            cell = replace(cell, text=text, figure="", number_format="")
        if unit is None and len(self.units) == 1:
            unit = next(iter(self.units))
        reading = read_cell(question, cell, unit, self.dash_is_zero)
        if reading is None:
            return
        if not reading.is_certain:
            confidence = weaker(confidence, "likely")
        self.add(address, question, reading.text, self.source(cell), confidence)

    def add(self, address: Address, question: Question, text: str, source: Source, confidence: Confidence) -> None:
        """Add a proposed answer."""
        confidence = weaker(confidence, self.surest)
        if parse_answer(question.kind, question.unit, text).problem:
            confidence = "doubtful"
        formula = self.answers.form.formula(address)
        is_computed = formula is not None and not formula.overridable
        before = self.answers.text(address) if is_computed else self.answers.typed(address) or ""
        proposed = ProposedAnswer(address, before, text, COMPUTED if is_computed else "", source, confidence)
        self.found.setdefault(address, []).append(proposed)
        if source.cell is not None:
            self.used.add(source.cell)

    def row_for(self, section: str, table: str, name: str) -> str:
        """The id of the row of an open table with this name."""
        return self.row_names.row(section, self.answers.form.tables[(section.partition("@")[0], table)], name)

    def proposed(self) -> list[ProposedAnswer]:
        """The answers found, one for each address; differing texts for one answer are doubtful and say so."""
        return [_settled(proposals) for proposals in self.found.values()]

    def unplaced(self, cell: SourceTableCell, reason: str) -> UnplacedText:
        """A cell that has no place."""
        return UnplacedText(cell.text.strip(), self.source(cell), reason)


def weaker(one: Confidence, other: Confidence) -> Confidence:
    """The less sure of two."""
    return one if _ORDER.index(one) >= _ORDER.index(other) else other


def _settled(proposals: list[ProposedAnswer]) -> ProposedAnswer:
    surest = min(proposals, key=lambda one: _ORDER.index(one.confidence))
    others = [one for one in proposals if not _same(one, surest)]
    rivals = [one for one in others if one.confidence == surest.confidence]
    if not rivals:
        return surest
    texts = "、".join(dict.fromkeys(f"{one.source.place} 是“{one.after[:20]}”" for one in rivals))
    return replace(surest, confidence="doubtful", conflict=f"同一张表里还有不同的数：{texts}")


def _same(one: ProposedAnswer, other: ProposedAnswer) -> bool:
    values = [parse_answer("number", "", text).value for text in (one.after, other.after)]
    if all(isinstance(value, Decimal) for value in values):
        return values[0] == values[1]
    return "".join(one.after.split()) == "".join(other.after.split())
