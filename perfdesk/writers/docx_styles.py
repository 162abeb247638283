"""The named styles of the Word report, made from `report_style.toml`; nothing else says how a text looks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from perfdesk.document.blocks import Align
from perfdesk.writers.fitting import SMALLER_SIZES
from perfdesk.writers.style import TextStyle, report_style


class StyleName(StrEnum):
    """The styles as Word lists them; `Normal` and `heading 1` are those Word itself calls 正文 and 标题 1."""

    NORMAL = "Normal"
    COVER_TITLE = "封面标题"
    COVER_SUBTITLE = "封面副标题"
    COVER_LABEL = "封面项目"
    COVER_ANSWER = "封面内容"
    COVER_FOOT = "封面落款"
    TITLE = "公文标题"
    HEADING_1 = "heading 1"
    HEADING_2 = "heading 2"
    HEADING_3 = "heading 3"
    BODY = "公文正文"
    BODY_LAST = "公文正文末段"
    BODY_FLUSH = "公文正文顶格"
    LISTED_FIRST = "附件说明"
    LISTED_NEXT = "附件说明续项"
    SIGN_UNIT = "落款单位"
    SIGN_LONG_UNIT = "落款长单位"
    SIGN_DATE = "落款日期"
    LABEL = "附件标签"
    NEW_PAGE = "附件续页"
    TABLE_TITLE = "表标题"
    TABLE_SUBTITLE = "表副标题"
    TABLE_UNIT = "表单位"
    TABLE_NOTE = "表注"
    TABLE_END = "表后"
    HEAD = "表头"
    HEAD_LEFT = "表头居左"
    HEAD_FIGURE = "表头数字"
    CELL = "表内文字"
    CELL_CENTER = "表内文字居中"
    FIGURE = "表内数字"
    ODD_PAGE = "页码"
    EVEN_PAGE = "页码双页"
    DRAFT = "草稿标记"

    @property
    def id(self) -> str:
        """The style's id in the file; letters and digits only, for programs that know no Chinese."""
        if self.name.startswith(("NORMAL", "HEADING_")):
            return self.value.title().replace(" ", "")
        return "Pd" + self.name.title().replace("_", "")

    @property
    def is_head(self) -> bool:
        """Whether it is set as the head of a table, in 黑体."""
        return self.name == "HEAD" or self.name.startswith("HEAD_")


TABLE_STYLE_ID = "PdTable"

#: The height of the line a page number stands on, in points.
PAGE_NUMBER_LINE = 16.0


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """One paragraph style. `before` and `after` count body lines; indents count characters of its own size."""

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
    next: StyleName | None = None
    smaller: bool = False

    @property
    def id(self) -> str:
        """Its id in the file."""
        return sized_id(self.name, self.text.size) if self.smaller else self.name.id

    @property
    def shown(self) -> str:
        """Its name as Word lists it."""
        return f"{self.name.value}{self.text.size:g}磅" if self.smaller else self.name.value


def cell_style(head: bool, align: Align) -> StyleName:
    """The style of what stands in a table."""
    if head:
        return {"center": StyleName.HEAD, "left": StyleName.HEAD_LEFT, "right": StyleName.HEAD_FIGURE}[align]
    return {"center": StyleName.CELL_CENTER, "left": StyleName.CELL, "right": StyleName.FIGURE}[align]


def sized_id(name: StyleName, size: float) -> str:
    """The id of a style in a table when its text is set in `size`; the usual size has no mark."""
    usual = report_style().styles["table_head" if name.is_head else "table_cell"].size
    return name.id if size == usual else f"{name.id}{round(size * 10)}"


def named_styles() -> list[NamedStyle]:
    """Every paragraph style of the report, in the order Word is to list them."""
    s = StyleName
    page, texts = report_style().page, report_style().styles
    body, note = texts["body"], texts["table_note"]
    flush = replace(body, indent=0)
    loose, centred, at_right = (replace(flush, align=align) for align in ("left", "center", "right"))
    # `附件：` is three characters and `1. ` one and a half: further lines begin where the title did (§7.3.4)
    name_at = 2 + 3 + 1.5
    # the unit stands above the middle of a date of 6½ characters that ends 4 before the edge (§7.3.5.1)
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
        NamedStyle(s.COVER_LABEL, texts["cover_line"]),
        NamedStyle(s.COVER_ANSWER, replace(texts["cover_line"], align="center")),
        NamedStyle(s.COVER_FOOT, centred, before=2),
        NamedStyle(s.TITLE, texts["title"], after=1, keep_next=True, next=s.BODY),
        *headings,
        NamedStyle(s.BODY, body),
        # the last paragraph goes along when the list of attachments or the signature needs a new page
        NamedStyle(s.BODY_LAST, body, keep_next=True, next=s.LISTED_FIRST),
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
        NamedStyle(s.TABLE_NOTE, note),
        NamedStyle(s.TABLE_END, tiny),
        *_cell_styles(),
        NamedStyle(s.ODD_PAGE, replace(number, align="right"), right=1),
        NamedStyle(s.EVEN_PAGE, number, left=1),
        NamedStyle(s.DRAFT, replace(note, align="center"), grey=True),
    ]


def _cell_styles() -> list[NamedStyle]:
    """The styles in tables, each also in the smaller sizes for figures too wide for their column."""
    texts = report_style().styles
    found: list[NamedStyle] = []
    for head, align in product((True, False), ("center", "left", "right")):
        name, text = cell_style(head, align), replace(texts["table_head" if head else "table_cell"], align=align)
        found.append(NamedStyle(name, text))
        found += [
            NamedStyle(name, replace(text, size=size), smaller=True) for size in SMALLER_SIZES if size < text.size
        ]
    return found
