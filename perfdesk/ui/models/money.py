"""Amounts as shown on the screen: in 万元 as they are stored, or in 元 while the user has chosen it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer, plain_number, to_fixed
from perfdesk.definition.model import Question
from perfdesk.document.blocks import Cell, Grid
from perfdesk.importers.matching.figures import is_money

_INTEGER_PART = re.compile(r"(?<![\d.])\d{4,}(?=\.|$)")
_FIGURE_IN_TEXT = re.compile(r"(?<![\d.,])\d{4,}(?=\.\d+(?![\d.]))")
_UNIT_NAME = re.compile(r"(?<=[（(：:])\s*万元(?=[）)]|$)")


def grouped(figure: str) -> str:
    """Return a number with thousands separators: `1,234.5` for `1234.5`."""
    return _INTEGER_PART.sub(lambda found: f"{int(found.group()):,}", figure, count=1)


def grouped_in(text: str) -> str:
    """Return a text with thousands separators in its figures with decimals; years stay as they are."""
    return _FIGURE_IN_TEXT.sub(lambda found: f"{int(found.group()):,}", text)


def to_yuan(figure: Decimal) -> Decimal:
    """Convert 万元 to 元 exactly, by moving the decimal point."""
    return _with_point_moved(figure, 4)


def yuan_text(text: str) -> str:
    """Convert a typed amount from 万元 to 元; text that is not a number is returned unchanged."""
    value = parse_answer("number", "万元", text).value
    return plain_number(to_yuan(value)) if isinstance(value, Decimal) else text


def decimal_count(figure: Decimal) -> int:
    """Return the number of decimal places, without trailing zeros."""
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def unit_text_in_yuan(text: str) -> str:
    """Replace the unit named in a heading or note: `单位：元` for `单位：万元`."""
    return _UNIT_NAME.sub("元", text)


def grid_in_yuan(grid: Grid, question_at: Callable[[Address], Question | None]) -> Grid:
    """Return a table with its amounts and the units in its headings in 元."""
    return replace(
        grid,
        cells=tuple(_cell_in_yuan(cell, question_at(cell.address) if cell.address else None) for cell in grid.cells),
        subtitle=unit_text_in_yuan(grid.subtitle),
        unit_note=unit_text_in_yuan(grid.unit_note),
        notes=tuple(map(unit_text_in_yuan, grid.notes)),
    )


def _cell_in_yuan(cell: Cell, question: Question | None) -> Cell:
    if cell.address is None:
        return replace(cell, text=unit_text_in_yuan(cell.text)) if "万元" in cell.text else cell
    if cell.value is None or question is None or not is_money(question):
        return cell
    value = to_yuan(cell.value)
    return replace(cell, value=value, text=f"{cell.prefix}{to_fixed(value, question.decimals)}{cell.suffix}")


def _with_point_moved(figure: Decimal, places: int) -> Decimal:
    sign, digits, exponent = figure.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))
