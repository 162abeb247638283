"""Tables as text, with commas, semicolons or tabs between the cells, in UTF-8, UTF-16 or GB 18030."""

from __future__ import annotations

import csv
import io
from itertools import islice

from perfdesk.budget import TooMuchError
from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument, SourceTable, SourceTableCell
from perfdesk.importers.source_error import damaged
from perfdesk.importers.spreadsheet.cells import MAX_CELLS

_DELIMITERS = ",\t;"
_SAMPLE_LINES = 30
_FEWEST_LINES = 2
_MAX_SIZE = 20_000_000
#: What no table has: control characters other than blanks and line ends.
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13})
_MARKUP = ("<", "{", "%PDF")


def decoded(content: bytes) -> str | None:
    """The text of a file; None for anything but text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(content, "utf-16")
    if len(content.translate(None, _CONTROLS)) < len(content):
        return None
    text = _decode(content, "utf-8-sig")
    return text if text is not None else _decode(content, "gb18030")


def is_csv(content: bytes) -> bool:
    """Whether a file is text whose lines mostly have several cells."""
    text = decoded(content[:_MAX_SIZE]) if content else None
    if text is None or text.lstrip().startswith(_MARKUP):
        return False
    lines = [line for line in islice(io.StringIO(text), _SAMPLE_LINES) if line.strip()]
    counts = max((sum(delimiter in line for line in lines) for delimiter in _DELIMITERS), default=0)
    return counts >= _FEWEST_LINES and 2 * counts >= len(lines)


def read_csv(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a table; SourceError for a damaged one, TooMuchError for one beyond all bureaus' tables."""
    if len(file.content) > _MAX_SIZE:
        raise TooMuchError(f"超过 {_MAX_SIZE // 1_000_000} MB")
    text = decoded(file.content)
    if text is None:
        raise damaged()
    lines = [line for line in islice(io.StringIO(text), _SAMPLE_LINES) if line.strip()]
    delimiter = max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
    cells: list[SourceTableCell] = []
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
            file.budget.spend(1 + len(values))
            cells += [SourceTableCell(value, row, column) for column, value in enumerate(values) if value.strip()]
            if len(cells) > MAX_CELLS:
                raise TooMuchError(f"超过 {MAX_CELLS:,} 格")
    except csv.Error as error:
        raise damaged() from error
    return SourceDocument(file.name, format_id, (SourceTable(tuple(cells), 1),))


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
