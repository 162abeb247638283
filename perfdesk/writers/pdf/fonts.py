"""Typefaces for PDF: those of the system where it has them, else the free ones shipped with the program.

Every glyph is embedded. A character that the typeface lacks is printed in the free 宋体; one that this lacks too is
printed as 〓, the printers' sign for a missing type, so that nothing vanishes and no empty box appears.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFError
from reportlab.pdfbase.ttfonts import TTFont

from perfdesk.definition.gb18030 import replace_private_use
from perfdesk.errors import PerfDeskError
from perfdesk.paths import RESOURCES
from perfdesk.writers.typesetting.active_style import Font, current_style

_MISSING = "〓"
# Characters from Word or Excel that many Chinese typefaces lack: the minus sign, non-breaking hyphens.
_SUBSTITUTES = {"−": "–", "‐": "-", "‑": "-", "⁃": "-", "‒": "–", "―": "—", "✓": "√", "✔": "√"}
_LAST_RESORT = "song"
_BEYOND_BMP = re.compile(r"(<\w\w>) <(\w{5,6})>")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, the registered font that prints it, and the width in ems."""

    character: str
    font: str
    width: float


class Typeface:
    """A typeface and its fallback; finds the font that prints each character."""

    def __init__(self, fonts: tuple[TTFont, ...]) -> None:
        self._fonts = fonts
        self._glyphs: dict[str, Glyph] = {}

    @property
    def font(self) -> str:
        """The registered name of the typeface itself."""
        return self._fonts[0].fontName

    def glyph(self, character: str) -> Glyph:
        """The glyph that prints `character`."""
        found = self._glyphs.get(character)
        if found is None:
            found = self._glyphs[character] = self._find_glyph(character)
        return found

    def _find_glyph(self, character: str) -> Glyph:
        same = unicodedata.normalize("NFKC", character)
        for sign in (replace_private_use(character), _SUBSTITUTES.get(character, character), same, _MISSING, "?"):
            for font in self._fonts if len(sign) == 1 else ():
                if font.face.charToGlyph.get(ord(sign)):
                    return Glyph(sign, font.fontName, font.face.getCharWidth(ord(sign)) / 1000)
        return Glyph(" ", self.font, 0.5)


def typeface(name: str) -> Typeface:
    """The typeface that the style sheet calls `name`; PerfDeskError when even the free font is missing."""
    fonts = current_style().fonts
    return _typeface(fonts[name], fonts[_LAST_RESORT])


@cache
def _typeface(font: Font, fallback: Font) -> Typeface:
    face, last_resort = _font_of(font), _free_font(fallback)
    return Typeface((face,) if face is last_resort else (face, last_resort))


def _font_of(font: Font) -> TTFont:
    for file_name in font.system:
        path = _system_fonts().get(file_name.lower())
        found = path and _load_font(path)
        if found:
            return found
    return _free_font(font)


def _free_font(font: Font) -> TTFont:
    path = RESOURCES / "fonts" / font.free
    if not path.is_file():
        raise PerfDeskError("没有导出 PDF。", f"缺少字体文件“{path}”。", "请重新安装本软件，再导出一次。")
    found = _load_font(path)
    if found is None:
        raise PerfDeskError("没有导出 PDF。", f"字体文件“{path}”已损坏。", "请重新安装本软件，再导出一次。")
    return found


@cache
def _load_font(path: Path) -> _EmbeddedFont | None:
    """The font in a file, or None when it is damaged, has no TrueType outlines or may not be embedded."""
    try:
        font = _EmbeddedFont(path.name, str(path), asciiReadable=False)
    except (PDFError, OSError, ValueError, LookupError, struct.error):
        # A damaged system font raises any of these; the report is then printed in the free one.
        return None
    pdfmetrics.registerFont(font)
    return font


class _EmbeddedFont(TTFont):
    """A subset font whose ToUnicode map is also right beyond U+FFFF.

    ReportLab writes such a character as five hexadecimal digits, and readers then copy a different one.
    """

    def addObjects(self, doc: Any) -> None:
        super().addObjects(doc)
        own = "+" + self.face.name.decode("latin-1")
        for name, stream in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:") and own in name:
                stream.content = _BEYOND_BMP.sub(_as_surrogates, stream.content)


def _as_surrogates(entry: re.Match[str]) -> str:
    code, character = entry[1], chr(int(entry[2], 16))
    return f"{code} <{character.encode('utf-16-be').hex().upper()}>"


@cache
def _system_fonts() -> dict[str, Path]:
    """Every font file of this computer by its name in lower case; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in _font_folders():
        for place, _, names in os.walk(folder):
            for name in sorted(names):
                found.setdefault(name.lower(), Path(place, name))
    return found


def _font_folders() -> Iterator[Path]:
    windows, local = os.environ.get("WINDIR"), os.environ.get("LOCALAPPDATA")
    if windows:
        yield Path(windows, "Fonts")
    if local:
        yield Path(local, "Microsoft", "Windows", "Fonts")
    # an account without a home folder has no fonts of its own
    with suppress(RuntimeError):
        yield from (Path.home() / folder for folder in (".local/share/fonts", ".fonts", "Library/Fonts"))
    for folder in ("/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts"):
        yield Path(folder)
