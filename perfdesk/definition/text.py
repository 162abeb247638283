"""Texts made fit for where they go: names of files."""

from __future__ import annotations

import unicodedata

#: In bytes of UTF-8: disks take 255, of which a suffix and a number such as `(2)` need some.
LONGEST_NAME = 240
#: Beside a report lie its lock, its journal and drafts, whose names are longer.
LONGEST_REPORT_NAME = 200

_NO_NAME = frozenset('\\/:*?"<>|')
#: Control signs, direction and zero-width signs, halves of characters, line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Windows takes these for devices, whatever suffix follows.
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"}
)


def file_name_from(text: str, tail: str = "", most: int = LONGEST_NAME) -> str:
    """A name for a file on any system, made of a text that anyone may have typed; `tail` is kept whole at its end.

    Empty, but for the tail, when nothing of the text can stand in a name. A suffix may be added to the name.
    """
    kept = "".join(_sign(sign) for sign in text)
    kept = _cut(kept.strip(), most - len(tail.encode())).rstrip(" .")
    head, dot, rest = f"{kept}{tail}".partition(".")
    return f"{head}_{dot}{rest}" if head.rstrip().upper() in _DEVICES else head + dot + rest


def _sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _NO_NAME or category in _UNSEEN or sign in "\ufffe\uffff":
        return ""
    return " " if category == "Zs" else sign


def _cut(text: str, most: int) -> str:
    """The text in not more than so many bytes, no character cut in two."""
    return text.encode()[: max(0, most)].decode(errors="ignore")
