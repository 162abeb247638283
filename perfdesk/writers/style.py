"""The page: sizes, margins, fonts and paragraph styles, read from `resources/report_style.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from perfdesk.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Page:
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
    """One typeface: its name in Word, files a system may have, and the free font shipped with us."""

    word: str
    system: tuple[str, ...]
    free: str


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One paragraph style; `size` and `line_height` in points, `indent` in characters."""

    font: str
    size: float
    line_height: float
    align: Literal["left", "center", "right", "justify"] = "left"
    indent: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ReportStyle:
    """Everything the writers know about looks."""

    page: Page
    fonts: dict[str, Font]
    styles: dict[str, TextStyle]


@cache
def report_style() -> ReportStyle:
    """The style the reports are printed in (GB/T 9704-2012)."""
    data: dict[str, Any] = tomllib.loads((RESOURCES / "report_style.toml").read_text(encoding="utf-8"))
    page = Page(**data["page"])
    fonts = {name: Font(font["word"], tuple(font["system"]), font["free"]) for name, font in data["fonts"].items()}
    styles = {name: TextStyle(**({"line_height": page.line_height} | style)) for name, style in data["styles"].items()}
    return ReportStyle(page, fonts, styles)
