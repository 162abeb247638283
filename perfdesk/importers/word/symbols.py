"""Signs that Word draws with a symbol font, as the Unicode characters that look like them."""

from __future__ import annotations

_UNKNOWN = "□"
#: Private characters of symbol fonts are written with this offset.
_OFFSET = 0xF000
_SIGNS = {
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x72: "□",
        0x75: "◆",
        0xA1: "○",
        0xA7: "▪",
        0xA8: "□",
        0xD8: "➢",
        0xE0: "→",
        0xFB: "✗",
        0xFC: "√",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB7: "·", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB0: "°"},
}


def symbol(font: str, code: str) -> str:
    """Return the character for the hexadecimal code of a `w:sym`; a box for one that has no likeness.

    >>> symbol("Wingdings 2", "F052"), symbol("宋体", "2264")
    ('☑', '≤')
    """
    try:
        number = int(code[:6], 16)
    except ValueError:
        return _UNKNOWN
    signs = _SIGNS.get(font.lower())
    if signs is None:
        return chr(number) if 0x20 <= number < 0xD800 else _UNKNOWN
    return signs.get(number - _OFFSET if number >= _OFFSET else number, _UNKNOWN)
