"""OpenDocument spreadsheets (`.ods`): cells keep both their number and what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.kinds import plain_number
from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument, SourceTable, SourceTableCell
from perfdesk.importers.source_error import damaged
from perfdesk.importers.spreadsheet.cells import MAX_CELLS
from perfdesk.importers.spreadsheet.number_format import exact_number
from perfdesk.importers.zip_package import ZipPackage

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CONTENT = "content.xml"
_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_NUMBERS = ("float", "percentage", "currency")
_SHOWN = re.compile(r"([^0-9.+-]*)[0-9.,+-]*(.*)", re.DOTALL)
_MOST_REPEATED = 10_000
_MAX_COLUMNS = 16_384


def is_ods(package: ZipPackage) -> bool:
    """Whether an archive says that it is an OpenDocument spreadsheet."""
    return "mimetype" in package and package.read("mimetype").startswith(_MIME)


def read_ods(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a spreadsheet; SourceError for a damaged one, TooMuchError for one beyond all bureaus' workbooks."""
    if file.package is None:
        raise damaged()
    root = file.package.xml(_CONTENT)
    hidden = {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(one.get(f"{_TABLE}display") == "false" for one in style)
    }
    count = Budget(0, entries=MAX_CELLS, seconds=file.budget.seconds)
    tables = [
        _Sheet(count).table(element, number, element.get(f"{_TABLE}style-name", "") in hidden)
        for number, element in enumerate(root.iter(f"{_TABLE}table"), 1)
    ]
    return SourceDocument(file.name, format_id, tuple(tables))


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is being read."""

    count: Budget
    cells: list[SourceTableCell] = field(default_factory=list[SourceTableCell])
    hidden_columns: set[int] = field(default_factory=set[int])

    def table(self, element: Element, number: int, is_hidden: bool) -> SourceTable:
        """The sheet as a table."""
        column = 0
        for one in element.iter(f"{_TABLE}table-column"):
            repeated = _number(one, "number-columns-repeated", _MAX_COLUMNS)
            if one.get(f"{_TABLE}visibility", "visible") != "visible":
                self.hidden_columns |= set(range(column, min(column + repeated, _MAX_COLUMNS)))
            column += repeated
        row = 0
        for one in element.iter(f"{_TABLE}table-row"):
            repeated = _number(one, "number-rows-repeated", 2**20)
            row += self._read_row(one, row, repeated)
        return SourceTable(tuple(self.cells), number, element.get(f"{_TABLE}name", ""), is_hidden)

    def _read_row(self, element: Element, row: int, repeated: int) -> int:
        """Read a row, and how many rows it stands for; only one with words is repeated."""
        is_hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
        found = list(self._row_cells(element, row, is_hidden))
        if found and repeated > _MOST_REPEATED:
            raise TooMuchError(f"有 {repeated:,} 个相同的行")
        for further in range(repeated if found else 0):
            self.count.spend(len(found))
            self.cells += [_moved(cell, further) for cell in found] if further else found
        return repeated

    def _row_cells(self, element: Element, row: int, is_hidden: bool) -> Iterator[SourceTableCell]:
        column = 0
        for one in element:
            repeated = _number(one, "number-columns-repeated", _MAX_COLUMNS)
            if one.tag == f"{_TABLE}table-cell":
                cell = _cell(one, row, column, is_hidden or column in self.hidden_columns)
                is_worded = bool(cell.text or cell.figure) or cell.row_span > 1 or cell.column_span > 1
                for further in range(repeated if is_worded else 0):
                    self.count.spend()
                    place = column + further
                    hidden = is_hidden or place in self.hidden_columns
                    yield _cell(one, row, place, hidden) if further else cell
            column += repeated if one.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell") else 0


def _number(element: Element, name: str, most: int) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < len(str(most)) + 2 else 1


def _moved(cell: SourceTableCell, down: int) -> SourceTableCell:
    return SourceTableCell(
        cell.text, cell.row + down, cell.column, 1, 1, cell.figure, cell.number_format, cell.is_hidden
    )


def _cell(element: Element, row: int, column: int, is_hidden: bool) -> SourceTableCell:
    text = "\n".join(_words(paragraph) for paragraph in element.findall(f"{_TEXT}p"))
    down, across = _number(element, "number-rows-spanned", 5000), _number(element, "number-columns-spanned", 1000)
    kind, figure, number_format = element.get(f"{_OFFICE}value-type", ""), "", ""
    if kind in _NUMBERS:
        figure = plain_number(exact_number(float(element.get(f"{_OFFICE}value", "0"))))
        shown = _SHOWN.fullmatch(text.strip())
        before, after = shown.groups() if shown else ("", "")
        number_format = "0%" if kind == "percentage" else f'"{before}"0"{after}"' if before or after else ""
        text = _exact(text, before, after, Decimal(figure), kind)
    return SourceTableCell(text, row, column, down, across, figure, number_format, is_hidden)


def _exact(text: str, before: str, after: str, figure: Decimal, kind: str) -> str:
    """What is shown; the number itself where the format shows no digits or nothing else."""
    return text if before or after or kind == "percentage" else text or plain_number(figure)


def _words(element: Element) -> str:
    """The text of a paragraph, with its blanks, tabs and line breaks."""
    words = element.text or ""
    for one in element:
        if one.tag == f"{_TEXT}s":
            words += " " * _blanks(one)
        elif one.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            words += "\t" if one.tag == f"{_TEXT}tab" else "\n"
        elif one.tag != f"{_OFFICE}annotation":
            words += _words(one)
        words += one.tail or ""
    return words


def _blanks(element: Element) -> int:
    text = element.get(f"{_TEXT}c", "1")
    return min(int(text), 100) if text.isdecimal() and len(text) < 4 else 1
