"""What stands in one spreadsheet cell: a live formula, a figure shown with its unit, or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.document.blocks import Cell

#: Excel's limits: UTF-16 units in a text, characters in a formula, arguments of one function, characters in a format.
TEXT_LIMIT = 32767
_FORMULA_LIMIT = 8192
_ARGUMENT_LIMIT = 255
_FORMAT_LIMIT = 255

#: More decimals than this, unless typed by somebody, are an unrounded quotient; Excel itself keeps fifteen digits.
_QUOTIENT_DECIMALS = 8
_MAX_DECIMALS = 15

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of a table and where it stands in the workbook: sheet name and reference such as `C7`."""

    sheet: str
    reference: str
    cell: Cell


CellIndex = dict[Address, CellRef]


def clean_text(text: str) -> str:
    """The text without what XML cannot hold (control characters, half surrogates), each line ended by one LF."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_length(text: str) -> int:
    """The length Excel counts: a character outside the basic plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def index_cells(cells: Iterable[CellRef], fact_sheet: str) -> CellIndex:
    """The one cell where each address lives: its fact, or else the first table cell that is more than a label."""
    homes: CellIndex = {}
    for place in sorted(cells, key=lambda place: _rank(place, fact_sheet)):
        if place.cell.address is not None:
            homes.setdefault(place.cell.address, place)
    return homes


def live_formula(ref: CellRef, index: CellIndex) -> str | None:
    """The Excel formula of a cell without `=`: its own, or a reference to the home of its figure; None for a constant.

    A formula that refers to an address without a home, or to itself, or is beyond Excel's limits, is given up:
    a broken reference would make Excel repair the file.
    """
    if ref.cell.formula is None:
        return _reference_formula(ref, index)
    pieces: list[str] = []
    for piece in ref.cell.formula:
        if isinstance(piece, str):
            pieces.append(clean_text(piece))
            continue
        home = index.get(piece)
        if home is None or _is_same_cell(home, ref):
            return None
        pieces.append(_reference(home, ref.sheet))
    formula = "".join(pieces)
    addresses = sum(isinstance(piece, Address) for piece in ref.cell.formula)
    fits = len(formula) < _FORMULA_LIMIT and addresses <= _ARGUMENT_LIMIT
    return formula if fits else None


def number_format(cell: Cell) -> str:
    """How a figure shows: `"≥"0"次"`; a quoted `%` does not multiply by 100, and typed digits are never hidden."""
    digits = _shown_decimals(cell)
    figure = "0." + "0" * digits if digits else "0"
    prefix, suffix = _quoted(cell.prefix), _quoted(cell.suffix)
    shown = f"{prefix}{figure}{suffix}"
    if prefix and cell.value is not None and cell.value < 0:
        # Excel puts the minus sign before everything: -≥5.
        shown = f"{shown};{prefix}-{figure}{suffix}"
    return shown if len(shown) <= _FORMAT_LIMIT else figure


def _rank(ref: CellRef, fact_sheet: str) -> tuple[bool, bool, bool]:
    return (ref.sheet != fact_sheet, ref.cell.role == "label", ref.cell.formula is None)


def _reference_formula(ref: CellRef, index: CellIndex) -> str | None:
    cell = ref.cell
    if cell.address is None or cell.value is None:
        return None
    home = index[cell.address]
    if _is_same_cell(home, ref) or home.cell.value != cell.value:
        return None
    return _reference(home, ref.sheet)


def _is_same_cell(one: CellRef, other: CellRef) -> bool:
    return (one.sheet, one.reference) == (other.sheet, other.reference)


def _reference(home: CellRef, sheet: str) -> str:
    if home.sheet == sheet:
        return home.reference
    name = home.sheet.replace("'", "''")
    return f"'{name}'!{home.reference}"


def _shown_decimals(cell: Cell) -> int:
    if cell.value is None or not cell.value:
        return cell.decimals
    typed = -int(cell.value.normalize().as_tuple().exponent)
    if cell.role != "entry" and typed > _QUOTIENT_DECIMALS:
        return cell.decimals
    return max(cell.decimals, min(typed, _MAX_DECIMALS))


def _quoted(text: str) -> str:
    """Literal text of a number format; a quotation mark cannot stand inside quotes, so it is escaped between them."""
    if not text:
        return ""
    parts = (f'"{part}"' if part else "" for part in clean_text(text).replace("\n", " ").split('"'))
    return '\\"'.join(parts)
