"""Texts as XML allows them, for the formats that are XML inside."""

from __future__ import annotations

import re

#: Characters that XML 1.0 §2.2 forbids: Word and Excel reject a whole file for a single one.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")


def xml_text(text: str) -> str:
    """The text without characters that XML forbids (control characters, lone surrogates), with LF as line end."""
    return _ILLEGAL.sub("", _LINE_END.sub("\n", text))
