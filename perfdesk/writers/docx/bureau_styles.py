"""The looks of a bureau's own `style.docx` laid over ours: fonts, sizes, colours, spacing, indents; for Word only."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.definition.style.word_styles import Properties, WordStyle
from perfdesk.writers.docx.named_styles import NamedStyle
from perfdesk.writers.typesetting.active_style import ReportStyle, TextStyle, current_style

#: Whose size and line height decide how titles are broken and figures fitted.
_MEASURED_STYLES = {
    "title": StyleName.TITLE,
    "body": StyleName.BODY,
    "table_title": StyleName.TABLE_TITLE,
    "table_note": StyleName.TABLE_NOTE,
    "table_head": StyleName.HEAD,
    "table_cell": StyleName.CELL,
}
#: What the report is built on and no style sheet takes away: pages, outline, line breaking.
_OURS = frozenset(
    {
        "keepNext", "keepLines", "pageBreakBefore", "widowControl", "kinsoku", "wordWrap", "overflowPunct",
        "topLinePunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "outlineLvl",
    }
)  # fmt: skip


def measured_in_word(style: ReportStyle) -> ReportStyle:
    """The style with the sizes that its Word file asks for."""
    changed = {
        key: _with_word_size(style.styles[key], style.word.get(name.value)) for key, name in _MEASURED_STYLES.items()
    }
    return replace(style, styles={**style.styles, **changed})


def word_properties(style: NamedStyle, paragraph: Properties, run: Properties) -> tuple[Properties, Properties]:
    """What a named style says of its paragraphs and characters: as the Word file has it, or else as given."""
    own = current_style().word.get(style.name.value.lower())
    if own is None:
        return paragraph, run
    kept = {tag: value for tag, value in paragraph.items() if tag in _OURS}
    looks = {tag: value for tag, value in own.paragraph.items() if tag not in _OURS}
    fonts = run["rFonts"] | own.run.get("rFonts", {})
    sizes = {tag: run[tag] for tag in ("sz", "szCs") if tag not in own.run}
    return kept | looks, own.run | {"rFonts": fonts} | sizes


def _with_word_size(text: TextStyle, own: WordStyle | None) -> TextStyle:
    if own is None:
        return text
    return replace(text, size=own.size or text.size, line_height=own.line_height or text.line_height)
