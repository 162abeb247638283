"""The look of the window: colours by role, fonts and the style sheet."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from perfdesk.paths import RESOURCES
from perfdesk.ui.settings import remember

LIGHT = {
    "ink": "#1F2329",
    "secondary": "#5C6470",
    "faint": "#9AA1AC",
    "window": "#F5F6F8",
    "paper": "#FFFFFF",
    "line": "#DDE1E6",
    "strong_line": "#C3C9D2",
    "header": "#EDF0F4",
    "label": "#F7F8FA",
    "computed": "#F0F3F7",
    "desk": "#E8EBF0",
    "accent": "#1E5AA8",
    "accent_dark": "#174A8C",
    "accent_tint": "#E8F0FA",
    "error": "#C0322B",
    "error_tint": "#FCEDEC",
    "warning": "#A56000",
    "warning_tint": "#FFF5E5",
    "missing": "#5C6470",
    "missing_tint": "#F0F3F7",
    "notice": "#5C6470",
    "notice_tint": "#F0F3F7",
    "done": "#2B7A3F",
    "done_tint": "#EAF5ED",
    "bar_pale": "#8FB0DC",
    "sheet": "#FFFFFF",
}
DARK = {
    "ink": "#E6E9EE",
    "secondary": "#A9B1BD",
    "faint": "#767F8C",
    "window": "#1B1E23",
    "paper": "#23272E",
    "line": "#373D47",
    "strong_line": "#4B5361",
    "header": "#2B3039",
    "label": "#272B33",
    "computed": "#2D333D",
    "desk": "#15181C",
    "accent": "#85B4F2",
    "accent_dark": "#A9CBF7",
    "accent_tint": "#223A5C",
    "error": "#FF9A92",
    "error_tint": "#452322",
    "warning": "#F0B866",
    "warning_tint": "#3F3019",
    "missing": "#A9B1BD",
    "missing_tint": "#2D333D",
    "notice": "#A9B1BD",
    "notice_tint": "#2D333D",
    "done": "#7FCB93",
    "done_tint": "#1F3A28",
    "bar_pale": "#4A6A97",
    "sheet": "#FFFFFF",
}

_CHINESE_FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
)
_BUNDLED_FONT = RESOURCES / "fonts" / "PerfDeskHei.ttf"
_SENTENCE_FONT = RESOURCES / "fonts" / "PerfDeskKai.ttf"
#: The style of Qt that the style sheet is written for.
STYLE = "Fusion"
_SHEET = RESOURCES / "style.qss"
_BODY_PIXELS = 14

_paper_families: list[str] = []
_current: dict[str, str] = dict(LIGHT)


def colour(role: str) -> QColor:
    """Return the colour of a role in the current theme."""
    return QColor(_current[role])


def apply_theme(app: QApplication, dark: bool = False) -> None:
    """Set the font, colours and style sheet of the application."""
    _current.update(DARK if dark else LIGHT)
    if app.styleSheet():
        app.setStyleSheet("")  # replacing a style sheet directly takes Qt five times as long
    else:
        app.setFont(interface_font())
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet())


def set_dark_mode(dark: bool) -> None:
    """Switch the running program to dark or light colours, and save the choice."""
    app = QApplication.instance()
    remember("dark", dark)
    if isinstance(app, QApplication) and dark != is_dark():
        apply_theme(app, dark)


def is_dark() -> bool:
    """Whether the dark theme is active."""
    return _current == DARK


@contextlib.contextmanager
def light_palette(widget: QWidget) -> Generator[None]:
    """Show one widget in light colours temporarily, without restyling the rest of the program.

    Used for exported images, which never follow the theme of the window.
    """
    if not is_dark():
        yield
        return
    _current.update(LIGHT)
    widget.setPalette(_palette())
    widget.setStyleSheet(style_sheet())
    try:
        yield
    finally:
        _current.update(DARK)
        widget.setStyleSheet("")
        widget.setPalette(QPalette())


def _palette() -> QPalette:
    """Return the palette for what the style sheet does not cover, so that a dark system theme has no effect."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, name in (
        (roles.Window, "window"),
        (roles.WindowText, "ink"),
        (roles.Base, "paper"),
        (roles.AlternateBase, "label"),
        (roles.Text, "ink"),
        (roles.Button, "paper"),
        (roles.ButtonText, "ink"),
        (roles.ToolTipBase, "ink"),
        (roles.ToolTipText, "paper"),
        (roles.PlaceholderText, "secondary"),
        (roles.Highlight, "accent"),
        (roles.HighlightedText, "paper"),
        (roles.Link, "accent"),
    ):
        palette.setColor(role, colour(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("faint"))
    return palette


def style_sheet() -> str:
    """Return the style sheet with every `@role` replaced by its colour."""
    text = _SHEET.read_text(encoding="utf-8").replace("@icons", _icon_folder().as_posix())
    return re.sub(r"@(\w+)", lambda found: _current[found.group(1)], text)


def _icon_folder() -> Path:
    return RESOURCES / "icons" / ("dark" if is_dark() else "light")


def interface_font() -> QFont:
    """Return the system's Chinese font, or the bundled one if the system has none."""
    installed = set(QFontDatabase.families())
    family = next((name for name in _CHINESE_FONTS if name in installed), "") or _load_font(_BUNDLED_FONT)
    font = QFont([family] if family else [])
    font.setPixelSize(_BODY_PIXELS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def sentence_font(pixels: int) -> QFont:
    """Return the font of generated sentences: 楷体, which distinguishes them from typed text."""
    if not _paper_families:
        _paper_families.append(_load_font(_SENTENCE_FONT))
    font = interface_font()
    if _paper_families[0]:
        font.setFamilies([_paper_families[0], *font.families()])
    font.setPixelSize(pixels)
    return font


def font_with_size(font: QFont, pixels: int, bold: bool = False) -> QFont:
    """Return a copy of a font with another size and weight."""
    copy = QFont(font)
    copy.setPixelSize(pixels)
    copy.setBold(bold)
    return copy


def set_style_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and apply the style sheet again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def set_dialog_size(dialog: QWidget, size: tuple[int, int]) -> None:
    """Set the size of a dialog, limited to the screen, which is small at a high scale factor."""
    dialog.resize(QSize(*size).boundedTo(dialog.screen().availableSize()))


def set_shown(widget: QWidget, shown: bool) -> None:
    """Hide or show a widget. One that has no parent yet is not shown, because it would become a window."""
    if not shown:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()


def _load_font(path: object) -> str:
    number = QFontDatabase.addApplicationFont(str(path))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families[0] if families else ""
