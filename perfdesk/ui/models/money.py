"""Figures as they are read on the screen: in 万元 as they are kept, or in 元 while the clerk wants so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer, plain_number, to_fixed
from perfdesk.definition.model import Question
from perfdesk.document.blocks import Cell, Grid

_WHOLE = re.compile(r"(?<![\d.])\d{4,}(?=\.|$)")
_NAMED = re.compile(r"(?<=[（(：:])\s*万元(?=[）)]|$)")


def grouped(figure: str) -> str:
    """A figure with thousands separators: `1234.5` as `1,234.5`."""
    return _WHOLE.sub(lambda found: f"{int(found.group()):,}", figure, count=1)


def is_money(question: Question | None) -> bool:
    """Whether a figure in 万元 is asked for."""
    return question is not None and question.kind == "number" and question.unit == "万元"


def to_yuan(figure: Decimal) -> Decimal:
    """A figure in 万元, in 元: the point moves, no digit is lost."""
    return _with_point_moved(figure, 4)


def yuan_text(text: str) -> str:
    """What has been typed for 万元, as one would type it in 元; text that is no figure stays."""
    value = parse_answer("number", "万元", text).value
    return plain_number(to_yuan(value)) if isinstance(value, Decimal) else text


def from_yuan(text: str) -> str:
    """A figure or sum typed in 元, in 万元 with all its digits; a text with a unit of its own, or no figure, stays."""
    value = parse_answer("number", "", text).value
    return plain_number(_with_point_moved(value, -4)) if isinstance(value, Decimal) else text


def decimal_count(figure: Decimal) -> int:
    """How many decimal places a figure has, zeros at the end not counted."""
    exponent = figure.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def unit_text_in_yuan(text: str) -> str:
    """A heading or note that names the unit: `单位：万元` as `单位：元`."""
    return _NAMED.sub("元", text)


def grid_in_yuan(grid: Grid, asked: Callable[[Address], Question | None]) -> Grid:
    """A table with its money in 元, and its headings saying so."""
    return replace(
        grid,
        cells=tuple(_cell_in_yuan(cell, asked(cell.address) if cell.address else None) for cell in grid.cells),
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
