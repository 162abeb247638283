"""What the command line prints: text from files, forms and locks may not steer the terminal."""

from __future__ import annotations

import re
import sys
from typing import TextIO

#: Control signs, signs that turn the direction of writing, and what some terminals take for the end of a line.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_BREAKS = re.compile(r"[\r\n]+")
_PICTURES = 0x2400


def say(text: object, file: TextIO | None = None, is_block: bool = False) -> None:
    """Print one line to standard output or to `file`; with `is_block` line ends and tabs of the text are kept."""
    told = str(text) if is_block else _BREAKS.sub(" ", str(text))
    print(visible(told, "\n\t" if is_block else "\t"), file=file or sys.stdout)


def visible(text: str, kept: str = "") -> str:
    """The text with each sign that would steer a terminal replaced by one that can be seen: `␛[31m`, `‹U+202E›`."""
    return _STEERING.sub(lambda found: found.group() if found.group() in kept else _shown(found.group()), text)


def _shown(sign: str) -> str:
    code = ord(sign)
    if code < 0x20:
        return chr(_PICTURES + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
