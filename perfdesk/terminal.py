"""Printing on the command line: control characters in texts of files, forms and locks are made visible."""

from __future__ import annotations

import re
import sys
from typing import TextIO

#: Control characters, directional formatting, and characters that some terminals treat as a line end.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_BREAKS = re.compile(r"[\r\n]+")
_CONTROL_PICTURES = 0x2400


def say(text: object, file: TextIO | None = None, is_block: bool = False) -> None:
    """Print one line to standard output or to `file`; with `is_block`, line ends and tabs are kept."""
    line = str(text) if is_block else _BREAKS.sub(" ", str(text))
    print(visible(line, "\n\t" if is_block else "\t"), file=file or sys.stdout)


def visible(text: str, kept: str = "") -> str:
    """Replace each control character that is not in `kept` by a visible one: `␛[31m`, `‹U+202E›`."""
    return _CONTROL.sub(lambda found: found.group() if found.group() in kept else _visible_form(found.group()), text)


def _visible_form(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
