"""Workbooks of Excel 97 to 2003 and WPS (`.xls`, `.et`): values by calamine, hidden parts and formats from records.

The records are those of [MS-XLS]; a string of an older version has no number format that is read here.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from perfdesk.budget import Budget, TooMuchError
from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument
from perfdesk.importers.source_error import damaged, locked
from perfdesk.importers.spreadsheet.calamine import open_workbook, read_values
from perfdesk.importers.spreadsheet.cells import MAX_AREA, MAX_CELLS, SheetLook, sheet_table
from perfdesk.importers.spreadsheet.number_format import BUILT_IN

STREAMS = ("Workbook", "Book")
_SHEET, _FORMAT, _STYLE, _PASSWORD, _END = 0x0085, 0x041E, 0x00E0, 0x002F, 0x000A
_BEGINS = (0x0809, 0x0409, 0x0209, 0x0009)
_ROW, _COLUMNS, _SEVERAL = 0x0208, 0x007D, 0x00BD
#: Records of one cell: number, RK, formula, truth value, shared string, string.
_CELLS = frozenset((0x0203, 0x027E, 0x0006, 0x0205, 0x00FD, 0x0204))
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN, _WIDE = 0x20, 0x01, 0x01


@dataclass(slots=True)
class _Globals:
    """The sheets of a workbook by where they begin, and the number formats of its cell styles."""

    offsets: list[int] = field(default_factory=list[int])
    own_formats: dict[int, str] = field(default_factory=dict[int, str])
    styles: list[int] = field(default_factory=list[int])

    def format(self, style: int) -> str:
        """The number format of a cell style; blank for none."""
        code = self.styles[style] if style < len(self.styles) else 0
        return self.own_formats.get(code) or BUILT_IN.get(code, "")


def read_xls(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a workbook; SourceError for a damaged or locked one, TooMuchError for one beyond all bureaus' workbooks."""
    stream = _stream(file.content)
    known = _globals(stream, file.budget)
    looks = [_look(stream, offset, known, file.budget) for offset in known.offsets]
    workbook = open_workbook(file.content)
    tables = [
        sheet_table(
            read_values(workbook, sheet.name),
            looks[number] if number < len(looks) else SheetLook(),
            sheet.name,
            number + 1,
            str(sheet.visible).rpartition(".")[2] != "Visible",
            file.budget,
        )
        for number, sheet in enumerate(workbook.sheets_metadata)
        if str(sheet.typ).rpartition(".")[2] == "WorkSheet"
    ]
    return SourceDocument(file.name, format_id, tuple(tables))


def _stream(content: bytes) -> bytes:
    with olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_FATAL) as compound:
        for name in STREAMS:
            if compound.exists(name):
                return compound.openstream(name).read()
    raise damaged()


def _records(stream: bytes, start: int, budget: Budget) -> Iterator[tuple[int, int, int]]:
    """Each record of a part of the stream: its kind, and where its content begins and ends."""
    place, depth = start, 0
    while place + 4 <= len(stream):
        budget.spend()
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, min(place + 4 + size, len(stream))
        depth += (kind in _BEGINS) - (kind == _END)
        if depth <= 0:
            return
        place += 4 + size


def _globals(stream: bytes, budget: Budget) -> _Globals:
    known = _Globals()
    for kind, start, end in _records(stream, 0, budget):
        if kind == _PASSWORD:
            raise locked()
        if kind == _SHEET and end - start >= 4:
            known.offsets.append(struct.unpack_from("<I", stream, start)[0])
        elif kind == _FORMAT and end - start >= 5:
            code, length, flags = struct.unpack_from("<HHB", stream, start)
            wide = flags & _WIDE
            text = stream[start + 5 : min(end, start + 5 + length * (2 if wide else 1))]
            known.own_formats[code] = text.decode("utf-16-le" if wide else "latin-1", errors="replace")
        elif kind == _STYLE and end - start >= 4:
            known.styles.append(struct.unpack_from("<H", stream, start + 2)[0])
    return known


def _look(stream: bytes, offset: int, known: _Globals, budget: Budget) -> SheetLook:
    """What a sheet hides, and the formats of its cells. TooMuchError where its cells are too many or too far apart."""
    look = SheetLook()
    last_row = last_column = count = 0
    for kind, start, end in _records(stream, offset, budget):
        size = end - start
        if kind == _ROW and size >= 14:
            row, flags = *struct.unpack_from("<H", stream, start), *struct.unpack_from("<H", stream, start + 12)
            if flags & _ROW_IS_HIDDEN:
                look.hidden_rows.add(row)
        elif kind == _COLUMNS and size >= 10:
            first, last, _, _, flags = struct.unpack_from("<5H", stream, start)
            if flags & _COLUMN_IS_HIDDEN:
                look.hidden_columns |= set(range(first, min(last, 255) + 1))
        elif kind in _CELLS and size >= 6:
            row, column, style = struct.unpack_from("<3H", stream, start)
            _note(look, known, row, column, style)
            last_row, last_column, count = max(last_row, row), max(last_column, column), count + 1
        elif kind == _SEVERAL and size >= 6:
            row, first = struct.unpack_from("<2H", stream, start)
            styles = [struct.unpack_from("<H", stream, place)[0] for place in range(start + 4, end - 7, 6)]
            for column, style in enumerate(styles, first):
                _note(look, known, row, column, style)
            last_row, last_column = max(last_row, row), max(last_column, first + len(styles))
            count += len(styles)
    if count > MAX_CELLS or (last_row + 1) * (last_column + 1) > MAX_AREA:
        raise TooMuchError(f"有 {last_row + 1:,} 行、{last_column + 1:,} 列")
    return look


def _note(look: SheetLook, known: _Globals, row: int, column: int, style: int) -> None:
    shown = known.format(style)
    if shown:
        look.formats[(row, column)] = shown
