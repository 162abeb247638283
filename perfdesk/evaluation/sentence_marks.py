"""Punctuation where the parts of a sentence meet: what a user closed with a full stop is closed only once."""

from __future__ import annotations

from collections.abc import Iterable

#: Marks that follow a part; one that the part already ends with gives way to them.
_FOLLOWING = ("。", "；", "，", "、", "！", "？")
_GIVES_WAY = "。；，、 \u3000"


def before_mark(text: str, following: str) -> str:
    """Return a text without the mark that it ends with when another mark follows: 办公室。＋。 is 办公室＋。"""
    return text.rstrip(_GIVES_WAY) if following.startswith(_FOLLOWING) else text


def joined_text(parts: Iterable[str], separator: str = "") -> str:
    """Return the parts one after another, with no mark doubled where they meet."""
    joined = ""
    for number, part in enumerate(parts):
        for text in (separator if number else "", part):
            joined = before_mark(joined, text) + text
    return joined
