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
_MOST_DECIMALS = 15

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of a table and where it stands in the workbook: sheet name and reference such as `C7`."""

    sheet: str
    reference: str
    cell: Cell


Homes = dict[Address, Place]


def clean(text: str) -> str:
    """The text without what XML cannot hold (control characters, half surrogates), each line ended by one LF."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_length(text: str) -> int:
    """The length Excel counts: a character outside the basic plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def find_homes(places: Iterable[Place], fact_sheet: str) -> Homes:
    """The one cell where each address lives: its fact, or else the first table cell that is more than a label."""
    homes: Homes = {}
    for place in sorted(places, key=lambda place: _rank(place, fact_sheet)):
        if place.cell.address is not None:
            homes.setdefault(place.cell.address, place)
    return homes


def live_formula(place: Place, homes: Homes) -> str | None:
    """The Excel formula of a cell without `=`: its own, or a reference to the home of its figure; None for a constant.

    A formula that refers to an address without a home, or to itself, or is beyond Excel's limits, is given up:
    a broken reference would make Excel repair the file.
    """
    if place.cell.formula is None:
        return _mirror(place, homes)
    pieces: list[str] = []
    for piece in place.cell.formula:
        if isinstance(piece, str):
            pieces.append(clean(piece))
            continue
        home = homes.get(piece)
        if home is None or _same_cell(home, place):
            return None
        pieces.append(_reference(home, place.sheet))
    formula = "".join(pieces)
    addresses = sum(isinstance(piece, Address) for piece in place.cell.formula)
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


def _rank(place: Place, fact_sheet: str) -> tuple[bool, bool, bool]:
    return (place.sheet != fact_sheet, place.cell.role == "label", place.cell.formula is None)


def _mirror(place: Place, homes: Homes) -> str | None:
    cell = place.cell
    if cell.address is None or cell.value is None:
        return None
    home = homes[cell.address]
    if _same_cell(home, place) or home.cell.value != cell.value:
        return None
    return _reference(home, place.sheet)


def _same_cell(one: Place, other: Place) -> bool:
    return (one.sheet, one.reference) == (other.sheet, other.reference)


def _reference(home: Place, sheet: str) -> str:
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
    return max(cell.decimals, min(typed, _MOST_DECIMALS))


def _quoted(text: str) -> str:
    """Literal text of a number format; a quotation mark cannot stand inside quotes, so it is escaped between them."""
    if not text:
        return ""
    parts = (f'"{part}"' if part else "" for part in clean(text).replace("\n", " ").split('"'))
    return '\\"'.join(parts)
