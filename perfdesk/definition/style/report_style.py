"""The report style: page, margins, fonts and paragraph styles.

Read from `resources/report_style.toml`; a form's own `style.toml` overrides single values.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar, cast

from perfdesk.definition.diagnostics import Diagnostics, form_error
from perfdesk.definition.style.word_styles import WordStyle, word_styles
from perfdesk.definition.toml.table import TomlTable, did_you_mean, read_toml
from perfdesk.paths import RESOURCES
from perfdesk.safe_open import is_taken

STYLE_FILE = "style.toml"

Named = TypeVar("Named", "Font", "TextStyle")
Align = Literal["left", "center", "right", "justify"]
_ALIGNS: tuple[Align, ...] = ("left", "center", "right", "justify")
_POINTS_PER_MM = 72 / 25.4
#: The maximum change of character spacing to fill a line, as a fraction of the type size.
_MAX_SPREAD = 0.15


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Paper and type area; lengths in millimetres, type sizes and line height in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    lines: int
    characters: int
    line_height: float
    page_number_size: float
    page_number_drop: float


@dataclass(frozen=True, slots=True)
class Font:
    """One typeface: its name in Word, possible system font files, and the free font shipped with the program."""

    word: str
    system: tuple[str, ...]
    free: str


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One paragraph style; `size` and `line_height` in points, `indent` in characters."""

    font: str
    size: float
    line_height: float
    align: Align = "left"
    indent: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ReportStyle:
    """All styles for the writers; `word` are the styles of the form's own Word file, by name."""

    page: PageLayout
    fonts: dict[str, Font]
    styles: dict[str, TextStyle]
    word: dict[str, WordStyle] = field(default_factory=dict[str, WordStyle])


@cache
def standard_style() -> ReportStyle:
    """Return the style of official documents (GB/T 9704-2012)."""
    path = RESOURCES / "report_style.toml"
    keys = TomlTable(read_toml(path), path.name)
    page = _page(keys, None)
    fonts = {name: _font(inner, None) for name, inner in _subtables(keys, "fonts", None)}
    blank = TextStyle("fangsong", 0, page.line_height)
    styles = {name: _text_style(inner, blank) for name, inner in _subtables(keys, "styles", None)}
    keys.reject_unknown()
    return _check_style(ReportStyle(page, fonts, styles), path.name)


def form_style(folder: Path, diagnostics: Diagnostics | None = None) -> ReportStyle:
    """Return the style of a form: the standard one with the changes of its `style.toml` and, for Word, `style.docx`.

    Errors name the unknown or invalid key, often with a suggestion, or the unusable file.
    """
    style, word = _read_style_file(folder / STYLE_FILE, diagnostics), word_styles(folder)
    return replace(style, word=word) if word else style


def _read_style_file(path: Path, diagnostics: Diagnostics | None) -> ReportStyle:
    standard = standard_style()
    if not is_taken(path):
        return standard
    keys = TomlTable(read_toml(path, budget=diagnostics.budget if diagnostics else None), STYLE_FILE, diagnostics)
    page = _page(keys, standard.page)
    fonts = dict(standard.fonts)
    for name, inner in _subtables(keys, "fonts", standard.fonts):
        fonts[name] = _font(inner, standard.fonts[name])
    styles = {name: _with_line_height(style, standard.page, page) for name, style in standard.styles.items()}
    for name, inner in _subtables(keys, "styles", standard.styles):
        styles[name] = _text_style(inner, styles[name])
    keys.reject_unknown()
    return _check_style(ReportStyle(page, fonts, styles), STYLE_FILE)


def _with_line_height(style: TextStyle, before: PageLayout, after: PageLayout) -> TextStyle:
    """Adapt the line height of styles that use the page's line height when that changes."""
    return replace(style, line_height=after.line_height) if style.line_height == before.line_height else style


def _subtables(keys: TomlTable, key: str, known: Mapping[str, object] | None) -> list[tuple[str, TomlTable]]:
    found: dict[str, object] = keys.get(key, {})
    wrong = found.keys() - known.keys() if known is not None else set[str]()
    for name in sorted(wrong):
        keys.diagnostics.report(
            form_error(f"{keys.location} [{key}.{name}]", f"没有“{name}”{did_you_mean(name, known or ())}")
        )
    return [
        (name, keys.subtable(table, f"{keys.location} [{key}.{name}]"))
        for name, table in found.items()
        if name not in wrong
    ]


