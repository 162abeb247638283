"""What a file from elsewhere says, in reading order and whatever its format: paragraphs and tables with their places.

Readers of formats (`word/`, `spreadsheet/`) make a `SourceDocument`; everything after that knows no format.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceParagraph:
    """One paragraph as a reader sees it: revisions accepted, hidden and deleted words left out.

    `text` has `\\n` for soft breaks and `\\t` for tabs, and not the automatic number, which is in `number` as shown
    (`一、`, `（一）`). `outline_level` is that of the heading style, 1 to 9, or None for body text. `is_bold`: all its
    words are bold. `in_part` is where it stands: `body`, `textbox` or `footnote`. `bookmarks` are the names of the
    bookmarks that begin in it. `number_in_order` counts the paragraphs of the document that have words, from 1.
    `is_in_contents` says that it is a line of a table of contents, which repeats a heading. `notes` are the footnotes
    that it refers to; for a paragraph of a footnote, that one.
    """

    text: str
    number_in_order: int
    number: str = ""
    outline_level: int | None = None
    is_bold: bool = False
    is_centered: bool = False
    in_part: str = "body"
    bookmarks: tuple[str, ...] = ()
    is_in_contents: bool = False
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The paragraph's place in the user's words."""
        return f"第 {self.number_in_order} 段"

    @property
    def full_text(self) -> str:
        """The text with its automatic number in front."""
        return self.number + self.text


@dataclass(frozen=True, slots=True)
class SourceTableCell:
    """One cell: its text as shown, its row and column in the table (from 0), how far it spans, and what it holds.

    `figure` is the stored number of a spreadsheet cell as plain decimal text, blank for a text cell and in Word;
    `number_format` is that number's format, which may contain a sign or a unit. `is_hidden` says that its row or
    column is hidden. A cell covered by a merged cell does not occur. `nested` are tables inside the cell. In Word,
    `text` has the paragraphs of the cell joined by `\\n`, without their automatic numbers: `numbers` has one for each
    paragraph, or is empty if there are none.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    figure: str = ""
    number_format: str = ""
    is_hidden: bool = False
    bookmarks: tuple[str, ...] = ()
    nested: tuple[SourceTable, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceTable:
    """One table, or one sheet of a workbook. `number_in_order` counts the tables of the document in order, from 1.

    `name` is the sheet's name, blank in Word. `is_hidden` is for hidden sheets. `paragraphs` are, for a table that was
    pasted as lines of text, the numbers of the paragraphs that its rows are.
    """

    cells: tuple[SourceTableCell, ...]
    number_in_order: int
    name: str = ""
    is_hidden: bool = False
    paragraphs: tuple[int, ...] = ()

    @property
    def place(self) -> str:
        """The table's place in the user's words."""
        return f"工作表“{self.name}”" if self.name else f"第 {self.number_in_order} 个表"

    def cell_place(self, cell: SourceTableCell) -> str:
        """The place of one of its cells in the user's words: `B7` in a sheet, row and column in Word, or the line."""
        if self.paragraphs:
            return f"第 {self.paragraphs[cell.row]} 段"
        if self.name:
            return f"{self.place} {column_letters(cell.column)}{cell.row + 1}"
        return f"{self.place}第 {cell.row + 1} 行第 {cell.column + 1} 列"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file that was read: its name, its paragraphs and tables in order, and what the user should know about it.

    `format` is the id of the import format. `is_certain` is False for formats whose text cannot be read with certainty
    (`.doc` by its piece table): nothing out of such a file is sure. `properties` are the custom properties of the file
    (`docProps/custom.xml`). `remarks` are sentences for the user.
    """

    file: str
    format: str
    blocks: tuple[SourceParagraph | SourceTable, ...]
    is_certain: bool = True
    properties: dict[str, str] = field(default_factory=dict[str, str])
    remarks: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[SourceParagraph, ...]:
        """Its paragraphs in order."""
        return tuple(block for block in self.blocks if isinstance(block, SourceParagraph))

    @property
    def tables(self) -> tuple[SourceTable, ...]:
        """Its tables in order, those inside cells left out."""
        return tuple(block for block in self.blocks if isinstance(block, SourceTable))


def column_letters(column: int) -> str:
    """The letters of a column counted from 0, as spreadsheets write them: 0 → A, 27 → AB."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
