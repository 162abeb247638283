"""A text on one line of the terminal."""

from __future__ import annotations

from perfdesk.definition.text import shorten

_MAX_LENGTH = 60


def excerpt(text: str) -> str:
    """The beginning of a text, without line breaks."""
    return shorten(" ".join(text.split()), _MAX_LENGTH)
