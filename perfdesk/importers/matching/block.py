"""A copied block: its cells with their places in the copy, its titles and headings, and how it lies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.importers.matching.figures import figure_of
from perfdesk.importers.matching.names import comparable_name, is_total, units_named

_YEAR = re.compile(r"(?:19|20)\d\d")
_TITLE = re.compile(r".*(?:表|一览|明细|汇总|统计|情况|附[件表] ?\d*)(?:[（(].*[）)])?")
#: A heading below another one that says nothing itself.
_PLAIN = frozenset(("金额", "数额", "万元", "元"))
_SEVERAL = 2
_NUMBERED_HEADING = frozenset(("栏次", "行次"))


@dataclass(frozen=True, slots=True)
class SourceCell:
    """The text of a copied cell, and its row and column in the copy."""

    text: str
    row: int
    column: int

    @property
    def place(self) -> str:
        """The cell's place in the copy, in the user's words."""
        return f"第 {self.row + 1} 行第 {self.column + 1} 列"


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a copied block, all equally long, without its titles; the first `header_lines` are headings."""

    lines: tuple[tuple[SourceCell, ...], ...]
    header_lines: int
    in_yuan: bool | None

    @property
    def body(self) -> tuple[tuple[SourceCell, ...], ...]:
        """The lines below the headings."""
        return self.lines[self.header_lines :]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.lines[0]) if self.lines else 0

    def column(self, number: int) -> list[str]:
        """The texts of a column below the headings, blank ones left out."""
        return [line[number].text for line in self.body if line[number].text]

    def headings(self, number: int) -> list[str]:
        """What a column may be called, the most exact first: headings above one another are joined.

        A heading above several columns is copied in the leftmost of them only.
        """
        texts: list[str] = []
        for line in self.lines[: self.header_lines]:
            reached = [cell.text for cell in line[: number + 1] if cell.text]
            is_blank_above = not line[number].text and bool(self.column(number))
            texts.append(reached[-1] if reached and is_blank_above else line[number].text)
        own = [text for text in dict.fromkeys(texts) if text and not (text.isdecimal() and not _YEAR.fullmatch(text))]
        if len(own) < _SEVERAL:
            return own
        upper = own[-2::-1] if is_total(own[-1]) or comparable_name(own[-1]) in _PLAIN else []
        return ["".join(own), "".join(reversed(own)), own[-1], *upper]


def lay_out_block(rows: list[list[str]]) -> Block:
    """Take the empty lines and the titles off a copied block; no line is a heading yet."""
    width = max(map(len, rows), default=0)
    lines = [
        tuple(SourceCell(texts[column].strip() if column < len(texts) else "", row, column) for column in range(width))
        for row, texts in enumerate(rows)
    ]
    filled = [line for line in lines if any(cell.text for cell in line)]
    titles = 0
    while titles < len(filled) - 1 and _is_title(filled[titles]):
        titles += 1
    units = {unit for line in filled[: titles + 4] for cell in line for unit in units_named(cell.text)}
    in_yuan = units == {"元"} if units else None
    body = filled[titles:]
    return Block(tuple(body), 0, in_yuan)


def unit_in_yuan(rows: list[list[str]]) -> bool | None:
    """Whether the titles or headings of a block say that its figures are in 元; None if they name no unit."""
    return lay_out_block(rows).in_yuan


def without_titles(block: Block) -> Block:
    """The block without those lines of its headings that hold one text at the left: titles that no list can know."""
    kept = [line for line in block.lines[: block.header_lines] if any(cell.text for cell in line[1:]) or len(line) == 1]
    return Block((*kept, *block.body), len(kept), block.in_yuan)


def stacked(block: Block, groups: int) -> Block:
    """The block with its groups of columns, which have the same headings, one below the other."""
    width = block.width // groups
    parts = [tuple(line[start : start + width] for line in block.body) for start in range(0, block.width, width)]
    headings = tuple(line[:width] for line in block.lines[: block.header_lines])
    body = tuple(line for part in parts for line in part if any(cell.text for cell in line))
    return Block((*headings, *body), block.header_lines, block.in_yuan)


def turned(block: Block) -> Block:
    """The block with its lines as columns."""
    return Block(tuple(zip(*block.lines, strict=True)), 0, block.in_yuan)


def is_heading_line(line: tuple[SourceCell, ...]) -> bool:
    """Whether a line may be one of headings: it holds no figure but years, or numbers the columns."""
    texts = [cell.text for cell in line if cell.text]
    figures = [text for text in texts if figure_of(text) is not None]
    if all(_YEAR.fullmatch(text) for text in figures):
        return True
    words = {comparable_name(text) for text in texts if text not in figures}
    numbers = [text for text in figures if text.isdecimal()]
    counted = [str(number) for number in range(int(numbers[0]), int(numbers[0]) + len(numbers))] if numbers else []
    is_counted = len(numbers) == len(figures) and len(figures) > 1 and numbers == counted and counted[0] in ("1", "0")
    return is_counted and (bool(words & _NUMBERED_HEADING) or not words)


def _is_title(line: tuple[SourceCell, ...]) -> bool:
    """Whether a line above the headings holds no more than a title, or a unit and who reports."""
    texts = [cell.text for cell in line if cell.text]
    if any(figure_of(text) is not None for text in texts):
        return False
    if any(units_named(text) and "单位" in text for text in texts):
        return len(texts) < len(line) or len(line) == 1
    return len(texts) == 1 and len(line) > 1 and _TITLE.fullmatch(texts[0]) is not None
