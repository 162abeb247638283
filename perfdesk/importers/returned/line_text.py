"""Lines without what two programs write differently: blanks and the width of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Full-width digits and the stop between them; other full-width signs are part of Chinese text.
_DIGITS = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF0E: ord("."), 0xFF05: ord("%")}
_BLANKS = re.compile(r"\s+")
FIGURE = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3}(?![0-9０-９]))*(?:[.．][0-9０-９]+)?")


def line_key(text: str) -> str:
    """Return a text without blanks and with half-width figures; equal keys are the same words."""
    return _BLANKS.sub("", text).translate(_DIGITS)


def cells_key(texts: Iterable[str]) -> str:
    """Return the key of a row: its cells that are not blank."""
    return "\t".join(key for key in map(line_key, texts) if key)


def half_width(text: str) -> str:
    """Return a text with half-width figures."""
    return text.translate(_DIGITS)
