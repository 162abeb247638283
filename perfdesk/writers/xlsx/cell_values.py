"""The content of one spreadsheet cell: a live formula, a figure shown with its unit, or plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import is_quotient
from perfdesk.document.blocks import Cell
from perfdesk.writers.xml_text import xml_text

#: Excel's limits: UTF-16 units in a text, characters in a formula, arguments of one function, characters in a format.
TEXT_LIMIT = 32767
_FORMULA_LIMIT = 8192
_ARGUMENT_LIMIT = 255
_FORMAT_LIMIT = 255

#: Excel itself keeps fifteen digits.
_MAX_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of a table and its position in the workbook: sheet name and reference such as `C7`."""

    sheet: str
    reference: str
    cell: Cell


CellIndex = dict[Address, CellRef]


def text_length(text: str) -> int:
    """The length as Excel counts it: a character outside the basic plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


def index_cells(cells: Iterable[CellRef], figure_sheet: str) -> CellIndex:
    """The main cell of each address: its referenced figure, or else the first table cell that contains its answer."""
    index: CellIndex = {}
    for ref in sorted(cells, key=lambda ref: _rank(ref, figure_sheet)):
        if ref.cell.address is not None:
            index.setdefault(ref.cell.address, ref)
    return index


def live_formula(ref: CellRef, index: CellIndex) -> str | None:
    """The Excel formula of a cell without `=`: its own, or a reference to the main cell; None for a constant.

    None also for a formula with an address that has no cell, that refers to itself or exceeds Excel's limits: Excel
    would repair a file with a broken reference.
    """
    if ref.cell.formula is None:
        return _reference_formula(ref, index)
    pieces: list[str] = []
    for piece in ref.cell.formula:
        if isinstance(piece, str):
            pieces.append(xml_text(piece))
            continue
        main = index.get(piece)
        if main is None or _is_same_cell(main, ref):
            return None
        pieces.append(_reference(main, ref.sheet))
    formula = "".join(pieces)
    addresses = sum(isinstance(piece, Address) for piece in ref.cell.formula)
    fits = len(formula) < _FORMULA_LIMIT and addresses <= _ARGUMENT_LIMIT
    return formula if fits else None


def number_format(cell: Cell) -> str:
    """The number format of a figure: `"≥"0"次"`; a quoted `%` does not multiply by 100; typed digits always show."""
    digits = _shown_decimals(cell)
    figure = "0." + "0" * digits if digits else "0"
    prefix, suffix = _quoted(cell.prefix), _quoted(cell.suffix)
    shown = f"{prefix}{figure}{suffix}"
    if prefix and cell.value is not None and cell.value < 0:
        # Excel would put the minus sign before the prefix: -≥5.
        shown = f"{shown};{prefix}-{figure}{suffix}"
    return shown if len(shown) <= _FORMAT_LIMIT else figure


def _rank(ref: CellRef, figure_sheet: str) -> tuple[bool, bool, bool, bool]:
    cell = ref.cell
    return (ref.sheet != figure_sheet, not cell.holds_answer, cell.role == "label", cell.formula is None)


def _reference_formula(ref: CellRef, index: CellIndex) -> str | None:
    cell = ref.cell
    if cell.address is None or cell.value is None:
        return None
    main = index[cell.address]
    if _is_same_cell(main, ref) or main.cell.value != cell.value:
        return None
    return _reference(main, ref.sheet)


def _is_same_cell(one: CellRef, other: CellRef) -> bool:
    return (one.sheet, one.reference) == (other.sheet, other.reference)


def _reference(main: CellRef, sheet: str) -> str:
    if main.sheet == sheet:
        return main.reference
    name = main.sheet.replace("'", "''")
    return f"'{name}'!{main.reference}"


def _shown_decimals(cell: Cell) -> int:
    if cell.value is None or not cell.value:
        return cell.decimals
    typed = -int(cell.value.normalize().as_tuple().exponent)
    if cell.role != "entry" and is_quotient(cell.value):
        return cell.decimals
    return max(cell.decimals, min(typed, _MAX_DECIMALS))


def _quoted(text: str) -> str:
    """Literal text of a number format; a quotation mark cannot be inside the quotes and is escaped between them."""
    if not text:
        return ""
    parts = (f'"{part}"' if part else "" for part in xml_text(text).replace("\n", " ").split('"'))
    return '\\"'.join(parts)
