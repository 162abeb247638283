"""Match names by their pinyin initials: `bgf` matches 办公费, `yhsxf` matches 银行手续费 with any reading of 行."""

from __future__ import annotations

import os
from functools import cache


def match_rank(name: str, typed: str) -> int | None:
    """Return 0 if the initials match the whole name, 1 its beginning, 2 a part inside, None if they do not match."""
    if not (typed.isascii() and typed.isalpha()):
        return None
    letters = [initials(character) for character in name if character.isalnum()]
    for start in range(len(letters) - len(typed) + 1):
        if all(letter in letters[start + offset] for offset, letter in enumerate(typed.casefold())):
            return 2 if start else 0 if len(letters) == len(typed) else 1
    return None


@cache
def initials(character: str) -> frozenset[str]:
    """Return the first letters of all readings of a character; an ASCII letter or digit is its own initial."""
    if character.isascii():
        return frozenset(character.casefold())
    # All readings of a character are accepted, so pypinyin's large dictionary of phrases is not needed.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin

    style = pypinyin.Style.FIRST_LETTER
    readings: list[list[str]] = pypinyin.pinyin(character, style=style, heteronym=True, errors="ignore")
    return frozenset(letter.casefold() for found in readings for letter in found)
