"""Texts made fit for where they go: shortened for messages, made legal as file names."""

from __future__ import annotations

import unicodedata

#: In bytes of UTF-8: disks allow 255, of which a suffix and a number such as `(2)` take some.
LONGEST_NAME = 240
#: The lock, the journal and drafts of a report lie next to it; their names are longer than its own.
LONGEST_REPORT_NAME = 200

_ILLEGAL_CHARACTERS = frozenset('\\/:*?"<>|')
#: Unicode categories: control, format (direction, zero width) and surrogate characters, line and paragraph separators.
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Windows reads these as devices, whatever suffix follows.
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"}
)


def shorten(text: str, max_length: int, mark: str = "…") -> str:
    """Return the first `max_length` characters of a longer text, followed by `mark`; a shorter text as it is.

    >>> shorten("预算绩效管理", 4), shorten("预算绩效", 4)
    ('预算绩效…', '预算绩效')
    """
    return text if len(text) <= max_length else f"{text[:max_length]}{mark}"


def file_name_from(text: str, ending: str = "", max_bytes: int = LONGEST_NAME) -> str:
    """Return a file name that is legal on every system, from a text that anyone may have typed.

    `ending` is kept whole. The result is `ending` alone when no character of the text is legal. A suffix may be added.
    """
    kept = "".join(_legal(character) for character in text)
    kept = _cut_bytes(kept.strip(), max_bytes - len(ending.encode())).rstrip(" .")
    stem, dot, suffix = f"{kept}{ending}".partition(".")
    return f"{stem}_{dot}{suffix}" if stem.rstrip().upper() in _DEVICES else stem + dot + suffix


def _legal(character: str) -> str:
    category = unicodedata.category(character)
    if character in _ILLEGAL_CHARACTERS or category in _INVISIBLE_CATEGORIES or character in "\ufffe\uffff":
        return ""
    return " " if category == "Zs" else character


def _cut_bytes(text: str, max_bytes: int) -> str:
    """Return the beginning of a text in at most `max_bytes` bytes of UTF-8, without cutting a character in two."""
    return text.encode()[: max(0, max_bytes)].decode(errors="ignore")
