"""The named styles of the Word report, made from `report_style.toml`; all formatting is in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.document.blocks import Align
from perfdesk.writers.typesetting.active_style import TextStyle, cell_line_height, current_style
from perfdesk.writers.typesetting.fitting import ABOVE_ROWS, SMALLER_SIZES, TABLE_SIZES

TABLE_STYLE_ID = "PdTable"
#: The least line height in Word, in points: between the segments of a table, which look like one.
_MIN_LINE_HEIGHT = 1 / 20
_ALIGNS: tuple[Align, ...] = ("center", "left", "right")

#: The height of the page number's line, in points.
PAGE_NUMBER_LINE = 16.0


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """One paragraph style. `before` and `after` are in body lines, indents in characters of its own size.

    A style that is `based_on` another one differs from it in size or keep-with-next only, and follows its changes.
    """

    name: StyleName
    text: TextStyle
    before: int = 0
    after: int = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    outline: int | None = None
    keep_next: bool = False
    new_page: bool = False
    grey: bool = False
    spread: bool = False
    next: StyleName | None = None
    based_on: StyleName | None = None
    smaller: bool = False
    kept_row: bool = False

    @property
    def id(self) -> str:
        """The id in the file."""
        return sized_id(self.name, self.text.size, self.kept_row) if self.is_hidden else self.name.id

    @property
    def display_name(self) -> str:
        """The name that Word lists."""
        size = f"{self.text.size:g}磅" if self.smaller else ""
        return f"{self.name.value}{size}{'连下行' if self.kept_row else ''}"

    @property
    def is_hidden(self) -> bool:
        """Whether Word does not list it: it is for tables in smaller type, or for rows kept with the next one."""
        return self.smaller or self.kept_row


def cell_style(head: bool, align: Align) -> StyleName:
    """The style of a table cell."""
    if head:
        return {"center": StyleName.HEAD, "left": StyleName.HEAD_LEFT, "right": StyleName.HEAD_FIGURE}[align]
    return {"center": StyleName.CELL_CENTER, "left": StyleName.CELL, "right": StyleName.FIGURE}[align]


def sized_id(name: StyleName, size: float, kept_row: bool = False) -> str:
    """The id of a table style in a size; the usual size is not part of it.

    A row that stays on the page of the next one has its own styles.
    """
    usual = current_style().styles["table_head" if name.is_head else "table_cell"].size
    return f"{name.id}{'' if size == usual else round(size * 10)}{'Kept' if kept_row else ''}"


def named_styles() -> list[NamedStyle]:
    """Every paragraph style of the report, in the order in which Word lists them."""
    s = StyleName
    page, texts = current_style().page, current_style().styles
    body, note = texts["body"], texts["table_note"]
    flush = replace(body, indent=0)
    loose, centred, at_right = (replace(flush, align=align) for align in ("left", "center", "right"))
    # `附件：` is three characters and `1. ` one and a half: further lines begin where the title did (§7.3.4)
    name_at = 2 + 3 + 1.5
    # the unit is centred above a date of 6½ characters that ends 4 characters before the edge (§7.3.5.1)
    signing = page.characters - 2 * (4 + 6.5 / 2)
    tiny, number = replace(note, size=1, line_height=1), TextStyle("song", page.page_number_size, PAGE_NUMBER_LINE)
    headings = [
        NamedStyle(name, texts[f"heading{level}"], outline=level - 1, keep_next=True, next=s.BODY)
        for level, name in enumerate((s.HEADING_1, s.HEADING_2, s.HEADING_3), start=1)
    ]
    return [
        NamedStyle(s.NORMAL, flush),
        NamedStyle(s.COVER_TITLE, texts["cover_title"], before=3, next=s.COVER_SUBTITLE),
        NamedStyle(s.COVER_SUBTITLE, centred, after=4),
        NamedStyle(s.COVER_LABEL, texts["cover_line"], spread=True),
        NamedStyle(s.COVER_ANSWER, replace(texts["cover_line"], align="center")),
        NamedStyle(s.COVER_FOOT, centred, before=2),
        NamedStyle(s.TITLE, texts["title"], after=1, keep_next=True, next=s.BODY),
        *headings,
        NamedStyle(s.BODY, body),
        # the last paragraph moves to the next page with the list of attachments or the signature
        NamedStyle(s.BODY_LAST, body, keep_next=True, next=s.LISTED_FIRST, based_on=s.BODY),
        NamedStyle(s.BODY_FLUSH, flush),
        NamedStyle(s.LISTED_FIRST, loose, before=1, left=name_at, hanging=4.5, keep_next=True, next=s.LISTED_NEXT),
        NamedStyle(s.LISTED_NEXT, loose, left=name_at, hanging=1.5, keep_next=True),
        NamedStyle(s.SIGN_UNIT, centred, before=2, left=signing, keep_next=True, next=s.SIGN_DATE),
        NamedStyle(s.SIGN_LONG_UNIT, at_right, before=2, right=2, keep_next=True, next=s.SIGN_DATE),
        NamedStyle(s.SIGN_DATE, at_right, right=4),
        NamedStyle(s.LABEL, texts["attachment_label"], after=1, outline=0, keep_next=True, new_page=True),
        NamedStyle(s.NEW_PAGE, tiny, keep_next=True, new_page=True),
        NamedStyle(s.TABLE_TITLE, texts["table_title"], keep_next=True),
        NamedStyle(s.TABLE_SUBTITLE, replace(note, align="center"), keep_next=True),
        NamedStyle(s.TABLE_UNIT, replace(note, align="right"), keep_next=True),
        NamedStyle(s.TABLE_UNIT_LEFT, note, keep_next=True),
        NamedStyle(s.TABLE_ABOVE, replace(tiny, line_height=ABOVE_ROWS), keep_next=True),
        NamedStyle(s.TABLE_NOTE, note),
        NamedStyle(s.TABLE_NOTE_ABOVE, note, keep_next=True, based_on=s.TABLE_NOTE),
        NamedStyle(s.TABLE_END, tiny),
        NamedStyle(s.TABLE_SEAM, replace(tiny, line_height=_MIN_LINE_HEIGHT)),
        *_cell_styles(),
        NamedStyle(s.ODD_PAGE, replace(number, align="right"), right=1),
        NamedStyle(s.EVEN_PAGE, number, left=1),
        NamedStyle(s.DRAFT, replace(note, align="center"), grey=True),
    ]


def _cell_styles() -> list[NamedStyle]:
    """The styles in tables, each also in smaller sizes for tables that do not fit, and for rows kept with the next."""
    texts = current_style().styles
    styles: list[NamedStyle] = []
    names = [(cell_style(head, align), align) for head, align in product((True, False), _ALIGNS)]
    for name, align in (*names, (StyleName.HEAD_ROW, "center")):
        text = replace(texts["table_head" if name.is_head else "table_cell"], align=align)
        # the head of a table moves to the next page with the first row below it
        is_row = name is StyleName.HEAD_ROW
        usual = NamedStyle(name, text, keep_next=is_row, based_on=StyleName.HEAD if is_row else None)
        # a bold cell below the head has the size of the cells, or a smaller one
        cell = texts["table_cell"]
        sizes = [size for size in (cell.size, *TABLE_SIZES, *SMALLER_SIZES) if size <= cell.size and size != text.size]
        others = (replace(text, size=size, line_height=cell_line_height(size)) for size in dict.fromkeys(sizes))
        smaller = (replace(usual, text=other, based_on=name, smaller=True) for other in others)
        sized = [usual, *smaller]
        styles += [*sized, *(replace(style, keep_next=True, based_on=name, kept_row=True) for style in sized)]
    return styles
