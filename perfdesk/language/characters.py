"""Full-width digits, letters and signs are replaced by the usual ones, half-width commas by full ones, one for one.

Every character keeps its position, so that a span in the plain text is the same span in the text as written.
"""

from __future__ import annotations

import re

_FULL_WIDTH = {
    code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = {
    "％": "%", "﹪": "%", "．": ".", "＋": "+", "－": "-", "−": "-", "＝": "=",
    "＜": "<", "＞": ">", "﹤": "<", "﹥": ">",
    "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "～": "~", "〜": "~", "／": "/", "–": "—", "―": "—", "‒": "—",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " ", "\u3000": " ", "\t": " ",
}  # fmt: skip
#: Not between digits, and not between letters: those are lists of codes, or English.
_PARTING_COMMA = re.compile(r"(?<![0-9A-Za-z ]),|,(?![0-9A-Za-z ])")
_TABLE = str.maketrans({**{chr(code): sign for code, sign in _FULL_WIDTH.items()}, **_SIGNS})

#: The strength of delimiters, from the weakest; 4 ends a sentence.
STRENGTH = {"、": 1, "，": 2, ",": 2, "；": 3, ";": 3, "。": 4, "！": 4, "？": 4, "!": 4, "?": 4, "\n": 4}
OPENING, CLOSING = frozenset("（([［【〔"), frozenset("）)]］】〕")


def plain(text: str) -> str:
    """Return the text with usual digits, letters and signs, in the same length.

    A comma or semicolon of half width that parts words is one of full width: `1,234.50万元,其中`.

    >>> plain("投入１２０万元，完成９５．５％"), plain("支出1,234.50万元,其中;")
    ('投入120万元，完成95.5%', '支出1,234.50万元，其中；')
    """
    usual = text.translate(_TABLE)
    return _PARTING_COMMA.sub("，", usual).replace(";", "；") if "," in usual or ";" in usual else usual
