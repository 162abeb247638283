"""Blocks pasted into a report without a window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from perfdesk.definition.address import Address
from perfdesk.definition.model import Table
from perfdesk.definition.sheets import Sheet
from perfdesk.document.blocks import Grid
from perfdesk.document.grids import sheet_grid, table_grid
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.answers import PasteOptions
from perfdesk.importers.matching.matcher import BlockMatch, match_block, plan_block
from perfdesk.importers.matching.plan import PastePlan
from perfdesk.importers.matching.target import target_at

BLOCKS = Path(__file__).parents[1] / "importers" / "matching" / "blocks"


@dataclass(frozen=True, slots=True)
class Landed:
    """Where a block landed: the texts by address, new rows as `+1`, `+2` …, and the plan."""

    texts: dict[str, str]
    plan: PastePlan
    match: BlockMatch

    def notes(self) -> set[str]:
        """All notes of cells that are entered nowhere."""
        return {cell.note for cell in self.plan.cells if cell.proposed_answer() is None}


def cells_of(text: str) -> list[list[str]]:
    """The cells of tab-separated text."""
    return [line.split("\t") for line in text.removesuffix("\n").split("\n")]


def block_file(name: str) -> str:
    """A block that the tests keep as a file."""
    return (BLOCKS / name).read_text(encoding="utf-8")


def grid_of(answers: Answers, address: Address) -> tuple[Grid, Table | None]:
    """The grid that shows an answer, and its table if it shows just one."""
    for block in answers.form.section(address.section).blocks:
        if isinstance(block, Table) and block.shown and block.id == address.field:
            return table_grid(answers, address.section, block), block
        if isinstance(block, Sheet):
            grid = sheet_grid(answers, address.section, block)
            tables = {(cell.address.section, cell.address.field) for cell in grid.cells if cell.address is not None}
            if (address.section, address.field) in tables:
                return grid, None
    raise AssertionError(address)


def position_of(grid: Grid, address: Address) -> tuple[int, int]:
    """The place of an answer in its grid; that of the heading for a table without rows."""
    return next(((cell.row, cell.column) for cell in grid.cells if cell.address == address), (0, 0))


def paste(answers: Answers, place: str, text: str, options: PasteOptions | None = None) -> Landed:
    """Paste a block at an answer, as the preview would first show it."""
    address = Address.parse(place)
    grid, table = grid_of(answers, address)
    target = target_at(answers, address.section, grid, position_of(grid, address), table)
    assert target is not None
    match = match_block(target, cells_of(text))
    if options is None:
        options = PasteOptions(match.in_yuan is True)
    plan = plan_block(match, options)
    assert match.is_certain or match.refusal, "a block that only its position places"
    known = {row for known_table in target.tables for row in target.rows(known_table)}
    new: list[str] = []
    texts: dict[str, str] = {}
    for at, entered in plan.proposal.texts.items():
        row = at.row
        if row not in known:
            new += [row] if row not in new else []
            row = f"+{new.index(row) + 1}"
        texts[f"{at.field}/{row}/{at.column}"] = entered
    return Landed(texts, plan, match)
