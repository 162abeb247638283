"""Names found by the initials of their pinyin: `bgf` is 办公费, `yhsxf` 银行手续费 in whichever way 行 is read."""

from __future__ import annotations

import os
from functools import cache


def match_rank(name: str, typed: str) -> int | None:
    """Where the initials typed stand in a name: 0 for the whole name, 1 at its beginning, 2 inside, None nowhere."""
    if not (typed.isascii() and typed.isalpha()):
        return None
    letters = [initials(sign) for sign in name if sign.isalnum()]
    for start in range(len(letters) - len(typed) + 1):
        if all(sign in letters[start + place] for place, sign in enumerate(typed.casefold())):
            return 2 if start else 0 if len(letters) == len(typed) else 1
    return None


@cache
def initials(sign: str) -> frozenset[str]:
    """The first letters of all readings of a sign; a letter or digit is its own."""
    if sign.isascii():
        return frozenset(sign.casefold())
    # All readings of each sign are taken, so the large dictionary of phrases need not be loaded.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    style = pypinyin.Style.FIRST_LETTER
    readings: list[list[str]] = pypinyin.pinyin(sign, style=style, heteronym=True, errors="ignore")
    return frozenset(letter.casefold() for found in readings for letter in found)
