"""The names of the styles in the Word report."""

from __future__ import annotations

from enum import StrEnum


class StyleName(StrEnum):
    """The styles as Word lists them; Word displays `Normal` and `heading 1` as 正文 and 标题 1."""

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
    TABLE_UNIT_LEFT = "填报单位"
    TABLE_ABOVE = "表前"
    TABLE_NOTE = "表注"
    TABLE_NOTE_ABOVE = "表注在前"
    TABLE_END = "表后"
    TABLE_SEAM = "表间"
    HEAD = "表头"
    HEAD_ROW = "表头行"
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
        """The style's id in the file; ASCII letters and digits only, for programs without Chinese."""
        if self.name.startswith(("NORMAL", "HEADING_")):
            return self.value.title().replace(" ", "")
        return "Pd" + self.name.title().replace("_", "")

    @property
    def is_head(self) -> bool:
        """Whether it is the style of a table head, in 黑体."""
        return self.name == "HEAD" or self.name.startswith("HEAD_")


#: The styles that only this program uses.
OWN_NAMES = frozenset(name.value for name in StyleName if name.id.startswith("Pd"))
#: All styles of the report, in lower case.
ALL_NAMES = frozenset(name.value.lower() for name in StyleName)
