"""Read tables that spreadsheets and Word copy as HTML: expand merged cells, omit hidden ones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_MAX_SPAN = 256
_MAX_COUNT = 200_000
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_MARKUP_TO_REMOVE = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
_HIDDEN_TAGS = frozenset({"style", "script", "title", "xml", "comment"})
_BREAKING_TAGS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """The visible cells of an HTML copy, and the number of characters outside tables."""

    rows: list[list[str]]
    has_merged_or_hidden: bool
    prose_length: int


def read_html(text: str) -> HtmlTable:
    """Read an HTML copy. There are no rows unless it has exactly one table. Malformed HTML never raises an error."""
    reader = _Reader()
    # Remove comments, declarations and unclosed tags: html.parser fails on malformed ones or takes quadratic time.
    tags, end, rest = _MARKUP_TO_REMOVE.sub("", text).rpartition(">")
    reader.feed(tags + end + rest.replace("<", "&lt;"))
    reader.close()
    if reader.tables != 1:
        return HtmlTable([], False, reader.prose_length)
    rows, has_merged_or_hidden = _lay_out_cells(reader.rows, reader.hidden_columns)
    return HtmlTable(rows, has_merged_or_hidden, reader.prose_length)


@dataclass(slots=True)
class _Cell:
    column_span: int
    row_span: int
    hidden: bool
    fragments: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self.fragments).split("\v"))
        return "\n".join(lines).strip("\n")


@dataclass(slots=True)
class _Row:
    hidden: bool
    cells: list[_Cell] = field(default_factory=list[_Cell])


class _Reader(HTMLParser):
    """Collects the cells of a table, and counts all tables, including those inside cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tables = self.prose_length = 0
        self.rows: list[_Row] = []
        self.hidden_columns: set[int] = set()
        self._columns = self._depth = self._hidden_depth = 0
        self._cell: _Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "table":
            self._depth += 1
            self.tables += 1
        elif self._depth == 1 and tag in ("col", "tr", "td", "th"):
            is_hidden = bool(_HIDDEN.search(attributes.get("style", ""))) or "hidden" in attributes
            self._begin(tag, attributes, is_hidden)
        elif tag in _HIDDEN_TAGS:
            self._hidden_depth += 1
        elif tag in _BREAKING_TAGS and self._cell is not None:
            self._cell.fragments.append("\v")

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
            self._cell.fragments.append(data)
        elif not self._depth:
            self.prose_length += sum(not character.isspace() for character in data)

    def _begin(self, tag: str, attributes: dict[str, str], hidden: bool) -> None:
        if tag == "col":
            span = _span(attributes.get("span", ""))
            if hidden:
                self.hidden_columns.update(range(self._columns, self._columns + span))
            self._columns += span
        elif tag == "tr":
            self.rows.append(_Row(hidden))
        else:
            if not self.rows:
                self.rows.append(_Row(False))
            self._cell = _Cell(_span(attributes.get("colspan", "")), _span(attributes.get("rowspan", "")), hidden)
            self.rows[-1].cells.append(self._cell)


def _span(text: str) -> int:
    return max(1, min(int(text), _MAX_SPAN)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _lay_out_cells(html_rows: list[_Row], hidden_columns: set[int]) -> tuple[list[list[str]], bool]:
    """Return the visible texts by row and column, and whether cells were merged or hidden.

    A merged cell has its text at the upper left.
    """
    placed: dict[tuple[int, int], str] = {}
    is_merged = any(cell.column_span > 1 or cell.row_span > 1 for row in html_rows for cell in row.cells)
    for number, row in enumerate(html_rows):
        column = 0
        for cell in row.cells:
            while (number, column) in placed:
                column += 1
            if len(placed) > _MAX_COUNT:
                return [], False
            for down in range(min(cell.row_span, len(html_rows) - number)):
                placed.update(((number + down, column + right), "") for right in range(cell.column_span))
            placed[(number, column)] = "" if cell.hidden else cell.text
    widths = [0] * len(html_rows)
    for number, column in placed:
        widths[number] = max(widths[number], column + 1)
    hidden = hidden_columns if is_merged else hidden_columns | _hidden_columns(html_rows)
    rows = [
        [placed.get((number, column), "") for column in range(widths[number]) if column not in hidden]
        for number, row in enumerate(html_rows)
        if not row.hidden
    ]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows, is_merged or bool(hidden) or any(row.hidden for row in html_rows)


def _hidden_columns(rows: list[_Row]) -> set[int]:
    """Return the columns in which every cell is hidden, in a table without merged cells."""
    visible = {column for row in rows for column, cell in enumerate(row.cells) if not cell.hidden}
    return {column for row in rows for column in range(len(row.cells))} - visible
