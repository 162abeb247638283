"""A table as spreadsheets and Word put it on the clipboard in HTML: merged cells laid out, hidden ones left away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_MAX_SPAN = 256
_MAX_COUNT = 200_000
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_HIDDEN_TAGS = frozenset({"style", "script", "title", "xml", "comment"})
_BREAKING_TAGS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """What an HTML copy holds: the cells one saw, whether merged or hidden ones shape them, letters outside tables."""

    rows: list[list[str]]
    has_merged_or_hidden: bool
    prose_letters: int


def read_html(text: str) -> HtmlTable:
    """Read a copy; without exactly one table there are no rows. Never fails, whatever the HTML is like."""
    reader = _Reader()
    # Without remarks, declarations and tags that never end: on broken ones the standard library's reader fails, or
    # spends time without end.
    tags, end, rest = _REMARK.sub("", text).rpartition(">")
    reader.feed(tags + end + rest.replace("<", "&lt;"))
    reader.close()
    if reader.tables != 1:
        return HtmlTable([], False, reader.prose)
    rows, shaped = _lay_out_cells(reader.lines, reader.hidden_columns)
    return HtmlTable(rows, shaped, reader.prose)


@dataclass(slots=True)
class _Cell:
    column_span: int
    row_span: int
    hidden: bool
    pieces: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self.pieces).split("\v"))
        return "\n".join(lines).strip("\n")


@dataclass(slots=True)
class _Line:
    hidden: bool
    cells: list[_Cell] = field(default_factory=list[_Cell])


class _Reader(HTMLParser):
    """Collects the cells of a table, and counts tables, those inside cells, too."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = self.prose = 0
        self.lines: list[_Line] = []
        self.hidden_columns: set[int] = set()
        self._columns = self._depth = self._hidden_depth = 0
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
            self.tables += 1
        elif self._depth == 1 and tag in ("col", "tr", "td", "th"):
            self._begin(tag, given, bool(_HIDDEN.search(given.get("style", ""))) or "hidden" in given)
        elif tag in _HIDDEN_TAGS:
            self._hidden_depth += 1
        elif tag in _BREAKING_TAGS and self._cell is not None:
            self._cell.pieces.append("\v")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth = max(0, self._depth - 1)
        if tag in ("table", "tr", "td", "th") and self._depth <= 1:
            self._cell = None
        elif tag in _HIDDEN_TAGS:
            self._hidden_depth = max(0, self._hidden_depth - 1)

    def handle_data(self, data: str) -> None:
        if self._hidden_depth:
            return
        if self._cell is not None:
            self._cell.pieces.append(data)
        elif not self._depth:
            self.prose += sum(not sign.isspace() for sign in data)

    def _begin(self, tag: str, given: dict[str, str], hidden: bool) -> None:
        if tag == "col":
            span = _span(given.get("span", ""))
            if hidden:
                self.hidden_columns.update(range(self._columns, self._columns + span))
            self._columns += span
        elif tag == "tr":
            self.lines.append(_Line(hidden))
        else:
            if not self.lines:
                self.lines.append(_Line(False))
            self._cell = _Cell(_span(given.get("colspan", "")), _span(given.get("rowspan", "")), hidden)
            self.lines[-1].cells.append(self._cell)


def _span(text: str) -> int:
    return max(1, min(int(text), _MAX_SPAN)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _lay_out_cells(lines: list[_Line], hidden_columns: set[int]) -> tuple[list[list[str]], bool]:
    """The cells in their columns, a merged one at its upper left; rows and columns that were hidden are left away."""
    placed: dict[tuple[int, int], str] = {}
    merged = any(cell.column_span > 1 or cell.row_span > 1 for line in lines for cell in line.cells)
    for number, line in enumerate(lines):
        column = 0
        for cell in line.cells:
            while (number, column) in placed:
                column += 1
            if len(placed) > _MAX_COUNT:
                return [], False
            for down in range(min(cell.row_span, len(lines) - number)):
                placed.update(((number + down, column + right), "") for right in range(cell.column_span))
            placed[(number, column)] = "" if cell.hidden else cell.text
    widths = [0] * len(lines)
    for row, column in placed:
        widths[row] = max(widths[row], column + 1)
    hidden = hidden_columns if merged else hidden_columns | _hidden_columns(lines)
    rows = [
        [placed.get((number, column), "") for column in range(widths[number]) if column not in hidden]
        for number, line in enumerate(lines)
        if not line.hidden
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows, merged or bool(hidden) or any(line.hidden for line in lines)


def _hidden_columns(lines: list[_Line]) -> set[int]:
    """Columns whose every cell is hidden, in a table without merged cells."""
    seen = {place for line in lines for place, cell in enumerate(line.cells) if not cell.hidden}
    return {place for line in lines for place in range(len(line.cells))} - seen
