"""Figures as they are read on the screen."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"\d{4,}(?=\.|$)")


def grouped(figure: str) -> str:
    """A figure with thousands separators: `1234.5` as `1,234.5`."""
    return _WHOLE.sub(lambda found: f"{int(found.group()):,}", figure, count=1)
