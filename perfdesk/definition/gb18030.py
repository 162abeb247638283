"""Characters of GB 18030 that older systems mapped to private-use code points, and their current code points.

Texts pasted from old documents still contain the private ones, which newer fonts no longer show.
Source: GB 18030-2005 (the Han and Latin ones) and GB 18030-2022 (the vertical forms and U+9FB4–9FBB).
"""

from __future__ import annotations

_VERTICAL = [0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)]  # A6D9–A6DF, A6EC, A6ED, A6F3
_OTHERS = {
    0xE7C7: 0x1E3F,
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
}
_REPLACEMENTS = {0xE78D + number: code for number, code in enumerate(_VERTICAL)} | _OTHERS


def replace_private_use(text: str) -> str:
    """Replace every such character by its current code point."""
    return text.translate(_REPLACEMENTS)
