"""The formatting of a bureau's own `style.docx` over ours: fonts, sizes, colours, spacing, indents; Word only."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.definition.style.word_styles import Properties, WordStyle
from perfdesk.writers.docx.named_styles import NamedStyle
from perfdesk.writers.typesetting.active_style import ReportStyle, TextStyle, current_style

#: The styles whose size and line height decide how titles are broken and figures fitted.
_MEASURED_STYLES = {
    "title": StyleName.TITLE,
    "body": StyleName.BODY,
    "table_title": StyleName.TABLE_TITLE,
    "table_note": StyleName.TABLE_NOTE,
    "table_head": StyleName.HEAD,
    "table_cell": StyleName.CELL,
}
#: Properties that the report depends on and no style sheet overrides: pages, outline, line breaking.
_OURS = frozenset(
    {
        "keepNext", "keepLines", "pageBreakBefore", "widowControl", "kinsoku", "wordWrap", "overflowPunct",
        "topLinePunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "outlineLvl",
    }
)  # fmt: skip


def measured_in_word(style: ReportStyle) -> ReportStyle:
    """The style with the sizes of its Word file."""
    changed = {
        key: _with_word_size(style.styles[key], style.word.get(name.value)) for key, name in _MEASURED_STYLES.items()
    }
    return replace(style, styles={**style.styles, **changed})


def word_properties(style: NamedStyle, paragraph: Properties, run: Properties) -> tuple[Properties, Properties]:
    """Paragraph and run properties of a named style: those of the Word file, or else those given."""
    own = current_style().word.get(style.name.value.lower())
    if own is None:
        return paragraph, run
    kept = {tag: value for tag, value in paragraph.items() if tag in _OURS}
    formatting = {tag: value for tag, value in own.paragraph.items() if tag not in _OURS}
    fonts = run["rFonts"] | own.run.get("rFonts", {})
    sizes = {tag: run[tag] for tag in ("sz", "szCs") if tag not in own.run}
    return kept | formatting, own.run | {"rFonts": fonts} | sizes


def _with_word_size(text: TextStyle, own: WordStyle | None) -> TextStyle:
    if own is None:
        return text
    return replace(text, size=own.size or text.size, line_height=own.line_height or text.line_height)