def _page(keys: TomlTable, standard: PageLayout | None) -> PageLayout:
    inner = keys.subtable(keys.get("page", {}), f"{keys.location} [page]")
    values = {}
    for part in fields(PageLayout):
        usual = getattr(standard, part.name) if standard is not None else 1 if part.type == "int" else 1.0
        value = inner.require(part.name, type(usual)) if standard is None else inner.get(part.name, usual)
        values[part.name] = _positive(inner, part.name, value, usual)
    inner.reject_unknown()
    page = PageLayout(**values)
    moved = any(inner.has(key) for key in ("height", "top", "bottom", "lines"))
    return _with_line_grid(page) if moved and not inner.has("line_height") else page


def _with_line_grid(page: PageLayout) -> PageLayout:
    """Set the line height for `page.lines`, in Word's twentieths of a point: 225 mm with 22 lines give 28.95."""
    room = (page.height - page.top - page.bottom) * _POINTS_PER_MM
    return replace(page, line_height=math.floor(room / page.lines * 20) / 20)


def _font(keys: TomlTable, standard: Font | None) -> Font:
    word = keys.require("word", str) if standard is None else keys.get("word", standard.word)
    free = keys.require("free", str) if standard is None else keys.get("free", standard.free)
    # Another name in Word means another typeface: the files of the old one must not be embedded for it.
    kept = standard.system if standard is not None and word == standard.word else ()
    system = keys.get_texts("system") if keys.has("system") else kept
    shipped = [path.name for path in (RESOURCES / "fonts").glob("*.ttf")]
    if free not in shipped:
        keys.report(f"随软件没有字体文件“{free}”{did_you_mean(free, shipped)}")
    keys.reject_unknown()
    return Font(word, system, free)


def _text_style(keys: TomlTable, standard: TextStyle) -> TextStyle:
    size, height = keys.get("size", float(standard.size)), keys.get("line_height", float(standard.line_height))
    style = TextStyle(
        keys.get("font", standard.font),
        _positive(keys, "size", size, standard.size or 1.0),
        _positive(keys, "line_height", height, standard.line_height),
        cast(Align, keys.get_choice("align", _ALIGNS, standard.align)),
        keys.get("indent", standard.indent),
        keys.get("bold", standard.bold),
    )
    keys.reject_unknown()
    return style


def _positive(keys: TomlTable, key: str, value: float, default: float) -> float:
    """Return a value above zero; reports any other and returns the default."""
    if value > 0:
        return value
    keys.report(f"“{key}”应大于 0，写的是 {value:g}")
    return default


def _check_style(style: ReportStyle, where: str) -> ReportStyle:
    """Return the style; FormError when the margins or the lines do not fit on the page."""
    page = style.page
    if page.left + page.right >= page.width or page.top + page.bottom >= page.height:
        raise form_error(f"{where} [page]", "页边距占满了纸，没有地方排字")
    _check_lines(style, where)
    for name, text in style.styles.items():
        if text.font not in style.fonts:
            raise form_error(f"{where} [styles.{name}]", f"没有字体“{text.font}”{did_you_mean(text.font, style.fonts)}")
    size = style.styles["body"].size
    pitch = (page.width - page.left - page.right) * _POINTS_PER_MM / page.characters
    if abs(pitch - size) > size * _MAX_SPREAD:
        raise form_error(
            f"{where} [page]",
            f"每行 {page.characters} 字与正文 {size:g} 磅不相称，{size:g} 磅的字每行约排"
            f" {round(pitch * page.characters / size)} 字，请改 characters",
        )
    return style


def _check_lines(style: ReportStyle, where: str) -> None:
    """FormError when the lines of a page are higher than the page, or lower than their text."""
    page, size = style.page, style.styles["body"].size
    room = (page.height - page.top - page.bottom) * _POINTS_PER_MM
    if page.lines * page.line_height > room + page.line_height * _MAX_SPREAD:
        raise form_error(
            f"{where} [page]",
            f"{page.lines} 行、每行 {page.line_height:g} 磅排不进高 {room:.0f} 磅的版心，最多"
            f" {int(room / page.line_height)} 行；不写 line_height 就按行数算出",
        )
    if page.line_height < size:
        raise form_error(
            f"{where} [page]", f"每行只有 {page.line_height:g} 磅，排不下 {size:g} 磅的正文，请改 lines 或 line_height"
        )
