"""The library calamine, and what it raises for damaged workbooks."""

from __future__ import annotations

import io
from types import TracebackType
from typing import Literal

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from perfdesk.importers.source_error import damaged
from perfdesk.importers.spreadsheet.cells import SheetValues

#: A fault inside the library arrives as this exception, which is no Exception.
_PANIC = "PanicException"


def open_workbook(content: bytes) -> CalamineWorkbook:
    """Open a workbook out of memory; SourceError when it is damaged."""
    with _Guard():
        return load_workbook(io.BytesIO(content))


def read_values(workbook: CalamineWorkbook, name: str) -> SheetValues:
    """The values of a sheet; SourceError when it is damaged."""
    with _Guard():
        sheet = workbook.get_sheet_by_name(name)
        merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
        return SheetValues(sheet.to_python(), sheet.start or (0, 0), merged)


class _Guard:
    """Turns what the library raises for damaged bytes into a SourceError."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> Literal[False]:
        is_damage = isinstance(error, CalamineError | ValueError | OverflowError)
        if kind is not None and (is_damage or kind.__name__ == _PANIC):
            raise damaged() from error
        return False
